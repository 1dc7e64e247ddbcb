import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, raw, sql, type Sql } from '../../platform/database/queryable.js';
import type { Relation } from './issue.transitions.js';

interface Related {
  readonly bureauId: string;
  readonly registeredUnitId: string;
  readonly responsibleUnitId: string | null;
}

/** The units of an issue that a permission may be checked against. */
export function relatedUnits(issue: Related, relation: Relation): string[] {
  switch (relation) {
    case 'registrar':
      return [issue.registeredUnitId];
    case 'handler':
      return [issue.responsibleUnitId ?? issue.registeredUnitId];
    case 'any':
      return [
        issue.bureauId,
        issue.registeredUnitId,
        ...(issue.responsibleUnitId ? [issue.responsibleUnitId] : []),
      ];
  }
}

/** Condition on `issues AS i`: the scope covers one of the {@link relatedUnits}. */
export function relatedSql(relation: Relation, scope: Scope): Sql {
  const ids = scope.unitIds();
  if (!ids) return sql`1 = 1`;
  const within = (column: string): Sql => sql`i.${raw(column)} IN ${inList(ids)}`;
  const registered = within('registered_unit_id');
  const responsible = within('responsible_unit_id');
  switch (relation) {
    case 'registrar':
      return registered;
    case 'handler':
      return sql`(${responsible} OR (i.responsible_unit_id IS NULL AND ${registered}))`;
    case 'any':
      return sql`(${within('bureau_id')} OR ${registered} OR ${responsible})`;
  }
}

const NOTHING = sql`1 = 0`;

/**
 * Condition that limits `issues AS i` to what the caller may read. A bureau or a higher authority
 * reads by the bureau that runs the campaign, which is one indexed comparison; a town reads what it
 * answers for and what it logged itself.
 */
export function issueScopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'issue.read', tree);
  if (!scope) return NOTHING;
  if (scope.everywhere) return sql`1 = 1`;
  const bureaus = [...scope.roots].flatMap((id) => tree.bureausWithin(id));
  const below = [
    ...scope.units,
    ...[...scope.roots]
      .filter((id) => tree.bureausWithin(id).length === 0)
      .flatMap((id) => tree.subtree(id)),
  ];
  const parts = [
    ...(bureaus.length > 0 ? [sql`i.bureau_id IN ${inList(bureaus)}`] : []),
    ...(below.length > 0
      ? [
          sql`i.responsible_unit_id IN ${inList(below)}`,
          sql`i.registered_unit_id IN ${inList(below)}`,
        ]
      : []),
  ];
  return parts.length === 0 ? NOTHING : sql`(${join(parts, ' OR ')})`;
}

/**
 * The bureaus of which the caller reads every issue, where that is all the caller reads; undefined for
 * a caller who reads the issues of single units.
 */
export function bureausRead(caller: Caller, tree: UnitTree): readonly string[] | undefined {
  const scope = Scope.of(caller, 'issue.read', tree);
  if (!scope) return [];
  if (scope.everywhere) {
    return tree.units.filter((unit) => unit.type === 'CIVIL_AFFAIRS').map((unit) => unit.id);
  }
  const bureaus = [...scope.roots].map((root) => tree.bureausWithin(root));
  const others = scope.units.size > 0 || bureaus.some((ids) => ids.length === 0);
  return others ? undefined : bureaus.flat();
}

/** True when the caller reads every issue of the bureau's campaigns. */
export function readsBureau(caller: Caller, tree: UnitTree, bureauId: string): boolean {
  const scope = Scope.of(caller, 'issue.read', tree);
  if (!scope) return false;
  return (
    scope.everywhere || [...scope.roots].some((root) => tree.bureausWithin(root).includes(bureauId))
  );
}
