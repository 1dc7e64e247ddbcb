import { Injectable } from '@nestjs/common';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { SUPERVISE_LEVEL, type SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import { dueLevel, type Mark, marksOf } from './escalation.rules.js';
import { ladderContent, ladderTitle } from './escalation.texts.js';
import { blankNotice } from './notice.blank.js';
import { Notice } from './notice.entity.js';
import { NoticeIssuance } from './notice.issuance.js';
import { NoticeLifecycle, systemOf } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';
import type { LadderBasis } from './supervision.codes.js';

/** Makes the notices of the ladder, each rung once for an issue, a round and a date. */
@Injectable()
export class LadderNotices {
  constructor(
    private readonly units: UnitCatalog,
    private readonly lifecycle: NoticeLifecycle,
    private readonly issuance: NoticeIssuance,
    private readonly messages: NoticeMessages,
  ) {}

  /**
   * Makes the notice that is due for the issue, if one still is: the issue is locked first, so that two
   * servers at the same issue take turns and the second finds the notice of the first.
   */
  async make(
    tx: Tx,
    campaign: LoadedCampaign,
    issueId: string,
    basis: LadderBasis,
  ): Promise<Notice | undefined> {
    const issue = await tx.one<IssueRow>(sql`
      SELECT * FROM issues WHERE id = ${issueId}
      ${tx.rowLock}`);
    const mark = issue && marksOf(issue).find((candidate) => candidate.basis === basis);
    if (!issue || !mark) return undefined;
    const { escalation } = campaign.definition;
    const level = dueLevel(
      mark,
      businessDate(tx.now),
      await earlierNotices(tx, issue),
      await levelsMade(tx, issue, mark),
      escalation,
    );
    if (level === undefined) return undefined;
    const draft = await this.draft(tx, campaign, issue, mark, level);
    await this.supersede(tx, draft);
    const signs = escalation.autoIssue.includes(level);
    if (!signs || !(await this.issuance.canNumber(tx, issue.bureauId))) {
      await this.messages.drafted(tx, draft);
      return draft;
    }
    const transition = this.lifecycle.transition(draft, 'issue');
    const step = { notice: draft, transition, actor: systemOf(issue.bureauId) };
    return this.issuance.issue(tx, step, `${await this.officeOf(tx, issue)}（系统自动签发）`);
  }

  private async draft(
    tx: Tx,
    campaign: LoadedCampaign,
    issue: IssueRow,
    mark: Mark,
    level: SuperviseLevel,
  ): Promise<Notice> {
    const { escalation } = campaign.definition;
    const today = businessDate(tx.now);
    const dueOn = addDays(today, escalation.replyDays);
    const actor = systemOf(issue.bureauId);
    const notice: Notice = {
      ...blankNotice(tx.now, actor),
      id: newId(),
      kind: 'SUPERVISE',
      campaignId: issue.campaignId,
      bureauId: issue.bureauId,
      level,
      title: ladderTitle(issue, mark),
      content: ladderContent(issue, mark, level, { today, dueOn }),
      leadUnitId: issue.responsibleUnitId ?? issue.registeredUnitId,
      issueIds: [issue.id],
      dueOn,
      feedbackType: 'ONE_OFF',
      contact: escalation.contact ?? (await this.officeOf(tx, issue)),
      phone: escalation.phone ?? null,
      origin: 'LADDER',
      ladderIssueId: issue.id,
      ladderCycleNo: issue.cycleNo,
      ...mark,
    };
    await tx.insert(Notice, notice);
    const { title, issueIds } = notice;
    this.lifecycle.record(tx, actor, notice, 'create', { title, level, issueIds, ...mark });
    return notice;
  }

  /**
   * Brings a draft that has waited past its own reply day up to today. One that people have edited is
   * theirs: they are told what is wrong with it when they sign.
   */
  async renew(tx: Tx, campaign: LoadedCampaign, id: string): Promise<boolean> {
    const notice = await this.lifecycle.hold(tx, id);
    const today = businessDate(tx.now);
    if (notice?.status !== 'DRAFT' || notice.draftedBy !== null) return false;
    if (notice.dueOn === null || notice.dueOn > today || notice.level === null) return false;
    const issue = await tx.one<IssueRow>(
      sql`SELECT * FROM issues WHERE id = ${notice.ladderIssueId}`,
    );
    if (!issue || notice.basis === null || notice.markOn === null) return false;
    const dueOn = addDays(today, campaign.definition.escalation.replyDays);
    const mark = { basis: notice.basis, markOn: notice.markOn };
    const content = ladderContent(issue, mark, notice.level, { today, dueOn });
    const transition = this.lifecycle.transition(notice, 'edit');
    const step = { notice, transition, actor: systemOf(notice.bureauId) };
    await this.lifecycle.complete(tx, step, { content, dueOn }, { fields: ['content', 'dueOn'] });
    return true;
  }

  /** A lower notice that nobody has signed by now is overtaken: two of them would wait for one signature. */
  private async supersede(tx: Tx, { id, ladderIssueId, level }: Notice): Promise<void> {
    const lower = await tx.all<{ id: string }>(sql`
      SELECT id FROM supervision_notices
      WHERE ladder_issue_id = ${ladderIssueId} AND status = 'DRAFT' AND id <> ${id} ORDER BY id`);
    for (const row of lower) {
      const notice = await this.lifecycle.hold(tx, row.id);
      if (notice?.status !== 'DRAFT') continue;
      const note = `已升级为${labelOf(SUPERVISE_LEVEL, level)}督办单，草稿自动作废。`;
      await this.lifecycle.endBySystem(tx, notice, 'withdraw', note);
    }
  }

  /** The division that put the issue on the books, else the bureau. */
  private async officeOf(tx: Tx, issue: IssueRow): Promise<string> {
    const tree = await this.units.load(tx);
    const registrar = tree.get(issue.registeredUnitId);
    const division = registrar.type === 'DIVISION' && registrar.parentId === issue.bureauId;
    return division ? registrar.name : tree.get(issue.bureauId).name;
  }
}

/** Notices that the issue has been sent in this round and that still stand. */
async function earlierNotices(tx: Tx, issue: IssueRow): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    SELECT COUNT(*) AS count FROM supervision_notice_issues AS l
    JOIN supervision_notices AS n ON n.id = l.notice_id
    WHERE l.issue_id = ${issue.id} AND l.cycle_no = ${issue.cycleNo}
      AND n.kind = 'SUPERVISE' AND n.status <> 'WITHDRAWN'`);
  return row?.count ?? 0;
}

/** Levels made for a date, withdrawn notices included: each rung is taken once. */
export async function levelsMade(
  db: Queryable,
  issue: Pick<IssueRow, 'id' | 'cycleNo'>,
  mark: Mark,
): Promise<SuperviseLevel[]> {
  const rows = await db.all<{ level: SuperviseLevel }>(sql`
    SELECT level FROM supervision_notices
    WHERE ladder_issue_id = ${issue.id} AND ladder_cycle_no = ${issue.cycleNo}
      AND basis = ${mark.basis} AND mark_on = ${mark.markOn}`);
  return rows.map(({ level }) => level);
}
