import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { sql } from '../../platform/database/queryable.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { ENTRY_KIND, type EntryKind, ISSUE_STATUS, type IssueStatus } from '../codes.js';
import type { Offence } from './reconciliation.body.js';
import { entriesUpTo, totalsUpTo } from './reconciliation.book.js';
import {
  accountOffence,
  accountsIn,
  type Check,
  type CheckContext,
  type CountedRow,
  type Finding,
  found,
  issuesIn,
  listed,
  merged,
  OFFENDING_MAX,
  UNIT_OF_ISSUE,
} from './reconciliation.context.js';

interface SumRow {
  unitId: string;
  category: string;
  month: string;
  kind: EntryKind;
  kept: number;
  posted: number;
}

/** Maintained sums against the entries they sum up. */
async function sums(context: CheckContext): Promise<Finding> {
  const rows = await context.db.all<SumRow>(sql`
    SELECT unit_id, category, month, kind, delta,
           CAST(SUM(kept) AS INTEGER) AS kept, CAST(SUM(posted) AS INTEGER) AS posted
    FROM (
      SELECT unit_id, category, month, kind, delta, count AS kept, 0 AS posted
      FROM ledger_totals WHERE ${totalsUpTo(context)}
      UNION ALL
      SELECT unit_id, category, substr(business_date, 1, 7), kind, delta, 0, 1
      FROM ledger_entries WHERE ${entriesUpTo(context, 'whole months')}
    ) AS sides GROUP BY unit_id, category, month, kind, delta
    ORDER BY unit_id, category, month, kind, delta`);
  return found(
    rows.length,
    rows
      .filter(({ kept, posted }) => kept !== posted)
      .map(({ unitId, category, month, kind, kept, posted }) => {
        const account = `${month}“${labelOf(PROBLEM_CATEGORY, category)}”`;
        const what = labelOf(ENTRY_KIND, kind);
        return accountOffence(context, unitId, `${account}${what}汇总${kept}，分录${posted}`);
      }),
  );
}

interface CountRow {
  unitId: string;
  status: IssueStatus;
  kept: number;
  counted: number;
}

/** Maintained numbers by status against the issues themselves; only today's are kept. */
async function counts(context: CheckContext): Promise<Finding> {
  if (context.asOf < context.today) return found(0, []);
  const rows = await context.db.all<CountRow>(sql`
    SELECT unit_id, status, CAST(SUM(kept) AS INTEGER) AS kept, CAST(SUM(counted) AS INTEGER) AS counted
    FROM (
      SELECT unit_id, status, count AS kept, 0 AS counted
      FROM issue_counts WHERE ${accountsIn(context)}
      UNION ALL
      SELECT ${UNIT_OF_ISSUE}, i.status, 0, COUNT(*)
      FROM issues AS i WHERE ${issuesIn(context)} GROUP BY ${UNIT_OF_ISSUE}, i.status
    ) AS sides GROUP BY unit_id, status ORDER BY unit_id, status`);
  return found(
    rows.length,
    rows
      .filter(({ kept, counted }) => kept !== counted)
      .map(({ unitId, status, kept, counted }) =>
        accountOffence(
          context,
          unitId,
          `“${labelOf(ISSUE_STATUS, status)}”计数${kept}，问题${counted}`,
        ),
      ),
  );
}

export const totalsEqualEntries: Check = {
  code: 'TOTALS_EQUAL_ENTRIES',
  basis: 'ENTRIES',
  run: async (context) => {
    const [bySum, byCount] = [await sums(context), await counts(context)];
    return { ...merged(bySum, byCount), checked: bySum.checked + byCount.checked };
  },
};

interface MonthRow {
  unitId: string;
  month: string;
  kept: number;
  posted: number;
}

/**
 * For every unit and month: the opening, which is read from the maintained sums of the months before,
 * against what the entries say the month before closed with.
 */
