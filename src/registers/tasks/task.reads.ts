import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { byIssue } from './issue-batches.js';
import type { MilestoneState, Task } from './task.entity.js';

/** A measure as plain data, JSON and flags read. */
export type TaskRecord = Readonly<Task>;

/** A measure as the database gives it. */
export type TaskRow = Omit<Task, 'continues' | 'milestones' | 'coUnitIds'> & {
  continues: number;
  milestones: string;
  coUnitIds: string;
};

export function taskOf<Row extends TaskRow>(
  row: Row,
): Omit<Row, 'continues' | 'milestones' | 'coUnitIds'> &
  Pick<Task, 'continues' | 'milestones' | 'coUnitIds'> {
  return {
    ...row,
    continues: Boolean(row.continues),
    milestones: JSON.parse(row.milestones) as MilestoneState[],
    coUnitIds: JSON.parse(row.coUnitIds) as string[],
  };
}

/**
 * The current measures of each issue, of all its rounds, in their printed order; one query for all.
 * Says nothing about scope: pass ids that the caller may read.
 */
export async function tasksOfIssues(
  db: Queryable,
  issueIds: readonly string[],
): Promise<Map<string, TaskRecord[]>> {
  return byIssue(issueIds, async (ids) => {
    const rows = await db.all<TaskRow>(sql`
      SELECT * FROM tasks WHERE issue_id IN ${inList(ids)} AND superseded_at IS NULL
      ORDER BY issue_id, seq, id`);
    return rows.map(taskOf);
  });
}

/** The current measures of one issue. */
export async function tasksOfIssue(db: Queryable, issueId: string): Promise<TaskRecord[]> {
  return (await tasksOfIssues(db, [issueId])).get(issueId) ?? [];
}
