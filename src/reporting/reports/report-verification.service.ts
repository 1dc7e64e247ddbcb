import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { Files } from '../../platform/files/files.service.js';
import { markFaults, marksOf } from './ledger-marks.js';
import { windowBalance } from './report.balance.js';
import type { VerificationBody, VerificationFault } from './report.body.js';
import { ReportDocuments, type VersionFormat } from './report.documents.js';
import { ReportQueries, type ReportRow } from './report.queries.js';
import type { Snapshot } from './report.snapshot.js';
import {
  auditFaults,
  bookFaults,
  chainFaults,
  placeOf,
  readSnapshot,
  type StoredVersion,
} from './report-verification.rules.js';
import { SealedFiles } from './sealed-files.js';

interface SeriesPlace {
  readonly campaignId: string;
  readonly ruleCode: string;
  readonly period: string;
}
type ChainVersion = StoredVersion & SeriesPlace;

/** Acts of the audit log that seal a version. */
const SEALING_ACTS = ['report.submit', 'report.requestCorrection'] as const;

/** Proves sealed versions anew from nothing but the database and the files. */
@Injectable()
export class ReportVerification {
  constructor(
    private readonly reader: Reader,
    private readonly queries: ReportQueries,
    private readonly files: Files,
    private readonly documents: ReportDocuments,
    private readonly sealedFiles: SealedFiles,
  ) {}

  /**
   * Digests and links of every version of the unit; the figures of this report's versions against the
   * postings; every posting that this and the earlier periods take in; files as they were first made.
   * Each fault names its place.
   */
  async verify(caller: Caller, id: string): Promise<VerificationBody> {
    const report = await this.queries.load(this.reader, caller, id);
    const chain = await this.reader.all<ChainVersion>(sql`
      SELECT v.*, r.campaign_id, r.rule_code, r.period, r.period_label
      FROM report_versions AS v JOIN reports AS r ON r.id = v.report_id
      WHERE v.unit_id = ${report.unitId} OR v.report_id = ${report.id} ORDER BY v.seal_no`);
    const own = chain.filter(({ reportId }) => reportId === report.id);
    const faults = [
      ...chainFaults(chain),
      ...(await this.cutOff(report, chain)),
      ...auditFaults(chain, await this.acts(chain)),
    ];
    for (const version of chain) {
      if (!isOfSeries(version, report) || version.period > report.period) continue;
      faults.push(...(await this.postings(version)));
    }
    for (const version of own) {
      faults.push(...(await this.books(report, version, chain)));
      faults.push(...(await this.makings(version)));
    }
    faults.push(...this.missing(report, own));
    return { ok: faults.length === 0, versions: chain.length, faults };
  }

  /** The unit's counter tells how many versions there must be: a missing last one leaves no gap. */
  private async cutOff(
    report: ReportRow,
    chain: readonly ChainVersion[],
  ): Promise<VerificationFault[]> {
    const counter = await this.reader.one<{ value: number }>(
      sql`SELECT value FROM counters WHERE name = ${`seal:${report.unitId}`}`,
    );
    const last = counter?.value ?? 0;
    const missing = last - chain.filter(({ unitId }) => unitId === report.unitId).length;
    if (missing <= 0) return [];
    const message = `本单位应有${last}个封存版本，缺${missing}个`;
    return [{ check: 'CHAIN', place: report.periodLabel, message }];
  }

  private async acts(chain: readonly ChainVersion[]) {
    const rows = await this.reader.all<{ subjectId: string; detail: string }>(sql`
      SELECT subject_id, detail FROM audit_entries
      WHERE subject_type = 'report' AND action IN ${inList(SEALING_ACTS)}
        AND subject_id IN ${inList([...new Set(chain.map(({ reportId }) => reportId))])}`);
    return rows.map(({ subjectId, detail }) => ({
      reportId: subjectId,
      ...(JSON.parse(detail) as { versionNo: number; sha256: string }),
    }));
  }

