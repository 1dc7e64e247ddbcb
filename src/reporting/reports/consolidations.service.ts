import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { newId } from '../../platform/database/ids.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import {
  conflict,
  fieldBroken,
  type FieldFault,
  forbidden,
  notFound,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { topicOf } from './campaign-topic.js';
import type { ConsolidationBody, ConsolidationPreview } from './consolidation.body.js';
import { ConsolidationBuilder, type Draft } from './consolidation.builder.js';
import { type Child, childrenOf, type ConsolidationKey } from './consolidation.children.js';
import type { ConsolidateBody, ConsolidationPreviewQuery } from './consolidation.dto.js';
import { ConsolidationVersion, ReportConsolidation } from './consolidation.entity.js';
import { ConsolidationQueries, unitBody } from './consolidation.queries.js';
import {
  assertNotSkipped,
  type ConsolidationSeries,
  contentsOf,
  ownCutIn,
  sameSeries,
  seriesOf,
} from './consolidation.series.js';
import type { ConsolidationHeader, ConsolidationSnapshot } from './consolidation.snapshot.js';
import { consolidationTable, consolidationWorkbook } from './consolidation.table.js';
import { closeBook } from './report.balance.js';
import type { ConsolidatedAs } from './report.codes.js';
import { ReportLifecycle } from './report.lifecycle.js';
import { ReportQueries } from './report.queries.js';
import { ruleNamed } from '../schedule/report-reads.js';
import { actsFor, employersOf } from '../schedule/report-scope.js';
import { isMissedReport } from './report.rules.js';
import { isSentUp } from './report.situation.js';
import { openedSlot } from './reports.service.js';

const ATTEMPTS_MAX = 3;

interface Place {
  readonly key: ConsolidationKey;
  readonly campaign: LoadedCampaign;
  readonly tree: UnitTree;
}

interface PlacedDraft extends Draft {
  readonly series: ConsolidationSeries;
}

