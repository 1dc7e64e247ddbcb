import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import {
  containsPattern,
  inList,
  join,
  type Queryable,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound, ruleBroken } from '../../platform/http/problem.js';
import { actsOf } from './case.acts.js';
import type { CaseBody, CaseListItem, MaskingConfirmation } from './case.body.js';
import type { CaseListQuery } from './case.dto.js';
import type { TypicalCase } from './case.entity.js';
import { caseScopeSql } from './case.scope.js';
import { maskingDigest } from './case-masking.rules.js';
import type { CasePerson } from './case-person.rules.js';
import { bodyOf, type CaseActs, listItem } from './case.views.js';
import { casesWaitingFor } from './case.waiting.js';

type StoredCase = Omit<TypicalCase, 'persons'> & { persons: string };

/** A case with its people parsed. */
export type CaseRow = TypicalCase & { readonly persons: CasePerson[] };

const ROWS_MAX = 5000;

/** Reads of cases, limited to the bureaus whose cases the caller may see. */
@Injectable()
export class CaseQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  async list(caller: Caller, query: CaseListQuery): Promise<Page<CaseListItem>> {
    const where = await this.where(caller, query);
    const rows = await this.reader.all<StoredCase>(sql`
      SELECT c.* FROM cases AS c WHERE ${where}
      ORDER BY c.quarter DESC, c.case_no LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM cases AS c WHERE ${where}`,
    );
    return {
      items: rows.map((row) => listItem(parsed(row))),
      total: total?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** Every case of the list, without paging. @throws 422 when there are too many for one table. */
  async all(caller: Caller, query: CaseListQuery): Promise<CaseRow[]> {
    const where = await this.where(caller, query);
    const rows = await this.reader.all<StoredCase>(sql`
      SELECT c.* FROM cases AS c WHERE ${where}
      ORDER BY c.quarter DESC, c.case_no LIMIT ${ROWS_MAX + 1}`);
    if (rows.length > ROWS_MAX) {
      throw ruleBroken('TOO_MANY_ROWS', `超过${ROWS_MAX}个案例，请缩小范围后再下载。`);
    }
    return rows.map(parsed);
  }

  /** How many cases the list has with `waitingForMe`. */
  async countWaiting(caller: Caller): Promise<number> {
    return (await casesWaitingFor(this.reader, caller, await this.units.load())).length;
  }

  async get(caller: Caller, id: string): Promise<CaseBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  private async where(caller: Caller, query: CaseListQuery): Promise<Sql> {
    const tree = await this.units.load();
    const waiting = query.waitingForMe
      ? [sql`c.id IN ${inList(await casesWaitingFor(this.reader, caller, tree))}`]
      : [];
    return join([caseScopeSql(caller, tree), ...filters(query), ...waiting], ' AND ');
  }

  /** @throws 404 when the case does not exist or is out of scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<CaseRow> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredCase>(
      sql`SELECT c.* FROM cases AS c WHERE c.id = ${id} AND ${caseScopeSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return parsed(row);
  }

  /** The cases in the order of the ids; ids that do not exist are left out. Says nothing about scope. */
  async byIds(db: Queryable, ids: readonly string[]): Promise<CaseRow[]> {
    const rows = await db.all<StoredCase>(sql`SELECT * FROM cases WHERE id IN ${inList(ids)}`);
    const found = new Map(rows.map((row) => [row.id, parsed(row)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Approved cases of a campaign whose bureau, drafter or place is one of the units. */
  async approvedWithin(
    db: Queryable,
    caller: Caller,
    campaignId: string,
    unitIds: readonly string[],
  ): Promise<CaseRow[]> {
    const tree = await this.units.load(db);
    const rows = await db.all<StoredCase>(sql`
      SELECT c.* FROM cases AS c
      WHERE c.campaign_id = ${campaignId} AND c.status = 'APPROVED' AND ${caseScopeSql(caller, tree)}
        AND (c.bureau_id IN ${inList(unitIds)} OR c.unit_id IN ${inList(unitIds)}
          OR c.place_unit_id IN ${inList(unitIds)})
      ORDER BY c.case_no`);
    return rows.map(parsed);
  }

  async acts(db: Queryable, id: string): Promise<CaseActs> {
    return (await actsOf(db, [id]))(id);
  }

  /** The confirmation of the case as it now stands; of an earlier state it does not count. */
  async masking(db: Queryable, row: CaseRow): Promise<MaskingConfirmation | null> {
    const found = await db.one<MaskingConfirmation>(sql`
      SELECT confirmed_by_name, confirmed_at, opinion FROM case_maskings
      WHERE case_id = ${row.id} AND digest = ${maskingDigest(row)}
      ORDER BY confirmed_at DESC, id DESC LIMIT 1`);
    return found ?? null;
  }

  /** Of the given cases, the ids of those whose masking a second person has confirmed as it stands. */
  async confirmedIds(db: Queryable, rows: readonly CaseRow[]): Promise<ReadonlySet<string>> {
    const found = await db.all<{ caseId: string; digest: string }>(sql`
      SELECT case_id, digest FROM case_maskings
      WHERE case_id IN ${inList(rows.map(({ id }) => id))}`);
    const digests = new Map(rows.map((row) => [row.id, maskingDigest(row)]));
    return new Set(
      found.flatMap(({ caseId, digest }) => (digests.get(caseId) === digest ? [caseId] : [])),
    );
  }

  async body(db: Queryable, caller: Caller, row: CaseRow): Promise<CaseBody> {
    const issue = await db.one<{ issueNo: string | null }>(
      sql`SELECT issue_no FROM issues WHERE id = ${row.issueId}`,
    );
    return bodyOf(await facingRecord(db, caller, row.id), row, {
      tree: await this.units.load(db),
      acts: await this.acts(db, row.id),
      issueNo: issue?.issueNo ?? null,
      masking: await this.masking(db, row),
    });
  }
}

function filters(query: CaseListQuery): Sql[] {
  const { campaignId, quarter, status, violationType, disclosure, issueId, q } = query;
  // An emptied search box sends a text of nothing, which is null.
  const pattern = q ? containsPattern(q) : '';
  return [
    ...(campaignId ? [sql`c.campaign_id = ${campaignId}`] : []),
    ...(quarter ? [sql`c.quarter = ${quarter}`] : []),
    ...(status?.length ? [sql`c.status IN ${inList(status)}`] : []),
    ...(violationType?.length ? [sql`c.violation_type IN ${inList(violationType)}`] : []),
    ...(disclosure?.length ? [sql`c.disclosure IN ${inList(disclosure)}`] : []),
    ...(issueId ? [sql`c.issue_id = ${issueId}`] : []),
    ...(q
      ? [sql`(c.title LIKE ${pattern} ESCAPE '\\' OR c.case_no LIKE ${pattern} ESCAPE '\\')`]
      : []),
  ];
}

const parsed = (row: StoredCase): CaseRow => ({
  ...row,
  persons: JSON.parse(row.persons) as CasePerson[],
});
