import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Report } from '../schedule/report.entity.js';
import { OPEN_REPORT_STATUSES } from './report.rules.js';

type SeriesKey = Pick<Report, 'campaignId' | 'unitId' | 'ruleCode' | 'period'>;

/** What is read of a version to continue its series. */
export interface SeriesVersion {
  readonly reportId: string;
  readonly period: string;
  readonly periodLabel: string;
  readonly versionNo: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly snapshot: string;
}

/** The version whose closing is the opening of the period: the last one sealed for any period before. */
export function versionBefore(db: Queryable, key: SeriesKey): Promise<SeriesVersion | undefined> {
  return db.one<SeriesVersion>(sql`
    SELECT v.report_id, r.period, r.period_label, v.version_no, v.from_seq, v.to_seq, v.snapshot
    FROM report_versions AS v JOIN reports AS r ON r.id = v.report_id
    WHERE r.campaign_id = ${key.campaignId} AND r.unit_id = ${key.unitId}
      AND r.rule_code = ${key.ruleCode} AND r.period < ${key.period}
    ORDER BY r.period DESC, v.version_no DESC LIMIT 1`);
}

/** A report of the series for an earlier period that has been opened but not handed in. */
export async function unsentBefore(db: Queryable, key: SeriesKey): Promise<string | undefined> {
  const rows = await db.all<Pick<Report, 'periodLabel' | 'status'>>(sql`
    SELECT period_label, status FROM reports
    WHERE campaign_id = ${key.campaignId} AND unit_id = ${key.unitId}
      AND rule_code = ${key.ruleCode} AND period < ${key.period} ORDER BY period`);
  return rows.find(({ status }) => OPEN_REPORT_STATUSES.includes(status))?.periodLabel;
}

/** Label of a later period that has been sealed; its opening is this period's closing for good. */
export async function sealedAfter(db: Queryable, key: SeriesKey): Promise<string | undefined> {
  const row = await db.one<{ periodLabel: string }>(sql`
    SELECT r.period_label FROM reports AS r
    WHERE r.campaign_id = ${key.campaignId} AND r.unit_id = ${key.unitId}
      AND r.rule_code = ${key.ruleCode} AND r.period > ${key.period}
      AND EXISTS (SELECT 1 FROM report_versions AS v WHERE v.report_id = r.id)
    ORDER BY r.period LIMIT 1`);
  return row?.periodLabel;
}
