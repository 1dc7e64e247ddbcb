import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { categoriesOf } from '../../campaigns/category.rules.js';
import type { Caller } from '../../identity/caller.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { newId } from '../../platform/database/ids.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, notFound, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { closeBookOf } from './report.balance.js';
import type { CorrectionItem, ReportBody } from './report.body.js';
import type { CorrectionBody, CorrectionDecisionBody } from './report.dto.js';
import { attachmentsOf } from './report.facts.js';
import { lockReport, ReportLifecycle, type ReportStep } from './report.lifecycle.js';
import { ReportNotices } from './report.notices.js';
import { ReportQueries } from './report.queries.js';
import { ReportSeal } from './report.seal.js';
import {
  type CorrectionChange,
  figuresIn,
  parseSnapshot,
  type Snapshot,
  summaryText,
  type VersionSummary,
} from './report.snapshot.js';
import { type RestatedCategory, restate } from './report-correction.rules.js';
import { ReportCorrection } from './report-correction.entity.js';
import { latestVersionNo, ReportReviews } from './report-reviews.service.js';
import type { ReportVersion } from './report-version.entity.js';

type StoredCorrection = Omit<ReportCorrection, 'changes'> & { changes: string };

/**
 * 更正报告: an accepted report is put right by one more version, which covers the same postings to the
 * same position, so that the periods after it still open with what it closed with. The receiver's
 * agreement makes it the official one; the version before stays.
 */
