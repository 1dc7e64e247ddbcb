import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import {
  containsPattern,
  inList,
  join,
  type Queryable,
  raw,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { refOf } from '../issues/issue.views.js';
import { isOpen, type IssueStatus } from '../codes.js';
import { allowedNoticeActions } from './notice.actions.js';
import type { NoticeBody, NoticeIssueRef, NoticeListItem, NoticeReplyBody } from './notice.body.js';
import type { NoticeListQuery } from './notice.dto.js';
import type { Notice } from './notice.entity.js';
import { NoticeLifecycle, parsedNotice, type StoredNotice } from './notice.lifecycle.js';
import { duesOf } from './notice.rules.js';
import { addressedSql, noticeScopeSql } from './notice.scope.js';
import { noticesWaitingFor } from './notice.waiting.js';
import { loadReplies } from './reply.reads.js';
import { REPLY_OWED } from './supervision.codes.js';

const ORDER: Readonly<Record<string, Sql>> = {
  '-createdAt': raw('n.created_at DESC, n.id DESC'),
  createdAt: raw('n.created_at, n.id'),
  feedbackDueOn: raw('n.feedback_due_on NULLS LAST, n.id'),
};

/** Reads of notices, each limited to the caller's scope. */
@Injectable()
export class NoticeQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: NoticeLifecycle,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: NoticeListQuery): Promise<Page<NoticeListItem>> {
    const tree = await this.units.load();
    const today = this.clock.today();
    const waiting = query.waitingForMe
      ? [sql`n.id IN ${inList(await noticesWaitingFor(this.reader, caller, tree))}`]
      : [];
    const where = join(
      [noticeScopeSql(caller, tree), ...conditions(query, tree, today), ...waiting],
      ' AND ',
    );
    const order = ORDER[query.sort] ?? raw('n.id DESC');
    const rows = await this.reader.all<StoredNotice>(sql`
      SELECT n.* FROM (
        SELECT n.id FROM supervision_notices AS n WHERE ${where}
        ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}
      ) AS page JOIN supervision_notices AS n ON n.id = page.id ORDER BY ${order}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM supervision_notices AS n WHERE ${where}`,
    );
    return {
      items: rows.map((row) => itemOf(parsedNotice(row), tree, today)),
      total: counted?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** How many notices the list has with `waitingForMe`. */
  async countWaiting(caller: Caller): Promise<number> {
    return (await noticesWaitingFor(this.reader, caller, await this.units.load())).length;
  }

  async get(caller: Caller, id: string): Promise<NoticeBody> {
    return this.body(this.reader, caller, await this.lifecycle.load(this.reader, caller, id));
  }

  async replies(caller: Caller, id: string): Promise<NoticeReplyBody[]> {
    const notice = await this.lifecycle.load(this.reader, caller, id);
    return (await loadReplies(this.reader, notice.id)).bodies;
  }

  /** Notices that were issued about an issue, newest first; the caller has been allowed to see it. */
  async ofIssue(issueId: string): Promise<NoticeListItem[]> {
    const rows = await this.reader.all<StoredNotice>(sql`
      SELECT n.* FROM supervision_notice_issues AS l
      JOIN supervision_notices AS n ON n.id = l.notice_id
      WHERE l.issue_id = ${issueId} ORDER BY n.issued_at DESC, n.id DESC`);
    const tree = await this.units.load();
    return rows.map((row) => itemOf(parsedNotice(row), tree, this.clock.today()));
  }

  async body(db: Queryable, caller: Caller, notice: Notice): Promise<NoticeBody> {
    const tree = await this.units.load(db);
    const replies = await loadReplies(db, notice.id);
    const issues = await issuesOf(db, notice);
    const issuesEnded = haveEnded(issues);
    return {
      ...itemOf(notice, tree, this.clock.today()),
      ...contentOf(notice),
      bureau: refOf(tree, notice.bureauId),
      coUnits: notice.coUnitIds.map((id) => refOf(tree, id)),
      issues,
      materials: notice.materials.map(({ name, pages }) => ({ name, pages: pages ?? null })),
      replies: replies.bodies,
      allowedActions: allowedNoticeActions(
        { notice, replies: replies.rows, issuesEnded },
        await facingRecord(db, caller, notice.id),
        tree,
      ),
    };
  }
}

/** The issues of a notice as it prints them, in their order. */
export async function issuesOf(
  db: Queryable,
  { issueIds }: Pick<Notice, 'issueIds'>,
): Promise<NoticeIssueRef[]> {
  if (issueIds.length === 0) return [];
  const rows = await db.all<NoticeIssueRef>(sql`
    SELECT id, issue_no, statement, status FROM issues WHERE id IN ${inList(issueIds)}`);
  return issueIds.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** True when there are issues and all have been dealt with; a draft has not. */
export const haveEnded = (issues: readonly NoticeIssueRef[]): boolean =>
  issues.length > 0 &&
  issues.every(({ status }) => !isOpen(status as IssueStatus) && status !== 'DRAFT');

function conditions(query: NoticeListQuery, tree: UnitTree, today: string): Sql[] {
  const { campaignId, unitId, issueId, overdue, q } = query;
  const listed = (column: string, values: readonly string[] | undefined): Sql[] =>
    values && values.length > 0 ? [sql`${raw(column)} IN ${inList(values)}`] : [];
  const pattern = q ? containsPattern(q) : '';
  return [
    ...(campaignId ? [sql`n.campaign_id = ${campaignId}`] : []),
    ...listed('n.kind', query.kind),
    ...listed('n.level', query.level),
    ...listed('n.status', query.status),
    ...(unitId ? [unitSql(tree.subtree(unitId))] : []),
    ...(issueId ? [aboutSql(issueId)] : []),
    ...(overdue === undefined ? [] : [overdueSql(overdue, today)]),
    ...(q
      ? [
          sql`(n.doc_no LIKE ${pattern} ESCAPE '\\' OR n.title LIKE ${pattern} ESCAPE '\\'
            OR n.content LIKE ${pattern} ESCAPE '\\')`,
        ]
      : []),
  ];
}

const unitSql = (unitIds: readonly string[]): Sql =>
  sql`(n.lead_unit_id IN ${inList(unitIds)} OR ${addressedSql(unitIds)})`;

/** Issued notices by their links; a draft has none yet. */
const aboutSql = (issueId: string): Sql => sql`(
  n.id IN (SELECT l.notice_id FROM supervision_notice_issues AS l WHERE l.issue_id = ${issueId})
  OR (n.issued_at IS NULL AND n.issue_ids LIKE ${`%"${issueId}"%`}))`;

/** As `duesOf` judges. */
export function overdueSql(wanted: boolean, today: string): Sql {
  const late = sql`((n.status = 'ISSUED' AND COALESCE(n.sign_due_on, ${today}) < ${today})
    OR (n.status IN ${inList(['ISSUED', ...REPLY_OWED])}
        AND COALESCE(n.feedback_due_on, ${today}) < ${today}))`;
  return wanted ? late : sql`NOT ${late}`;
}

function itemOf(notice: Notice, tree: UnitTree, today: string): NoticeListItem {
  return {
    id: notice.id,
    kind: notice.kind,
    docNo: notice.docNo,
    campaignId: notice.campaignId,
    status: notice.status,
    level: notice.level,
    title: notice.title,
    leadUnit: refOf(tree, notice.leadUnitId),
    issueCount: notice.issueIds.length,
    dueOn: notice.dueOn,
    issuedOn: notice.issuedOn,
    signDueOn: notice.signDueOn,
    signedOn: notice.signedOn,
    feedbackDueOn: notice.feedbackDueOn,
    replyCount: notice.replyCount,
    ...duesOf(notice, today),
    origin: notice.origin,
    version: notice.version,
  };
}

const contentOf = (notice: Notice) => ({
  content: notice.content,
  instructingLeader: notice.instructingLeader,
  instruction: notice.instruction,
  leadLeader: notice.leadLeader,
  coLeaders: notice.coLeaders,
  feedbackType: notice.feedbackType,
  feedbackCycle: notice.feedbackCycle,
  source: notice.source,
  sourceDocNo: notice.sourceDocNo,
  requirements: notice.requirements,
  feedbackForm: notice.feedbackForm,
  feedbackRequired: notice.feedbackRequired,
  contact: notice.contact,
  phone: notice.phone,
  basis: notice.basis,
  markOn: notice.markOn,
  draftedByName: notice.draftedByName,
  issuedByName: notice.issuedByName,
  issuedAt: notice.issuedAt,
  signedByName: notice.signedByName,
  signedAt: notice.signedAt,
  returnCount: notice.returnCount,
  finishedOn: notice.finishedOn,
  closingNote: notice.closingNote,
  closedByName: notice.closedByName,
});
