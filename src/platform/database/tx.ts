import type { EntityManager } from 'typeorm';
import type { EntityClass } from './connections.js';
import {
  type Dialect,
  type Queryable,
  type RunQuery,
  runSql,
  selectRows,
  sql,
  type Sql,
} from './queryable.js';

type RowOf<E extends EntityClass> = InstanceType<E>;
/** Columns to write; a column left out keeps its default (insert) or its value (update). */
export type RowValues<E extends EntityClass> = {
  [K in keyof RowOf<E>]?: RowOf<E>[K];
};

/**
 * One running transaction: the only thing that can write. It is valid until the function given to
 * `UnitOfWork.run` returns; nothing inside may wait for the network, a file or a hash.
 */
export class Tx implements Queryable {
  private readonly run: RunQuery;
  private readonly beforeCommitTasks: (() => Promise<void>)[] = [];
  private readonly afterCommitTasks: (() => void)[] = [];

  /** @param now the one instant of this transaction, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  constructor(
    private readonly manager: EntityManager,
    readonly dialect: Dialect,
    readonly now: string,
  ) {
    this.run = (text, values) => manager.query(text, values);
  }

  all<Row>(query: Sql): Promise<Row[]> {
    return selectRows<Row>(this.run, this.dialect, query);
  }

  async one<Row>(query: Sql): Promise<Row | undefined> {
    return (await this.all<Row>(query))[0];
  }

  /** Runs a statement that returns no rows. */
  async execute(query: Sql): Promise<void> {
    await runSql(this.run, this.dialect, query);
  }

  async insert<E extends EntityClass>(
    entity: E,
    values: RowValues<E> | RowValues<E>[],
  ): Promise<void> {
    await this.manager
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(values)
      .updateEntity(false)
      .execute();
  }

  /**
   * Conditional update.
   * @returns the number of rows changed; zero means the condition no longer held, which the caller
   *   must treat as a conflict.
   */
  async update<E extends EntityClass>(
    entity: E,
    where: RowValues<E>,
    patch: RowValues<E>,
  ): Promise<number> {
    const result = await this.manager
      .createQueryBuilder()
      .update(entity)
      .set(patch)
      .where(where)
      .updateEntity(false)
      .execute();
    return result.affected ?? 0;
  }

  /** Next value of a counter, starting at 1; never given twice, not even after a rollback elsewhere. */
  async nextNumber(counter: string): Promise<number> {
    const row = await this.one<{ value: number }>(sql`
      INSERT INTO counters (name, value) VALUES (${counter}, 1)
      ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
      RETURNING value`);
    if (!row) throw new Error(`Counter ${counter} returned no value`);
    return row.value;
  }

  /** Registers work that must be part of the transaction but wants to be its last step. */
  beforeCommit(task: () => Promise<void>): void {
    this.beforeCommitTasks.push(task);
  }

  /** Registers work for the moment when the transaction is safely stored (cache invalidation, wake-ups). */
  afterCommit(task: () => void): void {
    this.afterCommitTasks.push(task);
  }

  /** @internal Called by the unit of work. */
  async runBeforeCommit(): Promise<void> {
    for (const task of this.beforeCommitTasks) await task();
  }

  /** @internal Called by the unit of work. */
  runAfterCommit(): void {
    for (const task of this.afterCommitTasks) task();
  }
}
