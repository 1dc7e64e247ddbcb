import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import { actorOf, type Caller } from '../../identity/caller.js';
import { worksFor } from '../../identity/staff.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { fieldBroken, forbidden, notFound } from '../../platform/http/problem.js';
import type { ReportSlot } from '../schedule/due-dates.rules.js';
import { slotNamed } from '../schedule/report-events.rules.js';
import type { ReportBody } from './report.body.js';
import type { OpenReportBody, ReportDraftBody } from './report.dto.js';
import { ReportQueries } from './report.queries.js';
import { lockReporters, lockSchedule, ReportInstances } from '../schedule/report-instances.js';
import { ruleNamed, shiftsOf } from '../schedule/report-reads.js';
import { owesReport } from '../schedule/report-owners.rules.js';
import { employersOf } from '../schedule/report-scope.js';
import { ReportLifecycle, type ReportPatch } from './report.lifecycle.js';
import { reaches } from '../../identity/scope.js';
import { ReportSuggestions } from './report.suggestions.js';

/** Opening and drafting reports. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: ReportQueries,
    private readonly instances: ReportInstances,
    private readonly lifecycle: ReportLifecycle,
    private readonly suggestions: ReportSuggestions,
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
      const rule = ruleNamed(campaign, body.ruleCode);
      const owes = (id: string): boolean =>
        rule !== undefined && owesReport(rule.reporter, id, campaign.ownerUnitId, tree);
      const unitId = body.unitId ?? employersOf(caller, tree).find(owes) ?? caller.unitId;
      if (!reaches(caller, 'report.read', unitId, tree)) throw notFound();
      const prepares =
        reaches(caller, 'report.prepare', unitId, tree) ||
        reaches(caller, 'report.submit', unitId, tree);
      if (!prepares) throw forbidden();
      if (!rule) throw fieldBroken('ruleCode', 'UNKNOWN_RULE', '本次专项治理没有这条报送规则');
      if (!owes(unitId)) {
        throw fieldBroken('unitId', 'OWES_NO_REPORT', '按报送规则，该单位不报送此项报告');
      }
      const slot = openedSlot(rule, campaign.endsOn, body.period, businessDate(tx.now));
      const key = { campaignId: campaign.id, unitId, ruleCode: rule.code, period: slot.periodId };
      await lockSchedule(tx, campaign.id);
      await lockReporters(tx, campaign.id, [unitId]);
      const found = await this.queries.find(tx, key);
      if (found) return this.queries.body(tx, caller, found);
      const facts = { campaign, rule, slot, unitId, tree };
      const shifts = await shiftsOf(tx, campaign.id);
      const own = worksFor(caller, unitId, tree);
      const made = await this.instances.make(tx, facts, shifts, actorOf(caller), own);
      if (!made) throw new Error(`A report of ${unitId} was made while its series was locked`);
      return this.queries.body(tx, caller, made);
    });
  }

  /**
   * Saves the written parts; the report is then in work (填报中). Who prepares it is its 填报人; a leader
   * who only touches a clerk's text up does not become one, and may still sign.
   */
  saveDraft(
    caller: Caller,
    id: string,
    version: number,
    body: ReportDraftBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'draft', version);
      const { report, tree } = step;
      const prepares =
        report.preparedBy === '' || reaches(caller, 'report.prepare', report.unitId, tree);
      const patch: ReportPatch = {
        narrative: body.narrative,
        draftFigures: await this.suggestions.figures(tx, report),
        ...(prepares && { preparedBy: caller.userId, preparedByName: caller.name }),
      };
      const after = await this.lifecycle.complete(tx, step, patch, {});
      return this.queries.body(tx, caller, after);
    });
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
}

/** @throws 422 when the rule has no such period, or its reports cannot be worked on yet. */
export function openedSlot(
  rule: ReportRule,
  campaignEndsOn: string,
  period: string,
  today: string,
): ReportSlot {
  const slot = slotNamed(rule, campaignEndsOn, period);
  if (!slot) throw fieldBroken('period', 'NO_SUCH_PERIOD', '报送规则中没有这一期');
  if (slot.opensOn > today) {
    throw fieldBroken('period', 'NOT_OPEN', `这一期从${slot.opensOn}起填报`);
  }
  return slot;
}
