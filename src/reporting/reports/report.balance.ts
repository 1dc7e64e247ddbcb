import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import type { EntryKind } from '../../registers/codes.js';
import { type Balance, columnOf, emptyBalance } from '../../registers/entries/balance.queries.js';

/** A stretch of a campaign's book, by position, for some accounts. */
export interface Window {
  readonly campaignId: string;
  readonly unitIds: readonly string[];
  readonly fromSeq: number;
  readonly toSeq: number;
}

/**
 * The last position of the campaign's book. Until the transaction ends nobody else can post to the
 * book, so whatever is read after it agrees with that position on both engines.
 */
export async function closeBook(tx: Tx, campaignId: string): Promise<number> {
  const row = await tx.one<{ value: number }>(sql`
    INSERT INTO counters (name, value) VALUES (${`ledger:${campaignId}`}, 0)
    ON CONFLICT (name) DO UPDATE SET value = counters.value
    RETURNING value`);
  return row?.value ?? 0;
}

/**
 * {@link closeBook} of the report's campaign, before the report and what stands in its way are read. Whoever
 * seals or consolidates takes the same lock, so that neither acts on what the other is about to change.
 */
export async function closeBookOf(tx: Tx, reportId: string): Promise<void> {
  const report = await tx.one<{ campaignId: string }>(
    sql`SELECT campaign_id FROM reports WHERE id = ${reportId}`,
  );
  if (report) await closeBook(tx, report.campaignId);
}

/** 期初 … 期末 of the window: what was posted before it opens it, what was posted in it moves it. */
export async function windowBalance(db: Queryable, window: Window): Promise<Balance> {
  const { campaignId, unitIds, fromSeq, toSeq } = window;
  const rows = await db.all<{ earlier: number; kind: EntryKind; delta: 1 | -1; count: number }>(sql`
    SELECT earlier, kind, delta, COUNT(*) AS count FROM (
      SELECT CASE WHEN seq < ${fromSeq} THEN 1 ELSE 0 END AS earlier, kind, delta
      FROM ledger_entries
      WHERE campaign_id = ${campaignId} AND unit_id IN ${inList(unitIds)} AND seq <= ${toSeq}
    ) AS postings
    GROUP BY earlier, kind, delta`);
  const balance = emptyBalance();
  for (const { earlier, kind, delta, count } of rows) {
    balance.closing += delta * count;
    if (earlier === 1) balance.opening += delta * count;
    else balance[columnOf(kind, delta)] += count;
  }
  return balance;
}

/** True when 期初 + 新增 + 重开 + 移入 − 销号 − 移出 − 撤并 = 期末. */
export function isBalanced(balance: Balance): boolean {
  const { opening, opened, reopened, transferredIn, closed, transferredOut, removed } = balance;
  const sum = opening + opened + reopened + transferredIn - closed - transferredOut - removed;
  return sum === balance.closing;
}

/** Issues that the units answer for and that were on their books at any time in the window, by number. */
export async function issuesInWindow(db: Queryable, window: Window): Promise<string[]> {
  const { campaignId, unitIds, fromSeq, toSeq } = window;
  const units = inList(unitIds);
  const rows = await db.all<{ id: string }>(sql`
    SELECT i.id FROM (
      SELECT issue_id FROM ledger_entries
      WHERE campaign_id = ${campaignId} AND unit_id IN ${units} AND seq <= ${toSeq}
      GROUP BY issue_id
      HAVING SUM(CASE WHEN seq < ${fromSeq} THEN delta ELSE 0 END) > 0
          OR MAX(CASE WHEN seq >= ${fromSeq} THEN delta ELSE -1 END) > 0
    ) AS booked JOIN issues AS i ON i.id = booked.issue_id
    WHERE COALESCE(i.responsible_unit_id, i.registered_unit_id) IN ${units}
    ORDER BY i.issue_no, i.id`);
  return rows.map(({ id }) => id);
}

/** Numbers of the issues with a posting in the window. */
export async function movedIssueNos(db: Queryable, window: Window): Promise<string[]> {
  const rows = await db.all<{ issueNo: string }>(sql`
    SELECT DISTINCT i.issue_no FROM ledger_entries AS e JOIN issues AS i ON i.id = e.issue_id
    WHERE e.campaign_id = ${window.campaignId} AND e.unit_id IN ${inList(window.unitIds)}
      AND e.seq BETWEEN ${window.fromSeq} AND ${window.toSeq}
    ORDER BY i.issue_no`);
  return rows.map(({ issueNo }) => issueNo);
}

export interface NumberedIssue {
  readonly id: string;
  readonly issueNo: string;
}

/**
 * The issues under rectification that have no progress entry of the month. Issues whose
 * plan was approved after the period, and those under review, cannot have one and are left out.
 */
export function issuesWithoutProgress(
  db: Queryable,
  { campaignId, unitIds }: Pick<Window, 'campaignId' | 'unitIds'>,
  month: string,
  coversTo: string,
): Promise<NumberedIssue[]> {
  return db.all<NumberedIssue>(sql`
    SELECT i.id, i.issue_no FROM issues AS i
    WHERE i.campaign_id = ${campaignId} AND i.responsible_unit_id IN ${inList(unitIds)}
      AND i.status IN ('RECTIFYING', 'CARRIED_OVER')
      AND COALESCE(i.plan_approved_on, i.registered_on) <= ${coversTo}
      AND NOT EXISTS (
        SELECT 1 FROM progress_entries AS p WHERE p.issue_id = i.id AND p.month = ${month})
    ORDER BY i.issue_no`);
}
