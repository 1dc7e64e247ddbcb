import type { WorkbookColumn, WorkbookSheet } from '../models-workbook.js';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = '\r\n';
/** Lines that are handed out together, so that a long file does not hold up other requests. */
const CHUNK = 200;

/** What spreadsheets take for the beginning of a formula, in half and full width, and blanks before it. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A table as CSV: RFC 4180, UTF-8 with byte order mark, one header line. Dates are `2020-05-09`, money
 * is yuan with two decimals, absent values are empty.
 *
 * A text that a spreadsheet would take for a formula, and one that begins with an apostrophe, gets an
 * apostrophe before it. A reader that takes one leading apostrophe off every text cell has the exact
 * texts back; see {@link plainOf}.
 *
 * Gives the text in parts.
 *
 * @param continued the lines follow others of the same file: no byte order mark, no header
 */
export function* csvOf(
  { columns, rows }: Pick<WorkbookSheet, 'columns' | 'rows'>,
  continued = false,
): Generator<string> {
  const header = columns.map(({ header: levels }) =>
    quoted(safe(typeof levels === 'string' ? levels : (levels.at(-1) ?? ''))),
  );
  if (!continued) yield `${BYTE_ORDER_MARK}${header.join(',')}${LINE_END}`;
  for (let from = 0; from < rows.length; from += CHUNK) {
    yield rows
      .slice(from, from + CHUNK)
      .map((row) => columns.map((column) => cell(column, row[column.key] ?? null)).join(','))
      .map((line) => line + LINE_END)
      .join('');
  }
}

/** The text behind a text cell of {@link csvOf}. */
export const plainOf = (text: string): string => (text.startsWith("'") ? text.slice(1) : text);

function cell({ kind }: WorkbookColumn, value: string | number | null): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return kind === 'yuan' ? (value / 100).toFixed(2) : String(value);
  return quoted(safe(value));
}

const safe = (text: string): string =>
  FORMULA_START.test(text) || text.startsWith("'") ? `'${text}` : text;

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
