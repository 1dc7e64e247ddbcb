import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { notFound, ruleBroken } from '../../platform/http/problem.js';
import { reaches } from '../../identity/scope.js';
import type { IssueStatus } from '../../registers/codes.js';
import { issueScopeSql } from '../../registers/issues/issue.scope.js';
import type { IssueCases } from './case.body.js';
import { CaseQueries } from './case.queries.js';

const MOST = 100;
const OFF_THE_BOOKS: readonly IssueStatus[] = ['DRAFT', 'VOIDED', 'MERGED'];

/** Issues as what cases are made of. */
@Injectable()
export class CaseSources {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
  ) {}

  /** What has been made of an issue. @throws 404 when it does not exist or is out of scope. */
  async casesOf(caller: Caller, issueId: string): Promise<IssueCases> {
    const tree = await this.units.load();
    const issue = await this.reader.one<{ status: IssueStatus; ownerUnitId: string }>(sql`
      SELECT i.status, p.owner_unit_id FROM issues AS i
      JOIN campaigns AS p ON p.id = i.campaign_id
      WHERE i.id = ${issueId} AND ${issueScopeSql(caller, tree)}`);
    if (!issue) throw notFound();
    const { items } = await this.queries.list(caller, { issueId, page: 1, pageSize: MOST });
    const drafts =
      !OFF_THE_BOOKS.includes(issue.status) &&
      reaches(caller, 'case.edit', issue.ownerUnitId, tree);
    return { items, allowedActions: drafts ? ['draftCase'] : [] };
  }

  /** The issue a case is made of: on the books of the campaign, under way or closed. */
  async find(
    tx: Tx,
    campaignId: string,
    issueId?: string | null,
  ): Promise<{ responsibleUnitId: string | null } | undefined> {
    if (!issueId) return undefined;
    const found = await tx.one<{ status: IssueStatus; responsibleUnitId: string | null }>(sql`
      SELECT status, responsible_unit_id FROM issues
      WHERE id = ${issueId} AND campaign_id = ${campaignId}`);
    if (!found) throw refused('UNKNOWN_ISSUE', '本次专项治理中没有这条问题');
    if (!OFF_THE_BOOKS.includes(found.status)) return found;
    throw refused('ISSUE_OFF_THE_BOOKS', '草拟、撤销、并案的问题不能作为案例来源');
  }
}

const refused = (code: string, message: string) =>
  ruleBroken(code, `${message}。`, [{ path: 'issueId', code, message }]);
