import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const BULLETIN_STATUS = codeList('BulletinStatus', '通报状态', {
  DRAFT: '拟稿',
  REVIEW: '审批',
  RETURNED: '退回修改',
  SIGNED: '已签发',
  NUMBERED: '已编号用印',
  ISSUED: '已印发',
  CANCELLED: '已撤稿',
});
export type BulletinStatus = CodeOf<typeof BULLETIN_STATUS>;

/** Steps of the document after drafting (domain §5.3), in order. */
export const BULLETIN_STEP = codeList('BulletinStep', '通报办理步骤', {
  DISCIPLINE_COUNTERSIGN: '会签（派驻纪检监察组）',
  FINANCE_COUNTERSIGN: '会签（财政部门）',
  LEGAL_COUNTERSIGN: '会签（法规、办公室）',
  PROOFREADING: '办公室核稿',
  SECRECY_REVIEW: '保密和公开审查',
  DEPUTY_REVIEW: '分管领导审核',
  SIGNATURE: '主要领导签发',
  NUMBERING: '编号用印',
  ISSUANCE: '印发',
  PUBLICATION: '公开',
});
export type BulletinStep = CodeOf<typeof BULLETIN_STEP>;

export const BULLETIN_NOTICE_KIND = codeList('BulletinNoticeKind', '通报的更正、撤回', {
  CORRECTION: '更正',
  WITHDRAWAL: '撤回',
});
export type BulletinNoticeKind = CodeOf<typeof BULLETIN_NOTICE_KIND>;

export const CASE_ORDER = codeList('CaseOrder', '案例排列方式', {
  SEVERITY: '按处理轻重',
  ADMINISTRATIVE: '按行政区划顺序',
});
export type CaseOrder = CodeOf<typeof CASE_ORDER>;

export const FOLLOW_UP_STATUS = codeList('FollowUpStatus', '自查任务状态', {
  SENT: '待签收',
  ACKNOWLEDGED: '已签收',
  ANSWERED: '已反馈',
  RETURNED: '退回补充',
  ACCEPTED: '已办结',
});
export type FollowUpStatus = CodeOf<typeof FOLLOW_UP_STATUS>;
