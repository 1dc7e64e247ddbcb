import { nameActedUnderSql } from '../../identity/deputies/stand-ins.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Plan, PlanReview } from './plan.entity.js';

/** A plan with the name of the person who handed it in. */
export type PlanRow = Plan & { submittedByName: string | null };

/** The plan of a round, or of the last round that had one: a reopened round goes on without. */
export function findPlan(
  db: Queryable,
  issueId: string,
  cycleNo: number,
): Promise<PlanRow | undefined> {
  return db.one<PlanRow>(sql`
    SELECT p.*, COALESCE(${nameActedUnderSql(sql`p.issue_id`, sql`p.submitted_by`, sql`p.submitted_at`)},
      u.name) AS submitted_by_name
    FROM plans AS p LEFT JOIN users AS u ON u.id = p.submitted_by
    WHERE p.issue_id = ${issueId} AND p.cycle_no <= ${cycleNo}
    ORDER BY p.cycle_no DESC LIMIT 1`);
}

export type PlanReviewRow = Omit<PlanReview, 'contents'> & {
  submittedByName: string | null;
  decidedByName: string | null;
};

/** Every decision on the issue's plans, oldest first. */
export function planReviews(db: Queryable, issueId: string): Promise<PlanReviewRow[]> {
  return db.all<PlanReviewRow>(sql`
    SELECT r.id, r.issue_id, r.cycle_no, r.attempt, r.submitted_by, r.submitted_at, r.decision,
           r.opinion, r.reason_code, r.demand, r.decided_by, r.decided_at,
           COALESCE(${nameActedUnderSql(sql`r.issue_id`, sql`r.submitted_by`, sql`r.submitted_at`)},
             s.name) AS submitted_by_name,
           COALESCE(${nameActedUnderSql(sql`r.issue_id`, sql`r.decided_by`, sql`r.decided_at`)},
             d.name) AS decided_by_name
    FROM plan_reviews AS r
    LEFT JOIN users AS s ON s.id = r.submitted_by
    LEFT JOIN users AS d ON d.id = r.decided_by
    WHERE r.issue_id = ${issueId} ORDER BY r.cycle_no, r.attempt`);
}
