import { RETURN_REASON, UNRESOLVED_REASON } from '../../campaigns/codes/issue-codes.js';
import {
  CodeField,
  CodesField,
  DateField,
  FenField,
  FlagField,
  IdField,
  IdsField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { DECISION, type Decision } from '../codes.js';
import {
  APPLICATION_STATUS,
  BENEFICIARY_OPINION,
  CLOSING_STANDARD,
  type ClosingStandard,
  LOOKBACK_METHOD,
  LOOKBACK_RESULT,
  type LookbackResult,
  STANDARD_ANSWER,
  STANDARD_VERDICT,
  type StandardVerdict,
} from './closure.codes.js';

export class MeasureResultInput {
  @IdField({ label: '整改措施' })
  taskId: string;

  @TextField({ label: '落实情况', min: 2, max: 2000, example: '3户已于4月28日办结单人户低保' })
  text: string;
}

export class StandardInput {
  @CodeField(CLOSING_STANDARD)
  standard: ClosingStandard;

  @CodeField(STANDARD_ANSWER)
  answer: 'MET' | 'NOT_APPLICABLE';

  @TextField({ label: '说明', optional: true, max: 500, description: '不适用时必填' })
  note?: string;

  @IdsField({ label: '佐证', optional: true, max: 50, description: '能证明该项标准的佐证材料' })
  evidenceIds?: string[];
}

export class StandardCheckInput {
  @CodeField(CLOSING_STANDARD)
  standard: ClosingStandard;

  @CodeField(STANDARD_VERDICT)
  verdict: StandardVerdict;

  @TextField({ label: '不符之处', optional: true, max: 500, description: '不符时必填' })
  note?: string;
}

/** What every close-out states: people, facts and outcome (见人、见事、见结果). */
export class ClosureResult {
  @DateField({ label: '整改完成时间', example: '2020-05-12' })
  rectifiedOn: string;

  @TextField({ label: '见人', min: 2, max: 2000, example: '责任人已明确并开展提醒谈话' })
  resultPerson: string;

  @TextField({ label: '见事', min: 2, max: 2000 })
  resultFact: string;

  @TextField({ label: '见结果', min: 2, max: 2000 })
  resultOutcome: string;

  @TextField({ label: '整改成效', min: 2, max: 2000 })
  effect: string;
}

export class ClosureApplicationInput extends ClosureResult {
  @ObjectsField(() => MeasureResultInput, { label: '措施落实情况', min: 1, max: 50 })
  measureResults: MeasureResultInput[];

  @ObjectsField(() => StandardInput, { label: '销号标准自查', min: 1, max: 8 })
  standards: StandardInput[];

  @TextField({ label: '举一反三情况', optional: true, max: 2000 })
  extendedCheck?: string;

  @TextField({ label: '建章立制', optional: true, max: 2000 })
  rulesMade?: string;

  @CodeField(BENEFICIARY_OPINION, { optional: true })
  beneficiaryOpinion?: string;

  @FenField({ label: '已追缴金额', optional: true })
  recoveredFen?: number;

  @FenField({ label: '退还群众金额', optional: true })
  refundedFen?: number;

  @TextField({ label: '还款计划', optional: true, max: 1000 })
  repaymentPlan?: string;
}

export class ReviewInput {
  @CodeField(DECISION)
  decision: Decision;

  @TextField({ label: '意见', min: 2, max: 2000, example: '经核查，措施已全部落实，同意。' })
  opinion: string;

  @CodeField(RETURN_REASON, { optional: true })
  reasonCode?: string;

  @TextField({ label: '补充整改要求', optional: true, max: 2000 })
  demand?: string;

  @TextField({ label: '现场核查情况', optional: true, max: 2000 })
  siteCheck?: string;

  @TextField({ label: '会议纪要编号', optional: true, max: 100 })
  minutesNo?: string;

  @ObjectsField(() => StandardCheckInput, {
    label: '销号标准核对结果',
    optional: true,
    max: 8,
    description: '填写的，同意前须逐项核对；有一项不符的只能退回',
  })
  checks?: StandardCheckInput[];
}

export class ApplicationListQuery extends PageQuery {
  @FlagField({
    label: '待我审核',
    optional: true,
    description: '默认为是：只列出等待当前用户审核的申请',
  })
  mine: boolean = true;

  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @IdField({ label: '申请单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @CodesField(APPLICATION_STATUS, { optional: true })
  status?: string[];
}

export class ImmediateClosureInput extends ClosureResult {
  @TextField({ label: '意见', min: 2, max: 2000 })
  opinion: string;
}

export class ExtensionInput {
  @DateField({ label: '申请延至', example: '2020-06-30' })
  newDeadline: string;

  @TextField({ label: '延期理由', min: 10, max: 2000 })
  reason: string;

  @TextField({ label: '目前进展', min: 5, max: 2000 })
  progressSoFar: string;
}

export class ExtensionDecisionInput {
  @CodeField(DECISION)
  decision: Decision;

  @TextField({ label: '意见', min: 2, max: 2000 })
  opinion: string;

  @DateField({ label: '批准延至', optional: true, description: '默认为申请的日期' })
  grantedDeadline?: string;
}

export class CarryOverInput {
  @CodeField(UNRESOLVED_REASON)
  unresolvedReason: string;

  @TextField({ label: '未整改到位说明', min: 10, max: 2000 })
  unresolvedNote: string;

  @TextField({ label: '阶段目标', min: 5, max: 2000 })
  stageGoal: string;

  @DateField({ label: '下次复评时间' })
  nextReviewOn: string;

  @DateField({ label: '预计完成时间' })
  expectedFinishOn: string;

  @TextField({ label: '下步打算', min: 5, max: 2000 })
  nextStep: string;
}

export class ResumptionInput {
  @TextField({ label: '阶段评估', min: 10, max: 2000 })
  assessment: string;

  @DateField({ label: '新的整改时限' })
  deadline: string;
}

export class LookbackInput {
  @DateField({ label: '核查时间' })
  checkedOn: string;

  @CodesField(LOOKBACK_METHOD, { min: 1 })
  methods: string[];

  @TextField({ label: '核查人员', max: 200 })
  persons: string;

  @CodeField(LOOKBACK_RESULT)
  result: LookbackResult;

  @TextField({ label: '核查意见', min: 5, max: 2000 })
  opinion: string;
}

export class ReopeningInput {
  @TextField({ label: '重新挂账理由', min: 10, max: 2000 })
  reason: string;

  @TextField({ label: '依据', min: 5, max: 500, example: '2020年6月3日回头看记录' })
  basis: string;

  @DateField({ label: '新的整改时限' })
  deadline: string;
}
