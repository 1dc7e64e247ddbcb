import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Caller } from '../../identity/caller.js';
import { worksFor } from '../../identity/staff.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { isBusinessDate } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  notFound,
  type Problem,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { REPORT_STATUS } from '../../campaigns/codes/reporting-codes.js';
import { type ReportSlot, reportSlots, slotForEvent } from '../schedule/due-dates.rules.js';
import type { ReportBody } from './report.body.js';
import type { OpenReportBody, ReportDraftBody } from './report.dto.js';
import { Report } from '../schedule/report.entity.js';
import { ReportQueries, type ReportRow, ruleOf } from './report.queries.js';
import { OPEN_REPORT_STATUSES, statusAfterDraft } from './report.rules.js';
import { type InstanceFacts, newReport } from '../schedule/report-instance.js';
import { owesReport } from '../schedule/report-owners.rules.js';
import { reaches } from './report.scope.js';

export type ReportPatch = Partial<Omit<Report, 'id' | 'version'>>;

/** Opening and drafting reports. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: ReportQueries,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The report of a unit for a period: the one there is, else a new one whose due day is frozen from
   * the rule as it stands now.
   * @throws 404 for a campaign or unit out of scope; 422 when the unit owes no such report.
   */
  open(caller: Caller, body: OpenReportBody): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const campaign = await this.readableCampaign(tx, caller, body.campaignId, tree);
      const unitId = body.unitId ?? caller.unitId;
      if (!reaches(caller, 'report.read', unitId, tree)) throw notFound();
      const prepares =
        reaches(caller, 'report.prepare', unitId, tree) ||
        reaches(caller, 'report.submit', unitId, tree);
      if (!prepares) throw forbidden();
      const rule = ruleOf(campaign, body.ruleCode);
      if (!rule) throw fieldProblem('ruleCode', 'UNKNOWN_RULE', '本次专项治理没有这条报送规则');
      if (!owesReport(rule.reporter, unitId, campaign.ownerUnitId, tree)) {
        throw fieldProblem('unitId', 'OWES_NO_REPORT', '按报送规则，该单位不报送此项报告');
      }
      const slot = slotOf(rule, campaign.endsOn, body.period);
      if (!slot) throw fieldProblem('period', 'NO_SUCH_PERIOD', '报送规则中没有这一期');
      if (slot.opensOn > businessDate(tx.now)) {
        throw fieldProblem('period', 'NOT_OPEN', `这一期从${slot.opensOn}起填报`);
      }
      const key = { campaignId: campaign.id, unitId, ruleCode: rule.code, period: slot.periodId };
      await lockSeries(tx, key);
      const found = await this.queries.find(tx, key);
      return this.queries.body(
        tx,
        caller,
        found ?? (await this.create(tx, caller, { campaign, rule, slot, unitId, tree })),
      );
    });
  }

  /** Saves the written parts; the report is then in work (填报中). */
  saveDraft(
    caller: Caller,
    id: string,
    version: number,
    body: ReportDraftBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const report = await this.queries.load(tx, caller, id);
      const tree = await this.units.load(tx);
      const writes =
        worksFor(caller, report.unitId, tree) &&
        (reaches(caller, 'report.prepare', report.unitId, tree) ||
          reaches(caller, 'report.submit', report.unitId, tree));
      if (!writes) throw forbidden('报告由填报单位自己编制。');
      assertOpen(report, version);
      const patch: ReportPatch = {
        narrative: body.narrative,
        status: statusAfterDraft(report.status),
        preparedBy: caller.userId,
        preparedByName: caller.name,
      };
      const after = await this.complete(tx, caller, report, patch, 'report.draft', {});
      return this.queries.body(tx, caller, after);
    });
  }

  /** Conditional update (zero rows is 412) and audit entry. */
  async complete(
    tx: Tx,
    caller: Caller,
    report: ReportRow,
    patch: ReportPatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<ReportRow> {
    const changes = { ...patch, version: report.version + 1, updatedAt: tx.now };
    const changed = await tx.update(Report, { id: report.id, version: report.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: ReportRow = { ...report, ...changes };
    this.record(tx, caller, after, action, { from: report.status, to: after.status, ...detail });
    return after;
  }

  private async create(
    tx: Tx,
    caller: Caller,
    { campaign, rule, slot, unitId, tree }: Omit<InstanceFacts, 'now'>,
  ): Promise<ReportRow> {
    const row: Report = {
      ...newReport({ campaign, rule, slot, unitId, tree, now: tx.now }),
      preparedBy: caller.userId,
      preparedByName: caller.name,
    };
    await tx.insert(Report, row);
    this.record(tx, caller, row, 'report.open', { dueOn: row.dueOn });
    return row;
  }

  private async readableCampaign(
    tx: Tx,
    caller: Caller,
    id: string,
    tree: UnitTree,
  ): Promise<LoadedCampaign> {
    const campaign = await this.campaigns.get(tx, id);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    return campaign;
  }

  private record(
    tx: Tx,
    caller: Caller,
    report: ReportRow,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'report',
      subjectId: report.id,
      detail: { ruleCode: report.ruleCode, period: report.period, ...detail },
    });
  }
}

/** @throws 412 for a stale version, 409 when the report has been handed in. */
export function assertOpen(report: ReportRow, version: number): void {
  if (report.version !== version) throw staleVersion();
  if (OPEN_REPORT_STATUSES.includes(report.status)) return;
  const status = labelOf(REPORT_STATUS, report.status);
  throw conflict('WRONG_STATUS', `这份报告目前为“${status}”，不能再修改或报送。`);
}

/** The slot that a period key means; for event reports the key is the day of the event. */
export function slotOf(
  rule: ReportRule,
  campaignEndsOn: string,
  period: string,
): ReportSlot | undefined {
  if (rule.periodicity !== 'PER_EVENT') {
    return reportSlots(rule, campaignEndsOn).find(({ periodId }) => periodId === period);
  }
  const within = period.slice(0, rule.active.from.length) >= rule.active.from;
  return within && isBusinessDate(period) && period <= campaignEndsOn
    ? slotForEvent(rule, period)
    : undefined;
}

/** Makes openers of one report wait for each other, so that the second finds what the first made. */
async function lockSeries(
  tx: Tx,
  { campaignId, unitId }: Pick<Report, 'campaignId' | 'unitId'>,
): Promise<void> {
  if (tx.dialect !== 'postgres') return;
  await tx.one(sql`SELECT pg_advisory_xact_lock(hashtext(${`reports:${campaignId}:${unitId}`}))`);
}

const fieldProblem = (path: string, code: string, message: string): Problem => {
  const faults: FieldFault[] = [{ path, code, message }];
  return ruleBroken(code, `${message}。`, faults);
};
