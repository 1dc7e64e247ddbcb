import type { SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { rankOf } from '../../campaigns/definition/escalation.check.js';
import type { Escalation } from '../../campaigns/definition/escalation.js';
import { addDays, daysBetween } from '../../platform/calendar/business-date.js';
import type { IssueStatus } from '../codes.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { LadderBasis } from './supervision.codes.js';

/** Statuses in which the unit has the ball; while the bureau reviews, the ladder waits. */
export const LADDER_STATUSES: readonly IssueStatus[] = ['ASSIGNED', 'PLANNING', 'RECTIFYING'];

type Ladder = Pick<Escalation, 'steps' | 'receiptLevel'>;
export type LadderIssue = Pick<
  IssueRow,
  'status' | 'currentDeadline' | 'receiptDueOn' | 'nextReviewOn' | 'extensionPending'
>;

/** A date of the issue that the ladder counts from. */
export interface Mark {
  readonly basis: LadderBasis;
  readonly markOn: string;
}

/** The dates that count now, passed or not: receipt, deadline; of a carried-over issue its review. */
export function marksOf(issue: LadderIssue): Mark[] {
  const { status, currentDeadline, receiptDueOn, nextReviewOn } = issue;
  if (status === 'CARRIED_OVER') {
    return nextReviewOn === null ? [] : [{ basis: 'REVIEW', markOn: nextReviewOn }];
  }
  if (!LADDER_STATUSES.includes(status)) return [];
  const marks: Mark[] = [];
  if (status === 'ASSIGNED' && receiptDueOn !== null) {
    marks.push({ basis: 'RECEIPT', markOn: receiptDueOn });
  }
  if (currentDeadline !== null && !issue.extensionPending) {
    marks.push({ basis: 'DEADLINE', markOn: currentDeadline });
  }
  return marks;
}

/** The level that is due so many days after the mark; undefined before the first step. */
export function levelByDays(mark: Mark, today: string, ladder: Ladder): SuperviseLevel | undefined {
  const daysLate = daysBetween(mark.markOn, today);
  if (mark.basis === 'RECEIPT') return daysLate > 0 ? ladder.receiptLevel : undefined;
  return ladder.steps.filter(({ daysAfter }) => daysLate >= daysAfter).at(-1)?.level;
}

/**
 * Level of the notice to be made now: by the days, or higher by the number of notices that the issue
 * has had in this round. Undefined when none is due, or one as severe was made for this mark.
 *
 * @param made levels of the notices made for this mark, withdrawn ones too: each rung is taken once.
 */
export function dueLevel(
  mark: Mark,
  today: string,
  earlierNotices: number,
  made: readonly SuperviseLevel[],
  ladder: Ladder,
): SuperviseLevel | undefined {
  const byDays = levelByDays(mark, today, ladder);
  if (byDays === undefined || made.some((level) => rankOf(level) >= rankOf(byDays))) {
    return undefined;
  }
  const byCount = ladder.steps
    .filter((step) => step.earlierNotices !== undefined && earlierNotices >= step.earlierNotices)
    .at(-1)?.level;
  return byCount !== undefined && rankOf(byCount) > rankOf(byDays) ? byCount : byDays;
}

/**
 * The next rung by the days, and the day on which it is reached; undefined at the top.
 *
 * @param made levels of the notices made for this mark: what is not above them is not made any more.
 */
export function nextRung(
  mark: Mark,
  today: string,
  made: readonly SuperviseLevel[],
  { steps, receiptLevel }: Ladder,
): { level: SuperviseLevel; on: string } | undefined {
  const rungs = mark.basis === 'RECEIPT' ? [{ level: receiptLevel, daysAfter: 1 }] : steps;
  const step = rungs
    .filter(({ level }) => made.every((other) => rankOf(other) < rankOf(level)))
    .find(({ daysAfter }) => addDays(mark.markOn, daysAfter) > today);
  return step && { level: step.level, on: addDays(mark.markOn, step.daysAfter) };
}
