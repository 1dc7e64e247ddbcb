import type { Caller } from '../../identity/caller.js';
import type { OrgType } from '../../identity/codes.js';
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

/** Offices that work in the name of the unit they belong to. */
const OWN_OFFICES: readonly OrgType[] = ['DIVISION', 'TOWN_CA_OFFICE'];

/** True when the caller works in the unit or in one of its offices: a report is a unit's own act. */
export function worksFor(caller: Caller, unitId: string, tree: UnitTree): boolean {
  if (caller.unitId === unitId) return true;
  const office = tree.find(caller.unitId);
  return office?.parentId === unitId && OWN_OFFICES.includes(office.type);
}

export function reaches(caller: Caller, action: Action, unitId: string, tree: UnitTree): boolean {
  return Scope.of(caller, action, tree)?.covers(unitId) ?? false;
}
