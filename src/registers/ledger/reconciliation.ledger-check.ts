import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { addDays, instantAt } from '../../platform/calendar/business-date.js';
import { sql, type Sql } from '../../platform/database/queryable.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  accountOffence,
  accountsIn,
  askIssues,
  type Check,
  type CheckContext,
  type CountedRow,
  type Finding,
  found,
  IS_OPEN,
  issuesIn,
  listed,
  merged,
  OFFENDING_MAX,
  UNIT_OF_ISSUE,
  unitNameOf,
} from './reconciliation.context.js';

const CATEGORY_OF_ISSUE = sql`COALESCE(i.category, '')`;

const accountName = (context: CheckContext, unitId: string, category: string): string =>
  `${unitNameOf(context, unitId) ?? ''}“${labelOf(PROBLEM_CATEGORY, category)}”`;

/** What each issue stands at in each account, where that is not zero. */
const standing = (context: CheckContext): Sql => sql`
  SELECT issue_id, unit_id, category, CAST(SUM(delta) AS INTEGER) AS balance
  FROM ledger_entries WHERE ${accountsIn(context)}
  GROUP BY issue_id, unit_id, category HAVING SUM(delta) <> 0`;

interface BookedRow extends CountedRow {
  accountUnitId: string;
  accountCategory: string;
  balance: number;
}

/** On the books, but not as an open issue of that unit and category. */
async function wronglyBooked(context: CheckContext): Promise<Finding> {
  const rows = await context.db.all<BookedRow>(sql`
    SELECT b.issue_id AS id, i.issue_no, b.unit_id, b.unit_id AS account_unit_id,
           b.category AS account_category, b.balance, COUNT(*) OVER () AS total
    FROM (${standing(context)}) AS b LEFT JOIN issues AS i ON i.id = b.issue_id
    WHERE i.id IS NULL OR NOT (${IS_OPEN}) OR ${UNIT_OF_ISSUE} <> b.unit_id
      OR ${CATEGORY_OF_ISSUE} <> b.category OR b.balance <> 1
    ORDER BY i.issue_no, b.issue_id LIMIT ${OFFENDING_MAX}`);
  return listed(context, rows, ({ accountUnitId, accountCategory, balance }) => {
    const account = accountName(context, accountUnitId, accountCategory);
    return `台账在${account}结存${balance}，与问题的状态、单位或类别不符`;
  });
}

/** Open, but nowhere on the books. */
const notBooked = (context: CheckContext): Promise<Finding> =>
  askIssues(context, {
    among: IS_OPEN,
    columns: [],
    wrong: sql`q.id NOT IN (SELECT b.issue_id FROM (${standing(context)}) AS b)`,
    note: () => '未销号，但台账没有它的结存',
  });

interface AccountRow {
  unitId: string;
  category: string;
  booked: number;
  open: number;
}

/** Σ of the entries of each account against its open issues. */
async function accounts(context: CheckContext): Promise<Finding> {
  const rows = await context.db.all<AccountRow>(sql`
    SELECT unit_id, category, CAST(SUM(booked) AS INTEGER) AS booked, CAST(SUM(n) AS INTEGER) AS open
    FROM (
      SELECT unit_id, category, SUM(delta) AS booked, 0 AS n
      FROM ledger_entries WHERE ${accountsIn(context)} GROUP BY unit_id, category
      UNION ALL
      SELECT ${UNIT_OF_ISSUE}, ${CATEGORY_OF_ISSUE}, 0, COUNT(*)
      FROM issues AS i WHERE ${issuesIn(context)} AND ${IS_OPEN}
      GROUP BY ${UNIT_OF_ISSUE}, ${CATEGORY_OF_ISSUE}
    ) AS sides GROUP BY unit_id, category ORDER BY unit_id, category`);
  const wrong = rows.filter(({ booked, open }) => booked !== open);
  return found(
    rows.length,
    wrong.map(({ unitId, category, booked, open }) =>
      accountOffence(
        context,
        unitId,
        `${accountName(context, unitId, category)}台账结存${booked}，未销号问题${open}`,
      ),
    ),
  );
}

/**
 * On a past date: what each issue's entries up to that date add up to, against what its own records say
 * of that date: registered, ended, struck off (approved applications) and put back (history).
 */
function onPastDate(context: CheckContext): Promise<Finding> {
  const { asOf } = context;
  const endOfDay = instantAt(addDays(asOf, 1), '00:00');
  return askIssues<{ booked: number; open: number }>(context, {
    joins: sql`LEFT JOIN (
      SELECT issue_id, SUM(delta) AS balance FROM ledger_entries
      WHERE campaign_id = ${context.campaign.id} AND business_date <= ${asOf}
      GROUP BY issue_id) AS b ON b.issue_id = i.id`,
    among: sql`i.registered_on IS NOT NULL`,
    columns: [
      sql`COALESCE(b.balance, 0) AS booked`,
      sql`CASE WHEN i.registered_on > ${asOf} OR COALESCE(i.ended_on, '9999') <= ${asOf} THEN 0
        ELSE 1 - (SELECT COUNT(*) FROM closure_applications AS a WHERE a.issue_id = i.id
            AND a.status = 'APPROVED' AND a.decided_at < ${endOfDay})
          + (SELECT COUNT(*) FROM audit_entries AS h WHERE h.subject_type = 'issue'
            AND h.subject_id = i.id AND h.action = 'issue.reopen' AND h.recorded_at < ${endOfDay})
        END AS open`,
    ],
    wrong: sql`q.booked <> q.open`,
    note: ({ booked, open }) => `截至${asOf}台账结存${booked}，按登记内容应为${open}`,
  });
}

export const ledgerEqualsOpen: Check = {
  code: 'LEDGER_EQUALS_OPEN',
  basis: 'ENTRIES',
  run: async (context) =>
    context.asOf < context.today
      ? onPastDate(context)
      : merged(await accounts(context), await wronglyBooked(context), await notBooked(context)),
};
