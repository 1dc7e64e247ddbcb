import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { LedgerSnapshots } from './ledger-snapshot.js';
import { materialContents } from './material-snapshot.js';
import { closeBook } from './report.balance.js';
import type { ReportBody } from './report.body.js';
import { hindrancesTo } from './report.checks.js';
import type { SubmissionBody } from './report.dto.js';
import { ReportFacts } from './report.facts.js';
import { lockReport, ReportLifecycle } from './report.lifecycle.js';
import { ReportNotices } from './report.notices.js';
import { ReportQueries, type ReportRow } from './report.queries.js';
import { punctualityAfter, type SealKind, sealKindOf } from './report.rules.js';
import type { BookFacts, SealingFacts } from './report.sealing-facts.js';
import { ReportSeal } from './report.seal.js';
import type { SnapshotContents, SnapshotHeader } from './report.snapshot.js';
import { latestVersionNo } from './report-reviews.service.js';
import { SummarySnapshots } from './summary-snapshot.js';

/** 审签报送: checks the period's books, seals a version and hands it in, all in one transaction. */
@Injectable()
export class ReportSealing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: ReportQueries,
    private readonly facts: ReportFacts,
    private readonly lifecycle: ReportLifecycle,
    private readonly notices: ReportNotices,
    private readonly seal: ReportSeal,
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
      const step = await this.lifecycle.begin(tx, caller, id, 'submit', version);
      const { report } = step;
      // The workflow lets nothing through that cannot be sealed.
      const kind = sealKindOf(report.reportType) as SealKind;
      const isNil = nil ?? false;
      const toSeq = await closeBook(tx, report.campaignId);
      await lockReport(tx, id);
      const books = await this.facts.gather(tx, report, { toSeq, isNil, now: tx.now });
      const [hindrance] = await hindrancesTo(tx, books, kind);
      if (hindrance) throw hindrance;
      const facts: SealingFacts = { ...books, header: await this.header(tx, caller, books) };
      const contents = await this.contents(tx, facts, kind);
      const { versionNo } = facts.header;
      const sha256 = await this.seal.seal(tx, facts, contents);
      const after = await this.lifecycle.complete(tx, step, submission(report, isNil, tx.now), {
        versionNo,
        sha256,
        isNil,
      });
      await this.notices.toReceiver(tx, after, (subject) => ({
        topic: 'REPORT_SUBMITTED',
        occasion: String(versionNo),
        title: `${subject}已报送，请审核接收`,
        body: `第${versionNo}版，${caller.name}签发${isNil ? '，零报告' : ''}${after.isLate ? `，迟报${after.lateDays ?? 0}天` : ''}。`,
      }));
      return this.queries.body(tx, caller, after);
    });
  }

  private async header(tx: Tx, caller: Caller, facts: BookFacts): Promise<SnapshotHeader> {
    const { report, campaign, window } = facts;
    const sealNo = await tx.nextNumber(`seal:${report.unitId}`);
    const last = await tx.one<{ sha256: string }>(sql`
      SELECT sha256 FROM report_versions
      WHERE unit_id = ${report.unitId} AND seal_no = ${sealNo - 1}`);
    return {
      versionId: newId(),
      reportId: report.id,
      campaignId: report.campaignId,
      campaignTitle: campaign.title,
      ruleCode: report.ruleCode,
      ruleName: facts.ruleName,
      reportType: report.reportType,
      unitId: report.unitId,
      unitName: facts.unitName,
      receiverName: facts.receiverName,
      unitIds: window.unitIds,
      period: report.period,
      periodLabel: report.periodLabel,
      versionNo: (await latestVersionNo(tx, report.id)) + 1,
      sealNo,
      previousHash: last?.sha256 ?? null,
      asOf: tx.now,
      fromSeq: window.fromSeq,
      toSeq: window.toSeq,
      isNil: facts.isNil,
      preparedByName: report.preparedByName,
      sealedBy: caller.userId,
      sealedByName: caller.name,
      sealedAt: tx.now,
    };
  }

  private async contents(tx: Tx, facts: SealingFacts, kind: SealKind): Promise<SnapshotContents> {
    switch (kind) {
      case 'LEDGER':
      case 'PROGRESS':
        return this.ledgers.build(tx, facts, kind);
      case 'SUMMARY':
        return this.summaries.build(tx, facts);
      case 'MATERIAL':
        return materialContents(facts);
    }
  }
}

const submission = (report: ReportRow, isNil: boolean, now: string) => ({
  asOf: now,
  isNil,
  firstSubmittedAt: report.firstSubmittedAt ?? now,
  ...punctualityAfter(report, now),
  resubmitOn: null,
});
