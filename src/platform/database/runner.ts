import type BetterSqlite3 from 'better-sqlite3';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';

/** A row by the camelCase names of its columns. */
export type RawRow = Record<string, unknown>;

/** Runs statements with positional values on one connection or pool, in the dialect's own placeholders. */
export interface Runner {
  rows(text: string, values: readonly unknown[]): Promise<RawRow[]>;
  /** @returns the number of rows changed. */
  change(text: string, values?: readonly unknown[]): Promise<number>;
}

/** The driver's own connection of a SQLite data source. */
export const sqliteOf = ({ driver }: DataSource): BetterSqlite3.Database =>
  (driver as BetterSqlite3Driver).databaseConnection as BetterSqlite3.Database;

const camelNames = new Map<string, string>();

function camel(name: string): string {
  let result = camelNames.get(name);
  if (result === undefined) {
    result = name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
    camelNames.set(name, result);
  }
  return result;
}

const STATEMENTS_MAX = 500;
const TEXT_KEPT_MAX = 10_000;

interface Prepared {
  readonly statement: BetterSqlite3.Statement;
  /** Makes a row of the columns' values; undefined for a statement that returns none. */
  readonly rowOf: ((values: readonly unknown[]) => RawRow) | undefined;
}

/**
 * Statements straight on the connection of a data source, each prepared once. TypeORM's own runner
 * would cost more than most of our queries do. The statement is carried out before the promise is
 * returned, so that what follows the call in the same turn sees its effect.
 */
export class SqliteRunner implements Runner {
  private readonly database: BetterSqlite3.Database;
  private readonly prepared = new Map<string, Prepared>();

  constructor(dataSource: DataSource) {
    this.database = sqliteOf(dataSource);
  }

  rows(text: string, values: readonly unknown[]): Promise<RawRow[]> {
    return this.carryOut(text, values, ({ statement, rowOf }, bound) => {
      if (rowOf) return (statement.all(...bound) as unknown[][]).map(rowOf);
      statement.run(...bound);
      return [];
    });
  }

  change(text: string, values: readonly unknown[] = []): Promise<number> {
    return this.carryOut(text, values, ({ statement, rowOf }, bound) =>
      rowOf ? statement.all(...bound).length : statement.run(...bound).changes,
    );
  }

  /** @throws {QueryFailedError} as TypeORM's own runner does, with the driver's error inside. */
  private carryOut<T>(
    text: string,
    values: readonly unknown[],
    run: (prepared: Prepared, bound: unknown[]) => T,
  ): Promise<T> {
    try {
      return Promise.resolve(run(this.prepare(text), values.map(bindable)));
    } catch (error) {
      return Promise.reject(new QueryFailedError(text, [...values], error as Error));
    }
  }

  private prepare(text: string): Prepared {
    const known = this.prepared.get(text);
    // A list of ids of its own length is a statement of its own: long ones would only push others out.
    if (!known && text.length > TEXT_KEPT_MAX) return preparedOf(this.database.prepare(text));
    const prepared = known ?? preparedOf(this.database.prepare(text));
    // Taken out and put back at the end, so that the first one is the one not used for longest.
    this.prepared.delete(text);
    this.prepared.set(text, prepared);
    if (this.prepared.size > STATEMENTS_MAX) {
      const [oldest] = this.prepared.keys();
      if (oldest !== undefined) this.prepared.delete(oldest);
    }
    return prepared;
  }
}

/**
 * Rows come as arrays and are poured into copies of one blank row: half the time of the driver's own
 * objects, which would have to be renamed besides.
 */
function preparedOf(statement: BetterSqlite3.Statement): Prepared {
  if (!statement.reader) return { statement, rowOf: undefined };
  statement.raw(true);
  const names = statement.columns().map(({ name }) => camel(name));
  // By way of JSON the engine gives the copies one shape in fast mode; `fromEntries` alone does not.
  const blank = JSON.parse(
    JSON.stringify(Object.fromEntries(names.map((name) => [name, null]))),
  ) as RawRow;
  const rowOf = (values: readonly unknown[]): RawRow => {
    const row = { ...blank };
    names.forEach((name, index) => (row[name] = values[index]));
    return row;
  };
  return { statement, rowOf };
}

/** SQLite has no booleans. */
const bindable = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/** Statements through TypeORM: on the pool, or on the connection of a running transaction. */
export class PostgresRunner implements Runner {
  constructor(private readonly manager: EntityManager) {}

  async rows(text: string, values: readonly unknown[]): Promise<RawRow[]> {
    const [rows] = await this.query(text, values);
    return rows.map(camelRow);
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

function camelRow(row: RawRow): RawRow {
  const result: RawRow = {};
  for (const name in row) result[camel(name)] = row[name];
  return result;
}

function isPair(result: RawRow[] | [RawRow[], number]): result is [RawRow[], number] {
  return Array.isArray(result[0]);
}
