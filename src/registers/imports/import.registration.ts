import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import { OrganisationService } from '../../identity/organisation.service.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Problem } from '../../platform/http/problem.js';
import type { JobRun } from '../../platform/jobs/job-handlers.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { IssueRegistration } from '../issues/issue.registration.js';
import { IssueImport, IssueImportRow } from './import.entity.js';
import type { ImportJobInput, ImportRecord } from './import.record.js';

/** Issues that one transaction registers. */
const REGISTERED_AT_ONCE = 10;

interface WaitingRow {
  readonly seq: number;
  readonly issueId: string;
}

interface Tally {
  readonly registered: number;
  readonly refused: number;
  readonly firstNo: string | null;
  readonly lastNo: string | null;
}

/** 建账 of what was imported, by the same step as one by one; what is refused stays a draft. */
@Injectable()
export class ImportRegistration {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly organisation: OrganisationService,
    private readonly lifecycle: IssueLifecycle,
    private readonly registration: IssueRegistration,
    private readonly audit: AuditLog,
  ) {}

  /** Goes on where an earlier run was broken off. */
  async registerAll(run: JobRun<ImportJobInput>, record: ImportRecord): Promise<Tally> {
    for (let last = 0; ;) {
      const rows = await this.waiting(record.id, last);
      if (rows.length === 0) break;
      await this.uow.run(async (tx) => {
        await run.progress(tx, rows[0]?.seq ?? 0, record.totalRows);
        const caller = await this.organisation.jobCaller(run, tx);
        for (const row of rows) await this.register(tx, caller, record.id, row);
      });
      last = rows.at(-1)?.seq ?? last;
    }
    return this.uow.run(async (tx) => {
      await run.progress(tx, record.totalRows, record.totalRows);
      const caller = await this.organisation.jobCaller(run, tx);
      const tally = await this.tally(tx, record.id);
      const { registered } = tally;
      // The count is told beside the version that people compare, so it does not move it.
      await tx.update(IssueImport, { id: record.id }, { registeredRows: registered });
      this.audit.record(tx, actorOf(caller), {
        action: 'issueImport.register',
        subjectType: 'issueImport',
        subjectId: record.id,
        detail: { ...tally },
      });
      return tally;
    });
  }

  /** A refusal comes before anything is written, so that the rows beside it are not concerned. */
  private async register(tx: Tx, caller: Caller, importId: string, row: WaitingRow): Promise<void> {
    try {
      const step = await this.lifecycle.begin(tx, caller, row.issueId, 'register');
      await this.registration.registerStep(tx, step);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      const registerFault = (error.errors ?? []).map(({ message }) => message).join('；');
      await tx.update(
        IssueImportRow,
        { importId, seq: row.seq },
        { registerFault: registerFault || error.detail },
      );
    }
  }

  private waiting(importId: string, after: number): Promise<WaitingRow[]> {
    return this.reader.all<WaitingRow>(sql`
      SELECT r.seq, r.issue_id FROM issue_import_rows AS r JOIN issues AS i ON i.id = r.issue_id
      WHERE r.import_id = ${importId} AND r.seq > ${after} AND i.status = 'DRAFT'
        AND r.register_fault IS NULL
      ORDER BY r.seq LIMIT ${REGISTERED_AT_ONCE}`);
  }

  private async tally(tx: Tx, importId: string): Promise<Tally> {
    const row = await tx.one<Tally>(sql`
      SELECT COUNT(i.issue_no) AS registered,
             COUNT(r.register_fault) AS refused,
             MIN(i.issue_no) AS first_no, MAX(i.issue_no) AS last_no
      FROM issue_import_rows AS r JOIN issues AS i ON i.id = r.issue_id
      WHERE r.import_id = ${importId}`);
    return row ?? { registered: 0, refused: 0, firstNo: null, lastNo: null };
  }
}
