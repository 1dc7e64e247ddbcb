/** A table file as it was read: plain data, fit for the channel between two processes. */

export type TableFormat = 'xlsx' | 'csv';

/** A cell that is not plain text. */
export interface TypedCell {
  /**
   * What it holds, as text: a number as the file writes it (`1.2E+17`), a date as `YYYY-MM-DD`, a flag
   * as `true` or `false`, an error as `#REF!`.
   */
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'flag' | 'error';
  /** The value is the last one that a formula gave. */
  readonly formula: boolean;
}

/** Text is kept as it is; an empty cell is null. */
export type TableCell = string | TypedCell | null;

export interface TableRow {
  /** As the office program numbers it, beginning with 1. */
  readonly no: number;
  readonly hidden: boolean;
  readonly cells: readonly TableCell[];
}

/** What was found out about the file as a whole. */
export interface TableFacts {
  readonly sheet: string | null;
  readonly otherSheets: readonly string[];
  readonly encoding: string | null;
}

export interface TableRequest {
  readonly path: string;
  readonly format: TableFormat;
  /** Of several visible sheets the one of this name is read, else the first. */
  readonly sheet: string;
}

export const TABLE_ROWS_MAX = 20_000;
export const TABLE_COLUMNS_MAX = 200;
/** Title and header rows above the table. */
export const HEAD_ROWS_MAX = 100;
export const CELL_CHARACTERS_MAX = 32_767;

export type TableFault =
  | 'FILE_DAMAGED'
  | 'FILE_ENCRYPTED'
  | 'FILE_TOO_COMPLEX'
  | 'TOO_MANY_ROWS'
  | 'TOO_MANY_COLUMNS'
  | 'NO_TABLE'
  | 'READING_TOO_LONG';

/** The file cannot be read, and why. */
export class TableFaultError extends Error {
  override readonly name = 'TableFaultError';
  constructor(readonly fault: TableFault) {
    super(fault);
  }
}

/** From the reading process. */
export type ReadingMessage =
  | { readonly type: 'rows'; readonly rows: readonly TableRow[]; readonly total: number }
  | { readonly type: 'end'; readonly facts: TableFacts }
  | { readonly type: 'fault'; readonly fault: TableFault };

export const textOfCell = (cell: TableCell | undefined): string =>
  cell === null || cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;
