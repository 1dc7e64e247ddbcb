import type { Caller } from '../../identity/caller.js';
import type { Action } from '../../identity/permissions.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import type { Notice } from './notice.entity.js';
import type { NoticeTransition } from './notice.transitions.js';

/** Actions whose holders see the drafts of their bureau. */
const DRAFT_WORK: readonly Action[] = ['notice.draft', 'notice.issue', 'notice.issueSevere'];

/**
 * Condition that limits `supervision_notices AS n`: a bureau reads what it and the bureaus below it
 * have issued, other units what is addressed to them; drafts are seen by those who work on them.
 */
export function noticeScopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'notice.read', tree);
  if (!scope) return sql`1 = 0`;
  if (scope.everywhere) return sql`1 = 1`;
  const bureaus = [...scope.roots].flatMap((id) => tree.bureausWithin(id));
  const below = [
    ...scope.units,
    ...[...scope.roots]
      .filter((id) => tree.bureausWithin(id).length === 0)
      .flatMap((id) => tree.subtree(id)),
  ];
  const drafting = DRAFT_WORK.some((action) => Scope.of(caller, action, tree) !== undefined);
  const parts = [
    ...(bureaus.length > 0
      ? [sql`(n.bureau_id IN ${inList(bureaus)} AND n.issued_at IS NOT NULL)`]
      : []),
    ...(drafting && caller.bureauId ? [sql`n.bureau_id = ${caller.bureauId}`] : []),
    ...(below.length > 0 ? [addressedSql(below)] : []),
  ];
  return parts.length === 0 ? sql`1 = 0` : sql`(${join(parts, ' OR ')})`;
}

/** Notices that were issued to one of the units. */
export const addressedSql = (unitIds: readonly string[]): Sql =>
  sql`n.id IN (SELECT u.notice_id FROM supervision_notice_units AS u
               WHERE u.unit_id IN ${inList(unitIds)})`;

/** Condition on `supervision_measures AS m`: the bureau's own business, and of the bureaus above it. */
export function measureScopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'notice.read', tree);
  if (!scope) return sql`1 = 0`;
  const bureaus = [...scope.roots].flatMap((id) => tree.bureausWithin(id));
  return sql`m.bureau_id IN ${inList(bureaus)}`;
}

export type NoticeSides = Pick<Notice, 'bureauId' | 'leadUnitId' | 'level'>;

/** True when the caller's permission for the step reaches the side of the notice that takes it. */
export function mayTake(
  transition: NoticeTransition,
  notice: NoticeSides,
  caller: Caller,
  tree: UnitTree,
): boolean {
  const unitId = transition.side === 'bureau' ? notice.bureauId : notice.leadUnitId;
  if (!(Scope.of(caller, transition.permission, tree)?.covers(unitId) ?? false)) return false;
  const severe = transition.permission === 'notice.issue' && isSevere(notice);
  return !severe || (Scope.of(caller, 'notice.issueSevere', tree)?.covers(unitId) ?? false);
}

/** Yellow and red notices are signed by the leaders of the bureau, not by the division. */
export const isSevere = ({ level }: Pick<Notice, 'level'>): boolean =>
  level === 'YELLOW' || level === 'RED';
