import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { raw, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type Problem, ruleBroken } from '../../platform/http/problem.js';
import { issueFilterSql } from '../issues/issue.filter.js';
import type { IssueListQuery } from '../issues/issue.list-query.js';
import { IssueQueries } from '../issues/issue.queries.js';

/** Rows of one file at most. */
export const DOWNLOAD_ROWS_MAX = 20_000;

export const tooManyRows = (total: number, max = DOWNLOAD_ROWS_MAX): Problem =>
  ruleBroken(
    'TOO_MANY_ROWS',
    `符合条件的有${total}条，一次最多下载${max}条，请按单位、时间等缩小范围后分次下载。`,
  );

const COLUMNS: Readonly<Record<string, string>> = {
  createdAt: 'created_at',
  currentDeadline: 'current_deadline',
  issueNo: 'issue_no',
};

/** The ids of everything that a filter finds, in its order; the rows are then read in batches. */
@Injectable()
export class IssueSelection {
  constructor(
    private readonly reader: Reader,
    private readonly issues: IssueQueries,
  ) {}

  /** @throws 422 above `max` issues, saying how many there are. */
  async ids(caller: Caller, query: IssueListQuery, max = DOWNLOAD_ROWS_MAX): Promise<string[]> {
    const where = issueFilterSql(query, await this.issues.context(caller, query));
    const rows = await this.reader.all<{ id: string }>(sql`
      SELECT i.id FROM issues AS i WHERE ${where}
      ORDER BY ${orderOf(query.sort)} LIMIT ${max + 1}`);
    if (rows.length <= max) return rows.map(({ id }) => id);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM issues AS i WHERE ${where}`,
    );
    throw tooManyRows(counted?.total ?? rows.length, max);
  }
}

/** The order of the list on screen, empty values in the place that SQLite's indexes give them. */
function orderOf(sort: string): Sql {
  const column = COLUMNS[sort.replace(/^-/, '')] ?? 'created_at';
  return sort.startsWith('-')
    ? raw(`i.${column} DESC NULLS LAST, i.id DESC`)
    : raw(`i.${column} NULLS FIRST, i.id`);
}
