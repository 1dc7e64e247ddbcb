import { daysBetween } from '../../platform/calendar/business-date.js';
import { isBound, isClosed, isRectified, isTallied } from './issue.base-sets.js';
import type { IssueState } from './issue-state.entity.js';

/** What figures look at of an issue, as it is now or was at some instant. */
export type TalliedIssue = Pick<
  IssueState,
  | 'status'
  | 'cycleNo'
  | 'verdict'
  | 'registeredOn'
  | 'originalDeadline'
  | 'currentDeadline'
  | 'closedOn'
  | 'extensionCount'
  | 'dueRecoveryFen'
  | 'recoveredFen'
  | 'refundedFen'
  | 'lookbackResult'
  | 'closureAttempts'
  | 'closureReturns'
>;

/** Sums kept of issues; the slot is in brackets. */
export type TallyMeasure =
  /** Issues and reopened issues (status). */
  | 'STATUS'
  | 'REOPENED'
  /** Rounds beyond the first. */
  | 'EXTRA_ROUNDS'
  /** (day of 建账) */
  | 'REGISTERED'
  /** 已整改 and not yet struck off. */
  | 'RECTIFIED'
  /** Neither closed, carried over nor transferred (current deadline). */
  | 'DUE_OPEN'
  | 'DUE_OPEN_REOPENED'
  /** Closed (current deadline). */
  | 'DUE_ON_TIME'
  | 'DUE_LATE'
  /** The same by the original deadline. */
  | 'ORIGINAL_OPEN'
  | 'ORIGINAL_ON_TIME'
  | 'ORIGINAL_LATE'
  | 'EXTENDED'
  /** Closed (days from 建账 to 销号). */
  | 'DAYS_TAKEN'
  | 'ATTEMPTS'
  | 'RETURNS'
  /** (result of the latest 回头看) */
  | 'CHECKED'
  /** Fen. */
  | 'DUE_RECOVERY'
  | 'RECOVERED_OF_DUE'
  | 'RECOVERED'
  | 'REFUNDED';

export type AddTally = (measure: TallyMeasure, slot: string, amount: number) => void;

/** Everything one issue contributes to the figures. Both kept sums and past figures are made of it. */
export function tallyIssue(issue: TalliedIssue, add: AddTally): void {
  const { status, cycleNo } = issue;
  if (!isTallied(status)) return;
  const closed = isClosed(status);
  add('STATUS', status, 1);
  add('REGISTERED', issue.registeredOn, 1);
  if (cycleNo > 1) {
    add('REOPENED', status, 1);
    add('EXTRA_ROUNDS', '', cycleNo - 1);
  }
  if (!closed && isRectified(issue)) add('RECTIFIED', '', 1);
  tallyDeadlines(issue, add);
  if (issue.extensionCount > 0) add('EXTENDED', '', 1);
  if (closed && issue.closedOn !== null) {
    add('DAYS_TAKEN', String(daysBetween(issue.registeredOn, issue.closedOn)), 1);
  }
  if (issue.closureAttempts > 0) add('ATTEMPTS', '', issue.closureAttempts);
  if (issue.closureReturns > 0) add('RETURNS', '', issue.closureReturns);
  if (issue.lookbackResult !== null) add('CHECKED', issue.lookbackResult, 1);
  tallyMoney(issue, add);
}

function tallyDeadlines(issue: TalliedIssue, add: AddTally): void {
  const { status, currentDeadline, originalDeadline, closedOn } = issue;
  if (!isBound(status)) return;
  if (!isClosed(status)) {
    if (currentDeadline !== null) {
      add('DUE_OPEN', currentDeadline, 1);
      if (issue.cycleNo > 1) add('DUE_OPEN_REOPENED', currentDeadline, 1);
    }
    if (originalDeadline !== null) add('ORIGINAL_OPEN', originalDeadline, 1);
    return;
  }
  if (closedOn === null) return;
  if (currentDeadline !== null) {
    add(closedOn <= currentDeadline ? 'DUE_ON_TIME' : 'DUE_LATE', currentDeadline, 1);
  }
  if (originalDeadline !== null) {
    add(closedOn <= originalDeadline ? 'ORIGINAL_ON_TIME' : 'ORIGINAL_LATE', originalDeadline, 1);
  }
}

function tallyMoney(issue: TalliedIssue, add: AddTally): void {
  const due = issue.dueRecoveryFen ?? 0;
  const recovered = issue.recoveredFen ?? 0;
  const refunded = issue.refundedFen ?? 0;
  if (due > 0) add('DUE_RECOVERY', '', due);
  if (due > 0 && recovered > 0) add('RECOVERED_OF_DUE', '', recovered);
  if (recovered > 0) add('RECOVERED', '', recovered);
  if (refunded > 0) add('REFUNDED', '', refunded);
}
