import type { Light, RectificationType } from '../../campaigns/codes/issue-codes.js';
import type { LightRule } from '../../campaigns/definition/parameters.js';
import { lightOf } from '../../campaigns/light.rules.js';
import { addDays, startOfMonth } from '../../platform/calendar/business-date.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import {
  type Dialect,
  inList,
  join,
  raw,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import type { IssueStatus } from '../codes.js';
import type { IssueRow } from './issue.lifecycle.js';

type LightColumns = Pick<
  IssueRow,
  | 'status'
  | 'rectificationType'
  | 'assignedOn'
  | 'planSubmittedBy'
  | 'currentDeadline'
  | 'percent'
  | 'lastProgressMonth'
  | 'returnCount'
  | 'closedOn'
  | 'nextReviewOn'
>;

/** Statuses in which a plan is owed: an issue reopened after a one-step close never had one. */
const PLANNING: readonly IssueStatus[] = ['ASSIGNED', 'PLANNING'];

/** The light of a row on a day, by the campaign's rule. */
export function issueLight(row: LightColumns, asOf: string, rule: LightRule): Light | null {
  return lightOf(
    {
      status: row.status,
      rectificationType: row.rectificationType as RectificationType | null,
      assignedOn: row.assignedOn,
      planSubmitted: row.planSubmittedBy !== null || !PLANNING.includes(row.status),
      currentDeadline: row.currentDeadline,
      progressPercent: row.lastProgressMonth === null ? null : row.percent,
      lastProgressOn: row.lastProgressMonth === null ? null : `${row.lastProgressMonth}-01`,
      returnCount: row.returnCount,
      closedOn: row.closedOn,
      nextReviewOn: row.nextReviewOn,
    },
    asOf,
    rule,
  ).light;
}

export interface LightContext {
  readonly today: string;
  readonly dialect: Dialect;
  /** Campaigns whose issues may appear, each with its own rule. */
  readonly campaigns: readonly { id: string; definition: { lightRule: LightRule } }[];
}

/**
 * The same light as an SQL expression over `issues AS i`, for filters on large lists. A property test
 * compares the two on random rows.
 */
export function lightSql({ today, dialect, campaigns }: LightContext): Sql {
  if (campaigns.length === 0) return sql`NULL`;
  const cases = campaigns.map(
    ({ id, definition }) =>
      sql`WHEN i.campaign_id = ${id} THEN ${ruleSql(definition.lightRule, today, dialect)}`,
  );
  return sql`(CASE ${join(cases, ' ')} END)`;
}

function ruleSql(rule: LightRule, today: string, dialect: Dialect): Sql {
  const lag = lagSql(today, dialect);
  const late = sql`COALESCE(i.current_deadline < ${today}, ${no(dialect)})`;
  const day = Number(today.slice(8));
  const progressMissing =
    day < rule.progressFromDay
      ? sql`1 = 0`
      : sql`(i.status IN ('RECTIFYING', 'CLOSURE_REVIEW')
             AND COALESCE(i.last_progress_month, '') < ${startOfMonth(today).slice(0, 7)})`;
  return sql`(CASE
    WHEN i.status IN ('VOIDED', 'MERGED', 'TRANSFERRED') THEN NULL
    WHEN i.status IN ('CLOSED', 'ARCHIVED') THEN 'DONE'
    WHEN i.status IN ('DRAFT', 'REGISTERED') THEN 'GRAY'
    WHEN i.status = 'CARRIED_OVER' THEN (CASE
      WHEN i.next_review_on < ${today} THEN 'RED'
      WHEN i.next_review_on <= ${addDays(today, rule.reviewNearDays)} THEN 'YELLOW'
      ELSE 'GREEN' END)
    WHEN ${late} OR ${lag} > ${rule.lagRedPoints} THEN 'RED'
    WHEN (i.plan_submitted_by IS NULL AND i.status IN ${inList(PLANNING)}
        AND i.assigned_on < ${planOverdueFrom(today, rule.planWorkdays)})
      OR i.current_deadline <= (CASE WHEN i.rectification_type = 'IMMEDIATE'
           THEN ${addDays(today, rule.nearDaysImmediate)} ELSE ${addDays(today, rule.nearDays)} END)
      OR ${lag} >= ${rule.lagYellowPoints}
      OR i.return_count >= ${rule.returnsYellow}
      OR ${progressMissing} THEN 'YELLOW'
    WHEN i.last_progress_month IS NULL OR i.percent = 0 THEN 'GRAY'
    ELSE 'GREEN' END)`;
}

const no = (dialect: Dialect): Sql => raw(dialect === 'postgres' ? 'FALSE' : '0');

/** Days from one date column or value to another, whole. */
function daysSql(from: Sql, to: Sql, dialect: Dialect): Sql {
  return dialect === 'postgres'
    ? sql`(CAST(${to} AS date) - CAST(${from} AS date))`
    : sql`CAST(julianday(${to}) - julianday(${from}) AS INTEGER)`;
}

/** Points behind an even pace, as `progressLag` in campaigns/light.rules.ts computes them; 0 if unknown. */
function lagSql(today: string, dialect: Dialect): Sql {
  const total = daysSql(raw('i.assigned_on'), raw('i.current_deadline'), dialect);
  const elapsed = daysSql(raw('i.assigned_on'), sql`${today}`, dialect);
  const real = raw(dialect === 'postgres' ? 'double precision' : 'REAL');
  return sql`(CASE
    WHEN i.status <> 'RECTIFYING' OR i.last_progress_month IS NULL OR i.assigned_on IS NULL
      OR i.current_deadline IS NULL OR ${total} <= 0 THEN 0
    WHEN ${elapsed} <= 0 THEN 0 - i.percent
    WHEN ${elapsed} >= ${total} THEN 100 - i.percent
    ELSE (CAST(${elapsed} AS ${real}) / ${total}) * 100 - i.percent END)`;
}

/**
 * First assignment date whose plan is not yet overdue: assignments before it are. Counting workdays is
 * monotonous, so one comparison replaces a calendar in SQL.
 */
export function planOverdueFrom(today: string, planWorkdays: number): string {
  let date = today;
  while (addWorkdays(date, planWorkdays) >= today) date = addDays(date, -1);
  return addDays(date, 1);
}
