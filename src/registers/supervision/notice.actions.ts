import { type Caller, isBehind } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { conflict, Problem } from '../../platform/http/problem.js';
import type { Notice } from './notice.entity.js';
import { isSevere, mayTake, type NoticeSides } from './notice.scope.js';
import { NOTICE_WORKFLOW, type NoticeAction } from './notice.transitions.js';
import { latestSigned, type ReplyFacts, unsignedReply } from './reply.reads.js';

/** What says who may do what with a notice. */
export type NoticeFacts = NoticeSides &
  Pick<Notice, 'status' | 'draftedBy'> & { readonly feedbackRequired: boolean | number };

interface Situation {
  readonly notice: NoticeFacts;
  readonly replies: readonly ReplyFacts[];
  /** It is about issues, and all of them are closed or have ended otherwise. */
  readonly issuesEnded: boolean;
}

/** What the caller may do with a notice now, in the order of the table. */
export function allowedNoticeActions(
  situation: Situation,
  caller: Caller,
  tree: UnitTree,
): NoticeAction[] {
  const actions = NOTICE_WORKFLOW.from(situation.notice.status)
    .filter((row) => mayTake(row, situation.notice, caller, tree))
    .map((row) => row.action)
    .filter((action) => noticeBar(action, situation, caller) === undefined);
  return [...new Set(actions)];
}

/** Why the caller may not take a step that the table allows; undefined when he may. */
export function noticeBar(
  action: NoticeAction,
  { notice, replies, issuesEnded }: Situation,
  caller: Caller,
): Problem | undefined {
  switch (action) {
    case 'issue':
      return isSevere(notice) && isBehind(caller, notice.draftedBy)
        ? new Problem(403, 'SELF_ISSUE', '黄色、红色督办单不能由草拟人自己签发。')
        : undefined;
    case 'sign':
      return notice.feedbackRequired ? undefined : NOT_THIS_WAY;
    case 'file':
      return notice.feedbackRequired ? NOT_THIS_WAY : undefined;
    case 'signReply':
      return signatureBar(unsignedReply(replies), caller);
    case 'concludeReply':
    case 'returnReply':
    case 'continueReply':
      return reviewBar(latestSigned(replies), caller);
    case 'conclude':
      return issuesEnded
        ? undefined
        : conflict('ISSUES_OPEN', '所涉问题尚未全部销号，须由承办单位回复后审核办结。');
    default:
      return undefined;
  }
}

const NOT_THIS_WAY = conflict('WRONG_STATUS', '该单不能这样签收。');

function signatureBar(reply: ReplyFacts | undefined, caller: Caller): Problem | undefined {
  if (!reply) return conflict('NO_REPLY', '还没有待签字的回复，请承办人先填写。');
  return isBehind(caller, reply.repliedBy)
    ? new Problem(403, 'SELF_SIGN', '回复须由另一名负责人签字，不能由填写人自己签。')
    : undefined;
}

function reviewBar(reply: ReplyFacts | undefined, caller: Caller): Problem | undefined {
  if (!reply) return conflict('NO_REPLY', '还没有报送的回复。');
  return isBehind(caller, reply.repliedBy, reply.signedBy)
    ? new Problem(403, 'SELF_REVIEW', '填写或签署回复的人不能审核这份回复。')
    : undefined;
}
