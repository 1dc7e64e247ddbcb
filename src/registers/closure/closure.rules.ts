import type { EvidenceType, IssueScope } from '../../campaigns/codes/issue-codes.js';
import { missingEvidence } from '../../campaigns/evidence.rules.js';
import type { EvidenceGroup } from '../../campaigns/definition/parameters.js';
import { conflict, type FieldFault, type Problem } from '../../platform/http/problem.js';
import { CLOSING_STANDARD } from './closure.codes.js';
import type { ClosureApplicationInput, ReviewInput } from './closure.dto.js';

export interface ApplicationFacts {
  readonly today: string;
  readonly foundOn: string | null;
  readonly scope: IssueScope | null;
  readonly source: string | null;
  readonly dueRecoveryFen: number | null;
  /** Recovered by what was reported before; stands unless the application says otherwise. */
  readonly recoveredFen: number | null;
  readonly rectificationType: string | null;
  readonly nextReviewOn: string | null;
  /** Ids of the measures of the approved plan, in order. */
  readonly taskIds: readonly string[];
  readonly requiredEvidence: readonly EvidenceGroup[];
  readonly attachedEvidence: readonly EvidenceType[];
  readonly evidenceIds: readonly string[];
}

const DEMAND_LENGTH_MIN = 10;

/** Everything that keeps an issue from being applied for (T08): domain §2.3, §2.4, §2.5. */
export function applicationFaults(
  input: ClosureApplicationInput,
  facts: ApplicationFacts,
): FieldFault[] {
  return [
    ...dateFaults(input, facts),
    ...measureFaults(input, facts),
    ...standardFaults(input),
    ...proofFaults(input, facts),
    ...contentFaults(input, facts),
    ...evidenceFaults(facts),
  ];
}

function dateFaults(
  { rectifiedOn }: ClosureApplicationInput,
  facts: ApplicationFacts,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (rectifiedOn > facts.today) {
    faults.push(fault('rectifiedOn', 'IN_FUTURE', '整改完成时间不能晚于今天'));
  }
  if (facts.foundOn !== null && rectifiedOn < facts.foundOn) {
    faults.push(fault('rectifiedOn', 'BEFORE_FOUND', '整改完成时间不能早于发现时间'));
  }
  const reviewPending = facts.nextReviewOn !== null && facts.today < facts.nextReviewOn;
  if (facts.rectificationType === 'LONG_TERM' && reviewPending) {
    faults.push(
      fault(
        'rectifiedOn',
        'STAGE_REVIEW_PENDING',
        `长期坚持的问题须在阶段复评（${facts.nextReviewOn ?? ''}）之后才能申请销号`,
      ),
    );
  }
  return faults;
}

function measureFaults(
  { measureResults }: ClosureApplicationInput,
  { taskIds }: ApplicationFacts,
): FieldFault[] {
  const answered = new Set(measureResults.map((result) => result.taskId));
  const missing = taskIds.flatMap((id, index) =>
    answered.has(id)
      ? []
      : [fault('measureResults', 'MEASURE_UNANSWERED', `第${index + 1}条整改措施没有填写落实情况`)],
  );
  const unknown = measureResults.flatMap((result, index) =>
    taskIds.includes(result.taskId)
      ? []
      : [fault(`measureResults[${index}].taskId`, 'UNKNOWN_MEASURE', '没有这条整改措施')],
  );
  return [...missing, ...unknown];
}

function standardFaults({ standards }: ClosureApplicationInput): FieldFault[] {
  const given = new Map(standards.map((entry) => [entry.standard, entry]));
  const missing = CLOSING_STANDARD.codes
    .filter((code) => !given.has(code))
    .map((code) =>
      fault('standards', 'STANDARD_UNANSWERED', `请自查“${CLOSING_STANDARD.labels[code]}”`),
    );
  const unexplained = standards.flatMap((entry, index) =>
    entry.answer === 'NOT_APPLICABLE' && !entry.note
      ? [fault(`standards[${index}].note`, 'REQUIRED', '不适用的销号标准请说明理由')]
      : [],
  );
  return [...missing, ...unexplained];
}

