import { type CellValue, type Style } from 'exceljs';
import { type WorkbookColumnKind } from '../models-workbook.js';

const CELL_TEXT_MAX = 32_767;
/** Excel counts days from 1899-12-30 (its 1900 is a leap year). */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);
/** Characters that XML cannot hold. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The value of a cell in its true type. Text is always stored as a string cell, which Excel never
 * evaluates, whatever it begins with; a value that does not fit its kind is kept as text, so that
 * nothing is lost. Throws `RangeError` when money is not whole fen.
 */
export function cellValue(kind: WorkbookColumnKind, value: string | number | null): CellValue {
  if (value === null || value === '') return null;
  if (kind === 'text' || typeof value === 'string') {
    if (kind === 'date') return excelDate(String(value)) ?? plainText(String(value));
    return plainText(String(value));
  }
  if (!Number.isFinite(value)) return plainText(String(value));
  if (kind === 'yuan') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`money must be whole fen, not ${value}`);
    return value / 100;
  }
  return value;
}

/** Number format and alignment of a column. */
export function cellStyle(kind: WorkbookColumnKind): Pick<Style, 'numFmt' | 'alignment'> {
  const vertical = 'middle' as const;
  switch (kind) {
    case 'text':
      // '@' keeps what a person later types into the cell text as well.
      return { numFmt: '@', alignment: { vertical, wrapText: true } };
    case 'integer':
      return { numFmt: '0', alignment: { vertical, horizontal: 'center' } };
    case 'yuan':
      return { numFmt: '#,##0.00', alignment: { vertical, horizontal: 'right' } };
    case 'date':
      return { numFmt: 'yyyy-mm-dd', alignment: { vertical, horizontal: 'center' } };
    case 'percent':
      return { numFmt: '0.00%', alignment: { vertical, horizontal: 'right' } };
  }
}

/** `_x000D_` in a text is what the format itself writes for a carriage return: its own is escaped. */
const LIKE_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(NOT_XML, '')
    .slice(0, CELL_TEXT_MAX)
    .replace(LIKE_ESCAPE, '_x005F_');
}

/** Serial day of `YYYY-MM-DD`, free of time zones; undefined for anything else. */
function excelDate(value: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value) return undefined;
  return (at.getTime() - EXCEL_EPOCH_MS) / 86_400_000;
}
