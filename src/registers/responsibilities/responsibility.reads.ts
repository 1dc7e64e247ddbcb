import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { byIssue } from '../tasks/issue-batches.js';
import { maskPhone } from '../../platform/crypto/phone.js';
import type { Responsibility } from './responsibility.entity.js';

/** A duty as plain data; the phone is masked. */
export type ResponsibilityRecord = Readonly<Responsibility>;

/** The current duties with full phone numbers; for this room's own comparisons only. */
export async function storedResponsibilities(
  db: Queryable,
  issueIds: readonly string[],
): Promise<Map<string, Responsibility[]>> {
  return byIssue(issueIds, (ids) =>
    db.all<Responsibility>(sql`
      SELECT * FROM responsibilities WHERE issue_id IN ${inList(ids)} AND superseded_at IS NULL
      ORDER BY issue_id, seq, id`),
  );
}

/**
 * The current duties of each issue in their printed order, phones masked; one query for all. Says
 * nothing about scope: pass ids that the caller may read.
 */
export async function responsibilitiesOfIssues(
  db: Queryable,
  issueIds: readonly string[],
): Promise<Map<string, ResponsibilityRecord[]>> {
  const stored = await storedResponsibilities(db, issueIds);
  return new Map([...stored].map(([issueId, rows]) => [issueId, rows.map(masked)]));
}

/** The current duties of one issue, phones masked. */
export async function responsibilitiesOfIssue(
  db: Queryable,
  issueId: string,
): Promise<ResponsibilityRecord[]> {
  return (await responsibilitiesOfIssues(db, [issueId])).get(issueId) ?? [];
}

const masked = (row: Responsibility): ResponsibilityRecord => ({
  ...row,
  phone: row.phone === null ? null : maskPhone(row.phone),
});
