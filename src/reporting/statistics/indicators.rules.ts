import { daysBetween, startOfMonth } from '../../platform/calendar/business-date.js';
import { isOpen } from '../../registers/codes.js';
import {
  isClosed,
  isRectified,
  isTallied,
  overdueDaysOf,
} from '../../registers/issues/issue.base-sets.js';
import type { TalliedIssue } from '../../registers/issues/issue.tallies.js';
import type { FigureUnit, Indicator } from './indicator.codes.js';
import type { IssueFigures } from './issue-figures.rules.js';

/** How a figure reads: a number, part of a whole in per cent, or a sum by the head. */
export type FigureKind = 'COUNT' | 'RATE' | 'MEAN';

export interface Ratio {
  readonly numerator: number;
  /** Null for a plain number. */
  readonly denominator: number | null;
}

/** First rounds and later ones counted apart (domain §4.1). */
export interface RoundRatios {
  readonly first: Ratio;
  readonly reopened: Ratio;
}

export interface IssueIndicator {
  readonly id: Indicator;
  readonly kind: FigureKind;
  readonly unit: FigureUnit;
  readonly of: (figures: IssueFigures) => Ratio;
  /** What one issue adds to the numerator; the rows of the figure are those that add something. */
  readonly weigh: (issue: TalliedIssue, date: string) => number;
  readonly rounds?: (figures: IssueFigures) => RoundRatios;
  readonly details?: (figures: IssueFigures) => readonly Detail[];
}

/** A number that goes with a figure: the median, the longest. */
export interface Detail {
  readonly label: string;
  readonly value: number | null;
  readonly text: string;
}

type Weigh = IssueIndicator['weigh'];

const one = (condition: (issue: TalliedIssue, date: string) => boolean): Weigh => {
  return (issue, date) => (isTallied(issue.status) && condition(issue, date) ? 1 : 0);
};
const sumOf = (value: (issue: TalliedIssue, date: string) => number): Weigh => {
  return (issue, date) => (isTallied(issue.status) ? value(issue, date) : 0);
};

const closed: Weigh = one(({ status }) => isClosed(status));
const carried = one(({ status }) => status === 'CARRIED_OVER');
const overdue = one((issue, date) => overdueDaysOf(issue, date) > 0);
const rectified = one(isRectified);
const extended = one(({ extensionCount }) => extensionCount > 0);

/** Closed by a deadline that has come. */
const closedBy = (deadlineOf: (issue: TalliedIssue) => string | null, onTime: boolean): Weigh =>
  one((issue, date) => {
    const deadline = deadlineOf(issue);
    const due = deadline !== null && deadline <= date;
    if (!due || !isClosed(issue.status) || issue.closedOn === null) return false;
    return !onTime || issue.closedOn <= deadline;
  });
const current = (issue: TalliedIssue) => issue.currentDeadline;
const original = (issue: TalliedIssue) => issue.originalDeadline;

const count = (
  id: Indicator,
  of: (figures: IssueFigures) => number,
  weigh: Weigh,
  more: Partial<IssueIndicator> = {},
): IssueIndicator => ({
  id,
  kind: 'COUNT',
  unit: 'ISSUE',
  of: (figures) => ({ numerator: of(figures), denominator: null }),
  weigh,
  ...more,
});

const ratio = (
  id: Indicator,
  part: (figures: IssueFigures) => number,
  whole: (figures: IssueFigures) => number,
  weigh: Weigh,
  more: Partial<IssueIndicator> = {},
): IssueIndicator => ({
  id,
  kind: 'RATE',
  unit: 'PERCENT',
  of: (figures) => ({ numerator: part(figures), denominator: whole(figures) }),
  weigh,
  ...more,
});

const plain = (numerator: number): Ratio => ({ numerator, denominator: null });
const closedRounds = (f: IssueFigures) => ({
  first: f.closed - f.reopenedClosed + f.reopened,
  reopened: f.extraRounds - f.reopened + f.reopenedClosed,
});
const days = (label: string, value: number | null): Detail => ({
  label,
  value,
  text: value === null ? '—' : `${value}天`,
});

