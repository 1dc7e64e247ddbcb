import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { ReportConsolidation } from './consolidation.entity.js';
import type { ConsolidationSnapshot, SealedConsolidation } from './consolidation.snapshot.js';

type Key = Pick<ReportConsolidation, 'campaignId' | 'unitId' | 'ruleCode' | 'period'>;

/** The latest version of a consolidation, if it has been made. */
export async function latestConsolidation(
  db: Queryable,
  { campaignId, unitId, ruleCode, period }: Key,
): Promise<SealedConsolidation | undefined> {
  const row = await db.one<Omit<SealedConsolidation, 'snapshot'> & { snapshot: string }>(sql`
    SELECT v.id AS version_id, v.consolidation_id, c.rule_code, v.version_no, v.sha256, v.snapshot
    FROM report_consolidations AS c JOIN consolidation_versions AS v
      ON v.consolidation_id = c.id AND v.version_no = c.version_no
    WHERE c.campaign_id = ${campaignId} AND c.unit_id = ${unitId}
      AND c.rule_code = ${ruleCode} AND c.period = ${period}`);
  return row && { ...row, snapshot: JSON.parse(row.snapshot) as ConsolidationSnapshot };
}

/** What has changed below since a consolidation was made, one sentence for each unit; empty when nothing. */
export async function changesSince(
  db: Queryable,
  { units, header }: ConsolidationSnapshot,
): Promise<string[]> {
  const rows = await db.all<{
    id: string;
    unitName: string;
    officialVersionNo: number | null;
  }>(sql`
    SELECT r.id, u.name AS unit_name, r.official_version_no
    FROM reports AS r JOIN units AS u ON u.id = r.unit_id
    WHERE r.campaign_id = ${header.campaignId} AND r.receiver_unit_id = ${header.unitId}
      AND r.rule_code = ${header.ruleCode} AND r.period = ${header.period}
    ORDER BY r.unit_id`);
  const included = new Map(
    units.filter(({ as }) => as === 'INCLUDED').map((unit) => [unit.reportId, unit.versionNo]),
  );
  return rows.flatMap(({ id, unitName, officialVersionNo }) => {
    const before = included.get(id) ?? null;
    if (before === officialVersionNo) return [];
    if (officialVersionNo === null) return [`${unitName}的报告已退回`];
    return before === null
      ? [`${unitName}的报告在汇总以后接收`]
      : [`${unitName}的报告已更正为第${officialVersionNo}版`];
  });
}