/** A standard can only be proved by what is on file in this round. */
const proofFaults = (
  { standards }: ClosureApplicationInput,
  facts: ApplicationFacts,
): FieldFault[] =>
  standards.flatMap(({ evidenceIds = [] }, index) =>
    evidenceIds.every((id) => facts.evidenceIds.includes(id))
      ? []
      : [
          fault(
            `standards[${index}].evidenceIds`,
            'UNKNOWN_EVIDENCE',
            '有的佐证不在本轮的佐证材料中',
          ),
        ],
  );

function contentFaults(input: ClosureApplicationInput, facts: ApplicationFacts): FieldFault[] {
  const faults: FieldFault[] = [];
  if (facts.scope === 'COMMON' && !input.extendedCheck) {
    faults.push(fault('extendedCheck', 'REQUIRED', '共性问题须填写举一反三情况'));
  }
  if (input.beneficiaryOpinion === 'DISSATISFIED') {
    faults.push(fault('beneficiaryOpinion', 'NOT_ACCEPTED', '群众不满意的问题不能申请销号'));
  }
  if (facts.source === 'PETITION' && !input.beneficiaryOpinion) {
    faults.push(fault('beneficiaryOpinion', 'REQUIRED', '信访问题须填写群众意见'));
  }
  const due = facts.dueRecoveryFen ?? 0;
  const recovered = input.recoveredFen ?? facts.recoveredFen ?? 0;
  if (recovered > due) {
    faults.push(fault('recoveredFen', 'TOO_LARGE', '已追缴金额不能超过应追缴金额'));
  }
  if (recovered < due && !input.repaymentPlan) {
    faults.push(fault('repaymentPlan', 'REQUIRED', '尚未全部追缴，须填写已批准的还款计划'));
  }
  return faults;
}

function evidenceFaults({ requiredEvidence, attachedEvidence }: ApplicationFacts): FieldFault[] {
  return missingEvidence(requiredEvidence, attachedEvidence).map((group) =>
    fault('evidence', 'EVIDENCE_MISSING', `缺少佐证材料：${group.label}`),
  );
}

/** What a decision must state, by the step it decides. */
export function reviewFaults(
  input: ReviewInput,
  step: { siteCheckRequired: boolean; minutesRequired: boolean },
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (input.decision === 'RETURNED') {
    if (!input.reasonCode) faults.push(fault('reasonCode', 'REQUIRED', '退回须选择原因'));
    if ((input.demand ?? '').length < DEMAND_LENGTH_MIN) {
      faults.push(
        fault('demand', 'TOO_SHORT', `退回须写明补充整改要求，至少${DEMAND_LENGTH_MIN}个字`),
      );
    }
    return faults;
  }
  if (step.siteCheckRequired && !input.siteCheck) {
    faults.push(fault('siteCheck', 'REQUIRED', '本步须填写现场核查情况'));
  }
  if (step.minutesRequired && !input.minutesNo) {
    faults.push(fault('minutesNo', 'REQUIRED', '本步须填写会议纪要编号'));
  }
  return faults;
}

/** Why an issue cannot be carried over (T18). */
export function carryOverObstacle(issue: {
  readonly rectificationType: string | null;
  readonly extensionPending: number;
}): Problem | undefined {
  if (issue.rectificationType === 'IMMEDIATE') {
    return conflict('IMMEDIATE_NOT_CARRIED', '立行立改的问题不能挂账。');
  }
  return issue.extensionPending
    ? conflict('EXTENSION_PENDING', '该问题有延期申请正在审批，请先办结。')
    : undefined;
}

const fault = (path: string, code: string, message: string): FieldFault => ({
  path,
  code,
  message,
});
