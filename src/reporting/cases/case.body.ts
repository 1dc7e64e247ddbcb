import { VIOLATION_TYPE } from '../../campaigns/codes/problem-category.js';
import { SANCTION_TYPE } from '../../campaigns/codes/sanction-type.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFen,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { DECISION } from '../../registers/codes.js';
import { CASE_IDENTITY, CASE_STATUS, CASE_STEP, DISCLOSURE, NAME_MODE } from './case.codes.js';

const NULLABLE = { nullable: true } as const;

export class SanctionBody {
  @OutCode(SANCTION_TYPE) type: string;
  @OutText('处理机关') organ: string;
  @OutDate('处理决定日期') decidedOn: string;
  @OutDate('生效日期', NULLABLE) effectiveOn: string | null;
  @OutText('处理决定文号', NULLABLE) docNo: string | null;
  @OutText('期限', NULLABLE) term: string | null;
  @OutInteger('第几种形态', NULLABLE) form: number | null;
}

export class CasePersonBody {
  @OutText('公开称谓', { example: '王某' }) publicName: string;
  @OutText('时任职务') post: string;
  @OutCode(CASE_IDENTITY) identity: string;
  @OutObjects(() => SanctionBody, '处理结果') sanctions: SanctionBody[];
}

export class CaseReviewItem {
  @OutInteger('第几轮') round: number;
  @OutCode(CASE_STEP) step: string;
  @OutCode(DECISION) decision: string;
  @OutText('意见') opinion: string;
  @OutText('修改要求', NULLABLE) demand: string | null;
  @OutText('审核人') decidedByName: string;
  @OutInstant('审核时间') decidedAt: string;
}

export class CaseListItem {
  @OutId('案例') id: string;
  @OutText('案例编号', { example: '990101-2020Q2-AL-03' }) caseNo: string;
  @OutId('专项治理') campaignId: string;
  @OutText('所属季度', { example: '2020Q2' }) quarter: string;
  @OutText('案例标题') title: string;
  @OutCode(VIOLATION_TYPE) violationType: string;
  @OutCode(CASE_STATUS) status: string;
  @OutCode(DISCLOSURE) disclosure: string;
  @OutInteger('处理人数') dealtPersonCount: number;
  @OutFen('违规金额', NULLABLE) amountFen: number | null;
  @OutFen('追缴金额', NULLABLE) recoveredFen: number | null;
  @OutInteger('版本') version: number;
}

export class CaseBody extends CaseListItem {
  @OutObject(() => NamedRef, '主管单位') bureau: NamedRef;
  @OutObject(() => NamedRef, '报送单位') unit: NamedRef;
  @OutId('来源问题', NULLABLE) issueId: string | null;
  @OutText('来源问题编号', NULLABLE) issueNo: string | null;
  @OutObjects(() => CasePersonBody, '涉案人员') persons: CasePersonBody[];
  @OutText('主要事实') facts: string;
  @OutInteger('涉及户数', NULLABLE) householdCount: number | null;
  @OutInteger('涉及人数', NULLABLE) personCount: number | null;
  @OutText('整改及建章立制') rectification: string;
  @OutText('原因剖析') analysis: string;
  @OutText('警示意义') lesson: string;
  @OutCode(NAME_MODE) mode: string;
  @OutText('起草人') draftedByName: string;
  @OutInstant('起草时间') createdAt: string;
  @OutInstant('最后修改时间') updatedAt: string;
  @OutObjects(() => CaseReviewItem, '审核记录') reviews: CaseReviewItem[];
  @OutTexts('当前用户可以办理的事项：edit、submit、review') allowedActions: string[];
}
