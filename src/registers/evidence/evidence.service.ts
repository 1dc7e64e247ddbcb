import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attachmentHeader } from '../../platform/files/file-name.js';
import { Files, type ReceivedFile } from '../../platform/files/files.service.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { Issue } from '../issues/issue.entity.js';
import { IssueLifecycle, type IssueRow, type Step } from '../issues/issue.lifecycle.js';
import type { EvidenceBody } from './evidence.body.js';
import { EvidenceFields, type WithdrawEvidenceBody } from './evidence.dto.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceQueries } from './evidence.queries.js';
import { evidenceFaults, isRestricted, withdrawalObstacle } from './evidence.rules.js';

/** 上传、下载、撤回佐证材料. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly files: Files,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly queries: EvidenceQueries,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Takes a multipart upload in. The bytes are stored before the transaction begins; several people
   * may upload at once, one after the other, so the issue's version is neither asked for nor changed.
   */
  async add(caller: Caller, issueId: string, request: FastifyRequest): Promise<EvidenceBody> {
    await this.refuseEarly(caller, issueId);
    const { body, file } = await this.files.upload(request, EvidenceFields);
    return this.attach(caller, issueId, body, file);
  }

  /** Attaches a received file; {@link add} for programs that hold the file already. */
  attach(
    caller: Caller,
    issueId: string,
    fields: EvidenceFields,
    file: ReceivedFile,
  ): Promise<EvidenceBody> {
    return this.files.keepWhile(file, () =>
      this.uow.run(async (tx) => {
        const step = await this.lifecycle.begin(tx, caller, issueId, 'addEvidence');
        await this.requireSound(tx, step.issue, fields);
        await this.files.record(tx, file);
        const id = await this.insert(tx, step, fields, file);
        return this.queries.body(tx, id);
      }),
    );
  }

  /** The stored bytes as a download. */
  async content(caller: Caller, id: string): Promise<StreamableFile> {
    const { evidence } = await this.queries.load(this.reader, caller, id);
    return new StreamableFile(await this.files.read(evidence.sha256), {
      type: evidence.mime,
      length: evidence.size,
      disposition: attachmentHeader(evidence.fileName),
    });
  }

  /**
   * Takes evidence off the file; row and bytes stay. Only the unit that gave it may do so, and not
   * while a close-out that relies on it is under review.
   */
  withdraw(
    caller: Caller,
    id: string,
    version: number,
    { reason }: WithdrawEvidenceBody,
  ): Promise<EvidenceBody> {
    return this.uow.run(async (tx) => {
      const { evidence, issue } = await this.queries.load(tx, caller, id);
      if (evidence.sourceUnitId !== caller.unitId) {
        throw forbidden('只有上传这份佐证材料的单位可以撤回。');
      }
      const step = await this.lifecycle.begin(tx, caller, issue.id, 'addEvidence');
      if (version !== evidence.version) throw staleVersion();
      const obstacle = withdrawalObstacle({
        status: step.issue.status,
        issueCycleNo: step.issue.cycleNo,
        cycleNo: evidence.cycleNo,
        withdrawn: evidence.withdrawnAt !== null,
      });
      if (obstacle) throw conflict(obstacle.code, obstacle.detail);
      await this.takeOff(tx, step, evidence, reason);
      return this.queries.body(tx, id);
    });
  }

  /** Refuses before the upload is read what the transaction would refuse after it. */
  private async refuseEarly(caller: Caller, issueId: string): Promise<void> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    const tree = await this.units.load(this.reader);
    if (this.lifecycle.allowedActions(issue, caller, tree).includes('addEvidence')) return;
    await this.uow.run(async (tx) => {
      await this.lifecycle.begin(tx, caller, issueId, 'addEvidence');
      throw conflict('ISSUE_CHANGED', '该问题刚刚有变动，请刷新后再上传。');
    });
  }

  private async requireSound(tx: Tx, issue: IssueRow, fields: EvidenceFields): Promise<void> {
    const faults: FieldFault[] = evidenceFaults(fields, businessDate(tx.now));
    if (fields.taskId !== undefined && !(await isTaskOf(tx, fields.taskId, issue.id))) {
      faults.push({ path: 'taskId', code: 'UNKNOWN_TASK', message: '该问题没有这项整改措施' });
    }
    if (faults.length > 0) throw ruleBroken('EVIDENCE_FIELDS', '佐证材料信息有误。', faults);
  }

  private async insert(
    tx: Tx,
    { issue, caller }: Step,
    fields: EvidenceFields,
    file: ReceivedFile,
  ): Promise<string> {
    const id = newId();
    const seq = await tx.nextNumber(`evidence:${issue.id}`);
    const isPicture = file.kind === 'jpg' || file.kind === 'png';
    const row = {
      isSensitive: fields.isSensitive ?? false,
      sourceUnitId: caller.unitId,
    };
    await tx.insert(Evidence, {
      ...row,
      id,
      issueId: issue.id,
      campaignId: issue.campaignId,
      cycleNo: issue.cycleNo,
      seq,
      taskId: fields.taskId ?? null,
      type: fields.type,
      fileName: file.fileName,
      sha256: file.sha256,
      mime: file.mime,
      size: file.size,
      pageCount: fields.pageCount ?? (isPicture ? 1 : null),
      documentDate: fields.documentDate ?? null,
      takenAt: file.takenAt,
      note: fields.note ?? null,
      uploadedBy: caller.userId,
      uploadedAt: tx.now,
    });
    // The history of the issue is read by more people than restricted evidence is.
    const named = isRestricted(row, issue) ? {} : { fileName: file.fileName };
    this.audit.record(tx, caller, {
      action: 'issue.addEvidence',
      subjectType: 'issue',
      subjectId: issue.id,
      detail: {
        issueNo: issue.issueNo,
        cycleNo: issue.cycleNo,
        evidenceId: id,
        seq,
        type: fields.type,
        sha256: file.sha256,
        size: file.size,
        ...named,
      },
    });
    return id;
  }

  private async takeOff(
    tx: Tx,
    { issue, caller }: Step,
    evidence: Pick<Evidence, 'id' | 'version' | 'seq' | 'type'>,
    reason: string,
  ): Promise<void> {
    const changed = await tx.update(
      Evidence,
      { id: evidence.id, version: evidence.version },
      {
        withdrawnAt: tx.now,
        withdrawnBy: caller.userId,
        withdrawnReason: reason,
        version: evidence.version + 1,
      },
    );
    // The issue's version moves on: an application that has just counted this evidence must not pass.
    const moved = await tx.update(
      Issue,
      { id: issue.id, version: issue.version },
      { version: issue.version + 1, updatedBy: caller.userId, updatedAt: tx.now },
    );
    if (changed === 0 || moved === 0) throw staleVersion();
    this.audit.record(tx, caller, {
      action: 'issue.withdrawEvidence',
      subjectType: 'issue',
      subjectId: issue.id,
      detail: {
        issueNo: issue.issueNo,
        cycleNo: issue.cycleNo,
        evidenceId: evidence.id,
        seq: evidence.seq,
        type: evidence.type,
        reason,
      },
    });
  }
}

/** Asks the table of the tasks room by name: the room itself comes after this one. */
async function isTaskOf(tx: Tx, taskId: string, issueId: string): Promise<boolean> {
  const task = await tx.one(
    sql`SELECT 1 FROM tasks WHERE id = ${taskId} AND issue_id = ${issueId}`,
  );
  return task !== undefined;
}
