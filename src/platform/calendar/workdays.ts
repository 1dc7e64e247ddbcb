import { createRequire } from 'node:module';
import { addDays, weekdayOf } from './business-date.js';

/**
 * Workdays of the People's Republic of China: weekends, statutory holidays and the weekend days that
 * are worked in exchange (调休).
 *
 * The days come from the tables of `chinese-days`. Its functions are not used because they read the
 * host's time zone and answer one day off west of Greenwich. The State Council announces the holidays
 * of a year in the preceding autumn; for years the tables do not know, every weekday counts as a
 * workday and every weekend day as a day off ({@link hasHolidayCalendar} tells which years are known).
 */

interface HolidayTables {
  /** Date → `English name,中文名,days`. */
  readonly holidays: Readonly<Record<string, string>>;
  /** Weekend days that are worked. */
  readonly workdays: Readonly<Record<string, string>>;
}

const tables = createRequire(import.meta.url)(
  'chinese-days/dist/chinese-days.json',
) as HolidayTables;
const holidays = new Map(Object.entries(tables.holidays));
const workingWeekends = new Set(Object.keys(tables.workdays));
const knownYears = new Set([...holidays.keys()].map((date) => date.slice(0, 4)));

const SATURDAY = 6;

/** True when the official holidays of the year are known; otherwise only weekends are days off. */
export function hasHolidayCalendar(year: number): boolean {
  return knownYears.has(String(year));
}

export function isWorkday(date: string): boolean {
  if (workingWeekends.has(date)) return true;
  return weekdayOf(date) < SATURDAY && !holidays.has(date);
}

/** True on a weekend or holiday, except for weekend days that are worked in exchange. */
export function isRestDay(date: string): boolean {
  return !isWorkday(date);
}

/** True on a day of a statutory holiday, including the days off gained by exchange. */
export function isHoliday(date: string): boolean {
  return holidays.has(date);
}

/** The Chinese name of the statutory holiday (`国庆节`), if the day belongs to one. */
export function holidayName(date: string): string | undefined {
  return holidays.get(date)?.split(',')[1];
}

/** True on a weekend day that is worked in exchange (调休上班). */
export function isWorkingWeekend(date: string): boolean {
  return workingWeekends.has(date);
}

/**
 * The `count`-th workday after `date` (before it when `count` is negative). The day itself is never
 * counted; zero gives it back unchanged, workday or not.
 */
export function addWorkdays(date: string, count: number): string {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

/** The next workday strictly after the day. */
export function nextWorkday(date: string): string {
  return addWorkdays(date, 1);
}

/** The last workday strictly before the day. */
export function previousWorkday(date: string): string {
  return addWorkdays(date, -1);
}

/** The day itself when it is a workday, else the next one. */
export function workdayOnOrAfter(date: string): string {
  return isWorkday(date) ? date : nextWorkday(date);
}

/** The day itself when it is a workday, else the last one before. */
export function workdayOnOrBefore(date: string): string {
  return isWorkday(date) ? date : previousWorkday(date);
}
