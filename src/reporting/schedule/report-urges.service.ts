import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, notFound, ruleBroken } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import {
  loadReport,
  SCHEDULE_COLUMNS,
  type ScheduledReport,
  scheduledReportOf,
  type StoredReport,
} from './report-reads.js';
import { actsFor, employersOf, reportScopeSql } from './report-scope.js';
import { urgeSkipOf } from './report-urges.rules.js';
import { ReportUrging } from './report-urging.js';
import {
  BatchUrgeBody,
  UrgeBody,
  type UrgedReportBody,
  type UrgeSkipBody,
} from './schedule.body.js';
import type { BatchUrgeInput, UrgeInput, UrgeTargetQuery } from './schedule.dto.js';
import { URGE_SKIP, type UrgeSkip } from './schedule.codes.js';

const REPORTS_MAX = 500;

/** 催报 by people of the receiving unit, one report at a time or all that are missing. */
@Injectable()
export class ReportUrges {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly urging: ReportUrging,
  ) {}

  /** The register of a report, oldest first. @throws 404 out of scope. */
  async list(caller: Caller, reportId: string): Promise<UrgeBody[]> {
    const tree = await this.units.load();
    const report = await loadReport(this.reader, caller, reportId, tree);
    return this.reader.all<UrgeBody>(sql`
      SELECT id, channel, note, answered_by, due_on_then, urged_by_name, urged_at
      FROM report_urges WHERE report_id = ${report.id} ORDER BY urged_at, id`);
  }

  /** @throws 404; 403 for others than the receiver; 409 with the reason why it is not urged. */
  urge(caller: Caller, reportId: string, input: UrgeInput): Promise<UrgeBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const report = await loadReport(tx, caller, reportId, tree);
      if (!actsFor(caller, 'report.urge', report.receiverUnitId, tree)) {
        throw forbidden('只有接收这份报告的单位可以催报。');
      }
      const skip = urgeSkipOf(report, tx.now);
      if (skip) {
        throw conflict('NOT_TO_BE_URGED', `这份报告不催报：${labelOf(URGE_SKIP, skip)}。`);
      }
      const { channel, note, answeredBy = null } = input;
      const row = await this.urging.byHand(tx, caller, report, { channel, note, answeredBy });
      const { id, dueOnThen, urgedByName, urgedAt } = row;
      return { id, channel, note, answeredBy, dueOnThen, urgedByName, urgedAt };
    });
  }

  /**
   * Urges every unit that the caller's unit still waits for, and says of each other one why not.
   * @throws 404 for a campaign out of scope; 422 for more than {@link REPORTS_MAX} reports.
   */
  urgeAll(caller: Caller, input: BatchUrgeInput): Promise<BatchUrgeBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const campaign = await this.campaigns.get(tx, input.campaignId);
      if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
      const reports = await readableReports(tx, caller, input, tree);
      const urged: UrgedReportBody[] = [];
      const skipped: UrgeSkipBody[] = [];
      for (const report of reports) {
        const skip = actsFor(caller, 'report.urge', report.receiverUnitId, tree)
          ? urgeSkipOf(report, tx.now)
          : 'NOT_RECEIVER';
        const about = aboutOf(report, tree);
        if (skip) {
          skipped.push({ ...about, ...reasonOf(skip) });
          continue;
        }
        const { channel = 'MESSAGE', note = '请尽快报送' } = input;
        await this.urging.byHand(tx, caller, report, { channel, note, answeredBy: null });
        urged.push({ ...about, reportId: report.id, urgeCount: report.urgeCount + 1 });
      }
      return { urged, skipped: [...skipped, ...withoutReport(input.unitIds, reports)] };
    });
  }
}

/**
 * Reports of the campaign that the caller may read: of the units named, else those that his own unit
 * receives. In the order of their ids, so that two who urge at once do not wait in a circle.
 */
export async function readableReports(
  db: Queryable,
  caller: Caller,
  { campaignId, ruleCode, period, unitIds }: UrgeTargetQuery & { unitIds?: string[] },
  tree: UnitTree,
): Promise<ScheduledReport[]> {
  const conditions = [
    sql`r.campaign_id = ${campaignId}`,
    reportScopeSql(caller, tree),
    unitIds
      ? sql`r.unit_id IN ${inList(unitIds)}`
      : sql`r.receiver_unit_id IN ${inList(employersOf(caller, tree))}`,
    ...(ruleCode ? [sql`r.rule_code = ${ruleCode}`] : []),
    ...(period ? [sql`r.period = ${period}`] : []),
  ];
  const rows = await db.all<StoredReport>(sql`
    SELECT ${SCHEDULE_COLUMNS} FROM reports AS r WHERE ${join(conditions, ' AND ')}
    ORDER BY r.id LIMIT ${REPORTS_MAX + 1}`);
  if (rows.length > REPORTS_MAX) {
    const sentence = `一次至多处理${REPORTS_MAX}份报告，请选定报送规则和期间。`;
    throw ruleBroken('TOO_MANY_REPORTS', sentence);
  }
  return rows.map(scheduledReportOf);
}

const aboutOf = (report: ScheduledReport, tree: UnitTree) => ({
  reportId: report.id as string | null,
  unit: refOf(tree, report.unitId),
  ruleCode: report.ruleCode,
  period: report.period,
});

const reasonOf = (reason: UrgeSkip) => ({ reason, message: labelOf(URGE_SKIP, reason) });

/** Units asked for of which there is nothing to be seen; their names are not told. */
function withoutReport(
  unitIds: readonly string[] | undefined,
  reports: readonly ScheduledReport[],
): UrgeSkipBody[] {
  const found = new Set(reports.map(({ unitId }) => unitId));
  return (unitIds ?? [])
    .filter((id) => !found.has(id))
    .map((id) => ({
      reportId: null,
      unit: { id, name: '' },
      ruleCode: null,
      period: null,
      ...reasonOf('OWES_NONE'),
    }));
}
