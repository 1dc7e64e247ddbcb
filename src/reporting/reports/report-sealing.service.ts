import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { worksFor } from '../../identity/staff.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, forbidden, ruleBroken } from '../../platform/http/problem.js';
import { LedgerSnapshots } from './ledger-snapshot.js';
import {
  closeBook,
  issueNosWithoutProgress,
  movedIssueNos,
  type Window,
  windowBalance,
} from './report.balance.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { ReportBody } from './report.body.js';
import type { SubmissionBody } from './report.dto.js';
import { ReportVersion } from './report-version.entity.js';
import { ReportQueries, type ReportRow, ruleOf } from './report.queries.js';
import {
  narrativeFaults,
  nilFaults,
  progressFaults,
  punctuality,
  type SealKind,
  sealKindOf,
} from './report.rules.js';
import { reaches } from './report.scope.js';
import type { SealingFacts } from './report.sealing-facts.js';
import { sealedAfter, unsentBefore, versionBefore } from './report.series.js';
import { parseSnapshot, type Snapshot, snapshotText } from './report.snapshot.js';
import { assertOpen, ReportsService } from './reports.service.js';
import { SummarySnapshots } from './summary-snapshot.js';

/** 审签报送: checks the period's books, seals a version and hands it in, all in one transaction. */
@Injectable()
export class ReportSealing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: ReportQueries,
    private readonly reports: ReportsService,
    private readonly ledgers: LedgerSnapshots,
    private readonly summaries: SummarySnapshots,
  ) {}

  /**
   * The leader's sign-off. The version covers exactly the postings after the last version of the period
   * before, so that its opening is that version's closing.
   *
   * Rows, figures and text are read, made and hashed within the transaction, because no cheaper proof
   * than the lock on the book tells that nothing in any register has changed in between; none of it
   * waits for anything but the database, so that on SQLite it is one turn of the event loop.
   * @throws 422 naming every issue without progress, or with postings that a nil report denies; 409 out
   *   of turn, or when the books no longer open with what the period before closed with.
   */
  submit(
    caller: Caller,
    id: string,
    version: number,
    { isNil: nil }: SubmissionBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const report = await this.queries.load(tx, caller, id);
      await this.assertSigner(tx, caller, report);
      assertOpen(report, version);
      const kind = sealKindOf(report.reportType);
      if (!kind) throw conflict('NOT_FROM_BOOKS', '这类报告不由台账生成，目前还不能在线报送。');
      await assertTurn(tx, report);
      const isNil = nil ?? false;
      const facts = await this.gather(tx, caller, report, isNil);
      assertContinues(facts);
      await assertFit(tx, facts, kind);
      const snapshot = await (kind === 'LEDGER'
        ? this.ledgers.build(tx, facts)
        : this.summaries.build(tx, facts));
      const sha256 = await this.seal(tx, caller, snapshot);
      const after = await this.reports.complete(
        tx,
        caller,
        report,
        { status: 'SUBMITTED', asOf: tx.now, isNil, ...submissionOf(report, tx.now) },
        'report.submit',
        { versionNo: snapshot.header.versionNo, sha256, isNil },
      );
      return this.queries.body(tx, caller, after);
    });
  }

  private async assertSigner(tx: Tx, caller: Caller, report: ReportRow): Promise<void> {
    const tree = await this.units.load(tx);
    const { unitId } = report;
    if (reaches(caller, 'report.submit', unitId, tree) && worksFor(caller, unitId, tree)) return;
    throw forbidden('报告由填报单位的负责人审签报送。');
  }

  private async gather(
    tx: Tx,
    caller: Caller,
    report: ReportRow,
    isNil: boolean,
  ): Promise<SealingFacts> {
    const campaign = await this.campaigns.get(tx, report.campaignId);
    const rule = ruleOf(campaign, report.ruleCode);
    if (!rule) throw conflict('RULE_DROPPED', '专项治理已取消这条报送规则，请联系主管科室。');
    const tree = await this.units.load(tx);
    const { unitId, campaignId } = report;
    const toSeq = await closeBook(tx, campaignId);
    const before = await versionBefore(tx, report);
    const unitIds = [...tree.subtree(unitId)].sort();
    const window: Window = { campaignId, unitIds, fromSeq: (before?.toSeq ?? 0) + 1, toSeq };
    const sealNo = await tx.nextNumber(`seal:${unitId}`);
    const last = await tx.one<{ sha256: string }>(
      sql`SELECT sha256 FROM report_versions WHERE unit_id = ${unitId} AND seal_no = ${sealNo - 1}`,
    );
    const sealed = await tx.one<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM report_versions WHERE report_id = ${report.id}`,
    );
    return {
      report,
      campaign,
      rule,
      window,
      balance: await windowBalance(tx, window),
      previous: before && parseSnapshot(before.snapshot),
      today: businessDate(tx.now),
      header: {
        reportId: report.id,
        campaignId,
        campaignTitle: campaign.title,
        ruleCode: rule.code,
        ruleName: rule.name,
        reportType: report.reportType,
        unitId,
        unitName: tree.get(unitId).name,
        unitIds,
        period: report.period,
        periodLabel: report.periodLabel,
        versionNo: (sealed?.count ?? 0) + 1,
        sealNo,
        previousHash: last?.sha256 ?? null,
        asOf: tx.now,
        fromSeq: window.fromSeq,
        toSeq,
        isNil,
        preparedByName: report.preparedByName,
        sealedByName: caller.name,
      },
    };
  }

  private async seal(tx: Tx, caller: Caller, snapshot: Snapshot): Promise<string> {
    const { header } = snapshot;
    const text = snapshotText(snapshot);
    const sha256 = sha256Of(text);
    await tx.insert(ReportVersion, {
      id: newId(),
      reportId: header.reportId,
      unitId: header.unitId,
      sealNo: header.sealNo,
      versionNo: header.versionNo,
      asOf: header.asOf,
      fromSeq: header.fromSeq,
      toSeq: header.toSeq,
      snapshot: text,
      sha256,
      previousHash: header.previousHash,
      sealedBy: caller.userId,
      sealedByName: caller.name,
      sealedAt: tx.now,
    });
    return sha256;
  }
}

/** The first submission decides punctuality; later ones leave it as it is. */
function submissionOf(report: ReportRow, now: string) {
  return report.firstSubmittedAt === null
    ? { firstSubmittedAt: now, ...punctuality(report, now) }
    : {};
}

/** Periods are sealed in their order, because each opens with what the one before closed with. */
async function assertTurn(tx: Tx, report: ReportRow): Promise<void> {
  const earlier = await unsentBefore(tx, report);
  if (earlier !== undefined) {
    throw conflict('EARLIER_PERIOD_OPEN', `请先报送${earlier}的报告，各期应依次封账。`);
  }
  const later = await sealedAfter(tx, report);
  if (later !== undefined) {
    throw conflict('LATER_PERIOD_SEALED', `${later}已经封账，本期不能再封。`);
  }
}

/**
 * The accounts summed are those of the unit and what is below it now. Where that is no longer what the
 * version before summed, its closing is not this one's opening, and sealing would break the chain.
 */
function assertContinues({ previous, balance }: SealingFacts): void {
  if (!previous || previous.balance.closing === balance.opening) return;
  const { periodLabel, versionNo } = previous.header;
  throw conflict(
    'OPENING_DIFFERS',
    `本期期初${balance.opening}与${periodLabel}第${versionNo}版封存的期末${previous.balance.closing}不符` +
      '（下级单位的隶属关系可能有变动），不能封账，请联系系统管理员核对单位。',
  );
}

async function assertFit(tx: Tx, facts: SealingFacts, kind: SealKind): Promise<void> {
  const { header, window, report, rule } = facts;
  if (header.isNil) {
    const faults = nilFaults(await movedIssueNos(tx, window));
    if (faults.length > 0) throw ruleBroken('NOT_NIL', '本期台账有变动，不能作零报告。', faults);
  }
  if (kind === 'SUMMARY') {
    const faults = narrativeFaults(report.narrative);
    if (faults.length > 0) throw ruleBroken('NARRATIVE_INCOMPLETE', '报告内容不完整。', faults);
    return;
  }
  if (rule.periodicity !== 'MONTHLY') return;
  const month = report.coversTo.slice(0, 7);
  const missing = await issueNosWithoutProgress(tx, window, month, report.coversTo);
  if (missing.length === 0) return;
  const detail = `有${missing.length}个问题本期没有填报整改进展，请先填报。`;
  throw ruleBroken('R29_PROGRESS_MISSING', detail, progressFaults(missing, month));
}
