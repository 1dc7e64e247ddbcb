import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { noticeOf } from '../schedule/report-instances.js';
import { ruleNamed } from '../schedule/report-reads.js';
import type {
  ReportBody,
  ReportHistoryItem,
  ReportListItem,
  ReportVersionItem,
} from './report.body.js';
import type { ReportListQuery } from './report.dto.js';
import type { Report } from '../schedule/report.entity.js';
import type { Narrative } from '../schedule/report.narrative.js';
import type { ReportTerms } from '../schedule/report-terms.js';
import type { ReportVersion } from './report-version.entity.js';
import { allowedActions, receiverUnitOf } from './report.actions.js';
import { waitingForSql } from './report.list-filter.js';
import { daysLeftOf, isLateAt, lateSql } from '../schedule/report-lateness.rules.js';
import { actsFor, reportScopeSql, withinSql } from '../schedule/report-scope.js';
import { urgeSkipOf } from '../schedule/report-urges.rules.js';
import { situationOf } from './report.situation.js';
import { isMissedReport } from './report.rules.js';
import { REPORT_WORKFLOW } from './report.transitions.js';

type StoredReport = Omit<
  Report,
  'narrative' | 'terms' | 'draftFigures' | 'isNil' | 'isLate' | 'isMissed'
> & {
  narrative: string;
  terms: string | null;
  draftFigures: string | null;
  isNil: number;
  isLate: number;
  isMissed: number;
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
      ORDER BY r.due_on DESC NULLS LAST, r.period DESC, r.unit_id, r.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    return {
      items: rows.map((row) => this.item(caller, reportOf(row), tree)),
      total: await this.count(caller, query),
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** How many reports the list has in all. */
  async count(caller: Caller, query: FiltersOf<ReportListQuery>): Promise<number> {
    const where = join(this.conditions(caller, query, await this.units.load()), ' AND ');
    const row = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM reports AS r WHERE ${where}`,
    );
    return row?.total ?? 0;
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
    const situation = await situationOf(db, row);
    return {
      ...this.item(caller, row, tree),
      ruleName: row.terms?.name ?? ruleNamed(campaign, row.ruleCode)?.name ?? row.ruleCode,
      dueNotice: noticeOf(row),
      coversFrom: row.coversFrom,
      coversTo: row.coversTo,
      narrative: row.narrative,
      preparedByName: row.preparedByName,
      versionCount: counted?.count ?? 0,
      paperReceivedOn: row.paperReceivedOn,
      requiredAttachments: [...(row.terms?.attachments ?? [])],
      correctionPending: situation.correctionPending,
      allowedActions: allowedActions(
        await facingRecord(db, caller, row.id),
        row,
        situation,
        tree,
        this.clock.now(),
      ),
    };
  }

  /** Everything that was done to the report, oldest first, from the audit log. */
  async history(caller: Caller, id: string): Promise<ReportHistoryItem[]> {
    const report = await this.load(this.reader, caller, id);
    const tree = await this.units.load();
    const rows = await this.reader.all<AuditRow>(sql`
      SELECT seq, recorded_at, actor_name, actor_unit_id, action, detail FROM audit_entries
      WHERE subject_type = 'report' AND subject_id = ${report.id} ORDER BY recorded_at, seq`);
    return rows
      .map((row) => ({ row, detail: JSON.parse(row.detail) as ActDetail }))
      .map(({ row, detail }) => ({
        seq: row.seq,
        at: row.recordedAt,
        actorName: row.actorName,
        unitName: row.actorUnitId === null ? null : (tree.find(row.actorUnitId)?.name ?? null),
        action: row.action,
        label: labelOfAct(row.action, detail),
        detail,
      }));
  }

  private item(caller: Caller, row: ReportRow, tree: UnitTree): ReportListItem {
    const { id, campaignId, ruleCode, reportType, period, periodLabel, status, dueOn, dueAt } = row;
    const { suggestedOn, asOf, isNil, firstSubmittedAt, lateDays, version } = row;
    const now = this.clock.now();
    return {
      id,
      campaignId,
      unit: refOf(tree, row.unitId),
      ruleCode,
      ruleName: row.terms?.name ?? ruleCode,
      reportType,
      period,
      periodLabel,
      status,
      dueOn,
      dueAt,
      suggestedOn,
      asOf,
      daysLeft: daysLeftOf(row, now),
      isNil,
      firstSubmittedAt,
      late: isLateAt(row, now),
      lateDays,
      receiver: refOf(tree, receiverUnitOf(row, tree)),
      returnCount: row.returnCount,
      resubmitOn: row.resubmitOn,
      officialVersionNo: row.officialVersionNo,
      missed: isMissedReport(row, now),
      urgeCount: row.urgeCount,
      canUrge: canUrge(caller, row, tree, now),
      version,
    };
  }

  private conditions(caller: Caller, query: FiltersOf<ReportListQuery>, tree: UnitTree): Sql[] {
    const { campaignId, unitId, ruleCode, period, status, late } = query;
    const { receiverUnitId, dueFrom, dueTo, nil, waitingForMe } = query;
    const isLate = lateSql(this.clock.now());
    const waiting = waitingForMe && waitingForSql(caller, tree);
    return [
      reportScopeSql(caller, tree),
      ...(campaignId ? [sql`r.campaign_id = ${campaignId}`] : []),
      ...(unitId ? [withinSql(sql`r.unit_id`, unitId, tree)] : []),
      ...(ruleCode ? [sql`r.rule_code = ${ruleCode}`] : []),
      ...(period ? [sql`r.period = ${period}`] : []),
      ...(status?.length ? [sql`r.status IN ${inList(status)}`] : []),
      ...(late === undefined ? [] : [late ? isLate : sql`NOT ${isLate}`]),
      ...(receiverUnitId ? [sql`r.receiver_unit_id = ${receiverUnitId}`] : []),
      ...(dueFrom ? [sql`r.due_on >= ${dueFrom}`] : []),
      ...(dueTo ? [sql`r.due_on <= ${dueTo}`] : []),
      ...(nil === undefined ? [] : [sql`r.is_nil = ${Number(nil)}`]),
      ...(waiting ? [waiting] : []),
    ];
  }
}

interface AuditRow {
  readonly seq: number;
  readonly recordedAt: string;
  readonly actorName: string;
  readonly actorUnitId: string | null;
  readonly action: string;
  readonly detail: string;
}

const OTHER_ACTS: Readonly<Record<string, string>> = {
  open: '打开报告',
  withdrawAttachment: '撤回附件',
  missed: '汇总时漏报',
  urge: '催报',
  shift: '报送顺延',
  'exempt.withdraw': '撤销免报',
};

type ActDetail = Record<string, unknown> & { readonly from?: ReportStatus };

function labelOfAct(action: string, { from }: ActDetail): string {
  const name = action.replace(/^report\./, '');
  const rows = REPORT_WORKFLOW.transitions.filter((item) => item.action === name);
  const row = rows.find((item) => from !== undefined && item.from.includes(from)) ?? rows[0];
  return row?.label ?? OTHER_ACTS[name] ?? name;
}

/** As the urging itself decides. */
const canUrge = (caller: Caller, report: ReportRow, tree: UnitTree, now: string): boolean =>
  actsFor(caller, 'report.urge', report.receiverUnitId, tree) &&
  urgeSkipOf({ ...report, terms: report.terms ?? { soft: false } }, now) === undefined;

const reportOf = (row: StoredReport): ReportRow => ({
  ...row,
  narrative: JSON.parse(row.narrative) as Narrative,
  terms: row.terms === null ? null : (JSON.parse(row.terms) as ReportTerms),
  draftFigures:
    row.draftFigures === null ? null : (JSON.parse(row.draftFigures) as Record<string, number>),
  isNil: Boolean(row.isNil),
  isLate: Boolean(row.isLate),
  isMissed: Boolean(row.isMissed),
});
