import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { latestDeadline } from '../../campaigns/deadline.rules.js';
import { type Caller, isBehind } from '../../identity/caller.js';
import { facingRecord, isOwnDoingSql } from '../../identity/deputies/stand-ins.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Problem, ruleBroken } from '../../platform/http/problem.js';
import { IssueActionRules } from '../issues/issue.action-rules.js';
import type { IssueBody } from '../issues/issue.body.js';
import {
  IssueLifecycle,
  type IssuePatch,
  type IssueRow,
  type Step,
} from '../issues/issue.lifecycle.js';
import { IssueViews } from '../issues/issue.views.js';
import { responsibilitiesOfIssue } from '../responsibilities/responsibility.reads.js';
import { type TaskRecord, tasksOfIssue } from '../tasks/task.reads.js';
import { planContents } from './plan.contents.js';
import type { PlanReviewFields } from './plan.dto.js';
import { Plan, PlanReview } from './plan.entity.js';
import { findPlan, type PlanRow } from './plan.reads.js';
import { planFaults, type PlanLimits, reviewFaults } from './plan.rules.js';

/** 报方案, 方案批准, 方案退回. */
@Injectable()
export class PlanApproval implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly actionRules: IssueActionRules,
    private readonly views: IssueViews,
  ) {}

  onModuleInit(): void {
    const notOwn = (_db: Queryable, issue: IssueRow, caller: Caller) =>
      Promise.resolve(!isBehind(caller, issue.planSubmittedBy));
    const notOwnSql = (caller: Caller) =>
      sql`(i.plan_submitted_by IS NULL
        OR NOT ${isOwnDoingSql(caller, sql`i.id`, sql`i.plan_submitted_by`)})`;
    this.actionRules.add('approvePlan', notOwn, notOwnSql);
    this.actionRules.add('returnPlan', notOwn, notOwnSql);
  }

  /**
   * T05: hands the draft in.
   * @throws 422 `PLAN_INCOMPLETE` with the path of every field that keeps it back.
   */
  submit(caller: Caller, issueId: string, version: number): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'submitPlan', version);
      const { issue } = step;
      const plan = await this.planOf(tx, issue);
      await this.check(tx, issue, plan);
      const attempt = (plan?.attempt ?? 0) + 1;
      const handedIn = { attempt, submittedBy: caller.userId, submittedAt: tx.now };
      await tx.update(Plan, { issueId, cycleNo: issue.cycleNo }, handedIn);
      const patch = { planSubmittedBy: caller.userId };
      const after = await this.lifecycle.complete(tx, step, patch, { attempt });
      return this.views.body(tx, after, caller);
    });
  }

  /**
   * T07 or T06. Approval makes the plan's contents the issue's and freezes its first deadline; a
   * return gives the unit a reason and a demand.
   * @throws 403 `SELF_REVIEW` when the reviewer handed the plan in.
   */
  review(
    caller: Caller,
    issueId: string,
    version: number,
    body: PlanReviewFields,
  ): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const action = body.decision === 'APPROVED' ? 'approvePlan' : 'returnPlan';
      const step = await this.lifecycle.begin(tx, caller, issueId, action, version);
      const plan = await this.planOf(tx, step.issue);
      if (!plan?.submittedBy || !plan.submittedAt) {
        throw new Error(`Issue ${issueId} is in plan review without a plan`);
      }
      if (isBehind(await facingRecord(tx, caller, issueId), plan.submittedBy)) {
        throw new Problem(403, 'SELF_REVIEW', '不能审核自己报送的方案，请由其他审核人办理。');
      }
      const faults = reviewFaults(body);
      if (faults.length > 0) throw ruleBroken('REVIEW_FIELDS', '审核意见不完整。', faults);
      await this.record(tx, step, plan, body);
      const patch = body.decision === 'APPROVED' ? approvalOf(plan, businessDate(tx.now)) : {};
      const { opinion, reasonCode, demand } = body;
      const detail = { attempt: plan.attempt, opinion, reasonCode, demand };
      const after = await this.lifecycle.complete(tx, step, patch, detail);
      return this.views.body(tx, after, caller);
    });
  }

  private async planOf(db: Queryable, issue: IssueRow): Promise<PlanRow | undefined> {
    const plan = await findPlan(db, issue.id, issue.cycleNo);
    return plan?.cycleNo === issue.cycleNo ? plan : undefined;
  }

  private async check(tx: Tx, issue: IssueRow, plan: PlanRow | undefined): Promise<void> {
    const type = (plan?.rectificationType ?? null) as RectificationType | null;
    const tasks = await tasksOfIssue(tx, issue.id);
    const faults = planFaults(
      {
        causeAnalysis: plan?.causeAnalysis ?? null,
        rectificationType: type,
        deadline: plan?.deadline ?? null,
        stageGoal: plan?.stageGoal ?? null,
        nextReviewOn: plan?.nextReviewOn ?? null,
        expectedFinishOn: plan?.expectedFinishOn ?? null,
        measures: tasks.filter(({ cycleNo }) => cycleNo === issue.cycleNo),
        duties: await responsibilitiesOfIssue(tx, issue.id),
      },
      await this.limits(tx, issue, type),
    );
    if (faults.length > 0) {
      throw ruleBroken('PLAN_INCOMPLETE', '方案还不能报送，请补充。', faults);
    }
  }

  private async limits(
    tx: Tx,
    issue: IssueRow,
    type: RectificationType | null,
  ): Promise<PlanLimits> {
    const { definition } = await this.campaigns.get(tx, issue.campaignId);
    const { foundOn, assignedOn, orderedDeadline } = issue;
    const today = businessDate(tx.now);
    const latest = type === null ? undefined : latestDeadline(definition, type, foundOn ?? today);
    return { today, foundOn, assignedOn, orderedDeadline, latest };
  }

  private async record(
    tx: Tx,
    { issue, caller, tree }: Step,
    plan: PlanRow,
    body: PlanReviewFields,
  ): Promise<void> {
    const tasks: TaskRecord[] = await tasksOfIssue(tx, issue.id);
    const duties = await responsibilitiesOfIssue(tx, issue.id);
    await tx.insert(PlanReview, {
      id: newId(),
      issueId: issue.id,
      cycleNo: plan.cycleNo,
      attempt: plan.attempt,
      submittedBy: plan.submittedBy as string,
      submittedAt: plan.submittedAt as string,
      decision: body.decision,
      opinion: body.opinion,
      reasonCode: body.decision === 'RETURNED' ? (body.reasonCode ?? null) : null,
      demand: body.decision === 'RETURNED' ? (body.demand ?? null) : null,
      decidedBy: caller.userId,
      decidedAt: tx.now,
      contents: planContents(plan, tasks, duties, tree),
    });
  }
}

function approvalOf(plan: PlanRow, today: string): IssuePatch {
  return {
    causeAnalysis: plan.causeAnalysis,
    goal: plan.goal,
    rectificationType: plan.rectificationType,
    originalDeadline: plan.deadline,
    currentDeadline: plan.deadline,
    stageGoal: plan.stageGoal,
    nextReviewOn: plan.nextReviewOn,
    expectedFinishOn: plan.expectedFinishOn,
    planApprovedOn: today,
  };
}
