import type { Action } from '../../identity/permissions.js';
import { Workflow, type Transition } from '../../platform/workflow/workflow.js';
import { NOTICE_OPEN, NOTICE_STATUS, type NoticeStatus, REPLY_OWED } from './supervision.codes.js';

export type NoticeAction =
  | 'edit'
  | 'issue'
  | 'sign'
  | 'file'
  | 'reply'
  | 'signReply'
  | 'concludeReply'
  | 'returnReply'
  | 'continueReply'
  | 'conclude'
  | 'withdraw';

export interface NoticeTransition extends Transition<NoticeStatus, NoticeAction> {
  readonly label: string;
  readonly permission: Action;
  /** Whose permission must reach which unit: the bureau that issues, or the unit that receives. */
  readonly side: 'bureau' | 'receiver';
}

/**
 * 立项登记 → 通知交办 → 跟踪进度 → 反馈报告 → 审核 → 办结归档 (D06) as one table: it executes the steps,
 * answers `allowedActions` and generates the tests.
 */
const TABLE: readonly NoticeTransition[] = [
  row('N01', '修改', 'edit', ['DRAFT'], undefined, 'notice.draft', 'bureau'),
  row('N02', '签发', 'issue', ['DRAFT'], 'ISSUED', 'notice.issue', 'bureau'),
  row('N03', '签收', 'sign', ['ISSUED'], 'SIGNED', 'notice.sign', 'receiver'),
  // 转办 asks for no result: signing for it ends it.
  row('N04', '签收（转办）', 'file', ['ISSUED'], 'CONCLUDED', 'notice.sign', 'receiver'),
  row('N05', '填写回复', 'reply', REPLY_OWED, undefined, 'notice.reply', 'receiver'),
  row('N06', '回复签字', 'signReply', REPLY_OWED, 'REPLIED', 'notice.signReply', 'receiver'),
  row('N07', '审核：办结', 'concludeReply', ['REPLIED'], 'CONCLUDED', 'notice.review', 'bureau'),
  row('N08', '审核：退回重办', 'returnReply', ['REPLIED'], 'RETURNED', 'notice.review', 'bureau'),
  row(
    'N09',
    '审核：继续督办',
    'continueReply',
    ['REPLIED'],
    'CONTINUED',
    'notice.review',
    'bureau',
  ),
  row(
    'N10',
    '直接办结',
    'conclude',
    ['ISSUED', ...REPLY_OWED],
    'CONCLUDED',
    'notice.review',
    'bureau',
  ),
  row('N11', '撤回', 'withdraw', NOTICE_OPEN, 'WITHDRAWN', 'notice.issue', 'bureau'),
  row('N12', '作废草稿', 'withdraw', ['DRAFT'], 'WITHDRAWN', 'notice.draft', 'bureau'),
];

function row(
  id: string,
  label: string,
  action: NoticeAction,
  from: readonly NoticeStatus[],
  to: NoticeStatus | undefined,
  permission: Action,
  side: NoticeTransition['side'],
): NoticeTransition {
  return { id, label, action, from, permission, side, ...(to && { to }) };
}

export const NOTICE_WORKFLOW = new Workflow<NoticeStatus, NoticeAction, NoticeTransition>(
  {
    name: 'notice',
    states: NOTICE_STATUS.codes,
    initial: 'DRAFT',
    final: ['CONCLUDED', 'WITHDRAWN'],
  },
  TABLE,
);
