import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ruleBroken } from '../../platform/http/problem.js';
import { IssueLifecycle, type IssueRow, type Step } from '../issues/issue.lifecycle.js';
import { type Duty, ResponsibilityBook } from '../responsibilities/responsibility.book.js';
import { type MeasureDefaults, TaskBook } from '../tasks/task.book.js';
import type { PlanBody } from './plan.body.js';
import type { PlanFields } from './plan.dto.js';
import { Plan } from './plan.entity.js';
import { PlanQueries } from './plan.queries.js';
import { findPlan } from './plan.reads.js';

/** 填写方案: the responsible unit writes the plan, as often as it likes, until it hands it in. */
@Injectable()
export class PlanDrafting {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly tasks: TaskBook,
    private readonly responsibilities: ResponsibilityBook,
    private readonly queries: PlanQueries,
  ) {}

  /**
   * Replaces the whole draft: what the body leaves out is empty afterwards. Nothing is deleted;
   * measures and duties that are left out stay in their tables as superseded.
   * @throws 422 for contradictions and unknown units or users; what is merely missing is asked for at
   *   submission.
   */
  save(caller: Caller, issueId: string, version: number, body: PlanFields): Promise<PlanBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'savePlan', version);
      await this.replaceParts(tx, step, body);
      await this.writePlan(tx, step.issue, caller, body);
      const after = await this.lifecycle.complete(tx, step, {}, draftDetail(body));
      return this.queries.body(tx, after);
    });
  }

  private async replaceParts(tx: Tx, { issue, tree }: Step, body: PlanFields): Promise<void> {
    const lines = body.responsibilities ?? [];
    const { duties, faults } = await this.responsibilities.prepare(tx, issue, tree, lines);
    const defaults = defaultsOf(issue, duties);
    faults.push(...(await this.tasks.replace(tx, issue, tree, body.measures ?? [], defaults)));
    if (faults.length > 0) throw ruleBroken('PLAN_FIELDS', '整改方案内容有误。', faults);
    await this.responsibilities.replace(tx, issue, duties);
  }

  private async writePlan(
    tx: Tx,
    issue: IssueRow,
    caller: Caller,
    body: PlanFields,
  ): Promise<void> {
    const contents = {
      causeAnalysis: body.causeAnalysis || null,
      goal: body.goal || null,
      rectificationType: body.rectificationType ?? null,
      deadline: body.deadline ?? null,
      stageGoal: body.stageGoal || null,
      nextReviewOn: body.nextReviewOn ?? null,
      expectedFinishOn: body.expectedFinishOn ?? null,
      updatedBy: caller.userId,
      updatedAt: tx.now,
    };
    const { id: issueId, cycleNo } = issue;
    const plan = await findPlan(tx, issueId, cycleNo);
    if (plan?.cycleNo === cycleNo) await tx.update(Plan, { id: plan.id }, contents);
    else await tx.insert(Plan, { id: newId(), issueId, cycleNo, ...contents });
  }
}

/** Measures take their lead, their helpers and their owner from the plan's 责任清单. */
function defaultsOf(issue: IssueRow, duties: readonly Duty[]): MeasureDefaults {
  const first = (kind: Duty['kind']) => duties.find((duty) => duty.kind === kind);
  const person = first('RESPONSIBLE_PERSON');
  return {
    leadUnitId: first('LEAD')?.unitId ?? issue.responsibleUnitId ?? issue.registeredUnitId,
    coUnitIds: duties.filter(({ kind }) => kind === 'CO').map(({ unitId }) => unitId),
    ownerName: person?.personName ?? null,
    ownerPost: person?.post ?? null,
  };
}

/** The draft as the history keeps it, without phone numbers. */
const draftDetail = (body: PlanFields): Record<string, unknown> => ({
  rectificationType: body.rectificationType,
  deadline: body.deadline,
  measures: (body.measures ?? []).map(({ measure, dueOn }) => ({ measure, dueOn })),
  responsibilities: (body.responsibilities ?? []).length,
});
