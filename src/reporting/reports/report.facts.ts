import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { addBalance } from '../../registers/entries/balance.queries.js';
import { latestConsolidation } from './consolidation.reads.js';
import type { SealedConsolidation } from './consolidation.snapshot.js';
import { receiverUnitOf } from './report.actions.js';
import { type Window, windowBalance } from './report.balance.js';
import type { ReportRow } from './report.queries.js';
import { ruleNamed } from '../schedule/report-reads.js';
import type { BookFacts } from './report.sealing-facts.js';
import { versionBefore } from './report.series.js';
import { parseSnapshot, type SealedAttachment } from './report.snapshot.js';

/** Gathers what a report is made from: for sealing it, for a trial, and for suggestions. */
@Injectable()
export class ReportFacts {
  constructor(
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
  ) {}

  /** @param toSeq last posting of the campaign's book that counts. */
  async gather(
    db: Queryable,
    report: ReportRow,
    { toSeq, isNil, now }: { toSeq: number; isNil: boolean; now: string },
  ): Promise<BookFacts> {
    const { unitId, campaignId } = report;
    const campaign = await this.campaigns.get(db, campaignId);
    const tree = await this.units.load(db);
    const before = await versionBefore(db, report);
    const unitIds = [...tree.subtree(unitId)].sort();
    const window: Window = { campaignId, unitIds, fromSeq: (before?.toSeq ?? 0) + 1, toSeq };
    const consolidations = await consolidationsFor(db, report);
    const wholes = consolidations.map(({ snapshot }) => snapshot.whole);
    const [first, ...others] = wholes;
    return {
      report,
      campaign,
      tree,
      unitName: tree.get(unitId).name,
      receiverName: tree.find(receiverUnitOf(report, tree))?.name ?? '',
      ruleName: report.terms?.name ?? ruleNamed(campaign, report.ruleCode)?.name ?? report.ruleCode,
      isNil,
      window,
      balance: first ? others.reduce(addBalance, first) : await windowBalance(db, window),
      previous: before && parseSnapshot(before.snapshot),
      attachments: await attachmentsOf(db, report.id),
      consolidations,
      today: businessDate(now),
      now,
    };
  }
}

/** Last position of the campaign's book, for reads that close nothing. */
export async function endOfBook(db: Queryable, campaignId: string): Promise<number> {
  const row = await db.one<{ value: number }>(
    sql`SELECT value FROM counters WHERE name = ${`ledger:${campaignId}`}`,
  );
  return row?.value ?? 0;
}

async function consolidationsFor(db: Queryable, report: ReportRow): Promise<SealedConsolidation[]> {
  const found: SealedConsolidation[] = [];
  for (const ruleCode of report.terms?.dependsOn ?? []) {
    const { campaignId, unitId, period } = report;
    const latest = await latestConsolidation(db, { campaignId, unitId, ruleCode, period });
    if (latest) found.push(latest);
  }
  return found;
}

/** The files that go with the report now. */
export function attachmentsOf(db: Queryable, reportId: string): Promise<SealedAttachment[]> {
  return db.all<SealedAttachment>(sql`
    SELECT seq, slot, file_name, sha256, size FROM report_attachments
    WHERE report_id = ${reportId} AND withdrawn_at IS NULL ORDER BY seq`);
}
