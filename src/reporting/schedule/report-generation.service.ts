import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ReportSlot, reportSlots } from './due-dates.rules.js';
import { lockReporters, lockSchedule, ReportInstances } from './report-instances.js';
import { owesReport } from './report-owners.rules.js';
import { openedKey, openedPeriods, ruleNamed, shiftsOf } from './report-reads.js';
import { ReportOpening } from './schedule.entity.js';

/** Reports made in one transaction. */
const BATCH = 20;

interface OpeningSlot {
  readonly campaignId: string;
  readonly ruleCode: string;
  readonly periodId: string;
}

interface Pass {
  readonly today: string;
  readonly opened: ReadonlySet<string>;
  readonly stop?: AbortSignal | undefined;
}

/**
 * Makes the reports that units owe, when their period opens. A period is opened once: its row in
 * `report_openings` is the mark that nothing is left to do, so that a pass with nothing to do costs one
 * query however many reports there are, and days of downtime are made up for period by period.
 */
@Injectable()
export class ReportGeneration {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly clock: Clock,
    private readonly instances: ReportInstances,
  ) {}

  /**
   * A campaign that fails does not keep others waiting.
   * @param stop breaks the pass off after the reports that are being made.
   * @returns the number of reports made.
   */
  async run(stop?: AbortSignal): Promise<number> {
    const today = this.clock.today();
    const opened = await openedPeriods(this.reader);
    const failures: unknown[] = [];
    let made = 0;
    for (const campaign of await this.campaigns.all(this.reader)) {
      made += await this.runCampaign(campaign, { today, opened, stop }).catch((error: unknown) => {
        failures.push(error);
        return 0;
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, String(failures[0]));
    return made;
  }

  private async runCampaign(
    campaign: LoadedCampaign,
    { today, opened, stop }: Pass,
  ): Promise<number> {
    let made = 0;
    for (const rule of campaign.definition.reportRules) {
      for (const { periodId } of openSlots(campaign, rule, today)) {
        if (opened.has(openedKey(campaign.id, rule.code, periodId))) continue;
        const slot = { campaignId: campaign.id, ruleCode: rule.code, periodId };
        made += await this.openPeriod(slot, stop);
      }
    }
    return made;
  }

  private async openPeriod(slot: OpeningSlot, stop?: AbortSignal): Promise<number> {
    let made = 0;
    for (let finished = false; !finished && !stop?.aborted;) {
      const batch = await this.uow.run((tx) => this.openBatch(tx, slot));
      made += batch.made;
      finished = batch.finished;
      // SQLite answers in the same turn: without this nobody would be served until all is done.
      await nextTurn();
    }
    return made;
  }

  /** Everything is looked up again under the lock: another server may have done it, or somebody amended. */
  private async openBatch(
    tx: Tx,
    { campaignId, ruleCode, periodId }: OpeningSlot,
  ): Promise<{ made: number; finished: boolean }> {
    await lockSchedule(tx, campaignId);
    const key = { campaignId, ruleCode, period: periodId };
    const campaign = await this.campaigns.get(tx, campaignId);
    const rule = ruleNamed(campaign, ruleCode);
    const slots = rule ? openSlots(campaign, rule, this.clock.today()) : [];
    const slot = slots.find((candidate) => candidate.periodId === periodId);
    if (!rule || !slot || (await isOpened(tx, key))) return { made: 0, finished: true };
    const tree = await this.units.load(tx);
    const owners = tree.units
      .filter(({ id }) => owesReport(rule.reporter, id, campaign.ownerUnitId, tree))
      .map(({ id }) => id);
    const served = await servedUnits(tx, key);
    const missing = owners.filter((id) => !served.has(id)).sort();
    const batch = missing.slice(0, BATCH);
    await lockReporters(tx, campaignId, batch);
    const shifts = await shiftsOf(tx, campaignId);
    let made = 0;
    for (const unitId of batch) {
      if (await this.instances.make(tx, { campaign, rule, slot, unitId, tree }, shifts)) made += 1;
    }
    const finished = batch.length === missing.length;
    if (finished) {
      const { opensOn } = slot;
      const row = { ...key, id: newId(), opensOn, ownerCount: owners.length, openedAt: tx.now };
      await tx.insertNew(ReportOpening, row);
    }
    return { made, finished };
  }
}

/** Periods of a rule whose day has come; none before the campaign begins or after it was closed. */
function openSlots(campaign: LoadedCampaign, rule: ReportRule, today: string): ReportSlot[] {
  if (campaign.status !== 'ACTIVE' || campaign.startsOn > today) return [];
  return slotsOf(campaign, rule).filter(({ opensOn }) => opensOn <= today);
}

/** By rule, which never changes within a version of its campaign: every pass asks for all of them. */
const knownSlots = new WeakMap<ReportRule, readonly ReportSlot[]>();

function slotsOf({ endsOn }: LoadedCampaign, rule: ReportRule): readonly ReportSlot[] {
  const known = knownSlots.get(rule);
  if (known) return known;
  const slots = reportSlots(rule, endsOn);
  knownSlots.set(rule, slots);
  return slots;
}

type PeriodKey = Pick<ReportOpening, 'campaignId' | 'ruleCode' | 'period'>;

async function isOpened(tx: Tx, { campaignId, ruleCode, period }: PeriodKey): Promise<boolean> {
  const row = await tx.one(sql`
    SELECT id FROM report_openings
    WHERE campaign_id = ${campaignId} AND rule_code = ${ruleCode} AND period = ${period}`);
  return row !== undefined;
}

/**
 * Units that have the report, or have handed in one for a later period: books are closed in order, so
 * that an earlier one could never be handed in (a bureau that begins to use the schedule in mid-year).
 */
async function servedUnits(
  tx: Tx,
  { campaignId, ruleCode, period }: PeriodKey,
): Promise<ReadonlySet<string>> {
  const rows = await tx.all<{ unitId: string }>(sql`
    SELECT unit_id FROM reports
    WHERE campaign_id = ${campaignId} AND rule_code = ${ruleCode}
      AND (period = ${period} OR (period > ${period} AND first_submitted_at IS NOT NULL))`);
  return new Set(rows.map(({ unitId }) => unitId));
}