/** The indicators of domain §4.2 that issues feed, in the order of that table. */
export const ISSUE_INDICATORS: readonly IssueIndicator[] = [
  count(
    'total',
    (f) => f.total,
    one(() => true),
    {
      rounds: (f) => ({ first: plain(f.total), reopened: plain(f.extraRounds) }),
    },
  ),
  count(
    'newInPeriod',
    (f) => f.newInMonth,
    one(({ registeredOn }, date) => registeredOn >= startOfMonth(date) && registeredOn <= date),
  ),
  count(
    'open',
    (f) => f.open,
    one(({ status }) => isOpen(status)),
    {
      rounds: (f) => ({ first: plain(f.open - f.reopenedOpen), reopened: plain(f.reopenedOpen) }),
    },
  ),
  count('closed', (f) => f.closed, closed, {
    rounds: (f) => ({
      first: plain(closedRounds(f).first),
      reopened: plain(closedRounds(f).reopened),
    }),
  }),
  count('carriedOver', (f) => f.carriedOver, carried),
  count(
    'transferred',
    (f) => f.transferred,
    one(({ status }) => status === 'TRANSFERRED'),
  ),
  ratio(
    'rectifiedRate',
    (f) => f.rectified,
    (f) => f.total,
    rectified,
  ),
  ratio(
    'closureRate',
    (f) => f.closed,
    (f) => f.total,
    closed,
    {
      rounds: (f) => ({
        first: { numerator: closedRounds(f).first, denominator: f.total },
        reopened: { numerator: closedRounds(f).reopened, denominator: f.extraRounds },
      }),
    },
  ),
  ratio(
    'dueClosureRate',
    (f) => f.dueClosed,
    (f) => f.due,
    closedBy(current, false),
  ),
  ratio(
    'onTimeRate',
    (f) => f.onTime,
    (f) => f.due,
    closedBy(current, true),
  ),
  ratio(
    'onTimeOriginalRate',
    (f) => f.onTimeByOriginal,
    (f) => f.dueByOriginal,
    closedBy(original, true),
  ),
  count('overdueCount', (f) => f.overdue, overdue, {
    rounds: (f) => ({
      first: plain(f.overdue - f.overdueReopened),
      reopened: plain(f.overdueReopened),
    }),
    details: (f) => [days('最长逾期', f.overdue === 0 ? null : f.overdueDaysMax)],
  }),
  ratio(
    'overdueRate',
    (f) => f.overdue,
    (f) => f.open,
    overdue,
  ),
  ratio(
    'avgOverdueDays',
    (f) => f.overdueDays,
    (f) => f.overdue,
    sumOf(overdueDaysOf),
    {
      kind: 'MEAN',
      unit: 'DAY',
      details: (f) => [days('最长逾期', f.overdue === 0 ? null : f.overdueDaysMax)],
    },
  ),
  count('extended', (f) => f.extended, extended),
  ratio(
    'extensionRate',
    (f) => f.extended,
    (f) => f.total,
    extended,
  ),
  ratio(
    'avgDays',
    (f) => f.daysTaken,
    (f) => f.closed,
    sumOf(({ status, registeredOn, closedOn }) =>
      isClosed(status) && closedOn !== null ? daysBetween(registeredOn, closedOn) : 0,
    ),
    { kind: 'MEAN', unit: 'DAY', details: (f) => [days('中位数', f.daysTakenMedian)] },
  ),
  ratio(
    'returnRate',
    (f) => f.returned,
    (f) => f.applications,
    sumOf(({ closureReturns }) => closureReturns),
  ),
  ratio(
    'reboundRate',
    (f) => f.reopened,
    (f) => f.everClosed,
    one(({ cycleNo }) => cycleNo > 1),
  ),
  ratio(
    'lookbackCoverage',
    (f) => f.checked,
    (f) => f.everClosed,
    one(({ lookbackResult }) => lookbackResult !== null),
  ),
  ratio(
    'lookbackPassRate',
    (f) => f.solid,
    (f) => f.checked,
    one(({ lookbackResult }) => lookbackResult === 'SOLID'),
  ),
  ratio(
    'recoveryRate',
    (f) => f.recoveredOfDueFen,
    (f) => f.dueRecoveryFen,
    sumOf(({ dueRecoveryFen, recoveredFen }) =>
      (dueRecoveryFen ?? 0) > 0 ? (recoveredFen ?? 0) : 0,
    ),
  ),
  count(
    'recovered',
    (f) => f.recoveredFen,
    sumOf(({ recoveredFen }) => recoveredFen ?? 0),
    {
      unit: 'FEN',
    },
  ),
  count(
    'refunded',
    (f) => f.refundedFen,
    sumOf(({ refundedFen }) => refundedFen ?? 0),
    {
      unit: 'FEN',
    },
  ),
];

export const findIssueIndicator = (id: string): IssueIndicator | undefined =>
  ISSUE_INDICATORS.find((indicator) => indicator.id === id);
