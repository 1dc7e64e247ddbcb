import { daysInMonth, dateOf, partsOf, shiftMonth } from './business-date.js';

/**
 * Calendar periods, written so that text order is time order within a kind:
 * month `2020-04`, quarter `2020Q2`, half-year `2020H1`, year `2020`.
 */
export type PeriodKind = 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR';

export interface Period {
  /** `2020-04`, `2020Q2`, `2020H1` or `2020`. */
  readonly id: string;
  readonly kind: PeriodKind;
  readonly year: number;
  /** 1 to 12, 1 to 4, 1 to 2, or 1. */
  readonly index: number;
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly end: string;
}

const MONTHS: Record<PeriodKind, number> = { MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12 };
const QUARTER_LABELS = ['一', '二', '三', '四'] as const;
const PERIOD_SHAPE = /^(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?$/;

/** The period written as `id`, or `undefined` when the text is not one. */
export function findPeriod(id: unknown): Period | undefined {
  const match = typeof id === 'string' ? PERIOD_SHAPE.exec(id) : null;
  if (!match) return undefined;
  const [, year, month, quarter, half] = match;
  const number = Number(year);
  if (number < 1900) return undefined;
  if (month !== undefined) {
    const index = Number(month);
    return index >= 1 && index <= 12 ? periodAt('MONTH', number, index) : undefined;
  }
  if (quarter !== undefined) return periodAt('QUARTER', number, Number(quarter));
  if (half !== undefined) return periodAt('HALF_YEAR', number, Number(half));
  return periodAt('YEAR', number, 1);
}

/** @throws {RangeError} when the text is not a period. */
export function parsePeriod(id: string): Period {
  const period = findPeriod(id);
  if (!period) throw new RangeError(`"${id}" is not a period (2020-04, 2020Q2, 2020H1, 2020)`);
  return period;
}

/** The period of the given kind that contains the day. */
export function periodOf(kind: PeriodKind, date: string): Period {
  const { year, month } = partsOf(date);
  return periodAt(kind, year, Math.ceil(month / MONTHS[kind]));
}

/** The period `steps` after (before, when negative) the given one. */
export function shiftPeriod(period: Period, steps: number): Period {
  const months = MONTHS[period.kind];
  const target = shiftMonth(period.year, (period.index - 1) * months + 1, steps * months);
  return periodAt(period.kind, target.year, Math.ceil(target.month / months));
}

export function nextPeriod(period: Period): Period {
  return shiftPeriod(period, 1);
}

export function previousPeriod(period: Period): Period {
  return shiftPeriod(period, -1);
}

/** Every period of the kind from the one containing `from` to the one containing `to`. */
export function periodsBetween(kind: PeriodKind, from: string, to: string): Period[] {
  const result: Period[] = [];
  for (let period = periodOf(kind, from); period.start <= to; period = nextPeriod(period)) {
    result.push(period);
  }
  return result;
}

/** `2020年4月`, `2020年第二季度`, `2020年上半年`, `2020年`. */
export function periodLabel(period: Period): string {
  switch (period.kind) {
    case 'MONTH':
      return `${period.year}年${period.index}月`;
    case 'QUARTER':
      return `${period.year}年第${QUARTER_LABELS[period.index - 1] as string}季度`;
    case 'HALF_YEAR':
      return `${period.year}年${period.index === 1 ? '上' : '下'}半年`;
    case 'YEAR':
      return `${period.year}年`;
  }
}

function periodAt(kind: PeriodKind, year: number, index: number): Period {
  const months = MONTHS[kind];
  const first = (index - 1) * months + 1;
  const last = first + months - 1;
  return {
    id: idOf(kind, year, index),
    kind,
    year,
    index,
    start: dateOf(year, first, 1),
    end: dateOf(year, last, daysInMonth(year, last)),
  };
}

function idOf(kind: PeriodKind, year: number, index: number): string {
  switch (kind) {
    case 'MONTH':
      return `${year}-${String(index).padStart(2, '0')}`;
    case 'QUARTER':
      return `${year}Q${index}`;
    case 'HALF_YEAR':
      return `${year}H${index}`;
    case 'YEAR':
      return String(year);
  }
}
