import { OmitType, PartialType } from '@nestjs/swagger';
import {
  SUPERVISE_LEVEL,
  type SuperviseLevel,
  VERIFICATION_CONCLUSION,
  type VerificationConclusion,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import { codeList } from '../../platform/dictionary/code-list.js';
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
import {
  FEEDBACK_CYCLE,
  FEEDBACK_FORM,
  FEEDBACK_TYPE,
  type FeedbackCycle,
  type FeedbackForm,
  type FeedbackType,
  NOTICE_KIND,
  NOTICE_STATUS,
  type NoticeKind,
  REPLY_VERDICT,
  type ReplyVerdict,
} from './supervision.codes.js';

const AT_ISSUANCE = '签发前必填';

export class MaterialFields {
  @TextField({ label: '材料名称', max: 200, example: '信访件复印件' })
  name: string;

  @IntegerField({ label: '页数', optional: true, min: 1, max: 10_000 })
  pages?: number;
}

/** What a notice says. A draft needs its title and receiving unit; the rest is asked for at issuance. */
export class NoticeFields {
  @TextField({ label: '督办事项', max: 200, example: '关于未按单人户纳入低保问题的督办通知' })
  title: string;

  @TextField({ label: '督办内容（事项摘要）', optional: true, max: 5000, description: AT_ISSUANCE })
  content?: string;

  @CodeField(SUPERVISE_LEVEL, { optional: true, description: '督办单签发前必填' })
  level?: SuperviseLevel;

  @TextField({ label: '批示领导', optional: true, max: 60 })
  instructingLeader?: string;

  @TextField({ label: '批示内容', optional: true, max: 2000 })
  instruction?: string;

  @TextField({ label: '牵头领导', optional: true, max: 60 })
  leadLeader?: string;

  @TextField({ label: '配合领导', optional: true, max: 200 })
  coLeaders?: string;

  @IdField({ label: '牵头（承办）单位' })
  leadUnitId: string;

  @IdsField({ label: '配合单位', optional: true, max: 30 })
  coUnitIds?: string[];

  @IdsField({ label: '关联问题', optional: true, max: 100, description: '督办单至少一个' })
  issueIds?: string[];

  @DateField({ label: '办理时限', optional: true, example: '2020-05-20', description: AT_ISSUANCE })
  dueOn?: string;

  @CodeField(FEEDBACK_TYPE, { optional: true, description: '督办单默认为一次性反馈' })
  feedbackType?: FeedbackType;

  @CodeField(FEEDBACK_CYCLE, { optional: true, description: '定期反馈时必填' })
  feedbackCycle?: FeedbackCycle;

  @CodeField(PROBLEM_SOURCE, { optional: true, description: '交办单签发前必填' })
  source?: string;

  @TextField({ label: '原件号', optional: true, max: 100 })
  sourceDocNo?: string;

  @TextField({ label: '办理要求', optional: true, max: 5000, description: '交办单签发前必填' })
  requirements?: string;

  @CodeField(FEEDBACK_FORM, { optional: true, description: '须报结果的交办单必填' })
  feedbackForm?: FeedbackForm;

  @FlagField({ label: '须报结果', optional: true, description: '否即转办（转送）；默认为是' })
  feedbackRequired?: boolean;

  @ObjectsField(() => MaterialFields, { label: '材料清单', optional: true, max: 50 })
  materials?: MaterialFields[];

  @TextField({ label: '联系人', optional: true, max: 60, description: AT_ISSUANCE })
  contact?: string;

  @PatternField({
    label: '联系电话',
    optional: true,
    pattern: /^[\d\s、,，-]{7,40}$/,
    hint: '000-12345678',
    description: AT_ISSUANCE,
  })
  phone?: string;
}

export class CreateNoticeBody extends NoticeFields {
  @CodeField(NOTICE_KIND)
  kind: NoticeKind;

  @IdField({ label: '专项治理' })
  campaignId: string;
}

export class NoticeFromIssueBody {
  @IdField({ label: '问题' })
  issueId: string;

  @CodeField(NOTICE_KIND, { optional: true })
  kind: NoticeKind = 'ASSIGN';

  @CodeField(SUPERVISE_LEVEL, { optional: true, description: '督办单的等级' })
  level?: SuperviseLevel;
}

/** What is left out stays as it is; null empties a field that may be empty. */
export class EditNoticeBody extends PartialType(OmitType(NoticeFields, ['title', 'leadUnitId'])) {
  @MayBeLeftOut()
  @TextField({ label: '督办事项', max: 200 })
  title?: string;

  @MayBeLeftOut()
  @IdField({ label: '牵头（承办）单位' })
  leadUnitId?: string;
}

export class ReplyBody {
  @TextField({ label: '办理情况（核查经过）', min: 10, max: 5000 })
  process: string;

  @CodeField(VERIFICATION_CONCLUSION)
  conclusion: VerificationConclusion;

  @TextField({ label: '处理意见', min: 2, max: 5000 })
  opinion: string;

  @TextField({ label: '承办人', max: 60, example: '民政办经办' })
  handler: string;

  @IdsField({
    label: '佐证材料',
    optional: true,
    max: 50,
    description: '已上传到所涉问题的佐证材料',
  })
  evidenceIds?: string[];

  @TextField({ label: '附件说明', optional: true, max: 1000 })
  attachmentNote?: string;
}

export class ReplyReviewBody {
  @CodeField(REPLY_VERDICT)
  verdict: ReplyVerdict;

  @FlagField({ label: '事实清楚' })
  factsClear: boolean;

  @FlagField({ label: '问题解决' })
  problemSolved: boolean;

  @FlagField({ label: '措施合规' })
  measuresCompliant: boolean;

  @FlagField({ label: '文书规范' })
  papersInOrder: boolean;

  @TextField({ label: '审核意见', min: 2, max: 2000 })
  opinion: string;

  @TextField({ label: '重办要求', optional: true, max: 2000, description: '退回重办时至少10个字' })
  demand?: string;

  @DateField({
    label: '下次反馈时间',
    optional: true,
    description: '退回默认为重报期限；定期反馈默认按周期推算',
  })
  dueOn?: string;
}

export class NoticeReasonBody {
  @TextField({ label: '理由', min: 10, max: 1000 })
  reason: string;
}

export class NoticeConclusionBody {
  @TextField({ label: '办结意见', min: 2, max: 1000, example: '所涉问题已销号，予以办结。' })
  opinion: string;
}

export const NOTICE_SORT = codeList('NoticeSort', '排序', {
  '-createdAt': '草拟时间（新在前）',
  createdAt: '草拟时间',
  feedbackDueOn: '反馈时限（近在前）',
});

export class NoticeListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @CodesField(NOTICE_KIND, { optional: true })
  kind?: string[];

  @CodesField(SUPERVISE_LEVEL, { optional: true })
  level?: string[];

  @IdField({ label: '单位', optional: true, description: '含下级单位；牵头或配合' })
  unitId?: string;

  @IdField({ label: '问题', optional: true })
  issueId?: string;

  @CodesField(NOTICE_STATUS, { optional: true })
  status?: string[];

  @FlagField({ label: '待我办理', optional: true, description: '待签收、回复、签字或审核回复的' })
  waitingForMe?: boolean;

  @FlagField({ label: '逾期', optional: true, description: '逾期未签收或未回复' })
  overdue?: boolean;

  @TextField({ label: '关键词', optional: true, max: 50, description: '文号、事项或内容' })
  q?: string;

  @CodeField(NOTICE_SORT, { optional: true })
  sort: string = '-createdAt';
}
