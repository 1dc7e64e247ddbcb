import { Injectable } from '@nestjs/common';
import { type Caller, isBehind } from '../../identity/caller.js';
import { facing, facingRecord } from '../../identity/deputies/stand-ins.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import {
  empty,
  inList,
  join,
  type Queryable,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../issues/issue.views.js';
import type { MeasureBody } from './measure.body.js';
import type { MeasureListQuery } from './measure.dto.js';
import type { SupervisionMeasure } from './measure.entity.js';
import { MEASURE_WORKFLOW } from './measure.transitions.js';
import { measureScopeSql } from './notice.scope.js';

export type StoredMeasure = Omit<SupervisionMeasure, 'issueIds'> & { issueIds: string };

/** Reads of measures: the business of the bureau and of those above it, never of the unit concerned. */
@Injectable()
export class MeasureQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  async list(caller: Caller, query: MeasureListQuery): Promise<Page<MeasureBody>> {
    const tree = await this.units.load();
    const { campaignId, unitId, kind, status } = query;
    const where = join(
      [
        measureScopeSql(caller, tree),
        ...(campaignId ? [sql`m.campaign_id = ${campaignId}`] : []),
        ...(unitId ? [sql`m.unit_id IN ${inList(tree.subtree(unitId))}`] : []),
        ...(kind?.length ? [sql`m.kind IN ${inList(kind)}`] : []),
        ...(status?.length ? [sql`m.status IN ${inList(status)}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<StoredMeasure>(sql`
      SELECT m.* FROM supervision_measures AS m WHERE ${where}
      ORDER BY m.id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM supervision_measures AS m WHERE ${where}`,
    );
    const asked = await facing(this.reader, caller);
    return {
      items: rows.map((row) => measureBody(row, asked(row.id), tree)),
      total: counted?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(caller: Caller, id: string): Promise<MeasureBody> {
    const row = await this.load(this.reader, caller, id);
    const asked = await facingRecord(this.reader, caller, id);
    return measureBody(row, asked, await this.units.load());
  }

  /** Measures that name an issue, newest first; none for callers outside the bureau. */
  async ofIssue(caller: Caller, issueId: string): Promise<MeasureBody[]> {
    const tree = await this.units.load();
    const rows = await this.reader.all<StoredMeasure>(sql`
      SELECT m.* FROM supervision_measures AS m
      WHERE ${measureScopeSql(caller, tree)} AND m.issue_ids LIKE ${`%"${issueId}"%`}
      ORDER BY m.id DESC`);
    const asked = await facing(this.reader, caller);
    return rows.map((row) => measureBody(row, asked(row.id), tree));
  }

  /** @throws 404 when there is no such measure in the caller's scope. */
  async load(db: Queryable, caller: Caller, id: string, lock: Sql = empty): Promise<StoredMeasure> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredMeasure>(sql`
      SELECT m.* FROM supervision_measures AS m
      WHERE m.id = ${id} AND ${measureScopeSql(caller, tree)} ${lock}`);
    if (!row) throw notFound();
    return row;
  }
}

export function measureBody(row: StoredMeasure, caller: Caller, tree: UnitTree): MeasureBody {
  const allowed = MEASURE_WORKFLOW.from(row.status)
    .filter(({ permission }) => Scope.of(caller, permission, tree)?.covers(row.bureauId))
    .filter(({ action }) => action === 'complete' || !isBehind(caller, row.proposedBy));
  return {
    id: row.id,
    campaignId: row.campaignId,
    kind: row.kind,
    status: row.status,
    unit: refOf(tree, row.unitId),
    reason: row.reason,
    issueIds: JSON.parse(row.issueIds) as string[],
    noticeId: row.noticeId,
    quarter: row.quarter,
    proposedByName: row.proposedByName,
    proposedAt: row.proposedAt,
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt,
    decisionNote: row.decisionNote,
    doneOn: row.doneOn,
    doneNote: row.doneNote,
    doneByName: row.doneByName,
    allowedActions: allowed.map(({ action }) => action),
    version: row.version,
  };
}
