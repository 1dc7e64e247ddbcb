import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const NOTICE_KIND = codeList('NoticeKind', '督办（交办）单种类', {
  SUPERVISE: '督办单',
  ASSIGN: '交办单',
});
export type NoticeKind = CodeOf<typeof NOTICE_KIND>;

export const NOTICE_STATUS = codeList('NoticeStatus', '督办（交办）状态', {
  DRAFT: '草拟',
  ISSUED: '已印发，待签收',
  SIGNED: '已签收，办理中',
  REPLIED: '已回复，待审核',
  RETURNED: '退回重办',
  CONTINUED: '继续督办',
  CONCLUDED: '办结',
  WITHDRAWN: '撤回',
});
export type NoticeStatus = CodeOf<typeof NOTICE_STATUS>;

/** Issued and not yet at an end. */
export const NOTICE_OPEN: readonly NoticeStatus[] = [
  'ISSUED',
  'SIGNED',
  'REPLIED',
  'RETURNED',
  'CONTINUED',
];
/** The receiving unit owes a reply. */
export const REPLY_OWED: readonly NoticeStatus[] = ['SIGNED', 'RETURNED', 'CONTINUED'];

export const FEEDBACK_TYPE = codeList('FeedbackType', '反馈类型', {
  ONE_OFF: '一次性反馈',
  PERIODIC: '定期反馈',
});
export type FeedbackType = CodeOf<typeof FEEDBACK_TYPE>;

export const FEEDBACK_CYCLE = codeList('FeedbackCycle', '反馈周期', {
  WEEKLY: '每周',
  BIWEEKLY: '每两周',
  MONTHLY: '每月',
  QUARTERLY: '每季度',
});
export type FeedbackCycle = CodeOf<typeof FEEDBACK_CYCLE>;

export const FEEDBACK_FORM = codeList('FeedbackForm', '反馈方式', {
  REPORT: '书面报告及附件',
  TABLE: '表格',
});
export type FeedbackForm = CodeOf<typeof FEEDBACK_FORM>;

export const NOTICE_ORIGIN = codeList('NoticeOrigin', '督办单来由', {
  MANUAL: '人工草拟',
  LADDER: '超期自动升级',
});
export type NoticeOrigin = CodeOf<typeof NOTICE_ORIGIN>;

/** Which date of the issue has passed. */
export const LADDER_BASIS = codeList('LadderBasis', '督办事由', {
  RECEIPT: '逾期未签收',
  DEADLINE: '超过整改时限',
  REVIEW: '挂账复评过期',
});
export type LadderBasis = CodeOf<typeof LADDER_BASIS>;

export const ADDRESSEE_PART = codeList('AddresseePart', '收文身份', {
  LEAD: '牵头（承办）单位',
  CO: '配合单位',
});
export type AddresseePart = CodeOf<typeof ADDRESSEE_PART>;

export const REPLY_STATUS = codeList('ReplyStatus', '回复状态', {
  UNSIGNED: '待负责人签字',
  SIGNED: '已签字报送',
  SUPERSEDED: '被重新填写的回复取代',
});
export type ReplyStatus = CodeOf<typeof REPLY_STATUS>;

/** 督办单位审核意见. */
export const REPLY_VERDICT = codeList('ReplyVerdict', '回复审核结论', {
  CONCLUDED: '办结',
  RETURNED: '退回重办',
  CONTINUED: '继续督办',
});
export type ReplyVerdict = CodeOf<typeof REPLY_VERDICT>;

export const MEASURE_STATUS = codeList('SupervisionMeasureStatus', '督办措施状态', {
  PROPOSED: '待决定',
  CONFIRMED: '已决定，待实施',
  DISMISSED: '不予采取',
  DONE: '已实施',
});
export type MeasureStatus = CodeOf<typeof MEASURE_STATUS>;

/** Why an issue was not urged. */
export const URGE_OBSTACLE = codeList('UrgeObstacle', '未催办原因', {
  NOT_FOUND: '没有找到这条记录，或者它不在您的管辖范围内',
  NOT_PERMITTED: '不属于本局主管的问题',
  NOT_ASSIGNED: '尚未交办',
  CLOSED: '已销号',
  ENDED: '已移送、并案或撤销',
  UNDER_REVIEW: '正由本局审核，请先审核',
  URGED_RECENTLY: '24小时内已催办过',
});
export type UrgeObstacle = CodeOf<typeof URGE_OBSTACLE>;
