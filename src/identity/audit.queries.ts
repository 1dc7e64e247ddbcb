import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AuditWatch } from '../platform/audit/audit-watch.js';
import type { ChainReport } from '../platform/audit/chain-check.js';
import { addDays, instantAt } from '../platform/calendar/business-date.js';
import {
  containsPattern,
  inList,
  join,
  raw,
  sql,
  type Sql,
} from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../platform/http/paging.js';
import { ruleBroken } from '../platform/http/problem.js';
import { readableLines } from '../platform/http/readable.js';
import type { AuditItem, AuditQuery, ChainReportBody } from './audit.dto.js';
import { auditWords } from './audit.words.js';
import { UnitCatalog } from './unit-catalog.js';

type StoredItem = Omit<AuditItem, 'detail' | 'lines'> & { readonly detail: string };

const PORTION = 1000;
const COLUMNS = raw(
  'chain, seq, recorded_at, actor_id, actor_name, actor_unit_id, action, subject_type, subject_id, detail, hash',
);

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
    const rows = await this.reader.all<StoredItem>(sql`
      SELECT ${COLUMNS} FROM audit_entries WHERE ${where}
      ORDER BY recorded_at DESC, chain DESC, seq DESC
      LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    return {
      items: rows.map(itemOf),
      total: await this.count(query),
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async count(query: FiltersOf<AuditQuery>): Promise<number> {
    const where = await this.conditions(query);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM audit_entries WHERE ${where}`,
    );
    return counted?.total ?? 0;
  }

  /** Everything that fits the filters, oldest first, a portion at a time; each entry once. */
  async *portions(query: FiltersOf<AuditQuery>, size = PORTION): AsyncGenerator<AuditItem[]> {
    const where = await this.conditions(query);
    let after = sql`1 = 1`;
    for (;;) {
      const rows = await this.reader.all<StoredItem>(sql`
        SELECT ${COLUMNS} FROM audit_entries WHERE ${where} AND ${after}
        ORDER BY recorded_at, chain, seq LIMIT ${size}`);
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(itemOf);
      if (rows.length < size) return;
      after = sql`(recorded_at, chain, seq) > (${last.recordedAt}, ${last.chain}, ${last.seq})`;
      // On SQLite reading does not wait for anything: others have their turn here.
      await nextTurn();
    }
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

/** What somebody has made unreadable must not keep the auditor from reading the rest. */
function parsedDetail(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return { unreadable: text };
  }
}

function itemOf(row: StoredItem): AuditItem {
  const detail = parsedDetail(row.detail);
  return { ...row, detail, lines: readableLines(detail, auditWords(row.action, row.subjectType)) };
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
