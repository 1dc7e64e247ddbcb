import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, sql, type Sql } from '../../platform/database/queryable.js';

/** Condition that limits `cases AS c`: the cases of the caller's bureau and of the bureaus below it. */
export function caseScopeSql(caller: Caller, tree: UnitTree): Sql {
  const ids = Scope.of(caller, 'case.read', tree)?.unitIds() ?? [];
  const bureaus = ids.filter((id) => tree.get(id).type === 'CIVIL_AFFAIRS');
  return sql`c.bureau_id IN ${inList(bureaus)}`;
}
