import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { responsibilitiesOfIssue } from '../responsibilities/responsibility.reads.js';
import { responsibilityBody } from '../responsibilities/responsibility.views.js';
import { tasksOfIssue } from '../tasks/task.reads.js';
import { taskBody } from '../tasks/task.views.js';
import type { PlanBody, PlanReviewBody } from './plan.body.js';
import type { PlanState } from './plan.codes.js';
import { findPlan, type PlanReviewRow, type PlanRow, planReviews } from './plan.reads.js';

@Injectable()
export class PlanQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, issueId: string): Promise<PlanBody> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    return this.body(this.reader, issue);
  }

  /** The plan as it stands in `db`; also for the answer of a command inside its transaction. */
  async body(db: Queryable, issue: IssueRow): Promise<PlanBody> {
    const tree = await this.units.load(db);
    const today = this.clock.today();
    const plan = await findPlan(db, issue.id, issue.cycleNo);
    const reviews = await planReviews(db, issue.id);
    const tasks = await tasksOfIssue(db, issue.id);
    const duties = await responsibilitiesOfIssue(db, issue.id);
    return {
      issueId: issue.id,
      issueNo: issue.issueNo,
      state: stateOf(plan, reviews),
      cycleNo: plan?.cycleNo ?? issue.cycleNo,
      attempt: plan?.attempt ?? 0,
      submittedByName: plan?.submittedByName ?? null,
      submittedAt: plan?.submittedAt ?? null,
      causeAnalysis: plan?.causeAnalysis ?? null,
      goal: plan?.goal ?? null,
      rectificationType: plan?.rectificationType ?? null,
      deadline: plan?.deadline ?? null,
      orderedDeadline: issue.orderedDeadline,
      stageGoal: plan?.stageGoal ?? null,
      nextReviewOn: plan?.nextReviewOn ?? null,
      expectedFinishOn: plan?.expectedFinishOn ?? null,
      measures: tasks.map((task) => taskBody(task, issue, tree, today)),
      responsibilities: duties.map((duty) => responsibilityBody(duty, tree)),
      reviews: reviews.map(reviewBody),
      version: issue.version,
    };
  }
}

function stateOf(plan: PlanRow | undefined, reviews: readonly PlanReviewRow[]): PlanState {
  if (!plan) return 'NONE';
  const last = reviews.filter((review) => review.cycleNo === plan.cycleNo).at(-1);
  if (plan.attempt > (last?.attempt ?? 0)) return 'SUBMITTED';
  return last?.decision ?? 'DRAFT';
}

const reviewBody = (row: PlanReviewRow): PlanReviewBody => ({
  cycleNo: row.cycleNo,
  attempt: row.attempt,
  submittedByName: row.submittedByName,
  submittedAt: row.submittedAt,
  decision: row.decision,
  opinion: row.opinion,
  reasonCode: row.reasonCode,
  demand: row.demand,
  decidedByName: row.decidedByName,
  decidedAt: row.decidedAt,
});
