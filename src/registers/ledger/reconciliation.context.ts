import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import {
  type Dialect,
  empty,
  inList,
  join,
  type Queryable,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { OPEN_STATUSES } from '../codes.js';
import type { Offence, ReconciliationCheckCode } from './reconciliation.body.js';

/** What every check looks at. */
export interface CheckContext {
  readonly db: Queryable;
  readonly dialect: Dialect;
  readonly campaign: LoadedCampaign;
  readonly tree: UnitTree;
  readonly asOf: string;
  readonly today: string;
  /** Accounts looked at; undefined for the whole campaign. */
  readonly unitIds: readonly string[] | undefined;
}

export interface Finding {
  /** Rows examined. */
  readonly checked: number;
  readonly total: number;
  /** The first {@link OFFENDING_MAX} of them. */
  readonly offending: readonly Offence[];
}

export interface Check {
  readonly code: ReconciliationCheckCode;
  readonly basis: 'ENTRIES' | 'CURRENT';
  /** Only sensible for the whole book; left out for callers who see a part of it. */
  readonly wholeCampaignOnly?: boolean;
  readonly run: (context: CheckContext) => Promise<Finding>;
}

export const OFFENDING_MAX = 500;

/** A row of `issues AS i` in question. */
export interface OffendingRow {
  readonly id: string | null;
  readonly issueNo: string | null;
  readonly unitId: string | null;
}

/** With the number of all such rows, of which only the first are read. */
export type CountedRow = OffendingRow & { readonly total: number };

export const listed = <Row extends CountedRow>(
  context: CheckContext,
  rows: readonly Row[],
  note: (row: Row) => string,
): Finding => ({
  checked: 0,
  total: rows[0]?.total ?? 0,
  offending: rows.map((row) => offenceOf(context, row, note(row))),
});

/** The unit an issue counts for. */
export const UNIT_OF_ISSUE = sql`COALESCE(i.responsible_unit_id, i.registered_unit_id)`;

export const IS_OPEN = sql`i.status IN ${inList(OPEN_STATUSES)}`;
export const IS_CLOSED = sql`i.status IN ('CLOSED', 'ARCHIVED')`;

/** Condition on `issues AS i`: those of the campaign and accounts in question. */
export function issuesIn({ campaign, unitIds }: CheckContext): Sql {
  const units = unitIds ? sql`AND ${UNIT_OF_ISSUE} IN ${inList(unitIds)}` : empty;
  return sql`i.campaign_id = ${campaign.id} ${units}`;
}

/** Condition on a table of the account book: the same campaign and accounts. */
export function accountsIn({ campaign, unitIds }: CheckContext): Sql {
  return sql`campaign_id = ${campaign.id} ${unitIds ? sql`AND unit_id IN ${inList(unitIds)}` : empty}`;
}

export const unitNameOf = ({ tree }: CheckContext, unitId: string | null): string | null =>
  unitId === null ? null : (tree.find(unitId)?.name ?? unitId);

/** A question about rows of `issues AS i` (joined to others): which are examined, which are wrong. */
export interface IssueQuestion<Row> {
  /** Joins after `issues AS i`. */
  readonly joins?: Sql;
  /** Which rows are examined. */
  readonly among: Sql;
  /** What the condition and the note need, besides id, number and unit. */
  readonly columns: readonly Sql[];
  /** What is wrong, about the columns of `q`. */
  readonly wrong: Sql;
  readonly note: (row: Row) => string;
}

/** Answers a question with one pass over the issues, and a second one only where some are wrong. */
export async function askIssues<Row>(
  context: CheckContext,
  { joins = empty, among, columns, wrong, note }: IssueQuestion<Row>,
): Promise<Finding> {
  const { db } = context;
  const selected = join([sql`i.id`, sql`i.issue_no`, sql`${UNIT_OF_ISSUE} AS unit_id`, ...columns]);
  const examined = sql`(SELECT ${selected} FROM issues AS i ${joins}
    WHERE ${issuesIn(context)} AND ${among}) AS q`;
  const numbers = await db.one<{ checked: number; total: number | null }>(sql`
    SELECT COUNT(*) AS checked, SUM(CASE WHEN ${wrong} THEN 1 ELSE 0 END) AS total
    FROM ${examined}`);
  const { checked, total } = { checked: numbers?.checked ?? 0, total: numbers?.total ?? 0 };
  if (total === 0) return found(checked, []);
  const rows = await db.all<Row & OffendingRow>(sql`
    SELECT q.* FROM ${examined} WHERE ${wrong} ORDER BY q.issue_no, q.id LIMIT ${OFFENDING_MAX}`);
  return { checked, total, offending: rows.map((row) => offenceOf(context, row, note(row))) };
}

export const offenceOf = (
  context: CheckContext,
  row: Pick<OffendingRow, 'id' | 'issueNo' | 'unitId'>,
  note: string,
): Offence => ({
  issueNo: row.issueNo,
  id: row.id,
  unitName: unitNameOf(context, row.unitId),
  note,
});

/** An account or number that does not agree; no issue is to be named. */
export const accountOffence = (
  context: CheckContext,
  unitId: string | null,
  note: string,
): Offence => offenceOf(context, { id: null, issueNo: null, unitId }, note);

/** Several findings of one check as one. */
export function merged(...findings: readonly Finding[]): Finding {
  return {
    checked: Math.max(0, ...findings.map(({ checked }) => checked)),
    total: findings.reduce((sum, { total }) => sum + total, 0),
    offending: findings.flatMap(({ offending }) => offending).slice(0, OFFENDING_MAX),
  };
}

export const found = (checked: number, offending: readonly Offence[]): Finding => ({
  checked,
  total: offending.length,
  offending: offending.slice(0, OFFENDING_MAX),
});
