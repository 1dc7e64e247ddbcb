import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { inList, type Queryable, sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import type { Tx } from '../database/tx.js';
import { Files } from '../files/files.service.js';
import { conflict, notFound, type Problem } from '../http/problem.js';
import { offsetOf, type Page, type PageQuery } from '../http/paging.js';
import { type JobStatus, UNFINISHED_JOBS } from './job.codes.js';
import { Job } from './job.entity.js';
import { JobBook, type JobRow } from './job-book.js';
import { JobHandlers, type JobOwner } from './job-handlers.js';
import { JobRunner } from './job-runner.js';

/** Unfinished jobs of one person at most, so that nobody keeps everyone else waiting. */
const UNFINISHED_MAX = 20;

export interface NewJob<In> extends JobOwner {
  readonly kind: string;
  readonly title: string;
  readonly input: In;
}

export interface JobFilter extends PageQuery {
  readonly status?: readonly JobStatus[] | undefined;
  readonly kind?: string | undefined;
}

/** Background jobs as the rest of the program sees them. */
@Injectable()
export class Jobs {
  constructor(
    private readonly reader: Reader,
    private readonly book: JobBook,
    private readonly handlers: JobHandlers,
    private readonly runner: JobRunner,
    private readonly files: Files,
  ) {}

  /**
   * Asks for a job; it begins when the transaction is committed.
   * @returns its id. @throws 409 TOO_MANY_JOBS
   */
  async enqueue<In>(tx: Tx, job: NewJob<In>): Promise<string> {
    const open = await tx.one<{ count: number }>(sql`
      SELECT COUNT(*) AS count FROM jobs
      WHERE owner_id = ${job.ownerId} AND status IN ${inList(UNFINISHED_JOBS)}`);
    if ((open?.count ?? 0) >= UNFINISHED_MAX) {
      throw conflict('TOO_MANY_JOBS', `您还有${open?.count}个后台任务没有完成，请稍后再提交。`);
    }
    const id = await this.book.insert(tx, job);
    tx.afterCommit(() => this.runner.wake());
    return id;
  }

  /** The jobs of one owner, newest first. */
  async list(owner: JobOwner, filter: JobFilter): Promise<Page<JobRow>> {
    const where = sql`owner_id = ${owner.ownerId} AND owner_scope = ${owner.ownerScope}
      ${filter.status?.length ? sql`AND status IN ${inList(filter.status)}` : sql``}
      ${filter.kind ? sql`AND kind = ${filter.kind}` : sql``}`;
    const items = await this.reader.all<JobRow>(sql`
      SELECT * FROM jobs WHERE ${where} ORDER BY created_at DESC, id DESC
      LIMIT ${filter.pageSize} OFFSET ${offsetOf(filter)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM jobs WHERE ${where}`,
    );
    return { items, total: counted?.total ?? 0, page: filter.page, pageSize: filter.pageSize };
  }

  /** Past every owner: for those who have just asked for it. */
  async find(db: Queryable, id: string): Promise<JobRow> {
    const job = await this.book.find(db, id);
    if (!job) throw notFound();
    return job;
  }

  /** @throws 404 for a job that does not exist, is somebody else's or of another place. */
  get(owner: JobOwner, id: string): Promise<JobRow> {
    return this.own(this.reader, owner, id);
  }

  /** The bytes a job has made. @throws 404; 409 when it has made none. */
  async result(owner: JobOwner, id: string): Promise<{ job: JobRow; bytes: Readable }> {
    const job = await this.get(owner, id);
    if (job.resultSha256 === null) {
      throw conflict('NO_RESULT', '这个后台任务还没有可下载的文件。');
    }
    return { job, bytes: await this.files.read(job.resultSha256) };
  }

  /** Resolves when this server has no job left to do. */
  idle(): Promise<void> {
    return this.runner.idle();
  }

  /**
   * Stops a job: one that waits at once, one that runs as soon as its server takes notice.
   * @returns the job as it then stands. @throws 404; 409 when it is over.
   */
  async cancel(tx: Tx, owner: JobOwner, id: string): Promise<JobRow> {
    const job = await this.own(tx, owner, id);
    if (!UNFINISHED_JOBS.includes(job.status)) throw jobOver();
    if (job.status === 'PENDING') {
      const message = '已取消。';
      const end = { status: 'CANCELLED', message, finishedAt: tx.now } as const;
      // A server may have taken it in this moment; then it is stopped as a running one.
      if ((await tx.update(Job, { id, status: 'PENDING' }, end)) > 0) {
        const input = JSON.parse(job.input) as unknown;
        const failure = { id, input, status: 'CANCELLED', message } as const;
        await this.handlers.find(job.kind)?.failed?.(tx, failure);
        return { ...job, ...end };
      }
    }
    const asked = { cancelRequestedAt: tx.now };
    // It may have ended in this moment.
    if ((await tx.update(Job, { id, status: 'RUNNING' }, asked)) === 0) throw jobOver();
    tx.afterCommit(() => this.runner.cancel(id));
    return { ...job, status: 'RUNNING', ...asked };
  }

  private async own(db: Queryable, { ownerId, ownerScope }: JobOwner, id: string): Promise<JobRow> {
    const job = await this.book.find(db, id);
    if (job?.ownerId !== ownerId || job.ownerScope !== ownerScope) throw notFound();
    return job;
  }
}

const jobOver = (): Problem => conflict('JOB_OVER', '这个后台任务已经结束，不能取消。');
