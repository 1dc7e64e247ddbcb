import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { type FigureIssue, type SummaryFigures, summaryFigures } from './summary-figures.rules.js';

/** Figures of the units' issues as they stand; an issue that nobody answers for yet is its registrar's. */
export async function figuresOfUnits(
  db: Queryable,
  campaignId: string,
  unitIds: readonly string[],
  asOf: string,
): Promise<SummaryFigures> {
  const issues = await db.all<FigureIssue>(sql`
    SELECT issue_no, status, category, rectification_type, verdict, current_deadline,
           extension_count, recovered_fen, refunded_fen
    FROM issues
    WHERE campaign_id = ${campaignId} AND status <> 'DRAFT'
      AND COALESCE(responsible_unit_id, registered_unit_id) IN ${inList(unitIds)}
    ORDER BY issue_no`);
  return summaryFigures(issues, asOf);
}
