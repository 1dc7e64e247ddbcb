import { Injectable } from '@nestjs/common';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type ReportSlot, reportSlots } from './due-dates.rules.js';
import { owesReport } from './report-owners.rules.js';
import { openedKey, openedPeriods, shiftKey, shiftsOf } from './report-reads.js';
import { receiverOf } from './report-receiver.rules.js';
import type { ReportShift } from './schedule.entity.js';

/** Which reports to come are asked for. */
export interface Wanted {
  readonly unit: (id: string) => boolean;
  readonly rule: (code: string) => boolean;
  /** The due day, or where there is none the day on which it opens. */
  readonly day: (date: string) => boolean;
}

/** A report that will be made when its period opens, as rule and organisation now stand. */
export interface PlannedReport {
  readonly campaign: LoadedCampaign;
  readonly rule: ReportRule;
  readonly slot: ReportSlot;
  readonly unitId: string;
  readonly shift: ReportShift | undefined;
  readonly day: string;
}

/** Computes what will be owed; cheap for each report, for a province has tens of thousands in a year. */
@Injectable()
export class DutyPlans {
  constructor(private readonly reader: Reader) {}

  /** Periods of a running campaign that have not been opened, as far as they are wanted. */
  async of(campaign: LoadedCampaign, tree: UnitTree, wanted: Wanted): Promise<PlannedReport[]> {
    if (campaign.status !== 'ACTIVE') return [];
    const opened = await openedPeriods(this.reader, campaign.id);
    const shifts = await shiftsOf(this.reader, campaign.id);
    const made = await this.openedByHand(campaign.id);
    const owner = campaign.ownerUnitId;
    const rules = campaign.definition.reportRules.filter(({ code }) => wanted.rule(code));
    return rules.flatMap((rule) => {
      const slots = reportSlots(rule, campaign.endsOn).filter(
        ({ periodId }) => !opened.has(openedKey(campaign.id, rule.code, periodId)),
      );
      if (slots.length === 0) return [];
      const reporters = tree.units.filter(
        ({ id }) => wanted.unit(id) && owesReport(rule.reporter, id, owner, tree),
      );
      return reporters.flatMap(({ id: unitId }) =>
        slots.flatMap((slot) => {
          if (made.has(`${unitId} ${rule.code} ${slot.periodId}`)) return [];
          const shift =
            shifts.size > 0 ? shiftFor(shifts, campaign, rule, slot, unitId, tree) : undefined;
          const day = shift?.newDueOn ?? slot.due?.dueOn ?? slot.opensOn;
          return wanted.day(day) ? [{ campaign, rule, slot, unitId, shift, day }] : [];
        }),
      );
    });
  }

  /** Reports of periods that are not marked as opened: somebody was faster than the schedule. */
  private async openedByHand(campaignId: string): Promise<ReadonlySet<string>> {
    const rows = await this.reader.all<{ unitId: string; ruleCode: string; period: string }>(sql`
      SELECT r.unit_id, r.rule_code, r.period FROM reports AS r
      WHERE r.campaign_id = ${campaignId} AND NOT EXISTS (
        SELECT 1 FROM report_openings AS o WHERE o.campaign_id = r.campaign_id
          AND o.rule_code = r.rule_code AND o.period = r.period)`);
    return new Set(rows.map(({ unitId, ruleCode, period }) => `${unitId} ${ruleCode} ${period}`));
  }
}

function shiftFor(
  shifts: ReadonlyMap<string, ReportShift>,
  campaign: LoadedCampaign,
  rule: ReportRule,
  slot: ReportSlot,
  unitId: string,
  tree: UnitTree,
): ReportShift | undefined {
  const receiver = receiverOf({ level: rule.receiver.level }, unitId, campaign.ownerUnitId, tree);
  const key = { ruleCode: rule.code, period: slot.periodId, receiverUnitId: receiver.unitId };
  return shifts.get(shiftKey(key));
}
