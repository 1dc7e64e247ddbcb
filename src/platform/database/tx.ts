import type { EntityClass } from './connections.js';
import type { EntityStatements } from './entity-statements.js';
import {
  type Dialect,
  empty,
  type Queryable,
  selectRows,
  sql,
  type Sql,
  textOf,
} from './queryable.js';
import type { Revisions } from './revisions.js';
import type { Runner } from './runner.js';

/** Whatever does not begin with SELECT may write (`INSERT … RETURNING`, `WITH … UPDATE`). */
const ONLY_READS = /^\s*SELECT\b/i;

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
  private state: number | undefined;
  private readonly beforeCommitTasks: (() => Promise<void>)[] = [];
  private readonly afterCommitTasks: (() => void)[] = [];

  /** @param now the one instant of this transaction, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  constructor(
    private readonly runner: Runner,
    private readonly statements: EntityStatements,
    readonly dialect: Dialect,
    readonly now: string,
    private readonly revisions?: Revisions,
  ) {
    this.state = revisions?.committed;
  }

  get revision(): number | undefined {
    return this.state;
  }

  all<Row>(query: Sql): Promise<Row[]> {
    if (!ONLY_READS.test(query.strings[0] ?? '')) this.written();
    return selectRows<Row>(this.runner, this.dialect, query);
  }

  async one<Row>(query: Sql): Promise<Row | undefined> {
    return (await this.all<Row>(query))[0];
  }

  /** Ends a SELECT whose rows are to be held until commit; SQLite runs one transaction at a time. */
  get rowLock(): Sql {
    return this.dialect === 'postgres' ? sql`FOR UPDATE` : empty;
  }

  /** Runs a statement that returns no rows. */
  async execute(query: Sql): Promise<void> {
    this.written();
    await this.runner.change(textOf(query, this.dialect), query.values);
  }

  async insert<E extends EntityClass>(
    entity: E,
    values: RowValues<E> | RowValues<E>[],
  ): Promise<void> {
    this.written();
    for (const row of Array.isArray(values) ? values : [values]) {
      const statement = this.statements.insert(entity, row);
      await this.runner.change(statement.text, statement.values);
    }
  }

  /**
   * Inserts a row unless one with the same unique key is there.
   * @returns true when the row is new.
   */
  async insertNew<E extends EntityClass>(entity: E, row: RowValues<E>): Promise<boolean> {
    this.written();
    const { text, values } = this.statements.insert(entity, row);
    const written = `${text} ON CONFLICT DO NOTHING RETURNING 1 AS written`;
    return (await this.runner.rows(written, values)).length > 0;
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
    this.written();
    const statement = this.statements.update(entity, where, patch);
    return this.runner.change(statement.text, statement.values);
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

  private written(): void {
    this.state = this.revisions?.next();
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
