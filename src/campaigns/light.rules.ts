import { addDays, dateOf, daysBetween, partsOf } from '../platform/calendar/business-date.js';
import { addWorkdays } from '../platform/calendar/workdays.js';
import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';
import type { Light, RectificationType } from './codes/issue-codes.js';
import type { LightRule } from './definition/parameters.js';

/** Why an issue shows its light. */
export const LIGHT_REASON = codeList('LightReason', '亮灯原因', {
  CLOSED: '已销号',
  OVERDUE: '已超过整改时限',
  REVIEW_MISSED: '挂账复评已过期',
  FAR_BEHIND: '进度严重落后',
  NO_PLAN: '交办后未按时签收、报方案',
  REVIEW_NEAR: '挂账复评临近',
  DEADLINE_NEAR: '临近整改时限',
  BEHIND: '进度落后',
  RETURNED_OFTEN: '多次被退回',
  NO_PROGRESS_THIS_MONTH: '本月未填报进展',
  ON_TRACK: '正常推进',
  NOT_STARTED: '未启动或尚无进度',
});
export type LightReason = CodeOf<typeof LIGHT_REASON>;

export interface LightFacts {
  readonly status:
    | 'DRAFT'
    | 'REGISTERED'
    | 'ASSIGNED'
    | 'PLANNING'
    | 'PLAN_REVIEW'
    | 'RECTIFYING'
    | 'CLOSURE_REVIEW'
    | 'CLOSED'
    | 'ARCHIVED'
    | 'CARRIED_OVER'
    | 'TRANSFERRED'
    | 'MERGED'
    | 'VOIDED';
  readonly rectificationType: RectificationType | null;
  readonly assignedOn: string | null;
  /** The unit has handed in a plan for this cycle. */
  readonly planSubmitted: boolean;
  readonly currentDeadline: string | null;
  /** Last progress figure, 0 to 100; null while none was reported. */
  readonly progressPercent: number | null;
  readonly lastProgressOn: string | null;
  /** Closure applications returned in this cycle. */
  readonly returnCount: number;
  readonly closedOn: string | null;
  readonly nextReviewOn: string | null;
}

export interface LightResult {
  /** Null for issues that have left the ledger by another door (撤销, 并案, 移送). */
  readonly light: Light | null;
  readonly reason: LightReason | null;
  /** Overdue while open, or closed after the deadline. */
  readonly late: boolean;
}

const NO_LIGHT: LightResult = { light: null, reason: null, late: false };

/**
 * The light of an issue on a day. The worst sign decides: an overdue issue is red even while it also
 * lacks a plan.
 */
export function lightOf(facts: LightFacts, asOf: string, rule: LightRule): LightResult {
  switch (facts.status) {
    case 'VOIDED':
    case 'MERGED':
    case 'TRANSFERRED':
      return NO_LIGHT;
    case 'CLOSED':
    case 'ARCHIVED':
      return { light: 'DONE', reason: 'CLOSED', late: isClosedLate(facts) };
    case 'CARRIED_OVER':
      return carriedOver(facts, asOf, rule);
    case 'DRAFT':
    case 'REGISTERED':
      return { light: 'GRAY', reason: 'NOT_STARTED', late: false };
    default:
      return open(facts, asOf, rule);
  }
}

function isClosedLate({ closedOn, currentDeadline }: LightFacts): boolean {
  return closedOn !== null && currentDeadline !== null && closedOn > currentDeadline;
}

function carriedOver({ nextReviewOn }: LightFacts, asOf: string, rule: LightRule): LightResult {
  if (nextReviewOn !== null && nextReviewOn < asOf) {
    return { light: 'RED', reason: 'REVIEW_MISSED', late: false };
  }
  if (nextReviewOn !== null && daysBetween(asOf, nextReviewOn) <= rule.reviewNearDays) {
    return { light: 'YELLOW', reason: 'REVIEW_NEAR', late: false };
  }
  return { light: 'GREEN', reason: 'ON_TRACK', late: false };
}

function open(facts: LightFacts, asOf: string, rule: LightRule): LightResult {
  const late = facts.currentDeadline !== null && facts.currentDeadline < asOf;
  const lag = progressLag(facts, asOf);
  const red = late ? 'OVERDUE' : lag > rule.lagRedPoints ? 'FAR_BEHIND' : undefined;
  if (red) return { light: 'RED', reason: red, late };
  const yellow = yellowReason(facts, asOf, rule, lag);
  if (yellow) return { light: 'YELLOW', reason: yellow, late };
  const idle = facts.progressPercent === null || facts.progressPercent === 0;
  return idle
    ? { light: 'GRAY', reason: 'NOT_STARTED', late }
    : { light: 'GREEN', reason: 'ON_TRACK', late };
}

function yellowReason(
  facts: LightFacts,
  asOf: string,
  rule: LightRule,
  lag: number,
): LightReason | undefined {
  if (planIsMissing(facts, asOf, rule)) return 'NO_PLAN';
  if (isNear(facts, asOf, rule)) return 'DEADLINE_NEAR';
  if (lag >= rule.lagYellowPoints) return 'BEHIND';
  if (facts.returnCount >= rule.returnsYellow) return 'RETURNED_OFTEN';
  return progressIsMissing(facts, asOf, rule) ? 'NO_PROGRESS_THIS_MONTH' : undefined;
}

function planIsMissing(facts: LightFacts, asOf: string, rule: LightRule): boolean {
  return (
    !facts.planSubmitted &&
    facts.assignedOn !== null &&
    asOf > addWorkdays(facts.assignedOn, rule.planWorkdays)
  );
}

function isNear(facts: LightFacts, asOf: string, rule: LightRule): boolean {
  const near = facts.rectificationType === 'IMMEDIATE' ? rule.nearDaysImmediate : rule.nearDays;
  return facts.currentDeadline !== null && facts.currentDeadline <= addDays(asOf, near);
}

/** Entries are due each month while the issue is being rectified or reviewed (seed 000 “按月更新”). */
function progressIsMissing(facts: LightFacts, asOf: string, rule: LightRule): boolean {
  if (facts.status !== 'RECTIFYING' && facts.status !== 'CLOSURE_REVIEW') return false;
  const { year, month, day } = partsOf(asOf);
  if (day < rule.progressFromDay) return false;
  return facts.lastProgressOn === null || facts.lastProgressOn < dateOf(year, month, 1);
}

/**
 * Percentage points by which the work is behind an even pace from assignment to deadline. Without any
 * progress report nothing is known, so nothing is judged.
 */
function progressLag(facts: LightFacts, asOf: string): number {
  const { assignedOn, currentDeadline, progressPercent } = facts;
  if (facts.status !== 'RECTIFYING' || progressPercent === null) return 0;
  if (assignedOn === null || currentDeadline === null) return 0;
  const total = daysBetween(assignedOn, currentDeadline);
  if (total <= 0) return 0;
  const elapsed = Math.min(Math.max(daysBetween(assignedOn, asOf), 0), total);
  return (elapsed / total) * 100 - progressPercent;
}
