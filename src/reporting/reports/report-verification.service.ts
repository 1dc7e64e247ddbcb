import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { windowBalance } from './report.balance.js';
import type { VerificationBody, VerificationFault } from './report.body.js';
import { ReportQueries, type ReportRow } from './report.queries.js';
import {
  bookFaults,
  chainFaults,
  placeOf,
  readSnapshot,
  type StoredVersion,
} from './report-verification.rules.js';

/** Proves sealed versions anew from nothing but the database. */
@Injectable()
export class ReportVerification {
  constructor(
    private readonly reader: Reader,
    private readonly queries: ReportQueries,
  ) {}

  /**
   * Digests and links of every version of the unit, and the figures of this report's versions against
   * the postings; each fault names its place.
   */
  async verify(caller: Caller, id: string): Promise<VerificationBody> {
    const report = await this.queries.load(this.reader, caller, id);
    const chain = await this.reader.all<StoredVersion & SeriesPlace>(sql`
      SELECT v.*, r.campaign_id, r.rule_code, r.period, r.period_label
      FROM report_versions AS v JOIN reports AS r ON r.id = v.report_id
      WHERE v.unit_id = ${report.unitId} ORDER BY v.seal_no`);
    const own = chain.filter(({ reportId }) => reportId === report.id);
    const faults = [...chainFaults(chain)];
    for (const version of own) faults.push(...(await this.books(report, version, chain)));
    faults.push(...this.missing(report, own));
    return { ok: faults.length === 0, versions: chain.length, faults };
  }

  private async books(
    report: ReportRow,
    version: StoredVersion,
    chain: readonly (StoredVersion & SeriesPlace)[],
  ): Promise<VerificationFault[]> {
    const snapshot = readSnapshot(version);
    if (!snapshot) return [];
    const { campaignId, unitIds } = snapshot.header;
    const { fromSeq, toSeq } = version;
    const window = { campaignId, unitIds, fromSeq, toSeq };
    const recomputed = await windowBalance(this.reader, window);
    const before = chain
      .filter((other) => isOfSeries(other, report) && other.period < report.period)
      .sort((a, b) =>
        a.period < b.period ? 1 : a.period > b.period ? -1 : b.versionNo - a.versionNo,
      )[0];
    const earlier = before && readSnapshot(before);
    return bookFaults({
      version,
      snapshot,
      recomputed,
      before: before && earlier ? { version: before, snapshot: earlier } : undefined,
    });
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

interface SeriesPlace {
  readonly campaignId: string;
  readonly ruleCode: string;
  readonly period: string;
}

const isOfSeries = (version: SeriesPlace, report: ReportRow): boolean =>
  version.campaignId === report.campaignId && version.ruleCode === report.ruleCode;
