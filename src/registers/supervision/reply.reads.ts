import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { NoticeReplyBody } from './notice.body.js';
import type { NoticeReply, ReplyReview } from './reply.entity.js';

/** A reply with who wrote and signed it, for the guards. */
export type ReplyRow = Omit<NoticeReply, 'evidenceIds'> & { evidenceIds: string };
type ReviewRow = Omit<
  ReplyReview,
  'factsClear' | 'problemSolved' | 'measuresCompliant' | 'papersInOrder'
> & {
  factsClear: number;
  problemSolved: number;
  measuresCompliant: number;
  papersInOrder: number;
};

/** What the guards look at. */
export type ReplyFacts = Pick<ReplyRow, 'status' | 'repliedBy' | 'signedBy'>;

export interface LoadedReplies {
  /** Oldest first. */
  readonly rows: readonly ReplyRow[];
  readonly bodies: NoticeReplyBody[];
}

/** Every reply of a notice with its review. */
export async function loadReplies(db: Queryable, noticeId: string): Promise<LoadedReplies> {
  const rows = await db.all<ReplyRow>(
    sql`SELECT * FROM supervision_replies WHERE notice_id = ${noticeId} ORDER BY reply_no`,
  );
  if (rows.length === 0) return { rows, bodies: [] };
  const reviews = await db.all<ReviewRow>(
    sql`SELECT * FROM supervision_reviews WHERE notice_id = ${noticeId}`,
  );
  const reviewOf = (id: string) => reviews.find(({ replyId }) => replyId === id);
  return { rows, bodies: rows.map((row) => bodyOf(row, reviewOf(row.id))) };
}

/** The reply that waits for the signature of the unit's leader. */
export const unsignedReply = <R extends ReplyFacts>(rows: readonly R[]): R | undefined =>
  rows.find(({ status }) => status === 'UNSIGNED');

/** The reply handed in last: the one under review while the notice is REPLIED. */
export const latestSigned = <R extends ReplyFacts>(rows: readonly R[]): R | undefined =>
  rows.filter(({ status }) => status === 'SIGNED').at(-1);

function bodyOf(row: ReplyRow, review: ReviewRow | undefined): NoticeReplyBody {
  return {
    id: row.id,
    replyNo: row.replyNo,
    status: row.status,
    dueOn: row.dueOn,
    process: row.process,
    conclusion: row.conclusion,
    opinion: row.opinion,
    handler: row.handler,
    evidenceIds: JSON.parse(row.evidenceIds) as string[],
    attachmentNote: row.attachmentNote,
    repliedByName: row.repliedByName,
    repliedAt: row.repliedAt,
    signedByName: row.signedByName,
    signedAt: row.signedAt,
    late: row.signedOn !== null && row.dueOn !== null && row.signedOn > row.dueOn,
    review: review
      ? {
          verdict: review.verdict,
          factsClear: Boolean(review.factsClear),
          problemSolved: Boolean(review.problemSolved),
          measuresCompliant: Boolean(review.measuresCompliant),
          papersInOrder: Boolean(review.papersInOrder),
          opinion: review.opinion,
          demand: review.demand,
          dueOn: review.dueOn,
          reviewedByName: review.reviewedByName,
          reviewedAt: review.reviewedAt,
        }
      : null,
  };
}
