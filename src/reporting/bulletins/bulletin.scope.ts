import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, sql, type Sql } from '../../platform/database/queryable.js';

/** Condition that limits `bulletins AS b`: those worked on in the caller's bureau, and issued ones around it. */
export function visibleSql(caller: Caller, tree: UnitTree): Sql {
  const isBureau = (id: string): boolean => tree.find(id)?.type === 'CIVIL_AFFAIRS';
  const workers = (['case.read', 'bulletin.review'] as const).flatMap(
    (action) => Scope.of(caller, action, tree)?.unitIds() ?? [],
  );
  const reader = Scope.of(caller, 'bulletin.read', tree);
  const reached = (reader?.unitIds() ?? []).filter(isBureau);
  const above = reader
    ? tree
        .ancestors(caller.unitId)
        .map(({ id }) => id)
        .filter(isBureau)
    : [];
  return sql`(b.bureau_id IN ${inList([...new Set(workers.filter(isBureau))])}
    OR (b.status = 'ISSUED' AND b.bureau_id IN ${inList([...reached, ...above])}))`;
}
