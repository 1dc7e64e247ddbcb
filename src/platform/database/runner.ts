import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';

export type RawRow = Record<string, unknown>;

/** Runs statements with positional values on one connection or pool, in the dialect's own placeholders. */
export interface Runner {
  rows(text: string, values: readonly unknown[]): Promise<RawRow[]>;
  /** @returns the number of rows changed. */
  change(text: string, values?: readonly unknown[]): Promise<number>;
}

const STATEMENTS_MAX = 500;

/**
 * Statements straight on the connection of a data source, each prepared once. TypeORM's own runner
 * would cost more than most of our queries do. The statement is carried out before the promise is
 * returned, so that what follows the call in the same turn sees its effect.
 */
export class SqliteRunner implements Runner {
  private readonly database: BetterSqlite3.Database;
  private readonly prepared = new Map<string, BetterSqlite3.Statement>();

  constructor(dataSource: DataSource) {
    const driver = dataSource.driver as BetterSqlite3Driver;
    this.database = driver.databaseConnection as BetterSqlite3.Database;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a thrown error becomes a rejection
  async rows(text: string, values: readonly unknown[]): Promise<RawRow[]> {
    const statement = this.prepare(text);
    if (statement.reader) return statement.all(...values.map(bindable)) as RawRow[];
    statement.run(...values.map(bindable));
    return [];
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a thrown error becomes a rejection
  async change(text: string, values: readonly unknown[] = []): Promise<number> {
    const statement = this.prepare(text);
    if (statement.reader) return statement.all(...values.map(bindable)).length;
    return statement.run(...values.map(bindable)).changes;
  }

  private prepare(text: string): BetterSqlite3.Statement {
    let statement = this.prepared.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      if (this.prepared.size >= STATEMENTS_MAX) {
        const [oldest] = this.prepared.keys();
        if (oldest !== undefined) this.prepared.delete(oldest);
      }
      this.prepared.set(text, statement);
    }
    return statement;
  }
}

/** SQLite has no booleans. */
const bindable = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/** Statements through TypeORM: on the pool, or on the connection of a running transaction. */
export class PostgresRunner implements Runner {
  constructor(private readonly manager: EntityManager) {}

  async rows(text: string, values: readonly unknown[]): Promise<RawRow[]> {
    const [rows] = await this.query(text, values);
    return rows;
  }

  async change(text: string, values: readonly unknown[] = []): Promise<number> {
    const [rows, changed] = await this.query(text, values);
    return changed ?? rows.length;
  }

  /** TypeORM gives the rows, for UPDATE and DELETE a pair of rows and number. */
  private async query(text: string, values: readonly unknown[]): Promise<[RawRow[], number?]> {
    const result = await this.manager.query<RawRow[] | [RawRow[], number]>(text, [...values]);
    return isPair(result) ? result : [result];
  }
}

function isPair(result: RawRow[] | [RawRow[], number]): result is [RawRow[], number] {
  return Array.isArray(result[0]);
}
