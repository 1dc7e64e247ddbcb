import type { Caller } from '../../identity/caller.js';
import { type Action, may } from '../../identity/permissions.js';
import { Scope } from '../../identity/scope.js';
import { worksFor } from '../../identity/staff.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';

/**
 * Condition that limits `reports AS r` to the units whose reports the caller may read, and to what the
 * unit he works for receives.
 */
export function reportScopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'report.read', tree);
  if (!scope) return sql`1 = 0`;
  if (scope.everywhere) return sql`1 = 1`;
  const parts = [
    sql`r.unit_id IN ${inList([...scope.units])}`,
    ...[...scope.roots].map((root) => withinSql(root, tree)),
    ...(may(caller.roles, 'report.review')
      ? [sql`r.receiver_unit_id IN ${inList(workedFor(caller, tree))}`]
      : []),
  ];
  return sql`(${join(parts, ' OR ')})`;
}

/** The units in whose name the caller works: his own, and the one that his office belongs to. */
export function workedFor(caller: Pick<Caller, 'unitId'>, tree: UnitTree): string[] {
  const unit = tree.find(caller.unitId);
  if (!unit) return [];
  const parent = unit.parentId;
  return parent !== null && worksFor(caller, parent, tree) ? [unit.id, parent] : [unit.id];
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
