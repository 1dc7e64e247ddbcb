import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type FieldFault, forbidden, ruleBroken } from '../../platform/http/problem.js';
import { isOpen, type IssueStatus } from '../codes.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import { noticeBar } from './notice.actions.js';
import { blankNotice } from './notice.blank.js';
import type { NoticeBody } from './notice.body.js';
import type {
  CreateNoticeBody,
  EditNoticeBody,
  NoticeConclusionBody,
  NoticeFromIssueBody,
  NoticeReasonBody,
} from './notice.dto.js';
import { Notice } from './notice.entity.js';
import { noticeFromIssue } from './notice.from-issue.js';
import { NoticeIssuance } from './notice.issuance.js';
import { NoticeLifecycle, type NoticePatch } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';
import { haveEnded, issuesOf, NoticeQueries } from './notice.queries.js';
import { issuanceFaults, kindFaults, ladderFaults } from './notice.rules.js';

/** Drafting, issuing, withdrawing and concluding notices: the bureau's side. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly issues: IssueLifecycle,
    private readonly lifecycle: NoticeLifecycle,
    private readonly issuance: NoticeIssuance,
    private readonly messages: NoticeMessages,
    private readonly queries: NoticeQueries,
  ) {}

  create(caller: Caller, body: CreateNoticeBody): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.bureauFor(tx, caller, body.campaignId);
      const given = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined && value !== null),
      );
      const notice: Notice = {
        ...blankNotice(tx.now, caller),
        ...given,
        id: newId(),
        kind: body.kind,
        campaignId: body.campaignId,
        title: body.title,
        leadUnitId: body.leadUnitId,
        feedbackType: body.feedbackType ?? (body.kind === 'SUPERVISE' ? 'ONE_OFF' : null),
        bureauId,
      };
      await this.assertParts(tx, caller, notice, body);
      return this.insert(tx, caller, notice);
    });
  }

  /** A draft filled in from an issue, to be looked over and issued (T02: 交办单 D07). */
  createFromIssue(caller: Caller, body: NoticeFromIssueBody): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const issue = await this.issues.load(tx, caller, body.issueId);
      if (!isOpen(issue.status)) {
        throw ruleBroken('NOTICE_FIELDS', '不能据此草拟。', [
          { path: 'issueId', code: 'ISSUE_NOT_OPEN', message: '该问题尚未建账或已经办结' },
        ]);
      }
      const bureauId = await this.bureauFor(tx, caller, issue.campaignId);
      const notice: Notice = {
        ...blankNotice(tx.now, caller),
        ...noticeFromIssue(issue, body, businessDate(tx.now)),
        id: newId(),
        bureauId,
        contact: caller.name,
      };
      return this.insert(tx, caller, notice);
    });
  }

  edit(caller: Caller, id: string, version: number, body: EditNoticeBody): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'edit', version);
      const blank = blankNotice(tx.now, caller);
      const patch = Object.fromEntries(
        Object.entries(body)
          .filter(([, value]) => value !== undefined)
          .map(([key, value]: [string, unknown]) => [
            key,
            value ?? blank[key as keyof typeof blank],
          ]),
      ) as NoticePatch;
      await this.assertParts(tx, caller, { ...step.notice, ...patch }, body);
      if (Object.keys(patch).length === 0) return this.queries.body(tx, caller, step.notice);
      const fields = Object.keys(patch);
      // Who edits a draft of the program answers for it from then on.
      patch.draftedBy = step.notice.draftedBy ?? caller.userId;
      const after = await this.lifecycle.complete(tx, step, patch, { fields });
      return this.queries.body(tx, caller, after);
    });
  }

  /** 签发. @throws 422 naming every field that is missing. */
  issue(caller: Caller, id: string, version: number): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'issue', version);
      const { notice } = step;
      const asked = await facingRecord(tx, caller, id);
      const bar = noticeBar('issue', { notice, replies: [], issuesEnded: false }, asked);
      if (bar) throw bar;
      const faults = [
        ...issuanceFaults(notice, businessDate(tx.now)),
        ...(await issueFaults(tx, notice)),
      ];
      if (faults.length > 0) throw ruleBroken('NOTICE_INCOMPLETE', '还不能签发。', faults);
      const after = await this.issuance.issue(tx, step, caller.name);
      return this.queries.body(tx, caller, after);
    });
  }

  /** The number of a withdrawn notice is not given again. */
  withdraw(
    caller: Caller,
    id: string,
    version: number,
    { reason }: NoticeReasonBody,
  ): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'withdraw', version);
      const after = await this.lifecycle.complete(tx, step, endedBy(caller, tx, reason), {
        reason,
      });
      if (after.issuedAt !== null) await this.messages.ended(tx, after);
      return this.queries.body(tx, caller, after);
    });
  }

  /** 办结 without a reply, once every issue it is about has been closed. */
  conclude(
    caller: Caller,
    id: string,
    version: number,
    { opinion }: NoticeConclusionBody,
  ): Promise<NoticeBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'conclude', version);
      const issuesEnded = haveEnded(await issuesOf(tx, step.notice));
      const bar = noticeBar('conclude', { notice: step.notice, replies: [], issuesEnded }, caller);
      if (bar) throw bar;
      const after = await this.lifecycle.complete(tx, step, endedBy(caller, tx, opinion), {
        opinion,
      });
      await this.messages.ended(tx, after);
      return this.queries.body(tx, caller, after);
    });
  }

  private async insert(tx: Tx, caller: Caller, notice: Notice): Promise<NoticeBody> {
    await tx.insert(Notice, notice);
    const { title, level, issueIds } = notice;
    this.lifecycle.record(tx, caller, notice, 'create', { title, level, issueIds });
    return this.queries.body(tx, caller, notice);
  }

  private async bureauFor(tx: Tx, caller: Caller, campaignId: string): Promise<string> {
    const campaign = await this.campaigns.find(tx, campaignId);
    const tree = await this.units.load(tx);
    const reads = Scope.of(caller, 'notice.read', tree);
    if (!campaign || !reads?.covers(campaign.ownerUnitId)) {
      throw ruleBroken('UNKNOWN_CAMPAIGN', '没有这个专项治理。', [
        { path: 'campaignId', code: 'UNKNOWN_CAMPAIGN', message: '没有这个专项治理' },
      ]);
    }
    if (!Scope.of(caller, 'notice.draft', tree)?.covers(campaign.ownerUnitId)) throw forbidden();
    return campaign.ownerUnitId;
  }

  /** Units of the bureau, issues of the campaign that the caller sees, fields of this form only. */
  private async assertParts(
    tx: Tx,
    caller: Caller,
    notice: Notice,
    given: EditNoticeBody,
  ): Promise<void> {
    const faults: FieldFault[] = [
      ...kindFaults(notice.kind, given),
      ...ladderFaults(notice, given),
    ];
    const tree = await this.units.load(tx);
    const usable = (id: string): boolean =>
      tree.isWithin(id, notice.bureauId) && tree.get(id).disabledAt === null;
    if (!usable(notice.leadUnitId)) {
      faults.push({ path: 'leadUnitId', code: 'UNKNOWN_UNIT', message: '没有这个单位' });
    }
    for (const [index, id] of notice.coUnitIds.entries()) {
      const path = `coUnitIds[${index}]`;
      if (!usable(id)) faults.push({ path, code: 'UNKNOWN_UNIT', message: '没有这个单位' });
      if (id === notice.leadUnitId) {
        faults.push({ path, code: 'DUPLICATE', message: '牵头单位不能同时为配合单位' });
      }
    }
    if (given.issueIds) faults.push(...(await this.unknownIssues(tx, caller, notice)));
    if (faults.length > 0) throw ruleBroken('NOTICE_FIELDS', '填写的内容有误。', faults);
  }

  private async unknownIssues(tx: Tx, caller: Caller, notice: Notice): Promise<FieldFault[]> {
    const tree = await this.units.load(tx);
    const rows = await tx.all<{ id: string }>(sql`
      SELECT i.id FROM issues AS i WHERE i.id IN ${inList(notice.issueIds)}
        AND i.campaign_id = ${notice.campaignId} AND ${issueScopeSql(caller, tree)}`);
    const known = new Set(rows.map(({ id }) => id));
    const unknown = notice.issueIds.flatMap((id, index) =>
      known.has(id)
        ? []
        : [
            {
              path: `issueIds[${index}]`,
              code: 'UNKNOWN_ISSUE',
              message: '本次专项治理中没有这个问题',
            },
          ],
    );
    return unknown.length > 0 ? unknown : issueFaults(tx, notice);
  }
}

/** Issues that are not on the books, or no longer. */
async function issueFaults(tx: Tx, notice: Notice): Promise<FieldFault[]> {
  const issues = await issuesOf(tx, notice);
  return issues.flatMap(({ status, issueNo }, index) =>
    isOpen(status as IssueStatus)
      ? []
      : [
          {
            path: `issueIds[${index}]`,
            code: 'ISSUE_NOT_OPEN',
            message: `问题${issueNo ?? ''}尚未建账或已经办结`,
          },
        ],
  );
}

const endedBy = (caller: Caller, tx: Tx, closingNote: string): NoticePatch => ({
  closingNote,
  closedBy: caller.userId,
  closedByName: caller.name,
  finishedOn: businessDate(tx.now),
  feedbackDueOn: null,
});
