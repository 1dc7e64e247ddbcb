import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { TableReader } from '../../documents/reading/table-reader.js';
import type { Caller } from '../../identity/caller.js';
import { OrganisationService } from '../../identity/organisation.service.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Files } from '../../platform/files/files.service.js';
import {
  type JobFailure,
  type JobHandler,
  JobHandlers,
  type JobOutcome,
  type JobRun,
} from '../../platform/jobs/job-handlers.js';
import { Breather } from '../../platform/workers/breather.js';
import { IssueIntake } from '../issues/issue.intake.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import { CheckedFile } from './import.checked-file.js';
import {
  changeImport,
  CHECK_JOB,
  findImport,
  type ImportJobInput,
  type ImportRecord,
} from './import.record.js';
import { insertRows } from './import.rows.js';
import { Twins } from './import.twins.js';

/** Rows that are stored in one transaction: a few milliseconds, so that other writers hardly wait. */
const STORED_AT_ONCE = 100;
const SHEET = '问题清单';

/** Reads an uploaded file row by row, checks each and stores what it found; nothing becomes an issue yet. */
@Injectable()
export class ImportChecking implements JobHandler<ImportJobInput>, OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly organisation: OrganisationService,
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly intake: IssueIntake,
    private readonly files: Files,
    private readonly tables: TableReader,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.add(CHECK_JOB, this);
  }

  async run(run: JobRun<ImportJobInput>): Promise<JobOutcome> {
    const record = await findImport(this.reader, run.input.importId);
    if (record?.status !== 'CHECKING') return { message: '这次导入已不需要检查。' };
    const caller = await this.organisation.jobCaller(run);
    const campaign = await this.intake.campaignFor(this.reader, caller, record.campaignId);
    // An earlier run that was broken off may have stored some rows.
    await this.uow.run(async (tx) => {
      await run.progress(tx, 0);
      await tx.execute(sql`DELETE FROM issue_import_rows WHERE import_id = ${record.id}`);
    });
    const file = await this.checkedFile(run, record, caller, campaign);
    const { totalRows, errorRows } = file.counts;
    return {
      message: `共${totalRows}行，${errorRows}行有错误。`,
      settle: (tx) => this.settle(tx, record, file),
    };
  }

  async failed(tx: Tx, { input, status, message }: JobFailure<ImportJobInput>): Promise<void> {
    const record = await findImport(tx, input.importId);
    if (record?.status !== 'CHECKING') return;
    const end =
      status === 'CANCELLED'
        ? ({ status: 'WITHDRAWN', withdrawnAt: tx.now } as const)
        : ({ status: 'UNREADABLE', failure: message } as const);
    await changeImport(tx, record, end);
  }

  private async checkedFile(
    run: JobRun<ImportJobInput>,
    record: ImportRecord,
    caller: Caller,
    campaign: LoadedCampaign,
  ): Promise<CheckedFile> {
    const breather = new Breather();
    const tree = await this.units.load();
    const place = {
      campaignId: campaign.id,
      bureauId: campaign.ownerUnitId,
      readable: issueScopeSql(caller, tree),
    };
    const context = {
      caller,
      campaign,
      tree,
      today: this.clock.today(),
      format: record.format,
    };
    const file = new CheckedFile(context, new Twins(this.reader, place, breather));
    const request = { format: record.format, sheet: SHEET };
    let seen = 0;
    const facts = await this.files.withFile(record.sha256, (path) =>
      this.tables.read({ ...request, path }, run.signal, async (rows, total) => {
        for (const row of rows) {
          await file.take(row, rows);
          await breather.pause();
          seen += 1;
          if (file.pending.length >= STORED_AT_ONCE)
            await this.store(run, record, file, seen, total);
        }
        await this.store(run, record, file, seen, total);
      }),
    );
    file.finish(facts);
    return file;
  }

  private async store(
    run: JobRun<ImportJobInput>,
    record: ImportRecord,
    file: CheckedFile,
    done: number,
    total: number,
  ): Promise<void> {
    const rows = file.pending
      .splice(0)
      .map((row) => ({ ...row, importId: record.id, issueId: newId() }));
    await this.uow.run(async (tx) => {
      await run.progress(tx, done, total);
      await insertRows(tx, rows);
    });
  }

  private async settle(tx: Tx, before: ImportRecord, file: CheckedFile): Promise<void> {
    const record = await findImport(tx, before.id);
    if (record?.status !== 'CHECKING') return;
    await changeImport(tx, record, {
      ...file.counts,
      notes: file.notes,
      status: 'CHECKED',
      failure: null,
    });
  }
}
