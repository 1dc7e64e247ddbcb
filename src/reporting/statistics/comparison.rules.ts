import { addMonths, daysInMonth, partsOf } from '../../platform/calendar/business-date.js';
import { type Period, periodOf, previousPeriod } from '../../platform/calendar/period.js';
import type { Change } from './trend.body.js';

export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** 本期 up to the date, the whole period before it, and the same days a year before. */
export function comparedRanges(
  kind: 'MONTH' | 'QUARTER',
  date: string,
): { current: DateRange; previous: DateRange; lastYear: DateRange } {
  const period = periodOf(kind, date);
  const before = previousPeriod(period);
  return {
    current: { from: period.start, to: date },
    previous: { from: before.start, to: before.end },
    lastYear: { from: addMonths(period.start, -12), to: yearBefore(period, date) },
  };
}

/** The end of a month stays one: 28 February 2021 is compared with 29 February 2020. */
function yearBefore(period: Period, date: string): string {
  const to = addMonths(date, -12);
  if (date !== period.end) return to;
  const { year, month } = partsOf(to);
  return `${to.slice(0, 8)}${daysInMonth(year, month)}`;
}

/** Rates are compared by points of what is printed, so that a reader can check the difference. */
export function pointChange(current: number | null, base: number | null): Change {
  if (current === null || base === null) return { value: null, text: '—', absolute: null };
  const value = (Math.round(current * 100) - Math.round(base * 100)) / 100;
  return { value, text: `${signed(value)}个百分点`, absolute: value };
}

/** Numbers are compared by per cent of the base; a base of nought shows only the difference. */
export function percentChange(current: number | null, base: number | null): Change {
  if (current === null || base === null) return { value: null, text: '—', absolute: null };
  const absolute = Math.round((current - base) * 100) / 100;
  if (base === 0) return { value: null, text: '—', absolute };
  const value = halfUp((absolute / base) * 100);
  return { value, text: `${signed(value)}%`, absolute };
}

/** Two decimals, half away from nought. */
const halfUp = (value: number): number =>
  (Math.sign(value) * Math.round(Math.abs(value) * 100 + 1e-9)) / 100;

const signed = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
