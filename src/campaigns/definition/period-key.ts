import { findPeriod, type Period, type PeriodKind } from '../../platform/calendar/period.js';
import type { Periodicity } from '../codes/reporting-codes.js';

/** The kind of period a regime counts in; undefined for single and event reports. */
export const PERIOD_KIND: Readonly<Record<Periodicity, PeriodKind | undefined>> = {
  ONCE: undefined,
  MONTHLY: 'MONTH',
  QUARTERLY: 'QUARTER',
  HALF_YEAR: 'HALF_YEAR',
  ANNUAL: 'YEAR',
  PER_EVENT: undefined,
};

const RECURRING: Readonly<Record<PeriodKind, RegExp | undefined>> = {
  MONTH: /^(0?[1-9]|1[0-2])$/,
  QUARTER: /^Q[1-4]$/,
  HALF_YEAR: /^H[12]$/,
  YEAR: undefined,
};

/** True for a key that names a period of the regime, once (`2020Q2`) or every year (`Q2`, `01`). */
export function isPeriodKey(key: string, periodicity: Periodicity): boolean {
  const kind = PERIOD_KIND[periodicity];
  if (kind === undefined) return false;
  return findPeriod(key)?.kind === kind || (RECURRING[kind]?.test(key) ?? false);
}

/** True when the key means this period. */
export function matchesPeriod(key: string, period: Period): boolean {
  if (key === period.id) return true;
  if (!RECURRING[period.kind]?.test(key)) return false;
  return Number(key.replace(/^[QH]/, '')) === period.index;
}
