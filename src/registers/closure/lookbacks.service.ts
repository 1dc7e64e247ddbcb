import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, Problem, ruleBroken } from '../../platform/http/problem.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { IssueViews } from '../issues/issue.views.js';
import type { LookbackBody } from './closure.body.js';
import { FAILED_LOOKBACKS, type LookbackResult } from './closure.codes.js';
import type { LookbackInput, ReopeningInput } from './closure.dto.js';
import { Lookback } from './closure.entity.js';
import { measureLimitFaults } from './measure-limit.js';

interface LookbackRow extends Omit<LookbackBody, 'methods'> {
  methods: string;
  checkerId: string;
}

const SOLID_LOOKBACKS_TO_ARCHIVE = 2;

/** 回头看 of closed issues, 反弹重新挂账, 归档. */
@Injectable()
export class Lookbacks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly views: IssueViews,
  ) {}

  /** Records a check. The checker had no part in the close-out (domain §2.7). */
  record(
    caller: Caller,
    issueId: string,
    version: number,
    input: LookbackInput,
  ): Promise<LookbackBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'recordLookback', version);
      const { issue } = step;
      await this.refuseInvolved(tx, issue, caller);
      const today = businessDate(tx.now);
      if (
        input.checkedOn > today ||
        (issue.closedOn !== null && input.checkedOn < issue.closedOn)
      ) {
        throw ruleBroken('LOOKBACK_DATE', '核查时间应在销号之后、今天之前。', [
          { path: 'checkedOn', code: 'OUT_OF_RANGE', message: '核查时间应在销号之后、今天之前' },
        ]);
      }
      const id = newId();
      await tx.insert(Lookback, {
        id,
        issueId,
        cycleNo: issue.cycleNo,
        ...input,
        checkerId: caller.userId,
        checkerName: caller.name,
        recordedAt: tx.now,
      });
      await this.lifecycle.complete(tx, step, {}, { ...input });
      return { id, cycleNo: issue.cycleNo, ...input, checkerName: caller.name, recordedAt: tx.now };
    });
  }

  /**
   * T22: a check found the close-out false or not solid; somebody other than the checker puts the issue
   * back on the books as a new round. What the closed round says stays as it was.
   */
  reopen(
    caller: Caller,
    issueId: string,
    version: number,
    input: ReopeningInput,
  ): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'reopen', version);
      const { issue } = step;
      const failed = await this.failedLookback(tx, issue);
      if (!failed) {
        throw conflict('NO_FAILED_LOOKBACK', '重新挂账须先有不彻底、虚假整改或反弹的回头看记录。');
      }
      if (failed.checkerId === caller.userId) {
        throw new Problem(403, 'SELF_REVIEW', '登记回头看的人不能批准重新挂账。');
      }
      const faults = await measureLimitFaults(tx, issueId, input.deadline);
      if (input.deadline <= businessDate(tx.now)) {
        faults.push({ path: 'deadline', code: 'NOT_LATER', message: '新的整改时限应晚于今天' });
      }
      if (faults.length > 0) throw ruleBroken('REOPENING_DATE', '重新挂账的时限有误。', faults);
      const after = await this.lifecycle.complete(
        tx,
        step,
        { ...freshRound(issue), originalDeadline: input.deadline, currentDeadline: input.deadline },
        { ...input, closedOn: issue.closedOn, closureNo: issue.closureNo, result: failed.result },
      );
      return this.views.body(tx, after, caller);
    });
  }

  /** T24: read-only from here on, after two solid checks, the lookback window or the campaign's end. */
  archive(caller: Caller, issueId: string, version: number): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'archive', version);
      if (!(await this.isArchivable(tx, step.issue))) {
        throw conflict('LOOKBACK_OPEN', '回头看期限未满，暂不能归档。');
      }
      return this.views.body(tx, await this.lifecycle.complete(tx, step), caller);
    });
  }

  async ofIssue(db: Queryable, issueId: string): Promise<LookbackBody[]> {
    const rows = await this.rows(db, issueId);
    return rows.map(({ checkerId: _checker, methods, ...row }) => ({
      ...row,
      methods: JSON.parse(methods) as string[],
    }));
  }

  /** The latest check of the current round that failed, if any. */
  async failedLookback(db: Queryable, issue: IssueRow): Promise<LookbackRow | undefined> {
    const rows = await this.rows(db, issue.id);
    return rows
      .filter((row) => row.cycleNo === issue.cycleNo)
      .findLast((row) => FAILED_LOOKBACKS.includes(row.result as LookbackResult));
  }

  private rows(db: Queryable, issueId: string): Promise<LookbackRow[]> {
    return db.all<LookbackRow>(
      sql`SELECT * FROM lookbacks WHERE issue_id = ${issueId} ORDER BY recorded_at, id`,
    );
  }

  private async isArchivable(tx: Tx, issue: IssueRow): Promise<boolean> {
    const campaign = await this.campaigns.get(tx, issue.campaignId);
    const { lookbackDays } = campaign.definition.parameters;
    const windowEnd = addDays(issue.closedOn ?? businessDate(tx.now), lookbackDays);
    const rows = await this.rows(tx, issue.id);
    const solid = rows.filter((row) => row.cycleNo === issue.cycleNo && row.result === 'SOLID');
    return (
      campaign.status !== 'ACTIVE' ||
      businessDate(tx.now) > windowEnd ||
      solid.length >= SOLID_LOOKBACKS_TO_ARCHIVE
    );
  }

  private async refuseInvolved(tx: Tx, issue: IssueRow, caller: Caller): Promise<void> {
    const involved = await tx.one<{ found: number }>(sql`
      SELECT 1 AS found FROM closure_applications AS a
      LEFT JOIN closure_steps AS s ON s.application_id = a.id
      WHERE a.issue_id = ${issue.id} AND a.cycle_no = ${issue.cycleNo} AND a.status = 'APPROVED'
        AND (a.applicant_id = ${caller.userId} OR s.decided_by = ${caller.userId}) LIMIT 1`);
    if (!involved) return;
    throw new Problem(403, 'INVOLVED_IN_CLOSURE', '参与过该问题销号申请或审核的人不能登记回头看。');
  }
}

/** What a new round starts with; the closed round is told by its application, entries and history. */
const freshRound = (issue: IssueRow) => ({
  cycleNo: issue.cycleNo + 1,
  percent: 0,
  lastProgressMonth: null,
  latestProgress: null,
  effect: null,
  rectifiedOn: null,
  verdict: null,
  returnCount: 0,
  extensionCount: 0,
  closureNo: null,
  closedOn: null,
});
