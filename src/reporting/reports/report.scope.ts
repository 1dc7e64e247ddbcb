import type { Caller } from '../../identity/caller.js';
import type { Action } from '../../identity/permissions.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';

/** Condition that limits `reports AS r` to the units whose reports the caller may read. */
export function reportScopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'report.read', tree);
  if (!scope) return sql`1 = 0`;
  if (scope.everywhere) return sql`1 = 1`;
  const parts = [
    sql`r.unit_id IN ${inList([...scope.units])}`,
    ...[...scope.roots].map((root) => withinSql(root, tree)),
  ];
  return sql`(${join(parts, ' OR ')})`;
}

/** `r.unit_id` is the unit or below it. */
export function withinSql(unitId: string, tree: UnitTree): Sql {
  const root = tree.find(unitId);
  if (!root) return sql`1 = 0`;
  return sql`r.unit_id IN (SELECT id FROM units WHERE path LIKE ${`${root.path}%`})`;
}

export function reaches(caller: Caller, action: Action, unitId: string, tree: UnitTree): boolean {
  return Scope.of(caller, action, tree)?.covers(unitId) ?? false;
}
