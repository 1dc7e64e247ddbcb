import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { reaches, Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { CaseQueries } from './case.queries.js';
import type { HandOverBody } from './hand-over.body.js';
import type { HandOverQuery } from './hand-over.dto.js';
import type { CaseHandOver } from './hand-over.entity.js';

type HandOverRow = CaseHandOver & { caseNo: string; caseTitle: string };

const COLUMNS = sql`
  SELECT h.*, c.case_no, c.title AS case_title
  FROM case_hand_overs AS h JOIN cases AS c ON c.id = h.case_id`;

/** Reads of 案例上报: seen by both bureaus and whoever is above them, never by a bureau beside them. */
@Injectable()
export class HandOverQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
  ) {}

  async list(caller: Caller, query: HandOverQuery): Promise<Page<HandOverBody>> {
    const tree = await this.units.load();
    const where = whereSql(caller, query, tree);
    const rows = await this.reader.all<HandOverRow>(sql`
      ${COLUMNS} WHERE ${where}
      ORDER BY h.period DESC, h.id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    return {
      items: rows.map((row) => bodyOf(caller, row, tree)),
      total: await this.count(caller, query),
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** How many hand-overs the list has in all. */
  async count(caller: Caller, query: FiltersOf<HandOverQuery>): Promise<number> {
    const where = whereSql(caller, query, await this.units.load());
    const row = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM case_hand_overs AS h WHERE ${where}`,
    );
    return row?.total ?? 0;
  }

  async get(caller: Caller, id: string): Promise<HandOverBody> {
    return this.body(this.reader, caller, id);
  }

  /** Everything that was ever handed over of one case, newest first. @throws 404 out of scope. */
  async ofCase(caller: Caller, caseId: string): Promise<HandOverBody[]> {
    await this.cases.load(this.reader, caller, caseId);
    const tree = await this.units.load();
    const rows = await this.reader.all<HandOverRow>(sql`
      ${COLUMNS} WHERE h.case_id = ${caseId} AND ${scopeSql(caller, tree)} ORDER BY h.id DESC`);
    return rows.map((row) => bodyOf(caller, row, tree));
  }

  /** @throws 404 when there is no such hand-over in the caller's scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<HandOverRow> {
    const tree = await this.units.load(db);
    const row = await db.one<HandOverRow>(
      sql`${COLUMNS} WHERE h.id = ${id} AND ${scopeSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return row;
  }

  async body(db: Queryable, caller: Caller, id: string): Promise<HandOverBody> {
    return bodyOf(caller, await this.load(db, caller, id), await this.units.load(db));
  }

  /** Cases that bureaus below have handed to this one and it has accepted. */
  async acceptedCaseIds(db: Queryable, bureauId: string): Promise<ReadonlySet<string>> {
    const rows = await db.all<{ caseId: string }>(sql`
      SELECT case_id FROM case_hand_overs
      WHERE to_bureau_id = ${bureauId} AND status = 'ACCEPTED'`);
    return new Set(rows.map(({ caseId }) => caseId));
  }

  /** Hand-overs of a case that wait or were accepted, whoever sent them. Says nothing about scope. */
  async standing(db: Queryable, caseId: string): Promise<CaseHandOver[]> {
    return db.all<CaseHandOver>(sql`
      SELECT * FROM case_hand_overs
      WHERE case_id = ${caseId} AND status IN ('SENT', 'ACCEPTED') ORDER BY id`);
  }
}

function whereSql(
  caller: Caller,
  { direction, period, status }: FiltersOf<HandOverQuery>,
  tree: UnitTree,
): Sql {
  return join(
    [
      scopeSql(caller, tree),
      ...(direction === 'SENT' ? [sql`h.from_bureau_id = ${caller.bureauId}`] : []),
      ...(direction === 'RECEIVED' ? [sql`h.to_bureau_id = ${caller.bureauId}`] : []),
      ...(period ? [sql`h.period = ${period}`] : []),
      ...(status?.length ? [sql`h.status IN ${inList(status)}`] : []),
    ],
    ' AND ',
  );
}

function scopeSql(caller: Caller, tree: UnitTree): Sql {
  const ids = Scope.of(caller, 'case.read', tree)?.unitIds() ?? [];
  const bureaus = ids.filter((id) => tree.get(id).type === 'CIVIL_AFFAIRS');
  return sql`(h.from_bureau_id IN ${inList(bureaus)} OR h.to_bureau_id IN ${inList(bureaus)})`;
}

function bodyOf(caller: Caller, row: HandOverRow, tree: UnitTree): HandOverBody {
  const { fromBureauId, toBureauId, ...kept } = row;
  const {
    sentBy: _sender,
    decidedBy: _decider,
    caseRound: _round,
    caseDigest: _digest,
    ...shown
  } = kept;
  const waits = row.status === 'SENT';
  const decides = waits && reaches(caller, 'case.receive', toBureauId, tree);
  const recalls = waits && reaches(caller, 'case.handOver', fromBureauId, tree);
  return {
    ...shown,
    from: refOf(tree, fromBureauId),
    to: refOf(tree, toBureauId),
    allowedActions: [...(decides ? ['decide'] : []), ...(recalls ? ['recall'] : [])],
  };
}
