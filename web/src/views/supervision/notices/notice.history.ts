import type { TimelineEntry } from '@/components/RecordTimeline.vue';
import type { Notice, Reply } from './useNotice';

type Label = (list: string, code: string | null | undefined) => string;
type Entry = TimelineEntry | undefined | false | null;

/** What happened to a notice, the newest first. */
export function historyOf(notice: Notice, label: Label): TimelineEntry[] {
  const entries: Entry[] = [
    notice.issuedAt !== null && {
      key: 'issued',
      at: notice.issuedAt,
      title: `签发印发${notice.docNo ? ` ${notice.docNo}` : ''}`,
      actor: notice.issuedByName ?? undefined,
      tone: 'primary',
    },
    notice.signedAt !== null && {
      key: 'signed',
      at: notice.signedAt,
      title: '签收',
      actor: notice.signedByName ?? undefined,
      tone: 'success',
    },
    ...notice.replies.flatMap((reply) => entriesOf(reply, label)),
    notice.finishedOn !== null && {
      key: 'finished',
      at: notice.finishedOn,
      title: label('NoticeStatus', notice.status),
      actor: notice.closedByName ?? undefined,
      notes: notice.closingNote ? [notice.closingNote] : [],
      tone: notice.status === 'CONCLUDED' ? 'success' : 'danger',
    },
  ];
  return entries.filter((entry): entry is TimelineEntry => Boolean(entry)).reverse();
}

function entriesOf(reply: Reply, label: Label): Entry[] {
  const { review } = reply;
  return [
    {
      key: `reply-${reply.replyNo}`,
      at: reply.repliedAt,
      title: `填写第${reply.replyNo}次回复`,
      actor: reply.repliedByName,
    },
    reply.signedAt !== null && {
      key: `signature-${reply.replyNo}`,
      at: reply.signedAt,
      title: `负责人签字报送${reply.late ? '（迟报）' : ''}`,
      actor: reply.signedByName ?? undefined,
      tone: reply.late ? 'warning' : 'primary',
    },
    review !== null && {
      key: `review-${reply.replyNo}`,
      at: review.reviewedAt,
      title: `审核回复：${label('ReplyVerdict', review.verdict)}`,
      actor: review.reviewedByName,
      notes: [review.opinion, review.demand].filter((note): note is string => Boolean(note)),
      tone: review.verdict === 'RETURNED' ? 'danger' : 'success',
    },
  ];
}
