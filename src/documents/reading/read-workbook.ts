import { HEAD_ROWS_MAX, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX } from './table.js';
import {
  CELL_CHARACTERS_MAX,
  type TableCell,
  type TableFacts,
  TableFaultError,
  type TableRow,
} from './table.js';
import { readPart, readParts, type SheetEntry, type WorkbookParts } from './workbook-parts.js';
import { decodeEscapes, type XmlHandler } from './xml.js';
import { openChecked } from './zip-check.js';

const DAY_MS = 86_400_000;
/** Day 0 of the two date systems; Excel takes 1900 for a leap year, so its days begin a day early. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);

/**
 * Gives the rows of one sheet, in their order, to `take`. Empty rows are left out, hidden ones marked.
 * @throws {TableFaultError}
 */
export async function readWorkbook(
  path: string,
  wanted: string,
  take: (row: TableRow) => void,
): Promise<TableFacts> {
  const archive = await openChecked(path);
  try {
    const parts = await readParts(archive);
    const visible = parts.sheets.filter((sheet) => sheet.visible);
    const sheet = visible.find(({ name }) => name.trim() === wanted) ?? visible[0];
    if (!sheet) throw new TableFaultError('NO_TABLE');
    if (!(await readPart(archive, sheet.part, sheetHandler(parts, take)))) {
      throw new TableFaultError('FILE_DAMAGED');
    }
    return { sheet: sheet.name, otherSheets: others(visible, sheet), encoding: null };
  } finally {
    archive.zip.close();
  }
}

const others = (sheets: readonly SheetEntry[], read: SheetEntry): string[] =>
  sheets.filter((sheet) => sheet !== read).map(({ name }) => name);

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
  text: string;
  formula: boolean;
}

/** Walks `<row>`, `<c>`, `<f>`, `<v>` and `<is>` of a sheet (ECMA-376 part 1, §18.3). */
function sheetHandler(parts: WorkbookParts, take: (row: TableRow) => void): XmlHandler {
  let rowNo = 0;
  let hidden = false;
  let cells: TableCell[] = [];
  let cell: OpenCell | undefined;
  let inside = '';
  let inAid = false;
  let filled = 0;
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        rowNo = attributes.r === undefined ? rowNo + 1 : Number(attributes.r);
        hidden = /^(1|true)$/.test(attributes.hidden ?? '');
        cells = [];
      } else if (name === 'c') {
        cell = {
          column: attributes.r === undefined ? cells.length : columnOf(attributes.r),
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          ...{ value: '', text: '', formula: false },
        };
      } else if (name === 'rPh') inAid = true;
      else if (name === 'f' && cell) cell.formula = true;
      if (name === 'v' || name === 't') inside = name;
    },
    text: (text) => {
      if (!cell || inAid || inside === '') return;
      if (inside === 'v') cell.value += text;
      else cell.text += text;
      if (cell.text.length > CELL_CHARACTERS_MAX * 2) throw new TableFaultError('FILE_TOO_COMPLEX');
    },
    close: (name) => {
      if (name === 'rPh') inAid = false;
      else if (name === 'v' || name === 't') inside = '';
      else if (name === 'c' && cell) {
        place(cells, cell, parts);
        cell = undefined;
      } else if (name === 'row' && cells.length > 0) {
        filled += 1;
        if (filled > TABLE_ROWS_MAX + HEAD_ROWS_MAX) throw new TableFaultError('TOO_MANY_ROWS');
        take({ no: rowNo, hidden, cells });
      }
    },
  };
}

function place(cells: TableCell[], cell: OpenCell, parts: WorkbookParts): void {
  const value = valueOf(cell, parts);
  if (value === null) return;
  if (!(cell.column < TABLE_COLUMNS_MAX)) throw new TableFaultError('TOO_MANY_COLUMNS');
  while (cells.length < cell.column) cells.push(null);
  cells[cell.column] = value;
}

function valueOf(cell: OpenCell, parts: WorkbookParts): TableCell {
  const { type, value, formula } = cell;
  switch (type) {
    case 's':
      return parts.strings[Number(value)] || null;
    case 'inlineStr':
      return decodeEscapes(cell.text) || null;
    case 'str': {
      const text = decodeEscapes(value);
      return text === '' && !formula ? null : { text, kind: 'text', formula };
    }
    case 'b':
      return { text: value === '1' ? 'true' : 'false', kind: 'flag', formula };
    case 'e':
      return { text: value, kind: 'error', formula };
    case 'd':
      return { text: value.slice(0, 10), kind: 'date', formula };
    default:
      if (value === '') return formula ? { text: '', kind: 'error', formula } : null;
      return numberOf(cell, parts);
  }
}

function numberOf({ value, style, formula }: OpenCell, parts: WorkbookParts): TableCell {
  const day = Number(value);
  if (parts.showsDate[style] && day >= 1 && day < 2_958_466) {
    const epoch = parts.date1904 ? EPOCH_1904_MS : EPOCH_1900_MS;
    // Before 1 March 1900 the false leap day shifts the count by one.
    const shift = !parts.date1904 && day < 60 ? 1 : 0;
    const at = new Date(epoch + (Math.floor(day) + shift) * DAY_MS);
    return { text: at.toISOString().slice(0, 10), kind: 'date', formula };
  }
  return { text: value, kind: 'number', formula };
}

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const value = letter.toUpperCase().charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column - 1;
}
