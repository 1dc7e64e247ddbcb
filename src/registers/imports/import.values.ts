import { textOfCell, type TableCell } from '../../documents/reading/table.js';
import { addDays, isBusinessDate } from '../../platform/calendar/business-date.js';
import { cleanText } from '../../platform/http/text.js';

/** A value that was read, or why it could not be; `warning` tells how a doubtful one was taken. */
export type Reading<T> =
  { readonly value: T | null; readonly warning?: string } | { readonly fault: string };

const nothing = { value: null };

/** A number that the office program has shortened: its last digits are lost. */
const SHORTENED = /^\d(\.\d+)?e\+\d\d$/i;
const EXACT_MAX = 1e15;

/** Full-width letters, digits and signs become ordinary ones; everything unseen and every blank goes. */
export const squeezed = (text: string): string =>
  cleanText(text.normalize('NFKC')).replace(/[\s\u00a0\u3000]/g, '');

/** By which labels, names and headers are compared: neither width nor blanks nor marks count. */
export const keyOf = (text: string): string =>
  squeezed(text)
    .toLowerCase()
    .replace(/[“”"'‘’()（）【】[\]、，,。.;；:：/\\*●·•\-—_]/g, '');

/** Text as people typed it, several lines allowed. */
export function readText(cell: TableCell): Reading<string> {
  const shortened = shortenedFault(cell);
  if (shortened) return { fault: shortened };
  const text = cleanText(shownText(cell));
  return { value: text === '' ? null : text };
}

/** A number of a document or an item: one line, full-width digits made ordinary. */
export function readNumberText(cell: TableCell): Reading<string> {
  const shortened = shortenedFault(cell);
  if (shortened) return { fault: shortened };
  const text = cleanText(shownText(cell).replace(/[\r\n\t]+/g, ' '))
    .replace(/^'+/, '')
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (sign) => sign.normalize('NFKC'));
  return { value: text === '' ? null : text };
}

/** A number as the office program shows it: 0.1 + 0.2 is 0.30000000000000004 in the file only. */
function shownText(cell: TableCell): string {
  const text = textOfCell(cell);
  if (typeof cell !== 'object' || cell?.kind !== 'number') return text;
  return Number.isFinite(Number(text)) ? String(Number(Number(text).toPrecision(15))) : text;
}

/** An identifier in a cell of numbers loses what is beyond fifteen digits, in silence. */
function shortenedFault(cell: TableCell): string | undefined {
  const text = textOfCell(cell).trim();
  const isNumber = typeof cell === 'object' && cell?.kind === 'number';
  const tooLong = isNumber && Math.abs(Number(text)) >= EXACT_MAX;
  if (!SHORTENED.test(text) && !tooLong) return undefined;
  return `“${text}”已被表格软件当作数字截短，原来的数字无法恢复；请把这一列的单元格格式设为“文本”后重新填写`;
}

const DATE_SHAPES = [
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
] as const;
/** Serial days from 2000 to 2099, where a column of dates has lost its format. */
const SERIAL_MIN = 36_526;
const SERIAL_MAX = 73_050;

/** A day in any of the shapes in which offices write it. */
export function readDate(cell: TableCell): Reading<string> {
  const raw = textOfCell(cell);
  if (typeof cell === 'object' && cell?.kind === 'date') return { value: raw };
  const withoutTime = raw.replace(/[T\s]+\d{1,2}[:：]\d{2}([:：]\d{2}(\.\d+)?)?\s*$/, '');
  const text = squeezed(withoutTime).replace(/^'+/, '');
  if (text === '') return nothing;
  for (const shape of DATE_SHAPES) {
    const [, year, month, day] = shape.exec(text) ?? [];
    if (year === undefined) continue;
    const date = `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
    return isBusinessDate(date) ? { value: date } : { fault: `“${raw.trim()}”不是存在的日期` };
  }
  if (/^\d{5}$/.test(text) && Number(text) >= SERIAL_MIN && Number(text) <= SERIAL_MAX) {
    const value = addDays('2000-01-01', Number(text) - SERIAL_MIN);
    return { value, warning: `“${text}”按表格软件的日期序号读作${value}` };
  }
  return { fault: `“${raw.trim()}”不是日期，请写成2020-05-09或2020年5月9日（年月日齐全）` };
}

/** A whole number, perhaps with its measure word. */
export function readInteger(cell: TableCell): Reading<number> {
  const raw = textOfCell(cell);
  const text = squeezed(raw)
    .replace(/^'+/, '')
    .replace(/[,，]/g, '')
    .replace(/[户人个名次]$/, '')
    .replace(/\.0+$/, '');
  if (text === '') return nothing;
  if (!/^\d{1,9}$/.test(text)) return { fault: `“${raw.trim()}”不是整数` };
  return { value: Number(text) };
}

/** Money in yuan, or 万元 where the cell says so; kept in fen. */
export function readYuan(cell: TableCell): Reading<number> {
  const raw = textOfCell(cell);
  const bare = squeezed(raw)
    .replace(/^'+/, '')
    .replace(/^[¥￥]/, '')
    .replace(/[,，]/g, '');
  if (bare === '') return nothing;
  const [, digits, unit] = /^(.*?)(万元|元)?$/.exec(bare) ?? [];
  const number = typeof cell === 'object' && cell?.kind === 'number';
  // 0.1 + 0.2 of a formula is 0.30000000000000004 in the file.
  const amount = number ? roundedNumber(digits ?? '') : (digits ?? '');
  const match = /^(\d{1,13})(?:\.(\d*))?$/.exec(amount);
  if (!match) return { fault: `“${raw.trim()}”不是金额，请填写数字（单位：元）` };
  const decimals = (unit === '万元' ? 4 : 0) + 2;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return { fault: `“${raw.trim()}”的小数太多，金额精确到分` };
  return { value: Number(`${match[1] ?? ''}${fraction.padEnd(decimals, '0')}`) };
}

function roundedNumber(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  const rounded = value.toFixed(2);
  return Math.abs(Number(rounded) - value) < 1e-6 ? rounded : String(value);
}

/** Names that several things may share; a shared one cannot be told apart. */
export class NameIndex {
  private readonly byKey = new Map<string, Set<string>>();

  add(name: string, id: string): void {
    const key = keyOf(name);
    if (key === '') return;
    this.byKey.set(key, (this.byKey.get(key) ?? new Set()).add(id));
  }

  find(name: string): readonly string[] {
    return [...(this.byKey.get(keyOf(name)) ?? [])];
  }
}
