import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../identity/caller.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attachmentHeader } from '../../platform/files/file-name.js';
import { Files, type ReceivedFile } from '../../platform/files/files.service.js';
import { conflict, fieldBroken, notFound, staleVersion } from '../../platform/http/problem.js';
import type { AttachmentItem } from './report.body.js';
import { AttachmentFields, type WithdrawAttachmentBody } from './report.dto.js';
import { ReportAttachment } from './report-attachment.entity.js';
import { lockReport, ReportLifecycle, type ReportStep } from './report.lifecycle.js';
import { ReportQueries, type ReportRow } from './report.queries.js';

/** 报告附件: files that go with a report, until it is handed in. */
@Injectable()
export class ReportAttachments {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly files: Files,
    private readonly queries: ReportQueries,
    private readonly lifecycle: ReportLifecycle,
  ) {}

  async list(caller: Caller, reportId: string): Promise<AttachmentItem[]> {
    const report = await this.queries.load(this.reader, caller, reportId);
    return this.reader.all<AttachmentItem>(sql`
      SELECT id, seq, slot, file_name, sha256, mime, size, note, uploaded_by_name, uploaded_at,
             withdrawn_at, withdrawn_reason, version
      FROM report_attachments WHERE report_id = ${report.id} ORDER BY seq`);
  }

  /**
   * Takes a multipart upload in. The bytes are stored before the transaction begins; several people may
   * upload at once, so the report's version is neither asked for nor changed.
   */
  async add(caller: Caller, reportId: string, request: FastifyRequest): Promise<AttachmentItem> {
    // Refuses before the upload is read what the transaction would refuse after it.
    await this.uow.run((tx) => this.lifecycle.begin(tx, caller, reportId, 'attach'));
    const { body, file } = await this.files.upload(request, AttachmentFields);
    return this.attach(caller, reportId, body, file);
  }

  /** Attaches a received file; {@link add} for programs that hold the file already. */
  attach(
    caller: Caller,
    reportId: string,
    { slot, note }: AttachmentFields,
    file: ReceivedFile,
  ): Promise<AttachmentItem> {
    return this.files.keepWhile(file, () =>
      this.uow.run(async (tx) => {
        await lockReport(tx, reportId);
        const step = await this.lifecycle.begin(tx, caller, reportId, 'attach');
        assertAsked(step.report, slot);
        await this.files.record(tx, file);
        const id = newId();
        const seq = await tx.nextNumber(`report-attachment:${reportId}`);
        const { fileName, sha256, mime, size } = file;
        await tx.insert(ReportAttachment, {
          ...{ id, reportId, seq, fileName, sha256, mime, size },
          ...{ slot: slot ?? null, note: note ?? null },
          uploadedBy: caller.userId,
          uploadedByName: caller.name,
          uploadedAt: tx.now,
        });
        const detail = { attachmentId: id, seq, slot: slot ?? null, fileName, sha256 };
        this.lifecycle.record(tx, caller, step.report, 'report.attach', detail);
        return itemOf(await load(tx, id));
      }),
    );
  }

  /** The stored bytes as a download. */
  async content(caller: Caller, reportId: string, seq: number): Promise<StreamableFile> {
    const report = await this.queries.load(this.reader, caller, reportId);
    const row = await this.reader.one<ReportAttachment>(sql`
      SELECT * FROM report_attachments WHERE report_id = ${report.id} AND seq = ${seq}`);
    if (!row) throw notFound();
    return new StreamableFile(await this.files.read(row.sha256), {
      type: row.mime,
      length: row.size,
      disposition: attachmentHeader(row.fileName),
    });
  }

  /** Takes a file off the report; row and bytes stay, and sealed versions keep naming it. */
  withdraw(
    caller: Caller,
    reportId: string,
    seq: number,
    version: number,
    { reason }: WithdrawAttachmentBody,
  ): Promise<AttachmentItem> {
    return this.uow.run(async (tx) => {
      await lockReport(tx, reportId);
      const step: ReportStep = await this.lifecycle.begin(tx, caller, reportId, 'attach');
      const row = await tx.one<ReportAttachment>(sql`
        SELECT * FROM report_attachments WHERE report_id = ${reportId} AND seq = ${seq}`);
      if (!row) throw notFound();
      if (row.withdrawnAt !== null) throw conflict('ALREADY_WITHDRAWN', '这份附件已经撤回了。');
      const changed = await tx.update(
        ReportAttachment,
        { id: row.id, version },
        {
          withdrawnAt: tx.now,
          withdrawnBy: caller.userId,
          withdrawnReason: reason,
          version: version + 1,
        },
      );
      if (changed === 0) throw staleVersion();
      const detail = { attachmentId: row.id, seq, fileName: row.fileName, reason };
      this.lifecycle.record(tx, caller, step.report, 'report.withdrawAttachment', detail);
      return itemOf(await load(tx, row.id));
    });
  }
}

function assertAsked({ terms }: ReportRow, slot: string | undefined): void {
  if (slot === undefined || terms?.attachments.includes(slot)) return;
  throw fieldBroken('slot', 'UNKNOWN_SLOT', '报送规则没有要求这份附件');
}

async function load(db: Queryable, id: string): Promise<ReportAttachment> {
  const row = await db.one<ReportAttachment>(
    sql`SELECT * FROM report_attachments WHERE id = ${id}`,
  );
  if (!row) throw notFound();
  return row;
}

function itemOf(row: ReportAttachment): AttachmentItem {
  const { reportId: _reportId, uploadedBy: _uploader, withdrawnBy: _withdrawer, ...item } = row;
  return item;
}
