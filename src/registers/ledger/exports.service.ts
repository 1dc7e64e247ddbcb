import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MIME_OF } from '../../documents/rendered-file.js';
import { actorOf, type Caller, jobOwnerOf } from '../../identity/caller.js';
import { jobBody, type JobBody } from '../../identity/jobs.dto.js';
import { OrganisationService } from '../../identity/organisation.service.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { Clock } from '../../platform/calendar/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Files, type MadeFile } from '../../platform/files/files.service.js';
import {
  type JobHandler,
  JobHandlers,
  type JobOutcome,
  type JobRun,
} from '../../platform/jobs/job-handlers.js';
import { Jobs } from '../../platform/jobs/jobs.service.js';
import { TaskListQuery } from '../tasks/task.dto.js';
import { DownloadsService } from './downloads.service.js';
import { EXPORT_LIST, type ExportBody } from './exports.dto.js';
import { LongExports } from './exports.long.js';
import { LedgerListQuery } from './ledger.dto.js';

const EXPORT_JOB = 'export';

/**
 * Downloads made in the background, for lists that are too long to wait for: the file is kept and can be
 * fetched as often as wanted. Rows are those that the owner may read when the file is made.
 */
@Injectable()
export class ExportsService implements JobHandler<ExportBody>, OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly jobs: Jobs,
    private readonly uow: UnitOfWork,
    private readonly organisation: OrganisationService,
    private readonly downloads: DownloadsService,
    private readonly longExports: LongExports,
    private readonly files: Files,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.add(EXPORT_JOB, this);
  }

  request(caller: Caller, body: ExportBody): Promise<JobBody> {
    return this.uow.run(async (tx) => {
      const id = await this.jobs.enqueue(tx, {
        kind: EXPORT_JOB,
        title: `导出${EXPORT_LIST.labels[body.list]}（${body.format.toUpperCase()}）`,
        ...jobOwnerOf(caller),
        input: body,
      });
      this.audit.record(tx, actorOf(caller), {
        action: 'export.request',
        subjectType: 'job',
        subjectId: id,
        detail: { list: body.list, format: body.format, filters: { ...body.filters } },
      });
      return jobBody(await this.jobs.find(tx, id));
    });
  }

  async run(run: JobRun<ExportBody>): Promise<JobOutcome> {
    const caller = await this.organisation.jobCaller(run);
    const file = await this.fileOf(run, caller);
    return { message: `${file.fileName}已生成。`, file };
  }

  private async fileOf(run: JobRun<ExportBody>, caller: Caller): Promise<MadeFile> {
    const { list, format } = run.input;
    const today = this.clock.today().replaceAll('-', '');
    const name = `${EXPORT_LIST.labels[list]}_${today}.${format}`;
    const query = Object.assign(new LedgerListQuery(), run.input.filters);
    if (format === 'csv' && (list === 'ISSUES' || list === 'LEDGER')) {
      const parts = this.longExports.csv(run, caller, list, query);
      return this.files.receiveMade(parts, name, MIME_OF.csv);
    }
    const file = await this.shortFile(caller, run.input, query);
    run.signal.throwIfAborted();
    return this.files.receiveMade(file.getStream(), name, MIME_OF[format]);
  }

  /** As the direct download makes it, in memory. */
  private shortFile(caller: Caller, { list, format }: ExportBody, query: LedgerListQuery) {
    const { downloads } = this;
    if (list === 'LEDGER') return downloads.ledger(caller, query, format);
    const { month: _month, ...filters } = query;
    if (list === 'ISSUES') return downloads.issues(caller, filters, format);
    if (list === 'RESPONSIBILITIES') return downloads.responsibilities(caller, filters, format);
    const { sort: _sort, ...common } = filters;
    return downloads.tasks(caller, Object.assign(new TaskListQuery(), common), format);
  }
}
