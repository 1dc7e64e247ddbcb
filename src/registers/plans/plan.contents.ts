import type { UnitTree } from '../../identity/unit-catalog.js';
import type { ResponsibilityRecord } from '../responsibilities/responsibility.reads.js';
import type { TaskRecord } from '../tasks/task.reads.js';
import type { PlanRow } from './plan.reads.js';

/** The plan as a reviewer saw it, in words rather than ids and without phone numbers. */
export function planContents(
  plan: PlanRow,
  tasks: readonly TaskRecord[],
  duties: readonly ResponsibilityRecord[],
  tree: UnitTree,
): Record<string, unknown> {
  const unitName = (id: string | null): string | null =>
    id === null ? null : (tree.find(id)?.name ?? null);
  return {
    causeAnalysis: plan.causeAnalysis,
    goal: plan.goal,
    rectificationType: plan.rectificationType,
    deadline: plan.deadline,
    stageGoal: plan.stageGoal,
    nextReviewOn: plan.nextReviewOn,
    expectedFinishOn: plan.expectedFinishOn,
    measures: tasks.map((task) => ({
      seq: task.seq,
      taskNo: task.taskNo,
      title: task.title,
      measure: task.measure,
      goal: task.goal,
      dueOn: task.dueOn,
      continues: task.continues,
      milestones: task.milestones,
      leadUnit: unitName(task.leadUnitId),
      leadDivision: unitName(task.leadDivisionId),
      coUnits: task.coUnitIds.map(unitName),
      ownerName: task.ownerName,
      ownerPost: task.ownerPost,
    })),
    responsibilities: duties.map(({ kind, unitId, personName, post, duty }) => ({
      kind,
      unit: unitName(unitId),
      personName,
      post,
      duty,
    })),
  };
}
