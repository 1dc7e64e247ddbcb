import { type TableRow, textOfCell } from '../../documents/reading/table.js';
import { columnOfHeader, IMPORT_COLUMNS, type ImportColumnKey } from './import.columns.js';
import type { ImportNote } from './import.entity.js';
import { keyOf } from './import.values.js';

/** Titles, units and dates stand above the header in this many rows at most. */
const SEARCH_ROWS = 30;
const COLUMNS_MIN = 3;

export interface Header {
  /** Number of its last row. */
  readonly rowNo: number;
  readonly positions: ReadonlyMap<ImportColumnKey, number>;
  readonly notes: readonly ImportNote[];
}

type Texts = readonly string[];

/**
 * Finds the header by its words: one row, or two of which the lower one names the parts of merged
 * cells. Undefined when no row has the statement and at least two more known columns.
 */
export function findHeader(rows: readonly TableRow[]): Header | undefined {
  let best: { texts: Texts; rowNo: number; known: number } | undefined;
  rows.slice(0, SEARCH_ROWS).forEach((row, index) => {
    const upper = textsOf(row);
    const below = rows[index + 1];
    const candidates: [Texts, number][] = [[upper, row.no]];
    if (below?.no === row.no + 1) candidates.push([overlay(upper, textsOf(below)), below.no]);
    for (const [texts, rowNo] of candidates) {
      const known = new Set(texts.flatMap((text) => columnOfHeader(text) ?? []));
      if (!known.has('statement') || known.size < COLUMNS_MIN) continue;
      if (!best || known.size > best.known) best = { texts, rowNo, known: known.size };
    }
  });
  return best && { rowNo: best.rowNo, ...columnsOf(best.texts) };
}

const textsOf = (row: TableRow): Texts => row.cells.map(textOfCell);

/** The lower row where it has a text, else the upper one. */
const overlay = (upper: Texts, lower: Texts): Texts =>
  Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) =>
    (lower[at] ?? '').trim() === '' ? (upper[at] ?? '') : (lower[at] ?? ''),
  );

function columnsOf(texts: Texts): Pick<Header, 'positions' | 'notes'> {
  const positions = new Map<ImportColumnKey, number>();
  const notes: ImportNote[] = [];
  texts.forEach((text, at) => {
    const name = text.trim();
    if (name === '') return;
    const key = columnOfHeader(name);
    if (key === undefined) {
      notes.push({
        level: 'WARNING',
        column: name,
        code: 'UNKNOWN_COLUMN',
        message: `不认识的列“${name}”，不导入`,
      });
    } else if (positions.has(key)) {
      notes.push({
        level: 'WARNING',
        column: name,
        code: 'DUPLICATE_COLUMN',
        message: `“${name}”与前面的列重复，只导入前面的`,
      });
    } else positions.set(key, at);
  });
  return { positions, notes };
}

const FOOT = /^(合计|小计|总计|共计|填表|填报|制表|审核|对账|注|说明|单位负责人)/;

/** Why a row is no finding: sums, notes and signatures, headers repeated on a new page. */
export function skipReason(row: TableRow, { positions }: Header): string | undefined {
  const known = row.cells.filter((cell) => columnOfHeader(textOfCell(cell)) !== undefined).length;
  if (known >= COLUMNS_MIN && known * 2 >= row.cells.filter(Boolean).length) return '重复的表头';
  const at = (key: ImportColumnKey): string => {
    const position = positions.get(key);
    return position === undefined ? '' : keyOf(textOfCell(row.cells[position]));
  };
  if (at('statement') !== '') return undefined;
  const first = row.cells.map((cell) => keyOf(textOfCell(cell))).find((text) => text !== '');
  return first !== undefined && FOOT.test(first) ? '合计、填表人等表尾' : undefined;
}

/** True when nothing but a serial number is filled in. */
export function isBlank(row: TableRow, { positions }: Header): boolean {
  return IMPORT_COLUMNS.every(({ key }) => {
    const position = positions.get(key);
    if (position === undefined || key === 'seq') return true;
    return keyOf(textOfCell(row.cells[position])) === '';
  });
}
