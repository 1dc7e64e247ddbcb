import { CLOSURE_STEP_KIND, RETURN_REASON } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { DECISION } from '../codes.js';
import {
  APPLICATION_STATUS,
  BENEFICIARY_OPINION,
  CLOSING_STANDARD,
  EXTENSION_STATUS,
  LOOKBACK_METHOD,
  LOOKBACK_RESULT,
  STANDARD_ANSWER,
  STANDARD_VERDICT,
} from './closure.codes.js';

const NULLABLE = { nullable: true } as const;

export class MeasureResultBody {
  @OutId('整改措施') taskId: string;
  @OutText('落实情况') text: string;
}

export class StandardBody {
  @OutCode(CLOSING_STANDARD) standard: string;
  @OutCode(STANDARD_ANSWER) answer: string;
  @OutText('说明', NULLABLE) note: string | null;
  @OutTexts('能证明该项标准的佐证材料') evidenceIds: string[];
}

export class StandardCheckBody {
  @OutCode(CLOSING_STANDARD) standard: string;
  @OutCode(STANDARD_VERDICT) verdict: string;
  @OutText('不符之处', NULLABLE) note: string | null;
}

export class StepBody {
  @OutInteger('步骤') seq: number;
  @OutCode(CLOSURE_STEP_KIND) kind: string;
  @OutTexts('可以审核的角色') roles: string[];
  @OutText('审核单位') unit: string;
  @OutFlag('需现场核查') siteCheckRequired: boolean;
  @OutFlag('需会议纪要编号') minutesRequired: boolean;
  @OutCode(DECISION, NULLABLE) decision: string | null;
  @OutText('意见', NULLABLE) opinion: string | null;
  @OutCode(RETURN_REASON, NULLABLE) reasonCode: string | null;
  @OutText('补充整改要求', NULLABLE) demand: string | null;
  @OutText('现场核查情况', NULLABLE) siteCheck: string | null;
  @OutText('会议纪要编号', NULLABLE) minutesNo: string | null;
  @OutObjects(() => StandardCheckBody, '销号标准核对结果') checks: StandardCheckBody[];
  @OutText('审核人', NULLABLE) decidedByName: string | null;
  @OutInstant('审核时间', NULLABLE) decidedAt: string | null;
}

/** One line of the review queue. */
export class ApplicationListItem {
  @OutId('销号申请') id: string;
  @OutId('问题') issueId: string;
  @OutText('问题编号', NULLABLE) issueNo: string | null;
  @OutText('问题表述') statement: string;
  @OutObject(() => NamedRef, '申请单位') unit: NamedRef;
  @OutText('销号编号', { example: '990101-2020-WT-0017-XH-1.1' }) closureNo: string;
  @OutCode(APPLICATION_STATUS) status: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutInteger('申请次数') attempt: number;
  @OutText('申请人') applicantName: string;
  @OutInstant('申请时间') appliedAt: string;
  @OutDate('整改时限', NULLABLE) deadline: string | null;
  @OutCode(CLOSURE_STEP_KIND, NULLABLE) awaiting: string | null;
  @OutDate('本步审核期限') reviewDueOn: string;
  @OutFlag('当前用户可以审核') canReview: boolean;
  @OutInteger('版本') version: number;
}

export class ApplicationBody extends ApplicationListItem {
  @OutDate('整改完成时间') rectifiedOn: string;
  @OutObjects(() => MeasureResultBody, '整改措施落实情况') measureResults: MeasureResultBody[];
  @OutText('见人') resultPerson: string;
  @OutText('见事') resultFact: string;
  @OutText('见结果') resultOutcome: string;
  @OutObjects(() => StandardBody, '销号标准自查') standards: StandardBody[];
  @OutText('举一反三情况', NULLABLE) extendedCheck: string | null;
  @OutText('建章立制', NULLABLE) rulesMade: string | null;
  @OutCode(BENEFICIARY_OPINION, NULLABLE) beneficiaryOpinion: string | null;
  @OutText('还款计划', NULLABLE) repaymentPlan: string | null;
  @OutTexts('佐证材料') evidenceIds: string[];
  @OutInstant('办结时间', NULLABLE) decidedAt: string | null;
  @OutObjects(() => StepBody, '审核步骤') steps: StepBody[];
}

export class ExtensionBody {
  @OutId('延期申请') id: string;
  @OutId('问题') issueId: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutDate('原时限') oldDeadline: string;
  @OutDate('申请延至') requestedDeadline: string;
  @OutDate('批准延至', NULLABLE) grantedDeadline: string | null;
  @OutText('延期理由') reason: string;
  @OutText('目前进展') progressSoFar: string;
  @OutCode(EXTENSION_STATUS) status: string;
  @OutText('申请人') appliedByName: string;
  @OutInstant('申请时间') appliedAt: string;
  @OutText('审批人', NULLABLE) decidedByName: string | null;
  @OutText('审批意见', NULLABLE) opinion: string | null;
  @OutInstant('审批时间', NULLABLE) decidedAt: string | null;
  @OutInteger('版本') version: number;
}

export class LookbackBody {
  @OutId('回头看') id: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutDate('核查时间') checkedOn: string;
  @OutTexts(`核查方式：${LOOKBACK_METHOD.codes.join('、')}`) methods: string[];
  @OutText('核查人员') persons: string;
  @OutCode(LOOKBACK_RESULT) result: string;
  @OutText('核查意见') opinion: string;
  @OutText('登记人') checkerName: string;
  @OutInstant('登记时间') recordedAt: string;
}

/** The answer to recording a check: the step moved the issue on. */
export class RecordedLookbackBody extends LookbackBody {
  @OutInteger('问题的版本') issueVersion: number;
}
