import { endOfMonth } from '../../platform/calendar/business-date.js';
import { periodOf, previousPeriod } from '../../platform/calendar/period.js';
import { sql, type Sql } from '../../platform/database/queryable.js';
import { accountsIn, type CheckContext } from './reconciliation.context.js';

/**
 * The last month whose maintained sums hold nothing later than the date of the reconciliation: its own
 * month when that is over or has only come to the present day, else the month before.
 */
export function lastWholeMonth({ asOf, today }: Pick<CheckContext, 'asOf' | 'today'>): string {
  const month = periodOf('MONTH', asOf);
  return asOf >= today || asOf === endOfMonth(asOf) ? month.id : previousPeriod(month).id;
}

/** Condition on `ledger_totals`: whole months up to the date. */
export const totalsUpTo = (context: CheckContext): Sql =>
  sql`${accountsIn(context)} AND month <= ${lastWholeMonth(context)}`;

/** Condition on `ledger_entries`: up to the date, or only those of the months that sums are read of. */
export function entriesUpTo(context: CheckContext, extent: 'date' | 'whole months'): Sql {
  const last = extent === 'date' ? context.asOf : `${lastWholeMonth(context)}-31`;
  return sql`${accountsIn(context)} AND business_date <= ${last}`;
}
