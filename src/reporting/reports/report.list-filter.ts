import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { employersOf } from '../schedule/report-scope.js';
import { OPEN_REPORT_STATUSES } from './report.rules.js';

/** Condition on `reports AS r`: the next step is for the people of the caller's unit, and he may take it. */
export function waitingForSql(caller: Caller, tree: UnitTree): Sql {
  const units = inList(employersOf(caller, tree));
  const writes =
    may(caller.roles, 'report.prepare') || may(caller.roles, 'report.submit')
      ? [sql`(r.unit_id IN ${units} AND r.status IN ${inList(OPEN_REPORT_STATUSES)})`]
      : [];
  const receives = may(caller.roles, 'report.review')
    ? [
        sql`(r.receiver_unit_id IN ${units} AND (r.status = 'SUBMITTED' OR EXISTS (
          SELECT 1 FROM report_corrections AS c
          WHERE c.report_id = r.id AND c.status = 'REQUESTED')))`,
      ]
    : [];
  const parts = [...writes, ...receives];
  return parts.length === 0 ? sql`1 = 0` : sql`(${join(parts, ' OR ')})`;
}
