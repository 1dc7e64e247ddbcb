import { addDays, instantAt } from '../../platform/calendar/business-date.js';
import { type Period, periodsBetween } from '../../platform/calendar/period.js';
import { inList, sql } from '../../platform/database/queryable.js';
import { ISSUE_WORKFLOW } from '../issues/issue.transitions.js';
import {
  askIssues,
  type Check,
  type CheckContext,
  type Finding,
  found,
  merged,
} from './reconciliation.context.js';

/** Acts of the history by which an issue came to be in 整改中, and by which it left. */
const { transitions } = ISSUE_WORKFLOW;
const ENTERING = transitions.filter(({ to }) => to === 'RECTIFYING').map(actOf);
const LEAVING = transitions
  .filter(({ from, to }) => from.includes('RECTIFYING') && to !== undefined && to !== 'RECTIFYING')
  .map(actOf);

function actOf({ action }: { action: string }): string {
  return `issue.${action}`;
}

/**
 * R29 (seed 000 “按月更新工作台账”): an issue that was in 整改中 for the whole of a past month has a
 * progress entry of that month. Its history tells when it was; only issues without an entry are asked.
 */
export const monthlyProgress: Check = {
  code: 'MONTHLY_PROGRESS',
  basis: 'CURRENT',
  run: async (context) => {
    const { db, campaign, asOf } = context;
    const first = await db.one<{ day: string | null }>(sql`
      SELECT MIN(plan_approved_on) AS day FROM issues WHERE campaign_id = ${campaign.id}`);
    const from = first?.day;
    if (!from || from > asOf) return found(0, []);
    const months = periodsBetween('MONTH', from, asOf).filter(
      (month) => month.start > from && month.end < asOf,
    );
    const findings: Finding[] = [];
    for (const month of months) findings.push(await ofMonth(context, month));
    const checked = findings.reduce((sum, finding) => sum + finding.checked, 0);
    return { ...merged(...findings), checked };
  },
};

function ofMonth(context: CheckContext, month: Period) {
  const begins = instantAt(month.start, '00:00');
  const ends = instantAt(addDays(month.end, 1), '00:00');
  const act = sql`FROM audit_entries AS a WHERE a.subject_type = 'issue' AND a.subject_id = q.id`;
  return askIssues(context, {
    among: sql`i.plan_approved_on < ${month.start}
      AND COALESCE(i.closed_on, ${month.end}) >= ${month.end}
      AND COALESCE(i.ended_on, ${month.end}) >= ${month.end}`,
    columns: [],
    wrong: sql`NOT EXISTS (SELECT 1 FROM progress_entries AS p
        WHERE p.issue_id = q.id AND p.month = ${month.id})
      AND (SELECT SUM(CASE WHEN a.action IN ${inList(ENTERING)} THEN 1 ELSE -1 END) ${act}
        AND a.action IN ${inList([...ENTERING, ...LEAVING])} AND a.recorded_at < ${begins}) = 1
      AND NOT EXISTS (SELECT 1 ${act} AND a.action IN ${inList(LEAVING)}
        AND a.recorded_at >= ${begins} AND a.recorded_at < ${ends})`,
    note: () => `${month.id}没有填报进展`,
  });
}
