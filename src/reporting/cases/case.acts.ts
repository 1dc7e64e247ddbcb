import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { CaseActs, ReviewRow } from './case.views.js';

/** Who has decided and written each of the cases so far. Says nothing about scope. */
export async function actsOf(
  db: Queryable,
  ids: readonly string[],
): Promise<(id: string) => CaseActs> {
  const reviews = await db.all<ReviewRow & { caseId: string }>(sql`
    SELECT * FROM case_reviews WHERE case_id IN ${inList(ids)} ORDER BY round, decided_at, id`);
  const writers = await db.all<{ caseId: string; actorId: string }>(sql`
    SELECT DISTINCT subject_id AS case_id, actor_id FROM audit_entries
    WHERE subject_type = 'case' AND subject_id IN ${inList(ids)}
      AND action IN ('case.create', 'case.edit', 'case.submit')`);
  return (id) => ({
    reviews: reviews.filter(({ caseId }) => caseId === id),
    writerIds: writers.flatMap(({ caseId, actorId }) => (caseId === id ? [actorId] : [])),
  });
}