export const openingEqualsClosing: Check = {
  code: 'OPENING_EQUALS_CLOSING',
  basis: 'ENTRIES',
  run: async (context) => {
    const rows = await context.db.all<MonthRow>(sql`
      SELECT unit_id, month, CAST(SUM(kept) AS INTEGER) AS kept, CAST(SUM(posted) AS INTEGER) AS posted
      FROM (
        SELECT unit_id, month, delta * count AS kept, 0 AS posted
        FROM ledger_totals WHERE ${totalsUpTo(context)}
        UNION ALL
        SELECT unit_id, substr(business_date, 1, 7) AS month, 0, SUM(delta)
        FROM ledger_entries WHERE ${entriesUpTo(context, 'whole months')}
        GROUP BY unit_id, substr(business_date, 1, 7)
      ) AS sides GROUP BY unit_id, month ORDER BY unit_id, month`);
    const running = new Map<string, { opening: number; closing: number }>();
    const offending: Offence[] = [];
    for (const { unitId, month, kept, posted } of rows) {
      const before = running.get(unitId) ?? { opening: 0, closing: 0 };
      const after = { opening: before.opening + kept, closing: before.closing + posted };
      running.set(unitId, after);
      if (after.opening === after.closing) continue;
      const note = `${month}期末${after.closing}，下月期初${after.opening}`;
      offending.push(accountOffence(context, unitId, note));
    }
    return found(rows.length, offending);
  },
};

interface EntryRow extends CountedRow {
  seq: number;
  previous: number;
}

/** Kinds that put an issue on the books; all others but 更正 take it off. */
const ADDING = sql`('OPENED', 'REOPENED', 'TRANSFERRED_IN')`;

async function gaps(context: CheckContext): Promise<Finding> {
  const { db } = context;
  const rows = await db.all<EntryRow>(sql`
    SELECT e.seq, e.previous, e.issue_id AS id, e.unit_id, i.issue_no, COUNT(*) OVER () AS total
    FROM (
      SELECT seq, issue_id, unit_id, COALESCE(LAG(seq) OVER (ORDER BY seq), 0) AS previous
      FROM ledger_entries WHERE ${accountsIn(context)}
    ) AS e LEFT JOIN issues AS i ON i.id = e.issue_id
    WHERE e.seq <> e.previous + 1 ORDER BY e.seq LIMIT ${OFFENDING_MAX}`);
  return listed(
    context,
    rows,
    ({ seq, previous }) => `第${seq}号分录之前缺第${range(previous + 1, seq - 1)}号`,
  );
}

const range = (from: number, to: number): string => (from === to ? `${from}` : `${from}至${to}`);

/** Numbers given out against the last one on file: the end of the book may be missing too. */
async function tail(context: CheckContext): Promise<Finding> {
  const { db, campaign } = context;
  const book = await db.one<{ entries: number; last: number; given: number | null }>(sql`
    SELECT COUNT(*) AS entries, COALESCE(MAX(seq), 0) AS last,
      (SELECT value FROM counters WHERE name = ${`ledger:${campaign.id}`}) AS given
    FROM ledger_entries WHERE ${accountsIn(context)}`);
  const { entries, last, given } = book ?? { entries: 0, last: 0, given: 0 };
  const missing = (given ?? 0) !== last;
  const note = `已编到第${given ?? 0}号，台账最后一条是第${last}号`;
  return found(entries, missing ? [accountOffence(context, null, note)] : []);
}

async function signs(context: CheckContext): Promise<Finding> {
  const rows = await context.db.all<CountedRow & { seq: number; kind: EntryKind; delta: number }>(
    sql`SELECT e.seq, e.kind, e.delta, e.issue_id AS id, e.unit_id, i.issue_no,
          COUNT(*) OVER () AS total
        FROM (SELECT * FROM ledger_entries WHERE ${accountsIn(context)}) AS e
        LEFT JOIN issues AS i ON i.id = e.issue_id
        WHERE e.delta NOT IN (1, -1) OR (e.kind <> 'CORRECTED'
          AND e.delta <> CASE WHEN e.kind IN ${ADDING} THEN 1 ELSE -1 END)
        ORDER BY e.seq LIMIT ${OFFENDING_MAX}`,
  );
  return listed(
    context,
    rows,
    ({ seq, kind, delta }) => `第${seq}号分录“${labelOf(ENTRY_KIND, kind)}”的增减为${delta}`,
  );
}

export const entrySequence: Check = {
  code: 'ENTRY_SEQUENCE',
  basis: 'ENTRIES',
  wholeCampaignOnly: true,
  run: async (context) => merged(await tail(context), await gaps(context), await signs(context)),
};
