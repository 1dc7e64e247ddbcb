import { chmodSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { type Sql, textOf } from './queryable.js';
import {
  MIGRATIONS_TABLE,
  quoted,
  ROWS_AT_ONCE,
  type RowSource,
  type RowValues,
  type TableShape,
} from './rows.js';

interface ColumnInfo {
  readonly name: string;
  /** Place in the primary key, from 1; 0 outside it. */
  readonly pk: number;
}

/** The rows of a SQLite file that nobody writes to meanwhile: a copy made by {@link copySqlite}. */
export class SqliteRows implements RowSource {
  private readonly database: BetterSqlite3.Database;

  /** @throws {Error} when the file is missing or no database. */
  constructor(file: string) {
    this.database = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  }

  migrations(): Promise<string[]> {
    if (!this.names().includes(MIGRATIONS_TABLE)) return Promise.resolve([]);
    return Promise.resolve(
      this.database
        .prepare<[], string>('SELECT name FROM migrations ORDER BY timestamp, id')
        .pluck()
        .all(),
    );
  }

  tables(): Promise<TableShape[]> {
    const names = this.names().filter((name) => name !== MIGRATIONS_TABLE);
    return Promise.resolve(
      names.map((name) => ({
        name,
        columns: this.columns(name)
          .map((column) => column.name)
          .sort(),
      })),
    );
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface also fits a server
  async *rows({ name, columns }: TableShape): AsyncGenerator<RowValues[]> {
    const key = this.columns(name)
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((column) => quoted(column.name));
    const statement = this.database.prepare(
      `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)} ORDER BY ${key.join(', ')}`,
    );
    let batch: RowValues[] = [];
    for (const row of statement.raw().iterate()) {
      batch.push(row as RowValues);
      if (batch.length < ROWS_AT_ONCE) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** @param query one whose columns have names of one word, which are the same on every engine */
  select<Row extends object>(query: Sql): Promise<Row[]> {
    const statement = this.database.prepare<unknown[], Row>(textOf(query, 'sqlite'));
    return Promise.resolve(statement.all(...query.values));
  }

  /** What SQLite itself finds wrong: damaged pages, rows that refer to nothing. */
  faults(): string[] {
    const found = this.database.pragma('integrity_check') as { integrity_check: string }[];
    const references = this.database.pragma('foreign_key_check') as {
      table: string;
      parent: string;
    }[];
    return [
      ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
      ...references.map(
        ({ table, parent }) => `a row of ${table} refers to a missing row of ${parent}`,
      ),
    ];
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private names(): string[] {
    return this.database
      .prepare<[], string>(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
      )
      .pluck()
      .all();
  }

  private columns(table: string): ColumnInfo[] {
    return this.database.pragma(`table_info(${quoted(table)})`) as ColumnInfo[];
  }
}

const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a database that may be in use, through SQLite's online backup. All pages go in one step, in one
 * reading transaction: a copy in many steps begins again at every commit of the serving program.
 */
export async function copySqlite(file: string, to: string): Promise<void> {
  const source = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  // One file without a log beside it; the program turns the log on again when it opens the file.
  const copy = new BetterSqlite3(to);
  copy.pragma('journal_mode = DELETE');
  copy.close();
  chmodSync(to, 0o600);
}