/** 汇总: adds up what has been accepted, shows who is missing, and seals the sums. */
@Injectable()
export class Consolidations {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly builder: ConsolidationBuilder,
    private readonly queries: ConsolidationQueries,
    private readonly reports: ReportQueries,
    private readonly lifecycle: ReportLifecycle,
    private readonly audit: AuditLog,
  ) {}

  /** Who would be in a consolidation made now, and who is missing. */
  async preview(caller: Caller, query: ConsolidationPreviewQuery): Promise<ConsolidationPreview> {
    const { units } = await this.draft(await this.place(caller, query));
    return { units: units.map(unitBody), missing: missingIn(units).map(({ message }) => message) };
  }

  /**
   * Makes the consolidation, or a further version of it as long as it was not sent up. Reports that are
   * in it become CONSOLIDATED; units that have handed nothing in are recorded as 漏报.
   * Once a later period is consolidated, a further version keeps the receiver's own accounts as they were
   * sealed, since the later one opens with them.
   * @throws 422 naming who is missing, unless a reason accepts that, or for a period that has not opened;
   *   409 when it was sent up, or when a later period has taken in what would be in it.
   */
  async consolidate(caller: Caller, body: ConsolidateBody): Promise<ConsolidationBody> {
    const place = await this.place(caller, body);
    for (let attempt = 1; ; attempt += 1) {
      const draft = await this.draft(place);
      if (draft.units.every(({ own }) => own)) {
        throw ruleBroken('NOTHING_TO_CONSOLIDATE', '没有单位向本单位报送这一期的报告。');
      }
      assertNotSkipped(draft.series, draft);
      const missing = missingIn(draft.units);
      const reason = body.acceptMissing?.reason ?? null;
      if (missing.length > 0 && reason === null) {
        const detail = `有${missing.length}个单位未报送或未接收；仍要汇总的，请写明理由。`;
        throw ruleBroken('CHILDREN_MISSING', detail, missing);
      }
      const acceptMissing = missing.length > 0 ? reason : null;
      const done = await this.uow.run((tx) => this.seal(tx, caller, place, draft, acceptMissing));
      if (done) return done;
      if (attempt >= ATTEMPTS_MAX) {
        throw conflict('CHANGED_MEANWHILE', '汇总时下级报告正在变动，请稍后再汇总。');
      }
    }
  }

  private async place(
    caller: Caller,
    { campaignId, ruleCode, period, unitId }: ConsolidationPreviewQuery,
  ): Promise<Place> {
    const tree = await this.units.load();
    const campaign = await this.campaigns.get(this.reader, campaignId);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    const rule = ruleNamed(campaign, ruleCode);
    if (!rule) {
      throw fieldBroken('ruleCode', 'UNKNOWN_RULE', '本次专项治理没有这条报送规则');
    }
    const own = employersOf(caller, tree);
    const receiver = unitId ?? (await this.receiverAmong(own, campaignId, ruleCode, period));
    if (!actsFor(caller, 'report.consolidate', receiver, tree)) {
      throw forbidden('汇总由接收单位的人员办理。');
    }
    const key = { campaignId, ruleCode, period, unitId: receiver };
    // Reports that there are count, even where the rule has been changed since they were made.
    if ((await childrenOf(this.reader, key)).length === 0) {
      openedSlot(rule, campaign.endsOn, period, businessDate(this.clock.now()));
    }
    return { key, campaign, tree };
  }

  /** Which of the units that the caller works for receives such reports. */
  private async receiverAmong(
    own: readonly string[],
    campaignId: string,
    ruleCode: string,
    period: string,
  ): Promise<string> {
    const row = await this.reader.one<{ receiverUnitId: string }>(sql`
      SELECT receiver_unit_id FROM reports
      WHERE campaign_id = ${campaignId} AND rule_code = ${ruleCode} AND period = ${period}
        AND receiver_unit_id IN ${inList(own)} LIMIT 1`);
    return row?.receiverUnitId ?? own.at(-1) ?? '';
  }

  private async draft({ key, campaign, tree }: Place): Promise<PlacedDraft> {
    const series = await seriesOf(this.reader, key);
    const before = await contentsOf(this.reader, series.before);
    const current = await contentsOf(this.reader, series.later && series.current);
    const book = { previous: before && ownCutIn(before), settled: current };
    const draft = await this.builder.build(key, campaign, tree, book, this.clock.now());
    return { ...draft, series };
  }

  /** @returns undefined when a report changed after it was read, and nothing was stored. */
  private async seal(
    tx: Tx,
    caller: Caller,
    { key, campaign }: Place,
    placed: PlacedDraft,
    acceptMissing: string | null,
  ): Promise<ConsolidationBody | undefined> {
    const { series, ...draft } = placed;
    // Held until the end: who consolidates or hands in at the same time waits, and finds this version.
    await closeBook(tx, key.campaignId);
    const sent = await isSentUp(tx, { ...key, receiverUnitId: key.unitId });
    if (sent) throw conflict('SENT_UP', '汇总已经上报，不能重做；请由上级退回以后再汇总。');
    const found = await find(tx, key);
    if (!sameSeries(series, await seriesOf(tx, key))) return undefined;
    if (!sameStates(draft.children, await childrenOf(tx, key))) return undefined;
    const row = await this.upsert(tx, key, campaign, draft, found);
    const header = await this.header(tx, caller, campaign, row, acceptMissing);
    const table = consolidationTable(header, topicOf(campaign.title), draft);
    const { children, ...sums } = draft;
    const snapshot: ConsolidationSnapshot = {
      format: 1,
      kind: 'CONSOLIDATION',
      header,
      ...sums,
      document: table,
      workbook: consolidationWorkbook(table),
    };
    const sha256 = await this.store(tx, snapshot);
    await this.markChildren(tx, caller, children, header);
    this.audit.record(tx, caller, {
      action: 'report.consolidation',
      subjectType: 'consolidation',
      subjectId: row.id,
      detail: { ...key, versionNo: header.versionNo, sha256, acceptMissing },
    });
    return this.queries.body(tx, caller, row);
  }

  private async upsert(
    tx: Tx,
    key: ConsolidationKey,
    campaign: LoadedCampaign,
    { children }: Draft,
    found: ReportConsolidation | undefined,
  ): Promise<ReportConsolidation> {
    if (found) {
      const changes = {
        versionNo: found.versionNo + 1,
        asOf: tx.now,
        updatedAt: tx.now,
        version: found.version + 1,
      };
      const where = { id: found.id, version: found.version };
      if ((await tx.update(ReportConsolidation, where, changes)) === 0) throw staleVersion();
      return { ...found, ...changes };
    }
    const row: ReportConsolidation = {
      id: newId(),
      ...key,
      periodLabel: children[0]?.periodLabel ?? key.period,
      title: ruleNamed(campaign, key.ruleCode)?.name ?? key.ruleCode,
      versionNo: 1,
      asOf: tx.now,
      createdAt: tx.now,
      updatedAt: tx.now,
      version: 1,
    };
    await tx.insert(ReportConsolidation, row);
    return row;
  }

  private async header(
    tx: Tx,
    caller: Caller,
    campaign: LoadedCampaign,
    row: ReportConsolidation,
    acceptMissing: string | null,
  ): Promise<ConsolidationHeader> {
    const tree = await this.units.load(tx);
    const before = await this.queries.versionOf(tx, row.id, row.versionNo - 1);
    return {
      versionId: newId(),
      consolidationId: row.id,
      campaignId: row.campaignId,
      campaignTitle: campaign.title,
      ruleCode: row.ruleCode,
      ruleName: row.title,
      unitId: row.unitId,
      unitName: tree.get(row.unitId).name,
      period: row.period,
      periodLabel: row.periodLabel,
      versionNo: row.versionNo,
      previousHash: before?.sha256 ?? null,
      asOf: tx.now,
      acceptMissing,
      sealedBy: caller.userId,
      sealedByName: caller.name,
    };
  }

  private async store(tx: Tx, snapshot: ConsolidationSnapshot): Promise<string> {
    const { header } = snapshot;
    const text = canonicalJson(snapshot);
    const sha256 = sha256Of(text);
    await tx.insert(ConsolidationVersion, {
      id: header.versionId,
      consolidationId: header.consolidationId,
      versionNo: header.versionNo,
      asOf: header.asOf,
      snapshot: text,
      sha256,
      previousHash: header.previousHash,
      sealedBy: header.sealedBy,
      sealedByName: header.sealedByName,
      sealedAt: header.asOf,
    });
    return sha256;
  }

  private async markChildren(
    tx: Tx,
    caller: Caller,
    children: readonly Child[],
    { consolidationId, versionNo }: ConsolidationHeader,
  ): Promise<void> {
    const detail = { consolidationId, consolidationVersionNo: versionNo };
    for (const child of children) {
      const included = child.status === 'ACCEPTED';
      const missed = child.firstSubmittedAt === null && child.status !== 'EXEMPT';
      if (!included && (!missed || child.isMissed === 1)) continue;
      const report = await this.reports.load(tx, caller, child.id);
      const patch = included
        ? { status: 'CONSOLIDATED' as const, isMissed: isMissedReport(report, tx.now) }
        : { isMissed: true };
      const action = included ? 'report.consolidate' : 'report.missed';
      await this.lifecycle.write(tx, caller, report, patch, action, detail);
    }
  }
}

function find(db: Queryable, key: ConsolidationKey): Promise<ReportConsolidation | undefined> {
  return db.one<ReportConsolidation>(sql`
    SELECT * FROM report_consolidations
    WHERE campaign_id = ${key.campaignId} AND unit_id = ${key.unitId}
      AND rule_code = ${key.ruleCode} AND period = ${key.period}`);
}

function missingIn(units: Draft['units']): FieldFault[] {
  return units
    .filter(({ as }) => as in LACKS)
    .map(({ unitName, as }) => ({
      path: 'acceptMissing',
      code: as,
      message: `${unitName}${LACKS[as]}`,
    }));
}

/** What is said of a unit without which the consolidation would be made. */
const LACKS: Partial<Record<ConsolidatedAs, string>> = {
  MISSING: '漏报',
  NOT_DUE: '尚未报送（期限未到）',
  NOT_ACCEPTED: '的报告尚未接收',
};

const sameStates = (before: readonly Child[], after: readonly Child[]): boolean =>
  before.length === after.length &&
  before.every(({ id, version }, index) => {
    const now = after[index];
    return now?.id === id && now.version === version;
  });
