import { VIOLATION_TYPE, type ViolationType } from '../../campaigns/codes/problem-category.js';
import { SANCTION_TYPE, type SanctionType } from '../../campaigns/codes/sanction-type.js';
import {
  CodeField,
  CodesField,
  DateField,
  FenField,
  FlagField,
  IdField,
  IntegerField,
  ObjectField,
  ObjectsField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MayBeLeftOut } from '../../platform/http/patch-field.js';
import { DECISION, type Decision } from '../../registers/codes.js';
import {
  CASE_IDENTITY,
  CASE_STATUS,
  type CaseIdentity,
  DISCLOSURE,
  type Disclosure,
  NAME_MODE,
  type NameMode,
} from './case.codes.js';

const TITLE = '青禾镇某村违规将不符合条件家庭纳入低保问题';
const QUARTER = { pattern: /^20\d\dQ[1-4]$/, hint: '2020Q2', example: '2020Q2' };

export class SanctionFields {
  @CodeField(SANCTION_TYPE)
  type: SanctionType;

  @TextField({ label: '处理机关', max: 100, example: '青禾镇纪委' })
  organ: string;

  @DateField({ label: '处理决定日期', example: '2020-05-12' })
  decidedOn: string;

  @DateField({ label: '生效日期', optional: true, description: '提交审核前必填' })
  effectiveOn?: string;

  @TextField({ label: '处理决定文号', optional: true, max: 60 })
  docNo?: string;

  @TextField({ label: '期限', optional: true, max: 20, example: '一年' })
  term?: string;

  @IntegerField({
    label: '第几种形态',
    optional: true,
    min: 2,
    max: 3,
    description: '仅用于组织调整',
  })
  form?: 2 | 3;

  @FlagField({ label: '申诉（复审、复核）中', optional: true })
  underAppeal?: boolean;
}

export class NamingFields {
  @TextField({ label: '同意实名的处理机关', max: 100, example: '安澜区纪委监委' })
  organ: string;

  @DateField({ label: '同意日期', example: '2020-06-20' })
  agreedOn: string;

  @TextField({ label: '文号或纪要号', optional: true, max: 60 })
  docNo?: string;
}

export class PersonFields {
  @IdField({ label: '已有人员的编号', optional: true })
  id?: string;

  @TextField({
    label: '真实姓名',
    optional: true,
    max: 20,
    description: '加密保存，只用于生成公开称谓、检查正文和依规实名；新增人员必填',
  })
  realName?: string;

  @TextField({
    label: '身份证号',
    optional: true,
    max: 18,
    description: '不保存，只留带密钥的摘要，用于辨认不同案例中的同一人',
  })
  idNumber?: string;

  @TextField({ label: '公开称谓', optional: true, max: 60, description: '修改案例时沿用已有人员' })
  publicName?: string;

  @TextField({ label: '时任职务', max: 100, example: '村党支部书记' })
  post: string;

  @CodeField(CASE_IDENTITY, { example: 'VILLAGE_CADRE' })
  identity: CaseIdentity;

  @FlagField({ label: '党员', optional: true })
  partyMember?: boolean;

  @FlagField({ label: '另案处理', optional: true, description: '一律不写姓名' })
  handledSeparately?: boolean;

  @FlagField({ label: '移交纪委监委', optional: true })
  referredToDiscipline?: boolean;

  @ObjectField(() => NamingFields, { label: '处理机关同意实名', optional: true })
  naming?: NamingFields;

  @MayBeLeftOut()
  @ObjectsField(() => SanctionFields, { label: '处理结果', max: 10 })
  sanctions: SanctionFields[] = [];
}

class CaseFields {
  @IdField({ label: '来源问题', optional: true })
  issueId?: string;

  @IdField({ label: '发生单位', optional: true, description: '不填则为来源问题的责任单位' })
  placeUnitId?: string;

  @TextField({ label: '主要事实', optional: true, max: 5000 })
  facts?: string;

  @IntegerField({ label: '涉及户数', optional: true })
  householdCount?: number;

  @IntegerField({ label: '涉及人数', optional: true })
  personCount?: number;

  @FenField({ label: '违规金额', optional: true, example: 1_164_000 })
  amountFen?: number;

  @FenField({ label: '追缴金额', optional: true, example: 1_164_000 })
  recoveredFen?: number;

