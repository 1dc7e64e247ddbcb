import { Injectable } from '@nestjs/common';
import { AuditWatch } from '../platform/audit/audit-watch.js';
import type { ChainReport } from '../platform/audit/chain-check.js';
import { addDays, instantAt } from '../platform/calendar/business-date.js';
import { containsPattern, inList, join, sql, type Sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../platform/http/paging.js';
import { ruleBroken } from '../platform/http/problem.js';
import { readableLines } from '../platform/http/readable.js';
import type { AuditItem, AuditQuery, ChainReportBody } from './audit.dto.js';
import { UnitCatalog } from './unit-catalog.js';

/** Reads of the audit log, for the audit administrator only. */
@Injectable()
export class AuditQueries {
  constructor(
    private readonly reader: Reader,
    private readonly watch: AuditWatch,
    private readonly catalog: UnitCatalog,
  ) {}

  /** Newest first. */
  async list(query: AuditQuery): Promise<Page<AuditItem>> {
    const where = await this.conditions(query);
    const rows = await this.reader.all<
      Omit<AuditItem, 'detail' | 'lines'> & { detail: string }
    >(sql`
      SELECT chain, seq, recorded_at, actor_id, actor_name, actor_unit_id, action, subject_type,
             subject_id, detail, hash
      FROM audit_entries WHERE ${where}
      ORDER BY recorded_at DESC, chain, seq DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM audit_entries WHERE ${where}`,
    );
    return {
      items: rows.map((row) => {
        const detail = JSON.parse(row.detail) as Record<string, unknown>;
        return { ...row, detail, lines: readableLines(detail) };
      }),
      total: counted?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** Recomputes every chain, holds it against the exported heads and names the first bad row of each. */
  async verify(): Promise<ChainReportBody[]> {
    return (await this.watch.verify()).map(chainBody);
  }

  /** As {@link verify}, with a copy of the exported heads as a further witness. */
  async verifyWith(copy: string): Promise<ChainReportBody[]> {
    const { lines, witnesses, faults } = await this.watch.readCopy(copy);
    if (lines === 0 || faults.length > 0) {
      throw ruleBroken(
        'HEADS_NOT_GENUINE',
        `第${faults[0]?.line ?? 1}行不是本系统签名的链尾记录，没有核对。请原样提交下载过的文件。`,
      );
    }
    return (await this.watch.verify(witnesses)).map(chainBody);
  }

  private async conditions({ unitId, ...query }: FiltersOf<AuditQuery>): Promise<Sql> {
    const tree = unitId ? await this.catalog.load() : undefined;
    return conditions(query, unitId && tree ? tree.subtree(unitId) : undefined);
  }
}

const chainBody = ({ fault, ...report }: ChainReport): ChainReportBody => ({
  ...report,
  ok: fault === null,
  fault: fault && { seq: fault.seq, reason: fault.reason },
});

/** Details are JSON. */
const asStored = (text: string): string => JSON.stringify(text).slice(1, -1);

function conditions(
  query: Omit<FiltersOf<AuditQuery>, 'unitId'>,
  unitIds: readonly string[] | undefined,
): Sql {
  const { actorId, actor, action, subjectType, subjectId, text, from, to } = query;
  return join(
    [
      sql`1 = 1`,
      ...(actorId ? [sql`actor_id = ${actorId}`] : []),
      ...(actor ? [sql`actor_name LIKE ${containsPattern(actor)} ESCAPE '\\'`] : []),
      ...(action ? [sql`action = ${action}`] : []),
      ...(subjectType ? [sql`subject_type = ${subjectType}`] : []),
      ...(subjectId ? [sql`subject_id = ${subjectId}`] : []),
      ...(unitIds ? [sql`actor_unit_id IN ${inList(unitIds)}`] : []),
      ...(text ? [sql`detail LIKE ${containsPattern(asStored(text))} ESCAPE '\\'`] : []),
      ...(from ? [sql`recorded_at >= ${instantAt(from, '00:00')}`] : []),
      ...(to ? [sql`recorded_at < ${instantAt(addDays(to, 1), '00:00')}`] : []),
    ],
    ' AND ',
  );
}
