import { inList, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { type Identity, peopleBehind } from '../caller.js';

/**
 * Where two people are asked for, a deputy and the person he acted for count as one, on the records he
 * dealt with in that name: back from leave nobody decides what was applied for in his name. One query.
 * @returns the caller as a given record sees him
 */
export async function facing<P extends Identity>(
  db: Queryable,
  caller: P,
): Promise<(subjectId: string) => P> {
  const acts = await db.all<{ subjectId: string; actorId: string }>(sql`
    SELECT DISTINCT subject_id, actor_id FROM delegated_acts
    WHERE on_behalf_of_id IN ${inList(peopleBehind(caller))}`);
  if (acts.length === 0) return () => caller;
  return (id) => {
    const standIns = acts.flatMap(({ subjectId, actorId }) => (subjectId === id ? [actorId] : []));
    return standIns.length > 0 ? { ...caller, standIns } : caller;
  };
}

/** As {@link facing}, for one record; reads nothing of the others, however much was done for the caller. */
export async function facingRecord<P extends Identity>(
  db: Queryable,
  caller: P,
  subjectId: string,
): Promise<P> {
  const acts = await db.all<{ actorId: string }>(sql`
    SELECT DISTINCT actor_id FROM delegated_acts
    WHERE subject_id = ${subjectId} AND on_behalf_of_id IN ${inList(peopleBehind(caller))}`);
  return acts.length > 0 ? { ...caller, standIns: acts.map(({ actorId }) => actorId) } : caller;
}

/** As {@link facing}, a condition: what `by` did with the record was the caller's own doing. */
export const isOwnDoingSql = (caller: Identity, subjectId: Sql, by: Sql): Sql => sql`(
  ${by} IN ${inList(peopleBehind(caller))}
  OR EXISTS (SELECT x.id FROM delegated_acts AS x WHERE x.subject_id = ${subjectId}
    AND x.actor_id = ${by} AND x.on_behalf_of_id IN ${inList(peopleBehind(caller))}))`;

/** The name under which `by` did something with a record at an instant, when it was done for another. */
export const nameActedUnderSql = (subjectId: Sql, by: Sql, at: Sql): Sql => sql`(
  SELECT MAX(x.actor_name) FROM delegated_acts AS x
  WHERE x.subject_id = ${subjectId} AND x.actor_id = ${by} AND x.recorded_at = ${at})`;
