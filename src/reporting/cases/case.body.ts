import { VIOLATION_TYPE } from '../../campaigns/codes/problem-category.js';
import { SANCTION_TYPE } from '../../campaigns/codes/sanction-type.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFen,
  OutFlag,
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
  @OutFlag('申诉（复审、复核）中') underAppeal: boolean;
}

export class NamingBody {
  @OutText('同意实名的处理机关') organ: string;
  @OutDate('同意日期') agreedOn: string;
  @OutText('文号或纪要号', NULLABLE) docNo: string | null;
}

export class CasePersonBody {
  @OutId('人员') id: string;
  @OutText('公开称谓', { example: '王某' }) publicName: string;
  @OutText('时任职务') post: string;
  @OutCode(CASE_IDENTITY) identity: string;
  @OutFlag('党员', NULLABLE) partyMember: boolean | null;
  @OutFlag('另案处理') handledSeparately: boolean;
  @OutFlag('移交纪委监委') referredToDiscipline: boolean;
  @OutObject(() => NamingBody, '处理机关同意实名', NULLABLE) naming: NamingBody | null;
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
  @OutText('核实单位', NULLABLE) organ: string | null;
}

export class MaskingConfirmation {
  @OutText('确认人') confirmedByName: string;
  @OutInstant('确认时间') confirmedAt: string;
  @OutText('意见') opinion: string;
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
  @OutDate('结案日期', NULLABLE) concludedOn: string | null;
  @OutInteger('版本') version: number;
}

/** What has been made of one issue. */
export class IssueCases {
  @OutObjects(() => CaseListItem, '以该问题为来源的案例') items: CaseListItem[];
  @OutTexts('当前用户可以办理的事项：draftCase 起草案例') allowedActions: string[];
}

export class CaseBody extends CaseListItem {
  @OutObject(() => NamedRef, '主管单位') bureau: NamedRef;
  @OutObject(() => NamedRef, '报送单位') unit: NamedRef;
  @OutId('来源问题', NULLABLE) issueId: string | null;
  @OutText('来源问题编号', NULLABLE) issueNo: string | null;
  @OutId('发生单位', NULLABLE) placeUnitId: string | null;
  @OutObjects(() => CasePersonBody, '涉案人员（称谓）') persons: CasePersonBody[];
  @OutFen('应追缴金额') dueFen: number;
  @OutFen('免予追缴金额') waivedFen: number;
  @OutFen('未追缴金额') outstandingFen: number;
  @OutText('免予追缴的批准情况', NULLABLE) waiverNote: string | null;
  @OutObject(() => MaskingConfirmation, '称谓确认；内容改动后失效', NULLABLE)
  masking: MaskingConfirmation | null;
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
  @OutTexts('当前用户可以办理的事项：edit、submit、review 等') allowedActions: string[];
}

export class MaskingSegment {
  @OutText('文字') text: string;
  @OutText(
    '标记：PUBLIC_NAME 称谓，OTHER_MASK 其他“某”，VILLAGE 村名，EXACT_DATE 具体日期；空为普通文字',
    NULLABLE,
  )
  token: string | null;
}

export class MaskedTextBody {
  @OutText('字段') path: string;
  @OutText('名称') label: string;
  @OutObjects(() => MaskingSegment, '分段，连起来就是原文') segments: MaskingSegment[];
}

export class MaskedPersonBody {
  @OutText('公开称谓') publicName: string;
  @OutText('时任职务') post: string;
  @OutCode(CASE_IDENTITY) identity: string;
  @OutInteger('正文中出现的次数') occurrences: number;
  @OutFlag('签发时将以实名印发') printedByName: boolean;
  @OutText('不能以实名印发的原因', NULLABLE) namingBar: string | null;
}

export class MaskingRemarkBody {
  @OutText('字段') path: string;
  @OutText('代码') code: string;
  @OutText('提示') message: string;
}

export class MaskingPreview {
  @OutId('案例') caseId: string;
  @OutText('案例编号') caseNo: string;
  @OutText('预览摘要，确认时原样送回') digest: string;
  @OutCode(NAME_MODE) mode: string;
  @OutCode(DISCLOSURE) disclosure: string;
  @OutObjects(() => MaskedPersonBody, '涉案人员') persons: MaskedPersonBody[];
  @OutObjects(() => MaskedTextBody, '正文，称谓已标出') texts: MaskedTextBody[];
  @OutObjects(() => MaskingRemarkBody, '请留意') remarks: MaskingRemarkBody[];
  @OutObject(() => MaskingConfirmation, '对这份预览的确认', NULLABLE)
  confirmation: MaskingConfirmation | null;
}

export class RevealedPerson {
  @OutId('人员') id: string;
  @OutText('公开称谓') publicName: string;
  @OutText('真实姓名；未保存的为空', NULLABLE) realName: string | null;
}

export class RevealedNames {
  @OutId('案例') caseId: string;
  @OutObjects(() => RevealedPerson, '涉案人员') persons: RevealedPerson[];
}

export class CaseFigureBody {
  @OutText('代码') code: string;
  @OutText('名称') label: string;
  @OutInteger('人数') count: number;
  @OutTexts('案例编号') caseNos: string[];
}

export class CaseMoneyBody {
  @OutFen('违规金额') wrongFen: number;
  @OutFen('应追缴') dueFen: number;
  @OutFen('已追缴') recoveredFen: number;
  @OutFen('免予追缴') waivedFen: number;
  @OutFen('未追缴') outstandingFen: number;
  @OutTexts('案例编号') caseNos: string[];
}

export class CaseFiguresBody {
  @OutId('专项治理') campaignId: string;
  @OutId('单位') unitId: string;
  @OutDate('起始日期') from: string;
  @OutDate('截止日期') to: string;
  @OutInteger('查处案例数') caseCount: number;
  @OutTexts('案例编号') caseNos: string[];
  @OutObject(() => CaseFigureBody, '处理人数，每人计一次') persons: CaseFigureBody;
  @OutObjects(() => CaseFigureBody, '其中（同一人受多种处理的分别统计）')
  outcomes: CaseFigureBody[];
  @OutObjects(() => CaseFigureBody, '四种形态，按每人最重的处理') forms: CaseFigureBody[];
  @OutObjects(() => CaseFigureBody, '人员身份') identities: CaseFigureBody[];
  @OutObject(() => CaseMoneyBody, '资金') money: CaseMoneyBody;
  @OutText('说明') note: string;
}
