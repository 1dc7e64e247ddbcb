import pg from 'pg';
// Numbers of the engine's 64 bits come as numbers: set where the connections are opened.
import './connections.js';
import { type Sql, textOf } from './queryable.js';
import {
  MIGRATIONS_TABLE,
  quoted,
  ROWS_AT_ONCE,
  type RowSource,
  type RowValues,
  type TableShape,
} from './rows.js';

/** The rows of a PostgreSQL database as one snapshot, taken while others go on writing. */
export class PostgresRows implements RowSource {
  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<PostgresRows> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return new PostgresRows(client);
  }

  /** For a tool that is to see the same moment, as long as this source is open. */
  async snapshotId(): Promise<string> {
    const { rows } = await this.client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    return rows[0]?.id ?? '';
  }

  async migrations(): Promise<string[]> {
    if (!(await this.names()).includes(MIGRATIONS_TABLE)) return [];
    const { rows } = await this.client.query<{ name: string }>(
      'SELECT name FROM migrations ORDER BY timestamp, id',
    );
    return rows.map(({ name }) => name);
  }

  async tables(): Promise<TableShape[]> {
    const names = (await this.names()).filter((name) => name !== MIGRATIONS_TABLE);
    const { rows } = await this.client.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = current_schema()`,
    );
    return names.map((name) => ({
      name,
      columns: rows
        .filter(({ table }) => table === name)
        .map(({ column }) => column)
        .sort(),
    }));
  }

  async *rows({ name, columns }: TableShape): AsyncGenerator<RowValues[]> {
    const key = (await this.key(name)).map(({ column, textual }) =>
      textual ? `${quoted(column)} COLLATE "C"` : quoted(column),
    );
    await this.client.query(
      `DECLARE all_rows NO SCROLL CURSOR FOR
       SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)} ORDER BY ${key.join(', ')}`,
    );
    for (;;) {
      const { rows } = await this.client.query<(string | number | null)[]>({
        text: `FETCH ${ROWS_AT_ONCE} FROM all_rows`,
        rowMode: 'array',
      });
      if (rows.length > 0) yield rows;
      if (rows.length < ROWS_AT_ONCE) break;
    }
    await this.client.query('CLOSE all_rows');
  }

  /** @param query one whose columns have names of one word, which are the same on every engine */
  async select<Row extends object>(query: Sql): Promise<Row[]> {
    return (await this.client.query<Row>(textOf(query, 'postgres'), [...query.values])).rows;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async names(): Promise<string[]> {
    const { rows } = await this.client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
    );
    return rows.map(({ name }) => name).sort();
  }

  private async key(table: string): Promise<{ column: string; textual: boolean }[]> {
    const { rows } = await this.client.query<{ column: string; textual: boolean }>(
      `SELECT a.attname AS column, a.attcollation <> 0 AS textual
       FROM pg_index AS i
       CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
       JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indisprimary AND i.indrelid = $1::regclass ORDER BY k.place`,
      [quoted(table)],
    );
    return rows;
  }
}
