import type { Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { notFound } from '../../platform/http/problem.js';
import type { Report } from './report.entity.js';
import type { Narrative } from './report.narrative.js';
import { readableSql } from './report-scope.js';
import type { ReportTerms } from './report-terms.js';
import type { ReportShift } from './schedule.entity.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';

/** A report as the database gives it. */
export type StoredReport = Omit<Report, 'narrative' | 'terms' | 'isNil' | 'isLate'> & {
  readonly narrative: string;
  readonly terms: string | null;
  readonly isNil: number;
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

export type ScheduledReport = Readonly<Omit<Report, 'terms'>> & { readonly terms: ReportTerms };

export const scheduledReportOf = (row: StoredReport): ScheduledReport => ({
  ...row,
  narrative: JSON.parse(row.narrative) as Narrative,
  terms:
    row.terms === null
      ? { ...NO_TERMS, name: row.ruleCode }
      : (JSON.parse(row.terms) as ReportTerms),
  isNil: Boolean(row.isNil),
  isLate: Boolean(row.isLate),
});

/** @throws 404 when the report does not exist or is out of scope. */
export async function loadReport(
  db: Queryable,
  caller: Caller,
  id: string,
  tree: UnitTree,
): Promise<ScheduledReport> {
  const readable = readableSql(sql`r.unit_id`, caller, tree);
  const row = await db.one<StoredReport>(
    sql`SELECT r.* FROM reports AS r WHERE r.id = ${id} AND ${readable}`,
  );
  if (!row) throw notFound();
  return scheduledReportOf(row);
}

/** Says nothing about scope. */
export async function reportById(db: Queryable, id: string): Promise<ScheduledReport | undefined> {
  const row = await db.one<StoredReport>(sql`SELECT * FROM reports WHERE id = ${id}`);
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

/** Undefined when an amendment dropped the rule. */
export const ruleNamed = (
  campaign: { readonly definition: { readonly reportRules: readonly ReportRule[] } },
  code: string,
): ReportRule | undefined => campaign.definition.reportRules.find((rule) => rule.code === code);
