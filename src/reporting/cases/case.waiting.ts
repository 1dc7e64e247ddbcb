import type { Caller } from '../../identity/caller.js';
import { facing } from '../../identity/deputies/stand-ins.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { actsOf } from './case.acts.js';
import { CASE_CHAIN, CASE_STEP } from './case.codes.js';
import { caseScopeSql } from './case.scope.js';
import { type ReviewedCase, reviewBar, waitingStep } from './case.views.js';

/** Ids of the cases in scope that wait for a decision of the caller. */
export async function casesWaitingFor(
  db: Queryable,
  caller: Caller,
  tree: UnitTree,
): Promise<string[]> {
  const steps = CASE_STEP.codes.filter((step) => caller.roles.includes(CASE_CHAIN[step].role));
  if (steps.length === 0) return [];
  const cases = await db.all<ReviewedCase & { id: string }>(sql`
    SELECT c.id, c.status, c.round, c.bureau_id, c.drafted_by, c.submitted_by FROM cases AS c
    WHERE c.status IN ${inList(steps)} AND ${caseScopeSql(caller, tree)}`);
  if (cases.length === 0) return [];
  const ids = cases.map(({ id }) => id);
  const acts = await actsOf(db, ids);
  const asked = await facing(db, caller);
  return cases
    .filter((row) => {
      const step = waitingStep(row);
      return step !== undefined && reviewBar(asked(row.id), row, acts(row.id), step, tree) === null;
    })
    .map(({ id }) => id);
}
