import { daysBetween } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { sql, type Sql } from '../../platform/database/queryable.js';
import type { Report } from './report.entity.js';

type Judged = Pick<Report, 'isLate' | 'firstSubmittedAt' | 'dueAt' | 'resubmitOn' | 'status'>;

/**
 * 迟报 as of now: handed in late; or past the due instant with nothing handed in, or with a report that
 * was returned and is past the day set for it, too (domain §3.4). What is asked for in principle only has
 * no due instant and is never late. {@link lateSql} says the same of a row.
 */
export function isLateAt(report: Judged, now: string): boolean {
  const { isLate, firstSubmittedAt, dueAt, resubmitOn, status } = report;
  if (isLate) return true;
  if (status === 'EXEMPT' || dueAt === null || dueAt > now) return false;
  return firstSubmittedAt === null || (resubmitOn !== null && resubmitOn < businessDate(now));
}

type Awaited = Pick<Report, 'status' | 'dueOn' | 'resubmitOn'>;

/** Days until the report is due, or due again; negative when the day has passed, null when nothing is awaited. */
export function daysLeftOf({ status, dueOn, resubmitOn }: Awaited, now: string): number | null {
  const day = status === 'RETURNED' ? (resubmitOn ?? dueOn) : dueOn;
  const awaited = status === 'PENDING' || status === 'DRAFT' || status === 'RETURNED';
  return awaited && day !== null ? daysBetween(businessDate(now), day) : null;
}

/** Condition on `reports AS r`, true or false but never unknown: {@link isLateAt}. */
export const lateSql = (now: string): Sql => sql`(r.is_late = 1 OR (r.status <> 'EXEMPT'
  AND r.due_at IS NOT NULL AND r.due_at <= ${now}
  AND (r.first_submitted_at IS NULL
    OR (r.resubmit_on IS NOT NULL AND r.resubmit_on < ${businessDate(now)}))))`;
