import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { isBusinessDate } from '../../platform/calendar/business-date.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { windowBalance } from './report.balance.js';
import type { VerificationBody, VerificationFault } from './report.body.js';
import { sumsByIssue } from './consolidation.children.js';
import { ConsolidationDocuments } from './consolidation.documents.js';
import type { ConsolidationVersion, ReportConsolidation } from './consolidation.entity.js';
import { ConsolidationQueries } from './consolidation.queries.js';
import { correctionOf, cutsOf, sealFaults, sumOf, wholeOf } from './consolidation.rules.js';
import { contentsOf, ownCutIn, seriesOf } from './consolidation.series.js';
import type { ConsolidatedUnit, ConsolidationSnapshot } from './consolidation.snapshot.js';
import { SealedFiles } from './sealed-files.js';

/** Proves the versions of a consolidation anew: their own seals, their children's, and the sums. */
@Injectable()
export class ConsolidationVerification {
  constructor(
    private readonly reader: Reader,
    private readonly queries: ConsolidationQueries,
    private readonly documents: ConsolidationDocuments,
    private readonly files: SealedFiles,
  ) {}

  async verify(caller: Caller, id: string): Promise<VerificationBody> {
    const row = await this.queries.load(this.reader, caller, id);
    const versions = await this.reader.all<ConsolidationVersion>(sql`
      SELECT * FROM consolidation_versions WHERE consolidation_id = ${row.id} ORDER BY version_no`);
    const faults: VerificationFault[] = [];
    let previousHash: string | null = null;
    const opening = await this.ownOpening(row);
    for (const version of versions) {
      const found = await this.faultsOf(version, previousHash, opening);
      const place = `${row.periodLabel}汇总第${version.versionNo}版`;
      faults.push(...found.map(([check, message]) => ({ check, place, message })));
      previousHash = version.sha256;
    }
    if (versions.length !== row.versionNo) {
      const message = `应有${row.versionNo}个版本，现有${versions.length}个`;
      faults.push({ check: 'MISSING', place: `${row.periodLabel}汇总`, message });
    }
    return { ok: faults.length === 0, versions: versions.length, faults };
  }

  private async faultsOf(
    version: ConsolidationVersion,
    previousHash: string | null,
    ownOpening: number | undefined,
  ): Promise<[check: string, message: string][]> {
    const faults = sealFaults(version, previousHash);
    const snapshot = readConsolidation(version.snapshot);
    if (!snapshot) return [...faults, ['CONTENT', '封存内容无法读取']];
    if (!agrees(version, snapshot)) faults.push(['HEADER', '登记的内容与封存内容不符']);
    if (!(await this.isInAudit(version))) faults.push(['AUDIT', '摘要与审计日志中的登记不符']);
    for (const unit of snapshot.units) {
      const fault = await this.childFault(unit, snapshot.header.campaignId);
      if (fault) faults.push(['CHILD', fault]);
    }
    const own = ownCutIn(snapshot);
    if (own && ownOpening !== undefined && own.fromSeq !== ownOpening) {
      faults.push(['OPENING', '本级台账的期初与上期汇总的期末不相接']);
    }
    faults.push(...(await this.sumFaults(snapshot)));
    const render = (format: string) => this.documents.render(version, format as 'pdf' | 'xlsx');
    const changed = await this.files.faults(version.id, render);
    return [...faults, ...changed.map((message): [string, string] => ['FILE', message])];
  }

  /** Position of the book where the own accounts begin, after the consolidation of the period before. */
  private async ownOpening(row: ReportConsolidation): Promise<number | undefined> {
    // Reports on events come in any order, so that one that came later may stand before.
    if (isBusinessDate(row.period)) return undefined;
    const { before } = await seriesOf(this.reader, row);
    const snapshot = await contentsOf(this.reader, before);
    return ((snapshot && ownCutIn(snapshot)?.toSeq) ?? 0) + 1;
  }

  /** The version that was added up is still there, unchanged. */
  private async childFault(
    { unitName, own, reportId, versionNo, sha256, balance, cuts }: ConsolidatedUnit,
    campaignId: string,
  ): Promise<string | undefined> {
    const [cut] = cuts;
    if (own && cut) {
      const again = await windowBalance(this.reader, { campaignId, ...cut });
      return again.closing === balance?.closing
        ? undefined
        : `${unitName}本级期末封存为${balance?.closing}，按台账分录应为${again.closing}`;
    }
    if (versionNo === null) return undefined;
    const row = await this.reader.one<{ snapshot: string }>(sql`
      SELECT snapshot FROM report_versions
      WHERE report_id = ${reportId} AND version_no = ${versionNo}`);
    if (row && sha256Of(row.snapshot) === sha256) return undefined;
    return `${unitName}第${versionNo}版缺失，或与汇总时不同`;
  }

  private async sumFaults(snapshot: ConsolidationSnapshot): Promise<[string, string][]> {
    const { units, sum, whole, transit, bookClosing, header } = snapshot;
    const faults: [string, string][] = [];
    if (JSON.stringify(sortedFields(sumOf(units))) !== JSON.stringify(sortedFields(sum))) {
      faults.push(['SUM', '各单位之和与封存的合计不符']);
    }
    if (
      JSON.stringify(sortedFields(wholeOf(sum, transit))) !== JSON.stringify(sortedFields(whole))
    ) {
      faults.push(['WHOLE', '合计加在途与封存的汇总不符']);
    }
    const sums = await sumsByIssue(this.reader, header.campaignId, cutsOf(units));
    const posted = [...sums.values()].reduce((total, value) => total + value, 0);
    const expected = whole.closing - correctionOf(transit.closing);
    const nested = units.some(({ cuts }) => cuts.length > 1);
    if ((!nested && posted !== expected) || whole.closing !== bookClosing) {
      faults.push(['BOOKS', `各单位期末合计${expected}，按台账分录应为${posted}`]);
    }
    return faults;
  }

  private async isInAudit({
    consolidationId,
    versionNo,
    sha256,
  }: ConsolidationVersion): Promise<boolean> {
    const rows = await this.reader.all<{ detail: string }>(sql`
      SELECT detail FROM audit_entries
      WHERE subject_type = 'consolidation' AND subject_id = ${consolidationId}`);
    return rows.some(({ detail }) => {
      const act = JSON.parse(detail) as { versionNo: number; sha256: string };
      return act.versionNo === versionNo && act.sha256 === sha256;
    });
  }
}

function readConsolidation(text: string): ConsolidationSnapshot | undefined {
  try {
    const snapshot = JSON.parse(text) as Partial<ConsolidationSnapshot>;
    return snapshot.header && snapshot.units ? (snapshot as ConsolidationSnapshot) : undefined;
  } catch {
    return undefined;
  }
}

const agrees = (version: ConsolidationVersion, { header }: ConsolidationSnapshot): boolean =>
  version.id === header.versionId &&
  version.consolidationId === header.consolidationId &&
  version.versionNo === header.versionNo &&
  version.asOf === header.asOf &&
  version.previousHash === header.previousHash &&
  version.sealedBy === header.sealedBy &&
  version.sealedByName === header.sealedByName &&
  version.sealedAt === header.asOf;

const sortedFields = (value: object): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
