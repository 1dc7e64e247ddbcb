import { daysBetween, startOfMonth } from '../../platform/calendar/business-date.js';
import { ISSUE_STATUS, type IssueStatus, OPEN_STATUSES } from '../../registers/codes.js';
import type { Tallies } from './tallies.js';

/** Statuses of issues that figures count. */
export const COUNTED_STATUSES: readonly IssueStatus[] = [
  ...OPEN_STATUSES,
  'TRANSFERRED',
  'CLOSED',
  'ARCHIVED',
];

/** Sizes of the base sets of domain §4.1 and what the indicators add up, at one instant. */
export interface IssueFigures {
  readonly byStatus: Readonly<Record<IssueStatus, number>>;
  readonly total: number;
  readonly closed: number;
  /** ALL − CLOSED, without what was transferred to another organ: as the account book counts. */
  readonly open: number;
  readonly carriedOver: number;
  readonly transferred: number;
  readonly newInMonth: number;
  /** Rounds beyond the first, of all issues; issues with such rounds, in all, closed and open. */
  readonly extraRounds: number;
  readonly reopened: number;
  readonly reopenedClosed: number;
  readonly reopenedOpen: number;
  readonly everClosed: number;
  /** Closed, or 已整改 and not yet struck off. */
  readonly rectified: number;
  readonly due: number;
  readonly dueClosed: number;
  readonly onTime: number;
  readonly dueByOriginal: number;
  readonly onTimeByOriginal: number;
  readonly overdue: number;
  readonly overdueReopened: number;
  readonly overdueDays: number;
  readonly overdueDaysMax: number;
  readonly extended: number;
  readonly daysTaken: number;
  /** Null while nothing is closed. */
  readonly daysTakenMedian: number | null;
  readonly applications: number;
  readonly returned: number;
  readonly checked: number;
  readonly solid: number;
  readonly dueRecoveryFen: number;
  readonly recoveredOfDueFen: number;
  readonly recoveredFen: number;
  readonly refundedFen: number;
}

/** @param date business date of the instant. */
export function issueFiguresOf(tallies: Tallies, date: string): IssueFigures {
  const status = (code: IssueStatus) => tallies.at('STATUS', code);
  const byStatus = Object.fromEntries(
    ISSUE_STATUS.codes.map((code) => [code, status(code)]),
  ) as Record<IssueStatus, number>;
  const closed = status('CLOSED') + status('ARCHIVED');
  const open = OPEN_STATUSES.reduce((sum, code) => sum + status(code), 0);
  const reopenedClosed = tallies.at('REOPENED', 'CLOSED') + tallies.at('REOPENED', 'ARCHIVED');
  const reopened = tallies.sum('REOPENED');
  const month = startOfMonth(date);
  return {
    byStatus,
    total: tallies.sum('STATUS'),
    closed,
    open,
    carriedOver: status('CARRIED_OVER'),
    transferred: status('TRANSFERRED'),
    newInMonth: tallies.sum('REGISTERED', (day) => day >= month && day <= date),
    extraRounds: tallies.sum('EXTRA_ROUNDS'),
    reopened,
    reopenedClosed,
    reopenedOpen: reopened - reopenedClosed - tallies.at('REOPENED', 'TRANSFERRED'),
    everClosed: reopened + closed - reopenedClosed,
    rectified: closed + tallies.sum('RECTIFIED'),
    ...dueFigures(tallies, date),
    ...overdueFigures(tallies, date),
    extended: tallies.sum('EXTENDED'),
    ...durations(tallies),
    applications: tallies.sum('ATTEMPTS'),
    returned: tallies.sum('RETURNS'),
    checked: tallies.sum('CHECKED'),
    solid: tallies.at('CHECKED', 'SOLID'),
    dueRecoveryFen: tallies.sum('DUE_RECOVERY'),
    recoveredOfDueFen: tallies.sum('RECOVERED_OF_DUE'),
    recoveredFen: tallies.sum('RECOVERED'),
    refundedFen: tallies.sum('REFUNDED'),
  };
}

/** DUE(t): the deadline has come, the day itself included. */
function dueFigures(tallies: Tallies, date: string) {
  const come = (deadline: string) => deadline <= date;
  const onTime = tallies.sum('DUE_ON_TIME', come);
  const dueClosed = onTime + tallies.sum('DUE_LATE', come);
  const onTimeByOriginal = tallies.sum('ORIGINAL_ON_TIME', come);
  return {
    due: dueClosed + tallies.sum('DUE_OPEN', come),
    dueClosed,
    onTime,
    dueByOriginal:
      onTimeByOriginal + tallies.sum('ORIGINAL_LATE', come) + tallies.sum('ORIGINAL_OPEN', come),
    onTimeByOriginal,
  };
}

/** OVERDUE(t): the day after the deadline has come. */
function overdueFigures(tallies: Tallies, date: string) {
  const late = tallies.slots('DUE_OPEN').filter(([deadline, n]) => deadline < date && n > 0);
  const days = late.map(([deadline, n]) => ({ days: daysBetween(deadline, date), n }));
  return {
    overdue: days.reduce((sum, { n }) => sum + n, 0),
    overdueReopened: tallies.sum('DUE_OPEN_REOPENED', (deadline) => deadline < date),
    overdueDays: days.reduce((sum, item) => sum + item.days * item.n, 0),
    overdueDaysMax: days.reduce((max, item) => Math.max(max, item.days), 0),
  };
}

function durations(tallies: Tallies) {
  const durations = tallies
    .slots('DAYS_TAKEN')
    .map(([slot, n]) => ({ days: Number(slot), n }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => a.days - b.days);
  return {
    daysTaken: durations.reduce((sum, { days, n }) => sum + days * n, 0),
    daysTakenMedian: medianOf(durations),
  };
}

/** @param sorted values with how often each occurs, ascending. */
export function medianOf(sorted: readonly { days: number; n: number }[]): number | null {
  const count = sorted.reduce((sum, { n }) => sum + n, 0);
  if (count === 0) return null;
  const at = (place: number): number => {
    let left = place;
    return sorted.find(({ n }) => (left -= n) < 0)?.days ?? 0;
  };
  return (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2;
}
