import { Injectable } from '@nestjs/common';
import type { EvidenceType } from '../../campaigns/codes/issue-codes.js';
import type { Caller } from '../../identity/caller.js';
import { nameActedUnderSql } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { empty, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { notFound } from '../../platform/http/problem.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { refOf } from '../issues/issue.views.js';
import type { EvidenceBody } from './evidence.body.js';
import type { Evidence } from './evidence.entity.js';
import { maySee } from './evidence.rules.js';

/** Evidence as the database gives it: flags are 0 or 1. */
export type EvidenceRow = Omit<Evidence, 'isSensitive'> & { isSensitive: number };

/** A line of 佐证材料目录. */
export type EvidenceOnFile = Pick<
  EvidenceRow,
  | 'id'
  | 'issueId'
  | 'seq'
  | 'taskId'
  | 'fileName'
  | 'pageCount'
  | 'documentDate'
  | 'takenAt'
  | 'sourceUnitId'
  | 'isSensitive'
  | 'sha256'
  | 'uploadedBy'
> & { type: EvidenceType; uploadedByName: string };

type NamedRow = EvidenceRow & { uploaderName: string | null };

const UPLOADED_AS = nameActedUnderSql(sql`e.issue_id`, sql`e.uploaded_by`, sql`e.uploaded_at`);

/** Reads of evidence. What the API gives is limited to the caller; `onFile` is not. */
@Injectable()
export class EvidenceQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
  ) {}

  /** Evidence of one issue in the order of upload, without what the caller may not see. */
  async list(caller: Caller, issueId: string, withWithdrawn: boolean): Promise<EvidenceBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    const tree = await this.units.load(this.reader);
    const current = withWithdrawn ? empty : sql`AND e.withdrawn_at IS NULL`;
    const rows = await this.rows(this.reader, sql`e.issue_id = ${issue.id} ${current}`);
    return rows.filter((row) => maySee(row, issue, caller, tree)).map((row) => toBody(row, tree));
  }

  /**
   * One piece of evidence with its issue.
   * @throws 404 alike when it does not exist, its issue is out of scope, or it is restricted.
   */
  async load(
    db: Queryable,
    caller: Caller,
    id: string,
  ): Promise<{ evidence: EvidenceRow; issue: IssueRow }> {
    const evidence = await db.one<EvidenceRow>(sql`SELECT * FROM evidence WHERE id = ${id}`);
    if (!evidence) throw notFound();
    const issue = await this.lifecycle.load(db, caller, evidence.issueId);
    if (!maySee(evidence, issue, caller, await this.units.load(db))) throw notFound();
    return { evidence, issue };
  }

  async body(db: Queryable, id: string): Promise<EvidenceBody> {
    const [row] = await this.rows(db, sql`e.id = ${id}`);
    if (!row) throw notFound();
    return toBody(row, await this.units.load(db));
  }

  /** What is on file for one round of an issue, withdrawn evidence left out; past every scope. */
  async onFile(db: Queryable, issueId: string, cycleNo: number): Promise<EvidenceOnFile[]> {
    return db.all<EvidenceOnFile>(sql`
      SELECT e.id, e.issue_id, e.seq, e.task_id, e.type, e.file_name, e.page_count, e.document_date,
             e.taken_at, e.source_unit_id, e.is_sensitive, e.sha256, e.uploaded_by,
             COALESCE(${UPLOADED_AS}, u.name, '') AS uploaded_by_name
      FROM evidence AS e LEFT JOIN users AS u ON u.id = e.uploaded_by
      WHERE e.issue_id = ${issueId} AND e.cycle_no = ${cycleNo} AND e.withdrawn_at IS NULL
      ORDER BY e.seq`);
  }

  private rows(db: Queryable, where: Sql): Promise<NamedRow[]> {
    return db.all<NamedRow>(sql`
      SELECT e.*, COALESCE(${UPLOADED_AS}, u.name) AS uploader_name FROM evidence AS e
      LEFT JOIN users AS u ON u.id = e.uploaded_by
      WHERE ${where} ORDER BY e.seq`);
  }
}

function toBody(row: NamedRow, tree: Parameters<typeof refOf>[0]): EvidenceBody {
  return {
    id: row.id,
    issueId: row.issueId,
    cycleNo: row.cycleNo,
    seq: row.seq,
    taskId: row.taskId,
    type: row.type,
    fileName: row.fileName,
    sha256: row.sha256,
    mime: row.mime,
    size: row.size,
    pageCount: row.pageCount,
    sourceUnit: refOf(tree, row.sourceUnitId),
    documentDate: row.documentDate,
    takenAt: row.takenAt,
    note: row.note,
    isSensitive: Boolean(row.isSensitive),
    uploadedBy: { id: row.uploadedBy, name: row.uploaderName ?? '' },
    uploadedAt: row.uploadedAt,
    withdrawnAt: row.withdrawnAt,
    withdrawnReason: row.withdrawnReason,
    version: row.version,
  };
}
