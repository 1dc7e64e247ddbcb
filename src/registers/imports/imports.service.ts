import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TableReader } from '../../documents/reading/table-reader.js';
import { actorOf, type Caller, jobOwnerOf } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { newId } from '../../platform/database/ids.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recognizeTable } from '../../platform/files/file-type.js';
import { Files, type ReceivedFile } from '../../platform/files/files.service.js';
import { conflict, forbidden, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { Jobs } from '../../platform/jobs/jobs.service.js';
import { IssueIntake } from '../issues/issue.intake.js';
import type { ImportBody } from './import.body.js';
import type { ImportStatus } from './import.codes.js';
import { type ApplyImportBody, ImportUploadFields, type WithdrawImportBody } from './import.dto.js';
import { IssueImport } from './import.entity.js';
import { ImportQueries } from './import.queries.js';
import {
  APPLY_JOB,
  changeImport,
  CHECK_JOB,
  type ImportJobInput,
  type ImportRecord,
} from './import.record.js';

const WITHDRAWABLE: readonly ImportStatus[] = ['CHECKING', 'CHECKED', 'UNREADABLE'];

/** 导入问题: upload and check, apply, withdraw. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly files: Files,
    private readonly tables: TableReader,
    private readonly intake: IssueIntake,
    private readonly jobs: Jobs,
    private readonly queries: ImportQueries,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Takes a workbook or CSV file in and has it checked.
   * @throws 415, 413 or 422 for a file that is not accepted; 404, 409 for the campaign.
   */
  async upload(caller: Caller, request: FastifyRequest): Promise<ImportBody> {
    const { body, file } = await this.files.upload(request, ImportUploadFields, recognizeTable);
    return this.take(caller, body.campaignId, file);
  }

  /** {@link upload} for programs that hold the file already. */
  async take(caller: Caller, campaignId: string, file: ReceivedFile): Promise<ImportBody> {
    try {
      await this.intake.campaignFor(this.reader, caller, campaignId);
      if (file.kind === 'xlsx') await this.tables.checkArchive(file.pending.path);
    } catch (error) {
      await file.pending.discard();
      throw error;
    }
    return this.files.keepWhile(file, () =>
      this.uow.run(async (tx) => {
        await this.intake.campaignFor(tx, caller, campaignId);
        await this.files.record(tx, file);
        const record = await this.insert(tx, caller, campaignId, file);
        return this.queries.body(tx, record);
      }),
    );
  }

  /** Has the checked rows made into drafts. */
  apply(caller: Caller, id: string, version: number, body: ApplyImportBody): Promise<ImportBody> {
    return this.uow.run(async (tx) => {
      const record = await this.begin(tx, caller, id, version);
      if (record.status !== 'CHECKED') {
        throw conflict('IMPORT_NOT_CHECKED', '这个文件还没有检查完毕，或已经导入、撤回。');
      }
      if (body.register && !may(caller.roles, 'issue.register')) throw forbidden();
      await this.requireApplicable(tx, record, body);
      const input = { importId: id, repeat: body.repeat ?? false };
      const jobId = await this.enqueue(
        tx,
        caller,
        APPLY_JOB,
        `导入问题：${record.fileName}`,
        input,
      );
      const begun = { status: 'APPLYING', failure: null, jobId } as const;
      // What was decided before a run was broken off stays decided.
      const decided = record.appliedAt !== null;
      const terms = decided ? {} : { mode: body.mode, register: body.register ?? false };
      await changeImport(tx, record, { ...begun, ...terms });
      return this.queries.body(tx, await this.queries.own(tx, caller, id));
    });
  }

  /** Gives an import up that has not been applied; file and rows stay on record. */
  withdraw(
    caller: Caller,
    id: string,
    version: number,
    { reason }: WithdrawImportBody,
  ): Promise<ImportBody> {
    return this.uow.run(async (tx) => {
      const record = await this.begin(tx, caller, id, version);
      if (!WITHDRAWABLE.includes(record.status) || record.appliedAt !== null) {
        throw conflict(
          'IMPORT_NOT_WITHDRAWABLE',
          '已经导入或撤回的不能再撤回；导入的草稿可以逐条作废。',
        );
      }
      await changeImport(tx, record, {
        status: 'WITHDRAWN',
        withdrawnAt: tx.now,
        withdrawnReason: reason ?? null,
      });
      if (record.status === 'CHECKING' && record.jobId !== null) {
        await this.jobs.cancel(tx, jobOwnerOf(caller), record.jobId);
      }
      this.audit.record(tx, actorOf(caller), {
        action: 'issueImport.withdraw',
        subjectType: 'issueImport',
        subjectId: id,
        detail: { fileName: record.fileName, sha256: record.sha256, reason },
      });
      return this.queries.body(tx, await this.queries.own(tx, caller, id));
    });
  }

  private async begin(tx: Tx, caller: Caller, id: string, version: number): Promise<ImportRecord> {
    const record = await this.queries.own(tx, caller, id);
    if (record.version !== version) throw staleVersion();
    return record;
  }

  private async requireApplicable(
    tx: Tx,
    record: ImportRecord,
    { mode, repeat }: ApplyImportBody,
  ): Promise<void> {
    if (record.appliedAt !== null) return;
    if (mode === 'ALL_OR_NOTHING' && record.errorRows > 0) {
      throw ruleBroken(
        'IMPORT_HAS_ERRORS',
        `有${record.errorRows}行有错误，请改正后重新上传，或选择只导入没有错误的行。`,
      );
    }
    if (record.errorRows === record.totalRows) {
      throw ruleBroken('NOTHING_TO_IMPORT', '没有可以导入的行，请改正后重新上传。');
    }
    if (!repeat) await this.queries.requireFirst(tx, record);
  }

  private async insert(
    tx: Tx,
    caller: Caller,
    campaignId: string,
    file: ReceivedFile,
  ): Promise<ImportRecord> {
    const id = newId();
    const { fileName, sha256 } = file;
    const title = `检查导入文件：${fileName}`;
    const jobId = await this.enqueue(tx, caller, CHECK_JOB, title, { importId: id });
    await tx.insert(IssueImport, {
      id,
      campaignId,
      unitId: caller.unitId,
      status: 'CHECKING',
      fileName,
      sha256,
      format: file.kind === 'csv' ? 'csv' : 'xlsx',
      jobId,
      notes: [],
      createdBy: caller.userId,
      createdAt: tx.now,
    });
    this.audit.record(tx, actorOf(caller), {
      action: 'issueImport.upload',
      subjectType: 'issueImport',
      subjectId: id,
      detail: { campaignId, fileName, sha256, size: file.size },
    });
    return this.queries.own(tx, caller, id);
  }

  private enqueue(
    tx: Tx,
    caller: Caller,
    kind: string,
    title: string,
    input: ImportJobInput,
  ): Promise<string> {
    return this.jobs.enqueue(tx, {
      ...jobOwnerOf(caller),
      kind,
      title: title.slice(0, 200),
      input,
    });
  }
}
