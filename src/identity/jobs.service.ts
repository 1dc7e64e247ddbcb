import { Injectable, StreamableFile } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { attachmentHeader } from '../platform/files/file-name.js';
import type { Page } from '../platform/http/paging.js';
import { Jobs } from '../platform/jobs/jobs.service.js';
import { actorOf, type Caller, jobOwnerOf } from './caller.js';
import { jobBody, type JobBody, type JobQuery } from './jobs.dto.js';

/** The background jobs that the caller has asked for in the present unit. */
@Injectable()
export class OwnJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  async list(caller: Caller, query: JobQuery): Promise<Page<JobBody>> {
    const page = await this.jobs.list(jobOwnerOf(caller), query);
    return { ...page, items: page.items.map(jobBody) };
  }

  async get(caller: Caller, id: string): Promise<JobBody> {
    return jobBody(await this.jobs.get(jobOwnerOf(caller), id));
  }

  async result(caller: Caller, id: string): Promise<StreamableFile> {
    const { job, bytes } = await this.jobs.result(jobOwnerOf(caller), id);
    return new StreamableFile(bytes, {
      type: job.resultMime ?? 'application/octet-stream',
      length: job.resultSize ?? 0,
      disposition: attachmentHeader(job.resultName ?? '结果'),
    });
  }

  cancel(caller: Caller, id: string): Promise<JobBody> {
    return this.uow.run(async (tx) => {
      const job = await this.jobs.cancel(tx, jobOwnerOf(caller), id);
      this.audit.record(tx, actorOf(caller), {
        action: 'job.cancel',
        subjectType: 'job',
        subjectId: id,
        detail: { kind: job.kind, title: job.title },
      });
      return jobBody(job);
    });
  }
}
