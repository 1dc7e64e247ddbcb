const FEN_PER_YUAN = 100;
const DAY_MS = 86_400_000;

const yuan = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});
const size = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 });

/** `123456` fen as `1,234.56`; the unit 元 stands in the label. */
export const money = (fen: number | null | undefined): string =>
  fen === null || fen === undefined ? '—' : yuan.format(fen / FEN_PER_YUAN);

/** `66.7%`; a dash where there is nothing to divide by. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`;

/** An instant as `2020-07-08 09:30`, Beijing time wherever the PC stands. */
export const instant = (iso: string | null | undefined): string =>
  iso ? shanghai.format(new Date(iso)) : '—';

/** The day in Beijing as `YYYY-MM-DD`. */
export const today = (): string => shanghai.format(new Date()).slice(0, 10);

/** Days from `from` to `to`, both `YYYY-MM-DD`; negative when `to` has passed. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

export function bytes(count: number): string {
  if (count < 1024) return `${count} 字节`;
  const kilo = count / 1024;
  return kilo < 1024 ? `${size.format(kilo)} KB` : `${size.format(kilo / 1024)} MB`;
}

/** Absent values as a dash, so that a cell never looks forgotten. */
export const orDash = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === '' ? '—' : String(value);
