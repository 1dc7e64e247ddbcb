import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Report } from '../schedule/report.entity.js';
import { sealedAfter } from './report.series.js';
import type { ReportSituation } from './report.actions.js';

/** Reads what the steps of a report depend on besides its own row. */
export async function situationOf(db: Queryable, report: Report): Promise<ReportSituation> {
  const pending = await db.one(
    sql`SELECT 1 FROM report_corrections WHERE report_id = ${report.id} AND status = 'REQUESTED'`,
  );
  const signed = await db.one<{ sealedBy: string }>(sql`
    SELECT sealed_by FROM report_versions WHERE report_id = ${report.id}
    ORDER BY version_no DESC LIMIT 1`);
  return {
    correctionPending: pending !== undefined,
    signedBy: signed?.sealedBy,
    sealedAfter: await sealedAfter(db, report),
    sentUp: report.status === 'CONSOLIDATED' && (await isSentUp(db, report)),
  };
}

/** True when the receiver's own report on the period, which depends on this rule, has been handed in. */
export async function isSentUp(
  db: Queryable,
  {
    campaignId,
    receiverUnitId,
    period,
    ruleCode,
  }: Pick<Report, 'campaignId' | 'receiverUnitId' | 'period' | 'ruleCode'>,
): Promise<boolean> {
  const rows = await db.all<{ terms: string | null }>(sql`
    SELECT terms FROM reports
    WHERE campaign_id = ${campaignId} AND unit_id = ${receiverUnitId} AND period = ${period}
      AND status IN ('SUBMITTED', 'ACCEPTED', 'CONSOLIDATED')`);
  return rows.some(({ terms }) => {
    const { dependsOn } = JSON.parse(terms ?? '{"dependsOn":[]}') as { dependsOn: string[] };
    return dependsOn.includes(ruleCode);
  });
}
