import { laterOf } from '../../platform/calendar/business-date.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { tasksOfIssue } from '../tasks/task.reads.js';

/**
 * A new deadline may not cut off measures that are planned to run longer: each measure ends within the
 * deadline, which reconciliation checks.
 */
export async function measureLimitFaults(
  db: Queryable,
  issueId: string,
  deadline: string,
): Promise<FieldFault[]> {
  const tasks = await tasksOfIssue(db, issueId);
  const latest = tasks.reduce((date, { dueOn }) => (dueOn ? laterOf(date, dueOn) : date), '');
  if (deadline >= latest) return [];
  const message = `新的整改时限不能早于整改措施的完成时限（${latest}）`;
  return [{ path: 'deadline', code: 'BEFORE_MEASURES', message }];
}
