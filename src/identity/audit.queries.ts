import { Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import { addDays, instantAt } from '../platform/calendar/business-date.js';
import { containsPattern, join, sql, type Sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { offsetOf, type Page } from '../platform/http/paging.js';
import { readableLines } from '../platform/http/readable.js';
import type { AuditItem, AuditQuery, ChainReportBody } from './audit.dto.js';

/** Reads of the audit log, for the audit administrator only. */
@Injectable()
export class AuditQueries {
  constructor(
    private readonly reader: Reader,
    private readonly log: AuditLog,
  ) {}

  /** Newest first. */
  async list(query: AuditQuery): Promise<Page<AuditItem>> {
    const where = conditions(query);
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

  /** Recomputes every chain and names the first bad row of each. */
  async verify(): Promise<ChainReportBody[]> {
    const reports = await this.log.verify(this.reader);
    return reports.map(({ fault, ...report }) => ({
      ...report,
      ok: fault === null,
      fault: fault && { seq: fault.seq, reason: fault.reason },
    }));
  }
}

function conditions(query: AuditQuery): Sql {
  const { actorId, actor, action, subjectType, subjectId, from, to } = query;
  return join(
    [
      sql`1 = 1`,
      ...(actorId ? [sql`actor_id = ${actorId}`] : []),
      ...(actor ? [sql`actor_name LIKE ${containsPattern(actor)} ESCAPE '\\'`] : []),
      ...(action ? [sql`action = ${action}`] : []),
      ...(subjectType ? [sql`subject_type = ${subjectType}`] : []),
      ...(subjectId ? [sql`subject_id = ${subjectId}`] : []),
      ...(from ? [sql`recorded_at >= ${instantAt(from, '00:00')}`] : []),
      ...(to ? [sql`recorded_at < ${instantAt(addDays(to, 1), '00:00')}`] : []),
    ],
    ' AND ',
  );
}
