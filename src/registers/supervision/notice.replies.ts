import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { newId } from '../../platform/database/ids.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, notFound, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { noticeBar } from './notice.actions.js';
import type { NoticeBody } from './notice.body.js';
import type { ReplyBody, ReplyReviewBody } from './notice.dto.js';
import type { Notice } from './notice.entity.js';
import { NoticeLifecycle, type NoticePatch } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';
import { NoticeQueries } from './notice.queries.js';
import { dueAfterReview, reviewFaults } from './notice.rules.js';
import type { NoticeAction } from './notice.transitions.js';
import { NoticeReply, ReplyReview } from './reply.entity.js';
import { loadReplies, type ReplyRow } from './reply.reads.js';
import type { ReplyVerdict } from './supervision.codes.js';

const ACTION_OF: Readonly<Record<ReplyVerdict, NoticeAction>> = {
  CONCLUDED: 'concludeReply',
  RETURNED: 'returnReply',
  CONTINUED: 'continueReply',
};

/** 签收, 回复, 回复签字, 审核. */
@Injectable()
export class NoticeReplies {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: NoticeLifecycle,
    private readonly messages: NoticeMessages,
    private readonly queries: NoticeQueries,
  ) {}

  /** 签收. A 转办 is done with it. */
  sign(caller: Caller, id: string, version: number): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const seen = await this.lifecycle.load(tx, caller, id);
      const action = seen.feedbackRequired ? 'sign' : 'file';
      const step = await this.lifecycle.begin(tx, caller, id, action, version);
      const signedOn = businessDate(tx.now);
      const { signDueOn } = step.notice;
      const late = signDueOn !== null && signedOn > signDueOn;
      const after = await this.lifecycle.complete(
        tx,
        step,
        {
          signedOn,
          signedAt: tx.now,
          signedByName: caller.name,
          ...(action === 'file' ? { finishedOn: signedOn } : {}),
        },
        { late },
      );
      return this.queries.body(tx, caller, after);
    });
  }

  /** The reply as written; one that nobody has signed yet is replaced by it. */
  reply(caller: Caller, id: string, version: number, body: ReplyBody): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'reply', version);
      const { notice } = step;
      await this.assertEvidence(tx, notice, body.evidenceIds ?? []);
      await tx.update(NoticeReply, { noticeId: id, status: 'UNSIGNED' }, { status: 'SUPERSEDED' });
      const replyNo = notice.replyCount + 1;
      await tx.insert(NoticeReply, {
        id: newId(),
        noticeId: id,
        replyNo,
        status: 'UNSIGNED',
        dueOn: notice.feedbackDueOn,
        process: body.process,
        conclusion: body.conclusion,
        opinion: body.opinion,
        handler: body.handler,
        evidenceIds: body.evidenceIds ?? [],
        attachmentNote: body.attachmentNote ?? null,
        repliedBy: caller.userId,
        repliedByName: caller.name,
        repliedAt: tx.now,
        signedBy: null,
        signedByName: null,
        signedAt: null,
        signedOn: null,
      });
      const after = await this.lifecycle.complete(tx, step, { replyCount: replyNo }, { replyNo });
      return this.queries.body(tx, caller, after);
    });
  }

  /** 单位负责人签字: hands the reply in. Nobody signs what he wrote himself. */
  signReply(caller: Caller, id: string, version: number, replyNo: number): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'signReply', version);
      const { rows } = await loadReplies(tx, id);
      const reply = rowOf(rows, replyNo);
      if (reply.status !== 'UNSIGNED') {
        throw conflict('REPLY_NOT_CURRENT', '这次回复已经签字，或已被重新填写的回复取代。');
      }
      const bar = noticeBar(
        'signReply',
        { notice: step.notice, replies: rows, issuesEnded: false },
        await facingRecord(tx, caller, id),
      );
      if (bar) throw bar;
      const signedOn = businessDate(tx.now);
      const changed = await tx.update(
        NoticeReply,
        { id: reply.id, status: 'UNSIGNED' },
        {
          status: 'SIGNED',
          signedBy: caller.userId,
          signedByName: caller.name,
          signedAt: tx.now,
          signedOn,
        },
      );
      if (changed === 0) throw staleVersion();
      const late = reply.dueOn !== null && signedOn > reply.dueOn;
      const after = await this.lifecycle.complete(
        tx,
        step,
        { feedbackDueOn: null },
        { replyNo, late },
      );
      await this.messages.replied(tx, after, replyNo);
      return this.queries.body(tx, caller, after);
    });
  }

  /** 办结, 退回重办 or 继续督办, with the four questions answered. */
  review(
    caller: Caller,
    id: string,
    version: number,
    replyNo: number,
    body: ReplyReviewBody,
  ): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const action = ACTION_OF[body.verdict];
      const step = await this.lifecycle.begin(tx, caller, id, action, version);
      const { rows, bodies } = await loadReplies(tx, id);
      const reply = rowOf(rows, replyNo);
      if (reply.status !== 'SIGNED' || bodies.find((item) => item.replyNo === replyNo)?.review) {
        throw conflict('REPLY_NOT_CURRENT', '这次回复不在待审状态。');
      }
      const bar = noticeBar(
        action,
        { notice: step.notice, replies: rows, issuesEnded: false },
        await facingRecord(tx, caller, id),
      );
      if (bar) throw bar;
      const dueOn = await this.dueAfter(tx, step.notice, reply, body);
      await this.keepReview(tx, caller, step.notice, reply, body, dueOn);
      const after = await this.lifecycle.complete(
        tx,
        step,
        this.afterReview(tx, caller, step.notice, body, dueOn),
        { replyNo, verdict: body.verdict, opinion: body.opinion, demand: body.demand, dueOn },
      );
      await this.messages.reviewed(tx, after, replyNo, body.verdict);
      return this.queries.body(tx, caller, after);
    });
  }

  private afterReview(
    tx: Tx,
    caller: Caller,
    notice: Notice,
    { verdict, opinion }: ReplyReviewBody,
    feedbackDueOn: string | null,
  ): NoticePatch {
    if (verdict === 'CONCLUDED') {
      return {
        feedbackDueOn: null,
        finishedOn: businessDate(tx.now),
        closingNote: opinion,
        closedBy: caller.userId,
        closedByName: caller.name,
      };
    }
    const returnCount = notice.returnCount + (verdict === 'RETURNED' ? 1 : 0);
    return { feedbackDueOn, returnCount };
  }

  /** @throws 422 when answers, demand and dates do not fit the verdict. */
  private async dueAfter(
    tx: Tx,
    notice: Notice,
    reply: ReplyRow,
    body: ReplyReviewBody,
  ): Promise<string | null> {
    const today = businessDate(tx.now);
    const { definition } = await this.campaigns.get(tx, notice.campaignId);
    const faults = reviewFaults(body, today);
    const due = dueAfterReview(notice, body, {
      today,
      previous: reply.dueOn,
      resubmission: addWorkdays(today, definition.parameters.resubmissionWorkdays),
    });
    if (due === undefined) {
      const message = '继续督办请填写下次反馈时间';
      faults.push({ path: 'dueOn', code: 'REQUIRED', message });
    }
    if (faults.length > 0) throw ruleBroken('REPLY_REVIEW', '审核意见有误。', faults);
    return due ?? null;
  }

  private keepReview(
    tx: Tx,
    caller: Caller,
    notice: Notice,
    reply: ReplyRow,
    body: ReplyReviewBody,
    dueOn: string | null,
  ): Promise<void> {
    return tx.insert(ReplyReview, {
      id: newId(),
      replyId: reply.id,
      noticeId: notice.id,
      verdict: body.verdict,
      factsClear: body.factsClear,
      problemSolved: body.problemSolved,
      measuresCompliant: body.measuresCompliant,
      papersInOrder: body.papersInOrder,
      opinion: body.opinion,
      demand: body.demand ?? null,
      dueOn,
      reviewedBy: caller.userId,
      reviewedByName: caller.name,
      reviewedAt: tx.now,
    });
  }

  /** Evidence that is on file with one of the issues. */
  private async assertEvidence(tx: Tx, notice: Notice, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const rows = await tx.all<{ id: string }>(sql`
      SELECT id FROM evidence WHERE id IN ${inList(ids)}
        AND issue_id IN ${inList(notice.issueIds)} AND withdrawn_at IS NULL`);
    const known = new Set(rows.map(({ id }) => id));
    const faults = ids.flatMap((id, index) =>
      known.has(id)
        ? []
        : [
            {
              path: `evidenceIds[${index}]`,
              code: 'UNKNOWN_EVIDENCE',
              message: '所涉问题下没有这份佐证材料',
            },
          ],
    );
    if (faults.length > 0) throw ruleBroken('REPLY_FIELDS', '回复内容有误。', faults);
  }
}

/** @throws 404 when the notice has no such reply. */
function rowOf(rows: readonly ReplyRow[], replyNo: number): ReplyRow {
  const row = rows.find((item) => item.replyNo === replyNo);
  if (!row) throw notFound();
  return row;
}