@Injectable()
export class ReportCorrections {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly campaigns: CampaignCatalog,
    private readonly queries: ReportQueries,
    private readonly lifecycle: ReportLifecycle,
    private readonly reviews: ReportReviews,
    private readonly notices: ReportNotices,
    private readonly sealing: ReportSeal,
  ) {}

  /** Seals the restated version and asks the receiver to agree. */
  request(caller: Caller, id: string, version: number, body: CorrectionBody): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      await closeBookOf(tx, id);
      await lockReport(tx, id);
      const step = await this.lifecycle.begin(tx, caller, id, 'requestCorrection', version);
      const official = await officialVersion(tx, step);
      const sealed = parseSnapshot(official.snapshot);
      const restated = restate(sealed, {
        rows: body.rows ?? [],
        notes: body.notes,
        sections: body.sections ?? [],
        categories: await this.restatedCategories(tx, sealed),
        attachments: await attachmentsOf(tx, id),
      });
      if (restated.faults.length > 0) {
        throw ruleBroken('UNKNOWN_PLACE', '更正的内容在报告中找不到。', restated.faults);
      }
      if (restated.changes.length === 0) {
        throw conflict('NOTHING_CORRECTED', '更正以后与原报告没有差别。');
      }
      const correction = {
        ofVersionNo: official.versionNo,
        ofHash: official.sha256,
        reason: body.reason,
        changes: restated.changes,
      };
      const before = JSON.parse(official.summary ?? '{"cuts":[]}') as VersionSummary;
      const { snapshot } = restated;
      const { balance } = snapshot;
      const summary = summaryText({ ...before, balance, figures: figuresIn(snapshot) });
      const { versionNo, sha256 } = await this.seal(tx, step, snapshot, correction, summary);
      const seq = await this.register(tx, step, versionNo, correction);
      const detail = { seq, versionNo, sha256, reason: body.reason };
      const after = await this.lifecycle.complete(tx, step, {}, detail);
      await this.notices.toReceiver(tx, after, (subject) => ({
        topic: 'REPORT_CORRECTION',
        occasion: `request:${seq}`,
        title: `${subject}申请更正，请审批`,
        body: `更正理由：${body.reason}（共${restated.changes.length}处）`,
      }));
      return this.queries.body(tx, caller, after);
    });
  }

  /** The receiver agrees, and the restated version becomes the official one; or does not. */
  decide(
    caller: Caller,
    id: string,
    version: number,
    { decision, opinion }: CorrectionDecisionBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      await closeBookOf(tx, id);
      const step = await this.lifecycle.begin(tx, caller, id, 'decideCorrection', version);
      const approved = decision === 'APPROVED';
      const pending = await this.pending(tx, id);
      await this.end(tx, pending, {
        status: approved ? 'APPROVED' : 'REFUSED',
        decidedBy: caller.userId,
        decidedByName: caller.name,
        decidedAt: tx.now,
        opinion,
      });
      const { versionNo, seq } = pending;
      const entered = approved ? 'CORRECTION_APPROVED' : 'CORRECTION_REFUSED';
      await this.reviews.enter(tx, step, { decision: entered, versionNo, opinion });
      const patch = approved ? { officialVersionNo: versionNo } : {};
      const after = await this.lifecycle.complete(tx, step, patch, { seq, versionNo, decision });
      await this.notices.toReporter(tx, after, (subject) => ({
        topic: 'REPORT_CORRECTION',
        occasion: `decision:${seq}`,
        title: `${subject}的更正${approved ? '已同意' : '未获同意'}`,
        body: opinion,
      }));
      return this.queries.body(tx, caller, after);
    });
  }

  /** Takes a request back; its version stays sealed and is never official. */
  withdraw(caller: Caller, id: string, version: number): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'withdrawCorrection', version);
      const pending = await this.pending(tx, id);
      await this.end(tx, pending, { status: 'WITHDRAWN' });
      const { seq, versionNo } = pending;
      const after = await this.lifecycle.complete(tx, step, {}, { seq, versionNo });
      return this.queries.body(tx, caller, after);
    });
  }

  async list(caller: Caller, id: string): Promise<CorrectionItem[]> {
    const report = await this.queries.load(this.reader, caller, id);
    const rows = await this.reader.all<StoredCorrection>(
      sql`SELECT * FROM report_corrections WHERE report_id = ${report.id} ORDER BY seq`,
    );
    return rows.map((row) => ({
      seq: row.seq,
      status: row.status,
      ofVersionNo: row.ofVersionNo,
      versionNo: row.versionNo,
      reason: row.reason,
      changes: JSON.parse(row.changes) as CorrectionChange[],
      requestedByName: row.requestedByName,
      requestedAt: row.requestedAt,
      decidedByName: row.decidedByName,
      decidedAt: row.decidedAt,
      opinion: row.opinion,
    }));
  }

  private async seal(
    tx: Tx,
    { report, caller }: ReportStep,
    restated: Snapshot,
    correction: NonNullable<Snapshot['correction']>,
    summary: string,
  ): Promise<{ versionNo: number; sha256: string }> {
    const sealNo = await tx.nextNumber(`seal:${report.unitId}`);
    const last = await tx.one<{ sha256: string }>(sql`
      SELECT sha256 FROM report_versions
      WHERE unit_id = ${report.unitId} AND seal_no = ${sealNo - 1}`);
    const versionNo = (await latestVersionNo(tx, report.id)) + 1;
    const snapshot: Snapshot = {
      ...restated,
      correction,
      summaryHash: sha256Of(summary),
      header: {
        ...restated.header,
        versionId: newId(),
        versionNo,
        sealNo,
        previousHash: last?.sha256 ?? null,
        sealedBy: caller.userId,
        sealedByName: caller.name,
        sealedAt: tx.now,
      },
    };
    return { versionNo, sha256: await this.sealing.store(tx, snapshot, summary) };
  }

  private async register(
    tx: Tx,
    { report, caller }: ReportStep,
    versionNo: number,
    { ofVersionNo, reason, changes }: NonNullable<Snapshot['correction']>,
  ): Promise<number> {
    const seq = await tx.nextNumber(`report-correction:${report.id}`);
    await tx.insert(ReportCorrection, {
      id: newId(),
      reportId: report.id,
      seq,
      status: 'REQUESTED',
      ofVersionNo,
      versionNo,
      reason,
      changes: [...changes],
      requestedBy: caller.userId,
      requestedByName: caller.name,
      requestedAt: tx.now,
    });
    return seq;
  }

  private async pending(tx: Tx, reportId: string): Promise<StoredCorrection> {
    const row = await tx.one<StoredCorrection>(sql`
      SELECT * FROM report_corrections WHERE report_id = ${reportId} AND status = 'REQUESTED'`);
    if (!row) throw notFound();
    return row;
  }

  private async end(
    tx: Tx,
    { id, version }: StoredCorrection,
    patch: Partial<ReportCorrection>,
  ): Promise<void> {
    const changes = { ...patch, version: version + 1 };
    const changed = await tx.update(ReportCorrection, { id, version }, changes);
    if (changed === 0) throw staleVersion();
  }

  /** Categories of the sealed books that CORRECTED postings have put right since. */
  private async restatedCategories(
    db: Queryable,
    { header }: Snapshot,
  ): Promise<Map<string, RestatedCategory>> {
    const { campaignId, unitIds, toSeq } = header;
    const rows = await db.all<{ issueNo: string; code: string; former: string }>(sql`
      SELECT i.issue_no, e.category AS code, (
        SELECT f.category FROM ledger_entries AS f
        WHERE f.issue_id = e.issue_id AND f.delta = 1 AND f.seq <= ${toSeq}
        ORDER BY f.seq DESC LIMIT 1) AS former
      FROM ledger_entries AS e JOIN issues AS i ON i.id = e.issue_id
      WHERE e.campaign_id = ${campaignId} AND e.unit_id IN ${inList(unitIds)}
        AND e.seq > ${toSeq} AND e.kind = 'CORRECTED' AND e.delta = 1
      ORDER BY e.seq`);
    const { definition } = await this.campaigns.get(db, campaignId);
    const labels = new Map<string, string>(
      categoriesOf(definition).map(({ code, label }) => [code, label]),
    );
    return new Map(
      rows
        .filter(({ former }) => former !== null)
        .map(({ issueNo, code, former }) => [
          issueNo,
          { from: former, code, label: labels.get(code) ?? code },
        ]),
    );
  }
}

async function officialVersion(tx: Tx, { report }: ReportStep): Promise<ReportVersion> {
  const row = await tx.one<ReportVersion>(sql`
    SELECT * FROM report_versions
    WHERE report_id = ${report.id} AND version_no = ${report.officialVersionNo}`);
  if (!row) throw conflict('NO_OFFICIAL_VERSION', '这份报告还没有正式版本。');
  return row;
}
