import {
  CodeField,
  CodesField,
  DateField,
  FlagField,
  IdField,
  IdsField,
  IntegerField,
  ObjectsField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MayBeLeftOut } from '../../platform/http/patch-field.js';
import { DECISION, type Decision } from '../../registers/codes.js';
import { DISCLOSURE, type Disclosure } from '../cases/case.codes.js';
import {
  BULLETIN_STATUS,
  CASE_ORDER,
  type CaseOrder,
  FOLLOW_UP_STATUS,
  BULLETIN_NOTICE_KIND,
} from './bulletin.codes.js';

const QUARTER = { pattern: /^20\d\dQ[1-4]$/, hint: '2020Q2', example: '2020Q2' };
const GENERATED = '不填则由系统按案例生成';

export class DemandFields {
  @TextField({ label: '要求的标题', max: 40, example: '深入对照检查' })
  title: string;

  @TextField({ label: '要求的内容', max: 1000 })
  text: string;
}

export class ChangeFields {
  @TextField({ label: '更正处', max: 100, example: '典型问题（一）' })
  place: string;

  @TextField({ label: '原文', max: 1000 })
  before: string;

  @TextField({ label: '更正为', max: 1000 })
  after: string;
}

class BulletinFields {
  @TextField({ label: '标题', optional: true, max: 200, description: GENERATED })
  title?: string;

  @TextField({ label: '引言', optional: true, max: 5000, description: GENERATED })
  opening?: string;

  @TextField({ label: '原因剖析', optional: true, max: 5000, description: GENERATED })
  analysis?: string;

  @ObjectsField(() => DemandFields, {
    label: '工作要求',
    optional: true,
    min: 1,
    max: 10,
    description: GENERATED,
  })
  demands?: DemandFields[];

  @TextField({ label: '结尾', optional: true, max: 1000, description: GENERATED })
  followUp?: string;

  @DateField({ label: '报送自查情况的日期', optional: true, example: '2020-07-31' })
  feedbackOn?: string;

  @TextField({ label: '主送机关', optional: true, max: 500, description: GENERATED })
  recipients?: string;

  @TextField({ label: '抄送机关', optional: true, max: 500 })
  copies?: string;

  @IdsField({ label: '会同机关', optional: true, max: 5, description: '默认为派驻纪检监察组' })
  coUnitIds?: string[];

  @CodeField(DISCLOSURE, { optional: true })
  disclosure?: Disclosure;

  @CodeField(CASE_ORDER, { optional: true, description: '不填则按所列顺序' })
  caseOrder?: CaseOrder;

  @IdsField({ label: '须报自查情况的单位', optional: true, description: '不填则为全部主送单位' })
  receiverIds?: string[];

  @FlagField({ label: '送法规（办公室）会签', optional: true })
  legalCheck?: boolean;
}

export class CreateBulletinBody extends BulletinFields {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @PatternField({ label: '所属季度', ...QUARTER })
  quarter: string;

  @IdsField({ label: '案例（按印发顺序）', max: 30 })
  caseIds: string[];
}

/** What is left out stays as it is; what is emptied goes back to the generated or default one. */
export class EditBulletinBody extends BulletinFields {
  @MayBeLeftOut()
  @ObjectsField(() => ChangeFields, { label: '更正内容', min: 1, max: 20 })
  changes?: ChangeFields[];

  @MayBeLeftOut()
  @IdsField({ label: '案例（按印发顺序）', max: 30 })
  caseIds?: string[];
}

export class BulletinReviewBody {
  @CodeField(DECISION, { example: 'APPROVED' })
  decision: Decision;

  @TextField({ label: '意见', max: 2000, example: '同意' })
  opinion: string;

  @TextField({ label: '修改要求', optional: true, max: 2000, description: '退回时必填' })
  demand?: string;
}

export class DispatchBody {
  @TextField({ label: '说明', optional: true, max: 500, example: '区政府门户网站' })
  note?: string;
}

export class BulletinCorrectionBody {
  @TextField({ label: '更正原因', max: 500, example: '违规金额核算有误' })
  reason: string;

  @ObjectsField(() => ChangeFields, { label: '更正内容', min: 1, max: 20 })
  changes: ChangeFields[];
}

export class WithdrawalBody {
  @TextField({ label: '原因', max: 500, example: '处分决定经复审变更' })
  reason: string;
}

export class AnswerBody {
  @TextField({ label: '自查情况', max: 5000 })
  answer: string;

  @IntegerField({ label: '自查发现同类问题数', max: 100_000 })
  foundCount: number;
}

export class FollowUpDecisionBody {
  @CodeField(DECISION, { example: 'APPROVED' })
  decision: Decision;

  @TextField({ label: '补充要求', optional: true, max: 1000, description: '退回时必填' })
  demand?: string;
}

export class FollowUpQuery extends PageQuery {
  @IdField({ label: '通报', optional: true })
  bulletinId?: string;

  @IdField({ label: '单位', optional: true })
  unitId?: string;

  @CodesField(FOLLOW_UP_STATUS, { optional: true })
  status?: string[];

  @FlagField({ label: '待我办理', optional: true, description: '待签收、反馈或审核的' })
  waitingForMe?: boolean;

  @FlagField({ label: '只看逾期', optional: true })
  overdue?: boolean;
}

export class BulletinListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @PatternField({ label: '所属季度', optional: true, ...QUARTER })
  quarter?: string;

  @CodesField(BULLETIN_STATUS, { optional: true })
  status?: string[];

  @FlagField({ label: '待我办理', optional: true, description: '办理过程的下一步轮到我的' })
  waitingForMe?: boolean;

  @CodesField(BULLETIN_NOTICE_KIND, { optional: true, description: '只看更正、撤回' })
  noticeKind?: string[];
}
