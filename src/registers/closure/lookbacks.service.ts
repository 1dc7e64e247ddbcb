import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { type Caller, isBehind, peopleBehind } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, Problem, ruleBroken } from '../../platform/http/problem.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle, type IssuePatch, type IssueRow } from '../issues/issue.lifecycle.js';
import { IssueViews } from '../issues/issue.views.js';
import type { LookbackBody, RecordedLookbackBody } from './closure.body.js';
import type { LookbackInput, ReopeningInput } from './closure.dto.js';
import { Lookback } from './closure.entity.js';
import { archiveObstacle, isFailed } from './lookback.rules.js';
import { measureLimitFaults } from './measure-limit.js';

interface LookbackRow extends Omit<LookbackBody, 'methods'> {
  methods: string;
  checkerId: string;
}

/** 回头看 of closed issues, 反弹重新挂账, 归档. */
@Injectable()
export class Lookbacks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly views: IssueViews,
    private readonly clock: Clock,
  ) {}

  /** Records a check. The checker had no part in the close-out (domain §2.7). */
  record(
    caller: Caller,
    issueId: string,
    version: number,
    input: LookbackInput,
  ): Promise<RecordedLookbackBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'recordLookback', version);
      const { issue } = step;
      if (await this.isInvolved(tx, issue, await facingRecord(tx, caller, issue.id))) {
        throw new Problem(
          403,
          'INVOLVED_IN_CLOSURE',
          '参与过该问题销号申请或审核的人不能登记回头看。',
        );
      }
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
      const latest = (await this.rows(tx, issueId)).at(-1);
      const lookbackResult = latest?.result ?? input.result;
      const after = await this.lifecycle.complete(tx, step, { lookbackResult }, { ...input });
      return {
        id,
        cycleNo: issue.cycleNo,
        ...input,
        checkerName: caller.name,
        recordedAt: tx.now,
        issueVersion: after.version,
      };
    });
  }

  /**
   * T22: the latest check found the close-out false or not solid; somebody other than the checker puts the issue
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
        throw conflict(
          'NO_FAILED_LOOKBACK',
          '重新挂账须以最近一次回头看为不彻底、虚假整改或反弹为据。',
        );
      }
      if (isBehind(await facingRecord(tx, caller, issueId), failed.checkerId)) {
        throw new Problem(403, 'SELF_REVIEW', '登记回头看的人不能批准重新挂账。');
      }
      const faults = await measureLimitFaults(tx, issueId, input.deadline);
      const today = businessDate(tx.now);
      if (input.deadline <= today) {
        faults.push({ path: 'deadline', code: 'NOT_LATER', message: '新的整改时限应晚于今天' });
      }
      if (faults.length > 0) throw ruleBroken('REOPENING_DATE', '重新挂账的时限有误。', faults);
      const after = await this.lifecycle.complete(
        tx,
        step,
        freshRound(issue, today, input.deadline),
        { ...input, closedOn: issue.closedOn, closureNo: issue.closureNo, result: failed.result },
      );
      return this.views.body(tx, after, caller);
    });
  }

  /** T24: read-only from here on; see {@link archiveObstacle} in lookback.rules.ts. */
  archive(caller: Caller, issueId: string, version: number): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'archive', version);
      const obstacle = await this.archiveObstacle(tx, step.issue);
      if (obstacle) throw obstacle;
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

  /** True when the caller could reopen the issue now. */
  async mayReopen(db: Queryable, issue: IssueRow, caller: Caller): Promise<boolean> {
    const failed = await this.failedLookback(db, issue);
    return failed !== undefined && !isBehind(caller, failed.checkerId);
  }

  async mayArchive(db: Queryable, issue: IssueRow): Promise<boolean> {
    return (await this.archiveObstacle(db, issue)) === undefined;
  }

  /** True when the caller applied for the current round's close-out or decided on it. */
  async isInvolved(db: Queryable, issue: IssueRow, caller: Caller): Promise<boolean> {
    const people = peopleBehind(caller);
    const involved = await db.one<{ found: number }>(sql`
      SELECT 1 AS found FROM closure_applications AS a
      LEFT JOIN closure_steps AS s ON s.application_id = a.id
      WHERE a.issue_id = ${issue.id} AND a.cycle_no = ${issue.cycleNo} AND a.status = 'APPROVED'
        AND (a.applicant_id IN ${inList(people)} OR s.decided_by IN ${inList(people)}) LIMIT 1`);
    return involved !== undefined;
  }

  /** The latest check of the current round, when it failed. */
  private async failedLookback(db: Queryable, issue: IssueRow): Promise<LookbackRow | undefined> {
    const latest = (await this.ofRound(db, issue)).at(-1);
    return isFailed(latest?.result) ? latest : undefined;
  }

  private async ofRound(db: Queryable, issue: IssueRow): Promise<LookbackRow[]> {
    return (await this.rows(db, issue.id)).filter((row) => row.cycleNo === issue.cycleNo);
  }

  /** By the day of the check; of one day's checks the one recorded later is the later one. */
  private rows(db: Queryable, issueId: string): Promise<LookbackRow[]> {
    return db.all<LookbackRow>(sql`
      SELECT id, cycle_no, checked_on, methods, persons, result, opinion, checker_id, checker_name,
             recorded_at
      FROM lookbacks WHERE issue_id = ${issueId}
      ORDER BY cycle_no, checked_on, recorded_at, id`);
  }

  private async archiveObstacle(db: Queryable, issue: IssueRow): Promise<Problem | undefined> {
    const campaign = await this.campaigns.get(db, issue.campaignId);
    const today = this.clock.today();
    const { lookbackDays } = campaign.definition.parameters;
    const results = (await this.ofRound(db, issue)).map((row) => row.result);
    return archiveObstacle({
      results,
      campaignEnded: campaign.status !== 'ACTIVE',
      windowOver: today > addDays(issue.closedOn ?? today, lookbackDays),
    });
  }
}

/** What a new round starts with; the closed round is told by its application, entries and history. */
const freshRound = (issue: IssueRow, today: string, deadline: string): IssuePatch => ({
  cycleNo: issue.cycleNo + 1,
  // The new round's pace counts from here; nobody signs for it.
  assignedOn: today,
  receiptDueOn: null,
  acknowledgedOn: null,
  originalDeadline: deadline,
  currentDeadline: deadline,
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
