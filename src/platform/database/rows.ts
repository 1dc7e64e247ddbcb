/** A row as values of its table's columns, in the order of {@link TableShape.columns}. */
export type RowValues = readonly (string | number | null)[];

export interface TableShape {
  readonly name: string;
  /** By name, so that the order in which migrations added them does not matter. */
  readonly columns: readonly string[];
}

/**
 * All rows of a database as they stood at one moment, the same text on every engine: tables by name,
 * rows in byte order of their primary keys.
 */
export interface RowSource {
  /** Names of the migrations that made the schema, in order; empty for a database without schema. */
  migrations(): Promise<readonly string[]>;
  tables(): Promise<readonly TableShape[]>;
  /** Rows in batches. */
  rows(table: TableShape): AsyncIterable<readonly RowValues[]>;
  close(): Promise<void>;
}

/** Kept by TypeORM itself; told by {@link RowSource.migrations}. */
export const MIGRATIONS_TABLE = 'migrations';

export const ROWS_AT_ONCE = 1000;

/** The text of a table, in pieces: a line with the columns, then one line of JSON for each row. */
export async function* linesOf(
  source: RowSource,
  table: TableShape,
  counted: (rows: number) => void = () => undefined,
): AsyncGenerator<string> {
  yield `${JSON.stringify(table.columns)}\n`;
  for await (const rows of source.rows(table)) {
    counted(rows.length);
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