  private async postings(version: ChainVersion): Promise<VerificationFault[]> {
    const snapshot = readSnapshot(version);
    if (snapshot?.entries === undefined) return [];
    const { campaignId, unitIds, fromSeq, toSeq } = snapshot.header;
    const now = await marksOf(this.reader, { campaignId, unitIds, fromSeq, toSeq });
    const place = placeOf(version);
    return markFaults(snapshot.entries, now).map((message) => ({
      check: 'ENTRY',
      place,
      message,
    }));
  }

  private async books(
    report: ReportRow,
    version: ChainVersion,
    chain: readonly ChainVersion[],
  ): Promise<VerificationFault[]> {
    const snapshot = readSnapshot(version);
    if (!snapshot) return [];
    const { campaignId, unitIds } = snapshot.header;
    const { fromSeq, toSeq } = version;
    const window = { campaignId, unitIds, fromSeq, toSeq };
    const recomputed = snapshot.consolidations
      ? undefined
      : await windowBalance(this.reader, window);
    const before = chain
      .filter((other) => isOfSeries(other, report) && other.period < report.period)
      .sort((a, b) =>
        a.period < b.period ? 1 : a.period > b.period ? -1 : b.versionNo - a.versionNo,
      )[0];
    const earlier = before && readSnapshot(before);
    const faults = bookFaults({
      version,
      snapshot,
      recomputed,
      before: before && earlier ? { version: before, snapshot: earlier } : undefined,
    });
    return [...faults, ...(await this.children(version, snapshot))];
  }

  /** The consolidations that a report upward is made of are still what they were. */
  private async children(version: ChainVersion, snapshot: Snapshot): Promise<VerificationFault[]> {
    const faults: VerificationFault[] = [];
    for (const reference of snapshot.consolidations ?? []) {
      const { consolidationId, versionNo, sha256, ruleCode } = reference;
      const row = await this.reader.one<{ snapshot: string }>(sql`
        SELECT snapshot FROM consolidation_versions
        WHERE consolidation_id = ${consolidationId} AND version_no = ${versionNo}`);
      if (row && sha256Of(row.snapshot) === sha256) continue;
      const message = `所依据的${ruleCode}汇总第${versionNo}版缺失或已被改动`;
      faults.push({ check: 'CONSOLIDATION', place: placeOf(version), message });
    }
    return faults;
  }

  /** Files made from the version give the same bytes again, and the attached ones are unharmed. */
  private async makings(version: ChainVersion): Promise<VerificationFault[]> {
    const snapshot = readSnapshot(version);
    if (!snapshot) return [];
    const place = placeOf(version);
    const render = (format: string) =>
      this.documents.render(snapshot, version, format as VersionFormat);
    const changed = await this.sealedFiles.faults(version.id, render);
    const faults = changed.map((message) => ({ check: 'FILE', place, message }));
    for (const { seq, fileName, sha256 } of snapshot.attachments ?? []) {
      if ((await this.storedDigest(sha256)) === sha256) continue;
      const message = `附件${seq}“${fileName}”缺失或已被改动`;
      faults.push({ check: 'ATTACHMENT', place, message });
    }
    return faults;
  }

  private async storedDigest(sha256: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of await this.files.read(sha256)) hash.update(chunk as Buffer);
    } catch {
      return undefined;
    }
    return hash.digest('hex');
  }

  /** A submitted report must have its version, and the versions must be numbered without gaps. */
  private missing(report: ReportRow, own: readonly StoredVersion[]): VerificationFault[] {
    const place = report.periodLabel;
    if (report.firstSubmittedAt !== null && own.length === 0) {
      return [{ check: 'MISSING', place, message: '报告已报送，但没有封存的版本' }];
    }
    return own
      .filter(({ versionNo }, index) => versionNo !== index + 1)
      .map((version) => ({ check: 'MISSING', place: placeOf(version), message: '前一版本缺失' }));
  }
}

const isOfSeries = (version: SeriesPlace, report: ReportRow): boolean =>
  version.campaignId === report.campaignId && version.ruleCode === report.ruleCode;
