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

/**
 * Condition that limits `reports AS r` to the units whose reports the caller may read, and to what the
 * unit he works for receives. {@link sightOf} says the same of reports to come.
 */
export function reportScopeSql(caller: Caller, tree: UnitTree): Sql {
  const readable = readableSql(sql`r.unit_id`, caller, tree);
  const receiving = receivesFor(caller, tree);
  if (receiving.length === 0) return readable;
  return sql`(${readable} OR r.receiver_unit_id IN ${inList(receiving)})`;
}

export interface ReportSight {
  /** Reports of the unit may be among those seen. */
  mayConcern(unitId: string): boolean;
  /** @param receiverUnitId asked for only where the answer hangs on it. */
  sees(unitId: string, receiverUnitId: () => string): boolean;
}

/** {@link reportScopeSql} for reports that the database does not have yet. */
export function sightOf(caller: Caller, tree: UnitTree): ReportSight {
  const scope = Scope.of(caller, 'report.read', tree);
  const receiving = receivesFor(caller, tree);
  const reads = (unitId: string): boolean => scope?.covers(unitId) ?? false;
  return {
    mayConcern: (unitId) => reads(unitId) || receiving.some((id) => tree.isWithin(unitId, id)),
    sees: (unitId, receiverUnitId) => reads(unitId) || receiving.includes(receiverUnitId()),
  };
}

/** The units in whose name the caller receives reports. */
const receivesFor = (caller: Caller, tree: UnitTree): string[] =>
  may(caller.roles, 'report.review') ? employersOf(caller, tree) : [];

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
