import type { Caller } from '../../identity/caller.js';
import { type Action, may } from '../../identity/permissions.js';
import { Scope } from '../../identity/scope.js';
import { worksFor } from '../../identity/staff.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';

/** The unit of a column is one whose reports the caller may read. */
export function readableSql(unitColumn: Sql, caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'report.read', tree);
  if (!scope) return sql`1 = 0`;
  if (scope.everywhere) return sql`1 = 1`;
  const parts = [
    sql`${unitColumn} IN ${inList([...scope.units])}`,
    ...[...scope.roots].map((root) => withinSql(unitColumn, root, tree)),
  ];
  return sql`(${join(parts, ' OR ')})`;
}

/** The unit of a column is the given one or below it. */
export function withinSql(unitColumn: Sql, unitId: string, tree: UnitTree): Sql {
  const root = tree.find(unitId);
  if (!root) return sql`1 = 0`;
  return sql`${unitColumn} IN (SELECT id FROM units WHERE path LIKE ${`${root.path}%`})`;
}

/**
 * True when the caller does this in the name of the unit: holds the permission and works there. The place
 * of the reporter does not count: a city bureau receives from county bureaus that are no part of it.
 */
export function actsFor(
  caller: Caller,
  action: Action,
  unitId: string | null,
  tree: UnitTree,
): boolean {
  return unitId !== null && may(caller.roles, action) && worksFor(caller, unitId, tree);
}

/** The units in whose name somebody works: his own, and the one whose office it is. */
export function employersOf(caller: Pick<Caller, 'unitId'>, tree: UnitTree): string[] {
  const parent = tree.find(caller.unitId)?.parentId;
  const candidates = parent ? [caller.unitId, parent] : [caller.unitId];
  return candidates.filter((id) => id !== '' && worksFor(caller, id, tree));
}
