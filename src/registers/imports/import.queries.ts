import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { empty, inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import type { EarlierImport, ImportBody, ImportProgress, ImportRowBody } from './import.body.js';
import type { ImportRowState } from './import.codes.js';
import { headerOf } from './import.columns.js';
import type { ImportListQuery, ImportRowsQuery } from './import.dto.js';
import { findImport, type ImportRecord, notesOf } from './import.record.js';

interface RowRecord {
  readonly seq: number;
  readonly rowNo: number;
  readonly state: ImportRowState;
  readonly cells: string;
  readonly notes: string;
  readonly issueId: string | null;
  readonly issueNo: string | null;
  readonly registerFault: string | null;
}

/** Reads of imports: everyone sees their own only, and only those of the present unit. */
@Injectable()
export class ImportQueries {
  constructor(private readonly reader: Reader) {}

  /** @throws 404 for an import that does not exist, is somebody else's or of an earlier unit. */
  async own(db: Queryable, caller: Caller, id: string): Promise<ImportRecord> {
    const record = await findImport(db, id);
    if (record?.createdBy !== caller.userId || record.unitId !== caller.unitId) throw notFound();
    return record;
  }

  async get(caller: Caller, id: string): Promise<ImportBody> {
    return this.body(this.reader, await this.own(this.reader, caller, id));
  }

  /** Newest first. */
  async list(caller: Caller, query: ImportListQuery): Promise<Page<ImportBody>> {
    const { campaignId, status, page, pageSize } = query;
    const where = sql`created_by = ${caller.userId} AND unit_id = ${caller.unitId}
      ${campaignId ? sql`AND campaign_id = ${campaignId}` : empty}
      ${status?.length ? sql`AND status IN ${inList(status)}` : empty}`;
    const records = await this.reader.all<ImportRecord>(sql`
      SELECT * FROM issue_imports WHERE ${where} ORDER BY created_at DESC, id DESC
      LIMIT ${pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM issue_imports WHERE ${where}`,
    );
    const items: ImportBody[] = [];
    for (const record of records) items.push(await this.body(this.reader, record));
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  async rows(caller: Caller, id: string, query: ImportRowsQuery): Promise<Page<ImportRowBody>> {
    const record = await this.own(this.reader, caller, id);
    const { state, page, pageSize } = query;
    const rows = await this.load(id, state, pageSize, offsetOf(query));
    const total = state
      ? { VALID: record.validRows, WARNING: record.warningRows, ERROR: record.errorRows }[state]
      : record.totalRows;
    return { items: rows.map(rowBody), total, page, pageSize };
  }

  /** Every row of a state, or of all, in batches; says nothing about whose import it is. */
  async *everyRow(id: string, state?: ImportRowState): AsyncGenerator<ImportRowBody[]> {
    const BATCH = 1000;
    for (let from = 0; ; from += BATCH) {
      const rows = await this.load(id, state, BATCH, from);
      if (rows.length > 0) yield rows.map(rowBody);
      if (rows.length < BATCH) return;
    }
  }

  async body(db: Queryable, record: ImportRecord): Promise<ImportBody> {
    const { unitId: _unit, createdBy: _user, jobId, format: _format, ...shown } = record;
    return {
      ...shown,
      register: Boolean(record.register),
      notes: notesOf(record.notes),
      progress: jobId === null ? null : ((await this.progressOf(db, jobId)) ?? null),
      appliedBefore: (await this.earlier(db, record)) ?? null,
    };
  }

  /** The last time the same bytes were imported into the campaign, or are being so now. */
  earlier(
    db: Queryable,
    { id, campaignId, sha256 }: Pick<ImportRecord, 'id' | 'campaignId' | 'sha256'>,
  ): Promise<EarlierImport | undefined> {
    return db.one<EarlierImport>(sql`
      SELECT id, applied_at, total_rows - error_rows AS applied_rows FROM issue_imports
      WHERE campaign_id = ${campaignId} AND sha256 = ${sha256} AND id <> ${id}
        AND applied_at IS NOT NULL
      ORDER BY applied_at DESC LIMIT 1`);
  }

  /** @throws 409 IMPORTED_BEFORE */
  async requireFirst(db: Queryable, record: ImportRecord): Promise<void> {
    const earlier = await this.earlier(db, record);
    if (!earlier) return;
    throw conflict(
      'IMPORTED_BEFORE',
      `同一个文件已导入过（${earlier.appliedRows}条），再次导入会重复；确实需要时请确认再次导入。`,
    );
  }

  private progressOf(db: Queryable, jobId: string): Promise<ImportProgress | undefined> {
    return db.one<ImportProgress>(
      sql`SELECT id AS job_id, status, done, total, message FROM jobs WHERE id = ${jobId}`,
    );
  }

  private load(
    id: string,
    state: ImportRowState | undefined,
    limit: number,
    offset: number,
  ): Promise<RowRecord[]> {
    return this.reader.all<RowRecord>(sql`
      SELECT r.seq, r.row_no, r.state, r.cells, r.notes, i.id AS issue_id, i.issue_no,
             r.register_fault
      FROM issue_import_rows AS r LEFT JOIN issues AS i ON i.id = r.issue_id
      WHERE r.import_id = ${id} ${state ? sql`AND r.state = ${state}` : empty}
      ORDER BY r.seq LIMIT ${limit} OFFSET ${offset}`);
  }
}

function rowBody({ seq: _seq, cells, notes, ...row }: RowRecord): ImportRowBody {
  const read = Object.entries(JSON.parse(cells) as Record<string, string>);
  return {
    ...row,
    cells: Object.fromEntries(read.map(([key, text]) => [headerOf(key) ?? key, text])),
    notes: notesOf(notes),
  };
}
