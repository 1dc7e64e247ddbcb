import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../calendar/clock.js';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Files } from '../files/files.service.js';
import { Problem } from '../http/problem.js';
import { loggable } from '../http/problem.filter.js';
import { JobBook, type JobRow, LEASE_MS } from './job-book.js';
import {
  type JobHandler,
  JobHandlers,
  JobInterrupted,
  type JobOutcome,
  type JobRun,
} from './job-handlers.js';

const AT_ONCE = 2;
const POLL_MS = 2_000;
const BEAT_MS = LEASE_MS / 4;
const ATTEMPTS_MAX = 3;
const STOP_WAIT_MS = 8_000;

interface RunningJob {
  readonly job: JobRow;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Carries jobs out in this process, a few at once. Several servers on one database share the jobs by
 * leases; what a dead server has begun is begun again when its lease is over.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(JobRunner.name);
  private readonly serverId = randomUUID();
  private readonly running = new Map<string, RunningJob>();
  private readonly idleWaiters: (() => void)[] = [];
  private stopped = false;
  private awake = false;
  private ring: (() => void) | undefined;
  private looping: Promise<void> | undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly book: JobBook,
    private readonly handlers: JobHandlers,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A SQLite file has one server: whatever runs there was begun by one that is gone.
    if (this.reader.dialect === 'sqlite') await this.uow.run((tx) => this.book.reclaimAll(tx));
    this.looping = this.loop();
  }

  /** Runs give their jobs back, or finish within a few seconds; the next server goes on with the rest. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.looping;
    const runs = [...this.running.values()];
    for (const { abort } of runs) abort.abort(new JobInterrupted('SHUTDOWN'));
    await Promise.race([Promise.all(runs.map(({ ended }) => ended)), sleep(STOP_WAIT_MS)]);
  }

  /** Looks for jobs now rather than at the next turn. */
  wake(): void {
    this.awake = true;
    this.ring?.();
  }

  /** Resolves when this server finds nothing to do and runs nothing; for programs that wait for jobs. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idleWaiters.push(resolve);
      this.wake();
    });
  }

  /** Stops the job if this server runs it; another server sees it in the row. */
  cancel(id: string): void {
    this.running.get(id)?.abort.abort(new JobInterrupted('CANCELLED'));
  }

  /**
   * One loop for the life of the program: it must not begin anything in the context of the request that
   * woke it, whose idempotency key would then be the job's.
   */
  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.awake = false;
      const job = await this.claim().catch((error: unknown) => {
        this.log.warn(`no job claimed: ${error instanceof Error ? error.name : 'unknown'}`);
        return undefined;
      });
      if (job) this.start(job);
      else {
        if (this.running.size === 0) for (const done of this.idleWaiters.splice(0)) done();
        await this.pause();
      }
    }
  }

  private pause(): Promise<void> {
    if (this.awake || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      timer.unref();
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async claim(): Promise<JobRow | undefined> {
    if (this.running.size >= AT_ONCE) return undefined;
    const { kinds } = this.handlers;
    // A look first: most of the time there is nothing, and writers need not wait for that.
    if (!(await this.book.waiting(this.reader, kinds, this.clock.now()))) return undefined;
    return this.uow.run((tx) => this.book.claim(tx, this.serverId, kinds));
  }

  private start(job: JobRow): void {
    const abort = new AbortController();
    const beat = setInterval(() => void this.beat(job.id, abort), BEAT_MS);
    beat.unref();
    const ended = this.carryOut(job, abort.signal)
      .catch((error: unknown) => this.tell(job, 'not ended', error))
      .finally(() => {
        clearInterval(beat);
        this.running.delete(job.id);
        this.wake();
      });
    this.running.set(job.id, { job, abort, ended });
  }

  private async beat(id: string, abort: AbortController): Promise<void> {
    try {
      await this.uow.run((tx) => this.book.extend(tx, { id, serverId: this.serverId }));
    } catch (error) {
      if (error instanceof JobInterrupted) abort.abort(error);
    }
  }

  private async carryOut(job: JobRow, signal: AbortSignal): Promise<void> {
    const handler = this.handlers.find(job.kind);
    if (!handler) return;
    try {
      if (job.attempts > ATTEMPTS_MAX) {
        throw new Problem(500, 'JOB_GIVEN_UP', '多次中断，没有完成，请重新提交。');
      }
      if (job.cancelRequestedAt !== null) throw new JobInterrupted('CANCELLED');
      await this.succeed(job, await handler.run(this.runOf(job, signal)));
    } catch (error) {
      await this.fail(job, handler, signal.aborted ? (signal.reason as unknown) : error);
    }
  }

  private tell({ id, kind }: JobRow, what: string, error: unknown): void {
    this.log.error(`job ${id} (${kind}) ${what}: ${JSON.stringify(loggable(error))}`);
  }

  private runOf(job: JobRow, signal: AbortSignal): JobRun<unknown> {
    const lease = { id: job.id, serverId: this.serverId };
    return {
      id: job.id,
      ownerId: job.ownerId,
      ownerScope: job.ownerScope,
      input: JSON.parse(job.input) as unknown,
      signal,
      progress: async (tx, done, total) => {
        signal.throwIfAborted();
        await this.book.extend(tx, lease, { done, ...(total === undefined ? {} : { total }) });
      },
    };
  }

  private async succeed(job: JobRow, { message, file, settle }: JobOutcome): Promise<void> {
    const end = () =>
      this.uow.run(async (tx) => {
        if (file) await this.files.record(tx, file);
        await settle?.(tx);
        await this.book.finish(
          tx,
          { id: job.id, serverId: this.serverId },
          {
            status: 'SUCCEEDED',
            message,
            ...(file && {
              resultSha256: file.sha256,
              resultName: file.fileName,
              resultMime: file.mime,
              resultSize: file.size,
            }),
          },
        );
      });
    await (file ? this.files.keepWhile(file, end) : end());
  }

  private async fail(job: JobRow, handler: JobHandler<unknown>, error: unknown): Promise<void> {
    const lease = { id: job.id, serverId: this.serverId };
    if (error instanceof JobInterrupted && error.reason !== 'CANCELLED') {
      if (error.reason === 'SHUTDOWN') {
        await this.uow.run((tx) => this.book.release(tx, lease, job.attempts));
      }
      return;
    }
    const end = endOf(error);
    if (end.errorCode === 'INTERNAL') {
      this.tell(job, 'failed', error);
    }
    await this.uow.run(async (tx) => {
      const input = JSON.parse(job.input) as unknown;
      const { status, message } = end;
      await handler.failed?.(tx, { id: job.id, input, status, message });
      await this.book.finish(tx, lease, end);
    });
  }
}

interface FailedEnd {
  readonly status: 'FAILED' | 'CANCELLED';
  readonly message: string;
  readonly errorCode: string | null;
}

function endOf(error: unknown): FailedEnd {
  if (error instanceof JobInterrupted) {
    return { status: 'CANCELLED', message: '已取消。', errorCode: null };
  }
  if (error instanceof Problem) {
    return { status: 'FAILED', message: error.detail, errorCode: error.code };
  }
  const message = '系统出现错误，没有完成，请重试；仍然失败时请联系系统管理员。';
  return { status: 'FAILED', message, errorCode: 'INTERNAL' };
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms).unref());
