import { businessDate } from '../../platform/calendar/clock.js';
import { sql, type Sql } from '../../platform/database/queryable.js';
import type { Report } from './report.entity.js';

type Judged = Pick<Report, 'isLate' | 'firstSubmittedAt' | 'dueAt' | 'resubmitOn' | 'status'>;

/**
 * 迟报 as of now: handed in late, past the due instant with nothing handed in, or returned and past the
 * day set for it (domain §3.4). {@link lateSql} says the same of a row.
 */
export function isLateAt(report: Judged, now: string): boolean {
  const { isLate, firstSubmittedAt, dueAt, resubmitOn, status } = report;
  if (isLate) return true;
  if (status === 'EXEMPT') return false;
  const unsent = firstSubmittedAt === null && dueAt !== null && dueAt <= now;
  return unsent || (resubmitOn !== null && resubmitOn < businessDate(now));
}

/** Condition on `reports AS r`, true or false but never unknown: {@link isLateAt}. */
export const lateSql = (now: string): Sql => sql`(r.is_late = 1 OR (r.status <> 'EXEMPT' AND (
  (r.first_submitted_at IS NULL AND r.due_at IS NOT NULL AND r.due_at <= ${now})
  OR (r.resubmit_on IS NOT NULL AND r.resubmit_on < ${businessDate(now)}))))`;
