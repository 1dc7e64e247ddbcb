import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../../identity/caller.js';
import { UnitCatalog } from '../../../identity/unit-catalog.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { inList, sql, type Sql } from '../../../platform/database/queryable.js';
import type { Tx } from '../../../platform/database/tx.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { notKept } from '../../../platform/http/idempotency.js';
import { ruleBroken } from '../../../platform/http/problem.js';
import { LIST_COLUMNS } from '../issue.queries.js';
import { issueScopeSql } from '../issue.scope.js';
import { type IssueListRow, IssueViews } from '../issue.views.js';
import type { PersonBody, PersonMatches } from './person.body.js';
import { PersonBook } from './person.book.js';
import type { PersonSearchBody } from './person.dto.js';
import { PersonQueries } from './person.queries.js';
import { type SearchKey, searchKey } from './person.rules.js';

const ISSUES_MAX = 100;

/** 按完整号码查找: finds issues by somebody's full number or name, by its hash; nothing is opened to search. */
@Injectable()
export class PersonSearch {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly views: IssueViews,
    private readonly book: PersonBook,
    private readonly queries: PersonQueries,
    private readonly audit: AuditLog,
  ) {}

  /**
   * In the caller's scope only; each search is in the log, without what was searched for.
   * @throws {Problem} 422 PERSON_SEARCH for a part of a number, or a wrong one.
   */
  find(caller: Caller, given: PersonSearchBody): Promise<PersonMatches> {
    const key = searchKey(given);
    if (!('field' in key)) throw ruleBroken('PERSON_SEARCH', `${key[0]?.message ?? ''}。`, key);
    return this.uow.run(async (tx) => {
      const found = await this.matches(tx, caller, key);
      this.audit.record(tx, actorOf(caller), {
        action: 'PERSONS_SEARCHED',
        subjectType: 'USER',
        subjectId: caller.userId,
        detail: { fields: [key.field], found: found.length },
      });
      const isMore = found.length > ISSUES_MAX;
      const rows = found.slice(0, ISSUES_MAX);
      const persons = await this.personsOf(tx, key, rows);
      const issues = await this.views.items(tx, rows);
      const items = issues.map((issue) => ({
        issue,
        persons: persons.filter(({ issueId }) => issueId === issue.id),
      }));
      return notKept({ items, isMore });
    });
  }

  private async matches(tx: Tx, caller: Caller, key: SearchKey): Promise<IssueListRow[]> {
    const tree = await this.units.load(tx);
    return tx.all<IssueListRow>(sql`
      SELECT ${LIST_COLUMNS} FROM issues AS i
      WHERE i.id IN (SELECT p.issue_id FROM issue_persons AS p WHERE ${this.hashed(key)})
        AND ${issueScopeSql(caller, tree)}
      ORDER BY i.created_at DESC, i.id DESC LIMIT ${ISSUES_MAX + 1}`);
  }

  private async personsOf(
    tx: Tx,
    key: SearchKey,
    issues: readonly IssueListRow[],
  ): Promise<PersonBody[]> {
    const rows = await tx.all<{ id: string }>(sql`
      SELECT p.id FROM issue_persons AS p
      WHERE ${this.hashed(key)} AND p.issue_id IN ${inList(issues.map(({ id }) => id))}`);
    return this.queries.byIds(
      tx,
      rows.map(({ id }) => id),
    );
  }

  private hashed({ field, value }: SearchKey): Sql {
    switch (field) {
      case 'idNumber':
        return sql`p.id_hash = ${this.book.idHash(value)} AND p.voided_at IS NULL`;
      case 'phone':
        return sql`p.phone_hash = ${this.book.phoneHash(value)} AND p.voided_at IS NULL`;
      case 'name':
        return sql`p.name_hash = ${this.book.nameHash(value)} AND p.voided_at IS NULL`;
    }
  }
}
