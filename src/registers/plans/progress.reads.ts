import { nameActedUnderSql } from '../../identity/deputies/stand-ins.js';
import { empty, inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { byIssue } from '../tasks/issue-batches.js';
import type { ProgressEntry } from './progress.entity.js';

/** A progress entry as plain data, with the name of who recorded it. */
export type ProgressRecord = Readonly<ProgressEntry> & { readonly recordedByName: string | null };

export interface ProgressFilter {
  /** Only entries of this month, `2020-05`. */
  readonly month?: string | undefined;
  /** Only entries recorded up to this instant, so that a report can be computed again identically. */
  readonly recordedUpTo?: string | undefined;
}

/**
 * The progress entries of each issue in the order of the days they speak of (what was recorded later
 * comes later); one query for all. Says nothing about scope: pass ids that the caller may read.
 */
export function progressOfIssues(
  db: Queryable,
  issueIds: readonly string[],
  filter: ProgressFilter = {},
): Promise<Map<string, ProgressRecord[]>> {
  const { month, recordedUpTo } = filter;
  return byIssue(issueIds, (ids) =>
    db.all<ProgressRecord>(sql`
      SELECT p.*, COALESCE(${nameActedUnderSql(sql`p.issue_id`, sql`p.recorded_by`, sql`p.recorded_at`)},
        u.name) AS recorded_by_name
      FROM progress_entries AS p LEFT JOIN users AS u ON u.id = p.recorded_by
      WHERE p.issue_id IN ${inList(ids)}
        ${month === undefined ? empty : sql`AND p.month = ${month}`}
        ${recordedUpTo === undefined ? empty : sql`AND p.recorded_at <= ${recordedUpTo}`}
      ORDER BY p.issue_id, p.as_of, p.recorded_at, p.id`),
  );
}

/** Last day that an entry of the round speaks of; undefined while there is none. */
export async function lastProgressOn(
  db: Queryable,
  issueId: string,
  cycleNo: number,
): Promise<string | undefined> {
  const row = await db.one<{ asOf: string | null }>(sql`
    SELECT MAX(as_of) AS as_of FROM progress_entries
    WHERE issue_id = ${issueId} AND cycle_no = ${cycleNo}`);
  return row?.asOf ?? undefined;
}
