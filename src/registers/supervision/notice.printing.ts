import { SUPERVISE_LEVEL, VERIFICATION_CONCLUSION } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type {
  AssignNoticeModel,
  NoticeReplyModel,
  NoticeReviewModel,
  SuperviseNoticeModel,
} from '../../documents/models-notices.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { NoticeIssueRef, NoticeReplyBody, ReplyReviewResult } from './notice.body.js';
import type { Notice } from './notice.entity.js';
import {
  FEEDBACK_CYCLE,
  FEEDBACK_FORM,
  FEEDBACK_TYPE,
  REPLY_VERDICT,
} from './supervision.codes.js';

/** Everything that the printed form of a notice is made from. */
export interface NoticeForm {
  readonly notice: Notice;
  readonly replies: readonly NoticeReplyBody[];
  readonly issues: readonly NoticeIssueRef[];
  readonly tree: UnitTree;
}

/** 督办单 (D06). What is still to come is left empty, to be written by hand. */
export function superviseModel(form: NoticeForm): SuperviseNoticeModel {
  const { notice, issues } = form;
  const cycle = notice.feedbackCycle ? `（${labelOf(FEEDBACK_CYCLE, notice.feedbackCycle)}）` : '';
  return {
    ...common(form, '督办单'),
    level: labelOf(SUPERVISE_LEVEL, notice.level),
    instructingLeader: notice.instructingLeader ?? '',
    instruction: notice.instruction ?? '',
    leadLeader: notice.leadLeader ?? '',
    coLeaders: notice.coLeaders ?? '',
    feedback: `${labelOf(FEEDBACK_TYPE, notice.feedbackType)}${cycle}`,
    issues: issues.map(({ issueNo, statement }) => ({ issueNo: issueNo ?? '', statement })),
    finishedOn: notice.status === 'CONCLUDED' ? (notice.finishedOn ?? '') : '',
  };
}

/** 交办单 (D07) with its 回执. */
export function assignModel(form: NoticeForm): AssignNoticeModel {
  const { notice } = form;
  return {
    ...common(form, '交办单'),
    source: labelOf(PROBLEM_SOURCE, notice.source),
    sourceDocNo: notice.sourceDocNo ?? '',
    requirements: notice.requirements ?? '',
    feedback: notice.feedbackRequired
      ? labelOf(FEEDBACK_FORM, notice.feedbackForm)
      : '不须报结果（转办）',
    materials: notice.materials.map(({ name, pages }) => ({
      name,
      pages: pages === undefined ? '' : String(pages),
    })),
  };
}

function common({ notice, replies, tree }: NoticeForm, title: string) {
  const signed = replies.filter(({ status }) => status === 'SIGNED');
  return {
    title,
    docNo: notice.docNo ?? '（送审稿）',
    fromOrg: tree.get(notice.bureauId).name,
    subject: notice.title,
    content: notice.content,
    leadOrg: tree.get(notice.leadUnitId).name,
    coOrgs: notice.coUnitIds.map((id) => tree.get(id).name).join('、'),
    issuedOn: notice.issuedOn ?? '',
    dueOn: notice.dueOn ?? '',
    contact: notice.contact ?? '',
    phone: notice.phone ?? '',
    issuer: notice.issuedByName ?? '',
    signedBy: notice.signedByName ?? '',
    signedOn: notice.signedOn ?? '',
    withdrawn: notice.status === 'WITHDRAWN' ? (notice.closingNote ?? '') : '',
    replies: signed.map(replyModel),
    reviews: signed.flatMap(({ replyNo, review }) =>
      review ? [reviewModel(replyNo, review)] : [],
    ),
  };
}

const replyModel = (reply: NoticeReplyBody): NoticeReplyModel => ({
  no: `第${reply.replyNo}次`,
  process: reply.process,
  conclusion: labelOf(VERIFICATION_CONCLUSION, reply.conclusion),
  opinion: reply.opinion,
  // Files are counted, not named: names of restricted ones tell as much as the files.
  attachments: [
    reply.evidenceIds.length > 0 ? `佐证材料${reply.evidenceIds.length}份` : '',
    reply.attachmentNote ?? '',
  ]
    .filter(Boolean)
    .join('；'),
  handler: reply.handler,
  leader: reply.signedByName ?? '',
  signedOn: reply.signedAt ? businessDate(reply.signedAt) : '',
});

const yesNo = (answer: boolean): string => (answer ? '是' : '否');

const reviewModel = (replyNo: number, review: ReplyReviewResult): NoticeReviewModel => ({
  no: `第${replyNo}次`,
  verdict: labelOf(REPLY_VERDICT, review.verdict),
  answers: [
    `事实清楚：${yesNo(review.factsClear)}`,
    `问题解决：${yesNo(review.problemSolved)}`,
    `措施合规：${yesNo(review.measuresCompliant)}`,
    `文书规范：${yesNo(review.papersInOrder)}`,
  ].join('；'),
  opinion: review.opinion,
  demand: review.demand ?? '',
  reviewer: review.reviewedByName,
  reviewedOn: businessDate(review.reviewedAt),
});