  @FenField({ label: '应追缴金额', optional: true, description: '不填则等于违规金额。' })
  dueFen?: number;

  @FenField({ label: '免予追缴金额', optional: true })
  waivedFen?: number;

  @TextField({ label: '免予追缴的批准情况', optional: true, max: 500 })
  waiverNote?: string;

  @DateField({ label: '结案日期', optional: true, description: '未结案的案例不能印发' })
  concludedOn?: string;

  @TextField({ label: '整改及建章立制', optional: true, max: 5000 })
  rectification?: string;

  @TextField({ label: '原因剖析', optional: true, max: 5000 })
  analysis?: string;

  @TextField({ label: '警示意义', optional: true, max: 5000 })
  lesson?: string;

  @CodeField(DISCLOSURE, { optional: true })
  disclosure?: Disclosure;

  @CodeField(NAME_MODE, {
    optional: true,
    description: '默认为姓氏',
  })
  mode?: NameMode;
}

export class CreateCaseBody extends CaseFields {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @PatternField({ label: '所属季度', ...QUARTER })
  quarter: string;

  @TextField({ label: '案例标题', min: 5, max: 200, example: TITLE })
  title: string;

  @CodeField(VIOLATION_TYPE, { example: 'NEPOTISM' })
  violationType: ViolationType;

  @ObjectsField(() => PersonFields, { label: '涉案人员', min: 1, max: 30 })
  persons: PersonFields[];
}

/** What is left out stays as it is; what is emptied is blank again, or as by default. */
export class EditCaseBody extends CaseFields {
  @MayBeLeftOut()
  @TextField({ label: '案例标题', min: 5, max: 200, example: TITLE })
  title?: string;

  @MayBeLeftOut()
  @CodeField(VIOLATION_TYPE)
  violationType?: ViolationType;

  @MayBeLeftOut()
  @ObjectsField(() => PersonFields, { label: '涉案人员', min: 1, max: 30 })
  persons?: PersonFields[];
}

export class CaseReviewBody {
  @CodeField(DECISION, { example: 'APPROVED' })
  decision: Decision;

  @TextField({ label: '意见', max: 2000, example: '事实和处理结果与处分决定一致' })
  opinion: string;

  @TextField({ label: '修改要求', optional: true, max: 2000, description: '退回时必填' })
  demand?: string;

  @TextField({
    label: '核实单位',
    optional: true,
    max: 100,
    description: '办案机关或派驻组；不填则为审核人所在单位',
  })
  organ?: string;
}

export class NameRevealBody {
  @TextField({ label: '原因', max: 500, example: '核对处分决定书' })
  reason: string;
}

export class MaskingBody {
  @PatternField({
    label: '预览摘要',
    pattern: /^[0-9a-f]{64}$/,
    hint: '预览中的 digest',
    description: '所确认的预览的摘要',
  })
  digest: string;

  @TextField({ label: '意见', max: 1000, example: '逐项核对，称谓符合要求' })
  opinion: string;
}

export class AppealBody {
  @IdField({ label: '人员' })
  personId: string;

  @IntegerField({ label: '第几项处理（从0起）', min: 0, max: 9 })
  sanction: number;

  @FlagField({ label: '申诉（复审、复核）中' })
  underAppeal: boolean;

  @TextField({ label: '说明', max: 500, example: '本人于6月28日提出复审申请' })
  reason: string;
}

export class CaseFiguresQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @IdField({ label: '单位（含下级）', optional: true, description: '不填则为本局' })
  unitId?: string;

  @DateField({ label: '起始日期', example: '2020-04-01' })
  from: string;

  @DateField({ label: '截止日期', example: '2020-06-30' })
  to: string;
}

export class CaseListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @PatternField({ label: '所属季度', optional: true, ...QUARTER })
  quarter?: string;

  @CodesField(CASE_STATUS, { optional: true })
  status?: string[];

  @CodesField(VIOLATION_TYPE, { optional: true })
  violationType?: string[];

  @CodesField(DISCLOSURE, { optional: true })
  disclosure?: string[];

  @IdField({ label: '来源问题', optional: true })
  issueId?: string;

  @FlagField({ label: '待我审核', optional: true })
  waitingForMe?: boolean;

  @TextField({ label: '标题或编号', optional: true, max: 50 })
  q?: string;
}
