import { inList, type Queryable, sql } from '../platform/database/queryable.js';
import type { Person } from './caller.js';
import type { Role } from './codes.js';
import type { Action } from './permissions.js';
import { reaches } from './scope.js';
import type { UnitTree } from './unit-catalog.js';

/**
 * Active users of a bureau, its departments and the units below it that belong to no other bureau who may
 * do something at the bureau: found by the scope that decides their requests too. In the order of their ids.
 */
export async function peopleReaching(
  db: Queryable,
  action: Action,
  bureauId: string,
  tree: UnitTree,
): Promise<Person[]> {
  const units = tree.subtree(bureauId).filter((id) => tree.bureauOf(id)?.id === bureauId);
  const rows = await db.all<{ userId: string; unitId: string; roles: string }>(sql`
    SELECT id AS user_id, unit_id, roles FROM users
    WHERE disabled_at IS NULL AND unit_id IN ${inList(units)} ORDER BY id`);
  return rows
    .map(({ userId, unitId, roles }) => ({
      userId,
      unitId,
      bureauId: tree.bureauOf(unitId)?.id ?? null,
      roles: JSON.parse(roles) as Role[],
    }))
    .filter((person) => reaches(person, action, bureauId, tree));
}
