import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import type {
  ConsolidatedUnitBody,
  ConsolidationBody,
  ConsolidationListItem,
  ConsolidationVersionItem,
} from './consolidation.body.js';
import type { ConsolidationListQuery } from './consolidation.dto.js';
import type { ConsolidationVersion, ReportConsolidation } from './consolidation.entity.js';
import { changesSince } from './consolidation.reads.js';
import type { ConsolidatedUnit, ConsolidationSnapshot } from './consolidation.snapshot.js';
import { actsFor, employersOf } from '../schedule/report-scope.js';
import { isSentUp } from './report.situation.js';

/** Reads of consolidations, limited to the receivers whose reports the caller may read. */
@Injectable()
export class ConsolidationQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  async list(caller: Caller, query: ConsolidationListQuery): Promise<Page<ConsolidationListItem>> {
    const tree = await this.units.load();
    const { campaignId, ruleCode, period } = query;
    const where = join(
      [
        scopeSql(caller, tree),
        ...(campaignId ? [sql`c.campaign_id = ${campaignId}`] : []),
        ...(ruleCode ? [sql`c.rule_code = ${ruleCode}`] : []),
        ...(period ? [sql`c.period = ${period}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<ReportConsolidation>(sql`
      SELECT c.* FROM report_consolidations AS c WHERE ${where}
      ORDER BY c.period DESC, c.rule_code, c.id
      LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM report_consolidations AS c WHERE ${where}`,
    );
    return {
      items: rows.map((row) => itemOf(row, tree)),
      total: total?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(caller: Caller, id: string): Promise<ConsolidationBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** @throws 404 when it does not exist or is out of scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<ReportConsolidation> {
    const tree = await this.units.load(db);
    const row = await db.one<ReportConsolidation>(sql`
      SELECT c.* FROM report_consolidations AS c
      WHERE c.id = ${id} AND ${scopeSql(caller, tree)}`);
    if (!row) throw notFound();
    return row;
  }

  async versions(caller: Caller, id: string): Promise<ConsolidationVersionItem[]> {
    const { id: consolidationId } = await this.load(this.reader, caller, id);
    return this.reader.all<ConsolidationVersionItem>(sql`
      SELECT version_no, as_of, sha256, previous_hash, sealed_by_name, sealed_at
      FROM consolidation_versions WHERE consolidation_id = ${consolidationId} ORDER BY version_no`);
  }

  /** @throws 404 when there is no such version in scope. */
  async version(caller: Caller, id: string, versionNo: number): Promise<ConsolidationVersion> {
    const row = await this.load(this.reader, caller, id);
    const version = await this.versionOf(this.reader, row.id, versionNo);
    if (!version) throw notFound();
    return version;
  }

  versionOf(
    db: Queryable,
    consolidationId: string,
    versionNo: number,
  ): Promise<ConsolidationVersion | undefined> {
    return db.one<ConsolidationVersion>(sql`
      SELECT * FROM consolidation_versions
      WHERE consolidation_id = ${consolidationId} AND version_no = ${versionNo}`);
  }

  async body(db: Queryable, caller: Caller, row: ReportConsolidation): Promise<ConsolidationBody> {
    const tree = await this.units.load(db);
    const version = await this.versionOf(db, row.id, row.versionNo);
    if (!version) throw new Error(`Consolidation ${row.id} lacks its version ${row.versionNo}`);
    const snapshot = JSON.parse(version.snapshot) as ConsolidationSnapshot;
    const sentUp = await isSentUp(db, { ...row, receiverUnitId: row.unitId });
    const again = !sentUp && actsFor(caller, 'report.consolidate', row.unitId, tree);
    return {
      ...itemOf(row, tree),
      units: snapshot.units.map(unitBody),
      sum: snapshot.sum,
      transitOpening: [...snapshot.transit.opening],
      transitClosing: [...snapshot.transit.closing],
      whole: snapshot.whole,
      lines: [...snapshot.document.rows],
      notes: [...snapshot.document.notes],
      acceptMissing: snapshot.header.acceptMissing,
      sha256: version.sha256,
      changes: await changesSince(db, snapshot),
      sentUp,
      allowedActions: again ? ['consolidate'] : [],
    };
  }
}

export function unitBody(unit: ConsolidatedUnit): ConsolidatedUnitBody {
  const { unitId, unitName, own, as, reportId, status, versionNo, asOf } = unit;
  const { isNil, isLate, lateDays, balance } = unit;
  return {
    ...{ unitId, unitName, own, as, reportId, status, versionNo, asOf },
    ...{ isNil, isLate, lateDays, balance },
  };
}

/** Condition that limits `report_consolidations AS c`. */
function scopeSql(caller: Caller, tree: UnitTree): Sql {
  const scope = Scope.of(caller, 'report.read', tree);
  if (!scope) return sql`1 = 0`;
  const ids = scope.unitIds();
  if (ids === undefined) return sql`1 = 1`;
  return sql`c.unit_id IN ${inList([...new Set([...ids, ...employersOf(caller, tree)])])}`;
}

function itemOf(row: ReportConsolidation, tree: UnitTree): ConsolidationListItem {
  const { id, campaignId, ruleCode, period, periodLabel, title, versionNo, asOf, version } = row;
  return {
    ...{ id, campaignId, ruleCode, period, periodLabel, title, versionNo, asOf, version },
    unit: refOf(tree, row.unitId),
  };
}
