import { OmitType, PartialType } from '@nestjs/swagger';
import {
  HANDLING_MODE,
  ISSUE_NATURE,
  ISSUE_SCOPE,
  RECTIFICATION_TYPE,
  SEVERITY,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE, SOURCE_LEVEL } from '../../campaigns/codes/problem-source.js';
import {
  CodeField,
  DateField,
  FenField,
  FlagField,
  IdField,
  IntegerField,
  ObjectsField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { MayBeLeftOut } from '../../platform/http/patch-field.js';
import { IssuePersonFields } from './persons/person.dto.js';

/** What can be said of a finding. A draft needs only its statement; 建账 asks for the rest. */
export class IssueFields {
  @TextField({ label: '问题表述', max: 2000, example: '晒谷村3户未脱贫重残人员未按单人户纳入低保' })
  statement: string;

  @CodeField(PROBLEM_SOURCE, { optional: true, example: 'SELF_CHECK' })
  source?: string;

  @CodeField(SOURCE_LEVEL, { optional: true })
  sourceLevel?: string;

  @TextField({ label: '反馈文号', optional: true, max: 100, example: '安民发〔2020〕12号' })
  sourceDocNo?: string;

  @TextField({ label: '原反馈条目号', optional: true, max: 40 })
  sourceItemNo?: string;

  @DateField({ label: '发现时间', optional: true, example: '2020-04-08' })
  foundOn?: string;

  @TextField({ label: '发现人', optional: true, max: 100 })
  finder?: string;

  @CodeField(PROBLEM_CATEGORY, { optional: true, example: 'A05_SPLIT_HOUSEHOLD' })
  category?: string;

  @TextField({ label: '检查要点', optional: true, max: 64 })
  checkItem?: string;

  @TextField({ label: '具体表现', optional: true, max: 5000 })
  detail?: string;

  @PatternField({
    label: '涉及镇街、村',
    optional: true,
    pattern: /^(\d{6}|\d{9}|\d{12})$/,
    hint: '990101101201（6、9或12位区划代码）',
  })
  areaCode?: string;

  @IntegerField({ label: '涉及户数', optional: true, max: 1_000_000 })
  householdCount?: number;

  @IntegerField({ label: '涉及人数', optional: true, max: 10_000_000 })
  personCount?: number;

  @FenField({ label: '涉及金额', optional: true })
  amountInvolvedFen?: number;

  @CodeField(ISSUE_NATURE, { optional: true, example: 'POLICY' })
  nature?: string;

  @CodeField(ISSUE_SCOPE, { optional: true, example: 'INDIVIDUAL' })
  scope?: string;

  @CodeField(SEVERITY, { optional: true, example: 'PROMINENT' })
  severity?: string;

  @FlagField({ label: '重点督办', optional: true })
  isKey?: boolean;

  @CodeField(RECTIFICATION_TYPE, { optional: true, example: 'TIME_LIMITED' })
  rectificationType?: string;

  @IdField({ label: '责任单位', optional: true })
  responsibleUnitId?: string;

  @IdField({ label: '由哪条问题拆分', optional: true })
  parentIssueId?: string;

  @FenField({ label: '应追缴金额', optional: true })
  dueRecoveryFen?: number;

  @TextField({ label: '备注', optional: true, max: 1000 })
  remark?: string;
}

export class CreateIssueBody extends IssueFields {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @ObjectsField(() => IssuePersonFields, { label: '涉及对象', optional: true, max: 50 })
  persons?: IssuePersonFields[];
}

export class EditIssueBody extends PartialType(OmitType(IssueFields, ['statement'])) {
  @MayBeLeftOut()
  @TextField({ label: '问题表述', max: 2000 })
  statement?: string;
}

export class CreateIssueQuery {
  @FlagField({ label: '登记并建账', optional: true })
  register?: boolean;
}

export class AssignBody {
  @IdField({ label: '责任单位', optional: true, description: '默认为登记时的责任单位' })
  responsibleUnitId?: string;

  @DateField({ label: '整改时限', optional: true, description: '默认按整改类型推算' })
  deadline?: string;

  @CodeField(HANDLING_MODE, { optional: true, example: 'ASSIGN' })
  handlingMode?: string;

  @TextField({ label: '办理要求', optional: true, max: 2000 })
  note?: string;
}

export class ReasonBody {
  @TextField({ label: '理由', min: 10, max: 2000, example: '该户已迁出本镇，应由望澜镇办理' })
  reason: string;
}

export class MergeBody extends ReasonBody {
  @IdField({ label: '并入的问题' })
  targetIssueId: string;
}

export class VoidBody extends ReasonBody {
  @FlagField({
    label: '来源机关已同意撤销',
    optional: true,
    description: '上级反馈的问题须经来源机关同意',
  })
  sourceOrganConsent?: boolean;
}

export class TransferBody extends ReasonBody {
  @TextField({ label: '接收机关', max: 100, example: '安澜区纪委监委' })
  organ: string;

  @TextField({ label: '移送函文号', max: 100, example: '安民函〔2020〕3号' })
  letterNo: string;
}
