import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Caller } from '../../identity/caller.js';
import { worksFor } from '../../identity/staff.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { dueNotice } from '../schedule/due-dates.rules.js';
import type { ReportBody, ReportListItem, ReportVersionItem } from './report.body.js';
import type { ReportListQuery } from './report.dto.js';
import type { Report } from '../schedule/report.entity.js';
import type { Narrative } from '../schedule/report.narrative.js';
import type { ReportTerms } from '../schedule/report-terms.js';
import type { ReportVersion } from './report-version.entity.js';
import { OPEN_REPORT_STATUSES, sealKindOf } from './report.rules.js';
import { reaches, reportScopeSql, withinSql } from './report.scope.js';

type StoredReport = Omit<Report, 'narrative' | 'terms' | 'isNil' | 'isLate'> & {
  narrative: string;
  terms: string | null;
  isNil: number;
  isLate: number;
};

/** A report with JSON and flags read. */
export type ReportRow = Readonly<Report>;

/** Reads of reports, limited to the units whose reports the caller may read. */
@Injectable()
export class ReportQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: ReportListQuery): Promise<Page<ReportListItem>> {
    const tree = await this.units.load();
    const where = join(this.conditions(caller, query, tree), ' AND ');
    const rows = await this.reader.all<StoredReport>(sql`
      SELECT r.* FROM reports AS r WHERE ${where}
      ORDER BY r.due_on DESC NULLS LAST, r.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM reports AS r WHERE ${where}`,
    );
    return {
      items: rows.map((row) => this.item(reportOf(row), tree)),
      total: total?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(caller: Caller, id: string): Promise<ReportBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** @throws 404 when the report does not exist or is out of scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<ReportRow> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredReport>(
      sql`SELECT r.* FROM reports AS r WHERE r.id = ${id} AND ${reportScopeSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return reportOf(row);
  }

  /** The report of a unit for a period. Says nothing about scope. */
  async find(
    db: Queryable,
    key: Pick<Report, 'campaignId' | 'unitId' | 'ruleCode' | 'period'>,
  ): Promise<ReportRow | undefined> {
    const row = await db.one<StoredReport>(sql`
      SELECT * FROM reports WHERE campaign_id = ${key.campaignId} AND unit_id = ${key.unitId}
        AND rule_code = ${key.ruleCode} AND period = ${key.period}`);
    return row && reportOf(row);
  }

  async versions(caller: Caller, id: string): Promise<ReportVersionItem[]> {
    const report = await this.load(this.reader, caller, id);
    return this.reader.all<ReportVersionItem>(sql`
      SELECT version_no, seal_no, as_of, from_seq, to_seq, sha256, previous_hash, sealed_by_name,
             sealed_at
      FROM report_versions WHERE report_id = ${report.id} ORDER BY version_no`);
  }

  /** @throws 404 when there is no such version in scope. */
  async version(caller: Caller, id: string, versionNo: number): Promise<ReportVersion> {
    const report = await this.load(this.reader, caller, id);
    const version = await this.reader.one<ReportVersion>(sql`
      SELECT * FROM report_versions
      WHERE report_id = ${report.id} AND version_no = ${versionNo}`);
    if (!version) throw notFound();
    return version;
  }

  async body(db: Queryable, caller: Caller, row: ReportRow): Promise<ReportBody> {
    const tree = await this.units.load(db);
    const campaign = await this.campaigns.get(db, row.campaignId);
    const counted = await db.one<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM report_versions WHERE report_id = ${row.id}`,
    );
    return {
      ...this.item(row, tree),
      ruleName: ruleOf(campaign, row.ruleCode)?.name ?? row.ruleCode,
      dueNotice: noticeOf(row),
      coversFrom: row.coversFrom,
      coversTo: row.coversTo,
      narrative: row.narrative,
      preparedByName: row.preparedByName,
      versionCount: counted?.count ?? 0,
      allowedActions: allowedActions(caller, row, tree),
    };
  }

  private item(row: ReportRow, tree: UnitTree): ReportListItem {
    const { id, campaignId, ruleCode, reportType, period, periodLabel, status, dueOn, dueAt } = row;
    const { suggestedOn, asOf, isNil, firstSubmittedAt, lateDays, version } = row;
    const missed = firstSubmittedAt === null && dueAt !== null && dueAt <= this.clock.now();
    return {
      id,
      campaignId,
      unit: refOf(tree, row.unitId),
      ruleCode,
      reportType,
      period,
      periodLabel,
      status,
      dueOn,
      dueAt,
      suggestedOn,
      asOf,
      isNil,
      firstSubmittedAt,
      late: row.isLate || (missed && status !== 'EXEMPT'),
      lateDays,
      version,
    };
  }

  private conditions(caller: Caller, query: ReportListQuery, tree: UnitTree): Sql[] {
    const { campaignId, unitId, ruleCode, period, status, late } = query;
    return [
      reportScopeSql(caller, tree),
      ...(campaignId ? [sql`r.campaign_id = ${campaignId}`] : []),
      ...(unitId ? [withinSql(unitId, tree)] : []),
      ...(ruleCode ? [sql`r.rule_code = ${ruleCode}`] : []),
      ...(period ? [sql`r.period = ${period}`] : []),
      ...(status?.length ? [sql`r.status IN ${inList(status)}`] : []),
      ...(late === undefined ? [] : [lateSql(late, this.clock.now())]),
    ];
  }
}

/** The rule as the campaign now has it; undefined when an amendment dropped it. */
export const ruleOf = (campaign: LoadedCampaign, code: string): ReportRule | undefined =>
  campaign.definition.reportRules.find((rule) => rule.code === code);

function lateSql(wanted: boolean, now: string): Sql {
  const late = sql`(r.is_late = 1 OR (r.first_submitted_at IS NULL AND r.status <> 'EXEMPT'
    AND r.due_at IS NOT NULL AND r.due_at <= ${now}))`;
  return wanted ? late : sql`NOT ${late}`;
}

function noticeOf({ dueOn, dueTime, dueAt, suggestedOn }: ReportRow): string {
  if (dueOn === null || dueTime === null) return '通知没有规定报送时限';
  const advice = suggestedOn === null ? {} : { suggestedOn };
  return dueNotice({ dueOn, dueTime, dueAt: dueAt ?? '', ...advice });
}

function allowedActions(caller: Caller, row: ReportRow, tree: UnitTree): string[] {
  if (!OPEN_REPORT_STATUSES.includes(row.status) || !worksFor(caller, row.unitId, tree)) return [];
  const signs = reaches(caller, 'report.submit', row.unitId, tree);
  const writes = signs || reaches(caller, 'report.prepare', row.unitId, tree);
  const submits = signs && sealKindOf(row.reportType) !== undefined;
  return [...(writes ? ['draft'] : []), ...(submits ? ['submit'] : [])];
}

const reportOf = (row: StoredReport): ReportRow => ({
  ...row,
  narrative: JSON.parse(row.narrative) as Narrative,
  terms: row.terms === null ? null : (JSON.parse(row.terms) as ReportTerms),
  isNil: Boolean(row.isNil),
  isLate: Boolean(row.isLate),
});
