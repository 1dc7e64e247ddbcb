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
 * [P] Days after the end of a month within which its progress may still be entered. What is filed later
 * is kept, but no longer makes the month one in which the ledger was kept.
 */
const GRACE_DAYS = 10;

/**
 * R29 (seed 000 “按月更新工作台账”): an issue that was in 整改中 for the whole of a past month has a
 * progress entry of that month, recorded no later than {@link GRACE_DAYS} days after its end. A month is
 * asked about as soon as it is over. The history of an issue tells when it was in 整改中; only issues
 * without a timely entry are asked.
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
  const tooLate = instantAt(addDays(month.end, 1 + GRACE_DAYS), '00:00');
  const act = sql`FROM audit_entries AS a WHERE a.subject_type = 'issue' AND a.subject_id = q.id`;
  return askIssues<{ entries: number }>(context, {
    among: sql`i.plan_approved_on < ${month.start}
      AND COALESCE(i.closed_on, ${month.end}) >= ${month.end}
      AND COALESCE(i.ended_on, ${month.end}) >= ${month.end}`,
    columns: [
      sql`(SELECT COUNT(*) FROM progress_entries AS l
        WHERE l.issue_id = i.id AND l.month = ${month.id}) AS entries`,
    ],
    wrong: sql`NOT EXISTS (SELECT 1 FROM progress_entries AS p
        WHERE p.issue_id = q.id AND p.month = ${month.id} AND p.recorded_at < ${tooLate})
      AND (SELECT SUM(CASE WHEN a.action IN ${inList(ENTERING)} THEN 1 ELSE -1 END) ${act}
        AND a.action IN ${inList([...ENTERING, ...LEAVING])} AND a.recorded_at < ${begins}) = 1
      AND NOT EXISTS (SELECT 1 ${act} AND a.action IN ${inList(LEAVING)}
        AND a.recorded_at >= ${begins} AND a.recorded_at < ${ends})`,
    note: ({ entries }) =>
      entries === 0
        ? `${month.id}没有填报进展`
        : `${month.id}的进展填报于月后${GRACE_DAYS}日之后，不计为按月填报`,
  });
}
