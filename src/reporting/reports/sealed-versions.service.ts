import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { VerificationFault } from './report.body.js';
import { auditFaults, chainFaults, type StoredVersion } from './report-verification.rules.js';
import type { ConsolidationVersion } from './consolidation.entity.js';
import { sealFaults } from './consolidation.rules.js';

export interface SealedProof {
  readonly versions: number;
  readonly faults: readonly (VerificationFault & { readonly unitName: string })[];
}

/** Proves the seals of all units at once, for programs: past every scope, and without the makings. */
@Injectable()
export class SealedVersions {
  constructor(private readonly reader: Reader) {}

  async prove(): Promise<SealedProof> {
    const units = await this.reader.all<{
      unitId: string;
      unitName: string;
      given: number | null;
    }>(sql`
      SELECT DISTINCT v.unit_id, u.name AS unit_name,
        (SELECT c.value FROM counters AS c WHERE c.name = 'seal:' || v.unit_id) AS given
      FROM report_versions AS v JOIN units AS u ON u.id = v.unit_id ORDER BY v.unit_id`);
    const acts = await this.acts();
    let versions = 0;
    const faults: SealedProof['faults'][number][] = [];
    for (const { unitId, unitName, given } of units) {
      const chain = await this.reader.all<StoredVersion>(sql`
        SELECT v.*, r.period_label FROM report_versions AS v JOIN reports AS r ON r.id = v.report_id
        WHERE v.unit_id = ${unitId} ORDER BY v.seal_no`);
      versions += chain.length;
      const found = [...chainFaults(chain), ...auditFaults(chain, acts)];
      const missing = (given ?? 0) - chain.length;
      if (missing > 0) {
        const message = `本单位应有${given}个封存版本，缺${missing}个`;
        found.push({ check: 'CHAIN', place: unitName, message });
      }
      faults.push(...found.map((fault) => ({ ...fault, unitName })));
    }
    const sums = await this.consolidations();
    return { versions: versions + sums.versions, faults: [...faults, ...sums.faults] };
  }

  private async consolidations(): Promise<SealedProof> {
    const rows = await this.reader.all<
      ConsolidationVersion & { unitName: string; periodLabel: string }
    >(sql`
      SELECT v.*, c.period_label, u.name AS unit_name FROM consolidation_versions AS v
      JOIN report_consolidations AS c ON c.id = v.consolidation_id
      JOIN units AS u ON u.id = c.unit_id ORDER BY v.consolidation_id, v.version_no`);
    const faults = rows.flatMap((row, index) => {
      const before = rows[index - 1];
      const previous = before?.consolidationId === row.consolidationId ? before.sha256 : null;
      const place = `${row.periodLabel}汇总第${row.versionNo}版`;
      return sealFaults(row, previous).map(([check, message]) => ({
        check,
        place,
        message,
        unitName: row.unitName,
      }));
    });
    return { versions: rows.length, faults };
  }

  /** What the audit log says was sealed. */
  private async acts() {
    const rows = await this.reader.all<{ subjectId: string; detail: string }>(sql`
      SELECT subject_id, detail FROM audit_entries WHERE subject_type = 'report'
        AND action IN ('report.submit', 'report.requestCorrection')`);
    return rows.map(({ subjectId, detail }) => ({
      reportId: subjectId,
      ...(JSON.parse(detail) as { versionNo: number; sha256: string }),
    }));
  }
}
