import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { daysBetween } from '../../platform/calendar/business-date.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { Decision } from '../codes.js';
import { deadlineFaults } from '../issues/issue.rules.js';
import type { ResponsibilityKind } from '../responsibilities/responsibility.codes.js';
import { missingDuties } from '../responsibilities/responsibility.rules.js';
import { type MeasureDates, measureDateFaults } from '../tasks/task.rules.js';

/** 限期整改 that takes longer than this is to be cut into steps (D02). */
export const STEPS_NEEDED_FROM_DAYS = 60;
export const DEMAND_LENGTH_MIN = 10;

/** Everything that the guards of T05 look at. */
export interface PlanFacts {
  readonly causeAnalysis: string | null;
  readonly rectificationType: RectificationType | null;
  readonly deadline: string | null;
  readonly stageGoal: string | null;
  readonly nextReviewOn: string | null;
  readonly expectedFinishOn: string | null;
  readonly measures: readonly MeasureDates[];
  readonly duties: readonly { readonly kind: ResponsibilityKind }[];
}

export interface PlanLimits {
  readonly today: string;
  readonly foundOn: string | null;
  readonly assignedOn: string | null;
  /** Deadline of the order, beyond which no plan may go. */
  readonly orderedDeadline: string | null;
  /** Last day the campaign allows for the plan's type. */
  readonly latest: string | undefined;
}

/** What keeps a plan from being handed in (T05); every fault has the path of its field. */
export function planFaults(plan: PlanFacts, limits: PlanLimits): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!plan.causeAnalysis) {
    faults.push({ path: 'causeAnalysis', code: 'REQUIRED', message: '请填写原因分析' });
  }
  if (plan.rectificationType === null) {
    faults.push({ path: 'rectificationType', code: 'REQUIRED', message: '请选择整改类型' });
  }
  faults.push(...planDeadlineFaults(plan.deadline, limits));
  if (plan.measures.length === 0) {
    faults.push({ path: 'measures', code: 'REQUIRED', message: '请至少填写一项整改措施' });
  }
  plan.measures.forEach((measure, index) => {
    const { deadline } = plan;
    const { foundOn } = limits;
    faults.push(...measureDateFaults(measure, { deadline, foundOn }, `measures[${index}]`));
  });
  return [...faults, ...typeFaults(plan, limits), ...missingDuties(plan.duties)];
}

function planDeadlineFaults(deadline: string | null, limits: PlanLimits): FieldFault[] {
  if (deadline === null) {
    return [{ path: 'deadline', code: 'REQUIRED', message: '请填写整改时限' }];
  }
  const { foundOn, latest, orderedDeadline } = limits;
  if (orderedDeadline !== null && deadline > orderedDeadline) {
    const message = `整改时限不能晚于交办时限${orderedDeadline}`;
    return [{ path: 'deadline', code: 'AFTER_ORDER', message }];
  }
  return deadlineFaults(deadline, { foundOn, latest });
}

function typeFaults(plan: PlanFacts, limits: PlanLimits): FieldFault[] {
  if (plan.rectificationType === 'LONG_TERM') return longTermFaults(plan, limits);
  if (plan.rectificationType !== 'TIME_LIMITED' || plan.deadline === null) return [];
  const days = daysBetween(limits.assignedOn ?? limits.today, plan.deadline);
  const cut = plan.measures.some(({ milestones }) => milestones.length > 0);
  if (days <= STEPS_NEEDED_FROM_DAYS || cut || plan.measures.length === 0) return [];
  const message = `整改时限超过${STEPS_NEEDED_FROM_DAYS}天的，请至少为一项措施填写里程碑`;
  return [{ path: 'measures[0].milestones', code: 'MILESTONE_REQUIRED', message }];
}

/** 长期坚持 needs 阶段目标, 下次复评时间 and 预计完成时间, in that order of time (CL-04). */
function longTermFaults(plan: PlanFacts, { today }: PlanLimits): FieldFault[] {
  const faults: FieldFault[] = [];
  const required = [
    ['stageGoal', '阶段目标'],
    ['nextReviewOn', '下次复评时间'],
    ['expectedFinishOn', '预计完成时间'],
  ] as const;
  for (const [path, label] of required) {
    if (!plan[path]) {
      faults.push({ path, code: 'REQUIRED', message: `长期坚持的问题请填写${label}` });
    }
  }
  const { nextReviewOn, expectedFinishOn } = plan;
  if (nextReviewOn !== null && nextReviewOn < today) {
    faults.push({ path: 'nextReviewOn', code: 'IN_PAST', message: '下次复评时间不能早于今天' });
  }
  if (nextReviewOn !== null && expectedFinishOn !== null && expectedFinishOn < nextReviewOn) {
    const message = '预计完成时间不能早于下次复评时间';
    faults.push({ path: 'expectedFinishOn', code: 'BEFORE_REVIEW', message });
  }
  return faults;
}

/** A return carries a reason of the code list and a concrete demand (domain rule 5). */
export function reviewFaults(review: {
  readonly decision: Decision;
  readonly reasonCode?: string | null | undefined;
  readonly demand?: string | null | undefined;
}): FieldFault[] {
  if (review.decision === 'APPROVED') return [];
  const faults: FieldFault[] = [];
  if (!review.reasonCode) {
    faults.push({ path: 'reasonCode', code: 'REQUIRED', message: '退回方案请选择退回原因' });
  }
  if ((review.demand ?? '').length < DEMAND_LENGTH_MIN) {
    const message = `退回方案请填写补充整改要求，至少${DEMAND_LENGTH_MIN}个字`;
    faults.push({ path: 'demand', code: 'TOO_SHORT', message });
  }
  return faults;
}
