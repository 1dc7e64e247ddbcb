import type { UnitTree } from '../../identity/unit-catalog.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import { refOf } from '../issues/issue.views.js';
import type { TaskBody } from './task.body.js';
import type { TaskRecord } from './task.reads.js';
import { summaryOf, taskOverdueDays } from './task.rules.js';

/** What a line of 任务清单 tells of the issue. */
export type TaskIssue = Pick<
  IssueRow,
  'issueNo' | 'status' | 'version' | 'statement' | 'category' | 'cycleNo' | 'rectificationType'
>;

export function taskBody(
  task: TaskRecord,
  issue: TaskIssue,
  tree: UnitTree,
  today: string,
): TaskBody {
  const overdueDays = taskOverdueDays(task, issue, today);
  return {
    id: task.id,
    taskNo: task.taskNo,
    seq: task.seq,
    issueId: task.issueId,
    issueNo: issue.issueNo,
    issueStatus: issue.status,
    issueVersion: issue.version,
    summary: summaryOf(issue.statement),
    category: issue.category,
    cycleNo: task.cycleNo,
    title: task.title,
    measure: task.measure,
    goal: task.goal,
    rectificationType: issue.rectificationType,
    dueOn: task.dueOn,
    continues: task.continues,
    milestones: task.milestones,
    leadUnit: refOf(tree, task.leadUnitId),
    leadDivision: task.leadDivisionId === null ? null : refOf(tree, task.leadDivisionId),
    coUnits: task.coUnitIds.map((id) => refOf(tree, id)),
    ownerName: task.ownerName,
    ownerPost: task.ownerPost,
    percent: task.percent,
    status: task.status,
    overdue: overdueDays > 0,
    overdueDays,
    result: task.result,
    finishedOn: task.finishedOn,
    version: task.version,
  };
}
