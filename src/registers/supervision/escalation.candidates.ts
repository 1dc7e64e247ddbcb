import { SUPERVISE_LEVEL } from '../../campaigns/codes/issue-codes.js';
import { rankOf } from '../../campaigns/definition/escalation.check.js';
import type { Escalation } from '../../campaigns/definition/escalation.js';
import { addDays } from '../../platform/calendar/business-date.js';
import {
  empty,
  inList,
  type Queryable,
  raw,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { OPEN_STATUSES } from '../codes.js';
import { LADDER_STATUSES } from './escalation.rules.js';
import { type LadderBasis, REPLY_OWED } from './supervision.codes.js';

/** What an issue's row must be for a mark of each basis, and the column that holds the mark. */
const MARKS: readonly { basis: LadderBasis; column: Sql; rows: Sql }[] = [
  {
    basis: 'RECEIPT',
    column: raw('i.receipt_due_on'),
    rows: sql`i.status = 'ASSIGNED'`,
  },
  {
    basis: 'DEADLINE',
    column: raw('i.current_deadline'),
    rows: sql`i.status IN ${inList(LADDER_STATUSES)} AND i.extension_pending = 0`,
  },
  {
    basis: 'REVIEW',
    column: raw('i.next_review_on'),
    rows: sql`i.status = 'CARRIED_OVER'`,
  },
];

/** A set of issues to be looked at one by one; each condition begins with an indexed column. */
export interface Candidates {
  readonly basis: LadderBasis;
  readonly where: Sql;
}

/**
 * Issues that may owe a notice: one set for each rung of the ladder, those left out that have had one
 * as severe for the same mark. So a pass over a campaign that is up to date finds nothing.
 */
export function escalationCandidates(
  campaignId: string,
  today: string,
  { steps, receiptLevel }: Escalation,
): Candidates[] {
  const rungs = [...steps].sort((a, b) => a.daysAfter - b.daysAfter);
  return MARKS.flatMap(({ basis, column, rows }) => {
    const levels = basis === 'RECEIPT' ? [{ level: receiptLevel, daysAfter: 1 }] : rungs;
    return levels.map(({ level, daysAfter }, index): Candidates => {
      const next = levels[index + 1];
      const asSevere = SUPERVISE_LEVEL.codes.filter((code) => rankOf(code) >= rankOf(level));
      const older = next ? sql`AND ${column} > ${addDays(today, -next.daysAfter)}` : empty;
      return {
        basis,
        where: sql`i.campaign_id = ${campaignId} AND ${rows}
          AND ${column} <= ${addDays(today, -daysAfter)} ${older}
          AND NOT EXISTS (SELECT 1 FROM supervision_notices AS n
            WHERE n.ladder_issue_id = i.id AND n.ladder_cycle_no = i.cycle_no
              AND n.basis = ${basis} AND n.mark_on = ${column} AND n.level IN ${inList(asSevere)})`,
      };
    });
  });
}

/** A campaign without open issues owes nobody a reminder or a notice. */
export async function anyOpen(db: Queryable, campaignId: string): Promise<boolean> {
  const row = await db.one(sql`
    SELECT i.id FROM issues AS i
    WHERE i.campaign_id = ${campaignId} AND i.status IN ${inList(OPEN_STATUSES)} LIMIT 1`);
  return row !== undefined;
}

/** Issues whose deadline (or review) is on one of these days. */
export function reminderCandidates(campaignId: string, days: readonly string[]): Candidates[] {
  return MARKS.filter(({ basis }) => basis !== 'RECEIPT').map(({ basis, column, rows }) => ({
    basis,
    where: sql`i.campaign_id = ${campaignId} AND ${rows} AND ${column} IN ${inList(days)}`,
  }));
}

/** The next ids of a set, in their order. */
export async function nextIds(
  db: Queryable,
  { where }: Candidates,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT i.id FROM issues AS i WHERE ${where} AND i.id > ${after} ORDER BY i.id LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Drafts of the program that nobody has signed or edited by the day they ask a reply for. */
export function expiredDrafts(
  db: Queryable,
  campaignId: string,
  today: string,
): Promise<{ id: string }[]> {
  return db.all(sql`
    SELECT id FROM supervision_notices
    WHERE campaign_id = ${campaignId} AND status = 'DRAFT' AND origin = 'LADDER'
      AND drafted_by IS NULL AND due_on <= ${today} ORDER BY id`);
}

/** Notices of the ladder (or the one named) that have lost their reason: issue closed, deadline moved. */
export async function staleNotices(
  db: Queryable,
  campaignId: string,
  id?: string,
): Promise<{ id: string }[]> {
  const gone = sql`(i.status NOT IN ${inList(OPEN_STATUSES)} OR i.cycle_no <> n.ladder_cycle_no)`;
  const moved = sql`(${gone}
    OR (n.basis = 'RECEIPT' AND i.status <> 'ASSIGNED')
    OR (n.basis = 'DEADLINE' AND (i.status = 'CARRIED_OVER' OR i.current_deadline <> n.mark_on))
    OR (n.basis = 'REVIEW' AND (i.status <> 'CARRIED_OVER' OR i.next_review_on <> n.mark_on)))`;
  return db.all(sql`
    SELECT n.id FROM supervision_notices AS n
    JOIN issues AS i ON i.id = n.ladder_issue_id
    WHERE n.campaign_id = ${campaignId} AND n.origin = 'LADDER' ${id ? sql`AND n.id = ${id}` : empty}
      AND ((n.status = 'DRAFT' AND ${moved})
        OR (n.status IN ${inList(['ISSUED', ...REPLY_OWED])} AND ${gone}))
    ORDER BY n.id`);
}
