import type { Caller } from '../../identity/caller.js';
import { facing } from '../../identity/deputies/stand-ins.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { allowedNoticeActions, type NoticeFacts } from './notice.actions.js';
import { noticeScopeSql } from './notice.scope.js';
import type { NoticeAction } from './notice.transitions.js';
import { type ReplyFacts, unsignedReply } from './reply.reads.js';
import { NOTICE_OPEN } from './supervision.codes.js';

/** Steps that the other side waits for; the rest is open to whoever wants to take it. */
const AWAITED: readonly NoticeAction[] = ['sign', 'file', 'reply', 'signReply', 'concludeReply'];

/** Ids of the notices in scope whose next step is the caller's: 签收, 回复, 签字 or 审核. */
export async function noticesWaitingFor(
  db: Queryable,
  caller: Caller,
  tree: UnitTree,
): Promise<string[]> {
  const notices = await db.all<NoticeFacts & { id: string }>(sql`
    SELECT n.id, n.status, n.level, n.bureau_id, n.lead_unit_id, n.feedback_required, n.drafted_by
    FROM supervision_notices AS n
    WHERE ${noticeScopeSql(caller, tree)} AND n.status IN ${inList(NOTICE_OPEN)}`);
  if (notices.length === 0) return [];
  const replies = await db.all<ReplyFacts & { noticeId: string }>(sql`
    SELECT notice_id, status, replied_by, signed_by FROM supervision_replies
    WHERE notice_id IN ${inList(notices.map(({ id }) => id))} ORDER BY reply_no`);
  const repliesOf = (id: string) => replies.filter(({ noticeId }) => noticeId === id);
  const asked = await facing(db, caller);
  return notices
    .filter((notice) => waits(notice, repliesOf(notice.id), asked(notice.id), tree))
    .map(({ id }) => id);
}

function waits(
  notice: NoticeFacts,
  replies: readonly ReplyFacts[],
  caller: Caller,
  tree: UnitTree,
): boolean {
  const actions = allowedNoticeActions({ notice, replies, issuesEnded: false }, caller, tree);
  // A reply that is written waits for its signature, though it may still be written anew.
  const written = unsignedReply(replies) !== undefined;
  return actions.some((action) => AWAITED.includes(action) && !(action === 'reply' && written));
}
