import type { Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { type Queryable, raw, sql } from '../../platform/database/queryable.js';
import { notFound } from '../../platform/http/problem.js';
import type { Report } from './report.entity.js';
import { reportScopeSql } from './report-scope.js';
import type { ReportTerms } from './report-terms.js';
import type { ReportShift } from './schedule.entity.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';

/** What the schedule reads of a report; never its text, which may be long. */
const COLUMNS = [
  'id',
  'campaignId',
  'unitId',
  'receiverUnitId',
  'ruleCode',
  'period',
  'periodLabel',
  'reportType',
  'status',
  'opensOn',
  'coversFrom',
  'coversTo',
  'dueOn',
  'dueTime',
  'dueAt',
  'printedDueOn',
  'suggestedOn',
  'shiftId',
  'firstSubmittedAt',
  'isLate',
  'lateDays',
  'resubmitOn',
  'urgeCount',
  'exemptReason',
  'nextReminderOn',
  'nextUrgeAt',
  'terms',
  'version',
] as const satisfies readonly (keyof Report)[];
type Column = (typeof COLUMNS)[number];

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns of `reports AS r` that {@link scheduledReportOf} reads. */
export const SCHEDULE_COLUMNS = raw(COLUMNS.map((name) => `r.${snake(name)}`).join(', '));

/** A report as the database gives it. */
export type StoredReport = Readonly<Pick<Report, Exclude<Column, 'terms' | 'isLate'>>> & {
  readonly terms: string | null;
  readonly isLate: number;
};

/** Reports made before terms were kept are judged as plainly as can be. */
const NO_TERMS: Omit<ReportTerms, 'name'> = {
  soft: false,
  nilRequired: false,
  leaderSign: false,
  seal: false,
  paper: false,
  attachments: [],
  dependsOn: [],
  reminders: [0],
};

export type ScheduledReport = Readonly<Pick<Report, Exclude<Column, 'terms'>>> & {
  readonly terms: ReportTerms;
};

export const scheduledReportOf = (row: StoredReport): ScheduledReport => ({
  ...row,
  terms:
    row.terms === null
      ? { ...NO_TERMS, name: row.ruleCode }
      : (JSON.parse(row.terms) as ReportTerms),
  isLate: Boolean(row.isLate),
});

/** @throws 404 when the report does not exist or is out of scope. */
export async function loadReport(
  db: Queryable,
  caller: Caller,
  id: string,
  tree: UnitTree,
): Promise<ScheduledReport> {
  const row = await db.one<StoredReport>(
    sql`SELECT ${SCHEDULE_COLUMNS} FROM reports AS r WHERE r.id = ${id} AND ${reportScopeSql(caller, tree)}`,
  );
  if (!row) throw notFound();
  return scheduledReportOf(row);
}

/** Says nothing about scope. */
export async function reportById(db: Queryable, id: string): Promise<ScheduledReport | undefined> {
  const row = await db.one<StoredReport>(
    sql`SELECT ${SCHEDULE_COLUMNS} FROM reports AS r WHERE r.id = ${id}`,
  );
  return row && scheduledReportOf(row);
}

/** The shifts that count for the periods of a campaign, each by {@link shiftKey}. */
export async function shiftsOf(
  db: Queryable,
  campaignId: string,
): Promise<ReadonlyMap<string, ReportShift>> {
  const shifts = await db.all<ReportShift>(
    sql`SELECT * FROM report_shifts WHERE campaign_id = ${campaignId} ORDER BY shift_no`,
  );
  return new Map(shifts.map((shift) => [shiftKey(shift), shift]));
}

export const shiftKey = ({
  ruleCode,
  period,
  receiverUnitId,
}: Pick<ReportShift, 'ruleCode' | 'period' | 'receiverUnitId'>): string =>
  `${ruleCode} ${period} ${receiverUnitId}`;

/** Periods whose reports have been made, each as `campaign rule period`. */
export async function openedPeriods(
  db: Queryable,
  campaignId?: string,
): Promise<ReadonlySet<string>> {
  const within = campaignId === undefined ? sql`1 = 1` : sql`campaign_id = ${campaignId}`;
  const rows = await db.all<{ campaignId: string; ruleCode: string; period: string }>(
    sql`SELECT campaign_id, rule_code, period FROM report_openings WHERE ${within}`,
  );
  return new Set(rows.map((row) => openedKey(row.campaignId, row.ruleCode, row.period)));
}

export const openedKey = (campaignId: string, ruleCode: string, period: string): string =>
  `${campaignId} ${ruleCode} ${period}`;

/** The rule as the campaign now has it; undefined when an amendment dropped it. */
export const ruleNamed = (
  campaign: { readonly definition: { readonly reportRules: readonly ReportRule[] } },
  code: string,
): ReportRule | undefined => campaign.definition.reportRules.find((rule) => rule.code === code);
