/**
 * Arithmetic on business dates: calendar days of Asia/Shanghai written `YYYY-MM-DD`. The functions
 * never look at the host's time zone. Dates of this shape compare correctly as text.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;
const YEAR_MIN = 1900;
const DATE_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME_SHAPE = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const WEEKDAY_LABELS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** True for an existing calendar day from 1900 on, written `YYYY-MM-DD`. */
export function isBusinessDate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match = DATE_SHAPE.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return (
    year >= YEAR_MIN && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

/**
 * True for a calendar day that people may type: two centuries around the work, so that the days before
 * and after it, a month's or a year's worth, are calendar days too.
 */
export function isTypedDate(value: unknown): boolean {
  return isBusinessDate(value) && (value as string) >= '1910-01-01' && (value as string) < '2200';
}

/** @throws {RangeError} when the text is not an existing calendar day. */
export function partsOf(date: string): DateParts {
  if (!isBusinessDate(date)) throw new RangeError(`"${date}" is not a calendar day (YYYY-MM-DD)`);
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

/** @throws {RangeError} when the day does not exist. */
export function dateOf(year: number, month: number, day: number): string {
  const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  if (!isBusinessDate(date)) throw new RangeError(`"${date}" is not a calendar day (YYYY-MM-DD)`);
  return date;
}

/** @param month 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] as number);
}

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export function addDays(date: string, days: number): string {
  return fromEpochDay(epochDay(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return epochDay(to) - epochDay(from);
}

/**
 * The same day `months` later, or the last day of that month when it is shorter. Compute every date
 * of a series from the first one: adding month by month would drift (30 January → 29 February →
 * 29 March).
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = partsOf(date);
  const target = shiftMonth(year, month, months);
  return dateOf(target.year, target.month, Math.min(day, daysInMonth(target.year, target.month)));
}

/** The month `months` after the given one. */
export function shiftMonth(
  year: number,
  month: number,
  months: number,
): Pick<DateParts, 'year' | 'month'> {
  const index = year * 12 + (month - 1) + months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

export function startOfMonth(date: string): string {
  const { year, month } = partsOf(date);
  return dateOf(year, month, 1);
}

export function endOfMonth(date: string): string {
  const { year, month } = partsOf(date);
  return dateOf(year, month, daysInMonth(year, month));
}

export function weekdayOf(date: string): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((epochDay(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** `周五`. */
export function weekdayLabel(date: string): string {
  return WEEKDAY_LABELS[weekdayOf(date) - 1] as string;
}

/** `2020年5月9日`: full year, no padding, as official documents print dates. */
export function chineseDate(date: string): string {
  const { year, month, day } = partsOf(date);
  return `${year}年${month}月${day}日`;
}

/** True for a time of day `HH:mm`, including `24:00`, the end of the day. */
export function isTimeOfDay(value: unknown): boolean {
  return typeof value === 'string' && TIME_SHAPE.test(value);
}

/**
 * The UTC instant (`YYYY-MM-DDTHH:mm:ss.sssZ`) of a time of day in Asia/Shanghai. `24:00` is the
 * start of the next day.
 *
 * @throws {RangeError} when the day or the time does not exist.
 */
export function instantAt(date: string, time: string): string {
  if (!isTimeOfDay(time)) throw new RangeError(`"${time}" is not a time of day (HH:mm)`);
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return new Date(epochDay(date) * DAY_MS + minutes * 60_000 - SHANGHAI_OFFSET_MS).toISOString();
}

/** The earlier of two dates. */
export function earlierOf(a: string, b: string): string {
  return a <= b ? a : b;
}

/** The later of two dates. */
export function laterOf(a: string, b: string): string {
  return a >= b ? a : b;
}

function epochDay(date: string): number {
  const { year, month, day } = partsOf(date);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function fromEpochDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
