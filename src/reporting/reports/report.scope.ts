import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, sql, type Sql } from '../../platform/database/queryable.js';
import { employersOf, readableSql } from '../schedule/report-scope.js';

/**
 * Condition that limits `reports AS r` to the units whose reports the caller may read, and to what the
 * unit he works for receives.
 */
export function reportScopeSql(caller: Caller, tree: UnitTree): Sql {
  const readable = readableSql(sql`r.unit_id`, caller, tree);
  if (!may(caller.roles, 'report.review')) return readable;
  return sql`(${readable} OR r.receiver_unit_id IN ${inList(employersOf(caller, tree))})`;
}
