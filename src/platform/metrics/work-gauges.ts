import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../calendar/clock.js';
import { inList, sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import { JOB_STATUS } from '../jobs/job.codes.js';
import { OUTBOX_CHANNEL, OUTBOX_STATUS } from '../outbox/outbox.codes.js';
import { Scheduler, type TaskState } from '../scheduler/scheduler.js';
import { Metrics, type Sample } from './metrics.js';

/** Messages that are not yet where they should be. */
const UNSENT = OUTBOX_STATUS.codes.filter((code) => code !== 'SENT' && code !== 'CANCELLED');
const UNFINISHED = ['PENDING', 'RUNNING'] as const;

/** How the work behind the answers goes on: periodic tasks, messages, jobs. */
@Injectable()
export class WorkGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly scheduler: Scheduler,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (!this.metrics.enabled) return;
    this.watchTasks();
    this.watchOutbox();
    this.watchJobs();
  }

  private watchTasks(): void {
    const ofEach = (name: string, help: string, value: (task: TaskState) => number | null) =>
      this.metrics.gauge({ name, help, labels: ['task'] }, () =>
        this.scheduler.states().flatMap((task): Sample[] => {
          const found = value(task);
          return found === null ? [] : [[{ task: task.name }, found]];
        }),
      );
    ofEach('xiaohao_task_runs', 'Runs since the program started.', ({ runs }) => runs);
    ofEach('xiaohao_task_failures', 'Failed runs of them.', ({ failures }) => failures);
    ofEach(
      'xiaohao_task_last_success_timestamp_seconds',
      'When the last run without failure began.',
      ({ lastSuccessAt }) => epoch(lastSuccessAt),
    );
    ofEach(
      'xiaohao_task_last_failure_timestamp_seconds',
      'When the last failed run began.',
      ({ lastFailureAt }) => epoch(lastFailureAt),
    );
    ofEach(
      'xiaohao_task_lag_seconds',
      'By how much a successful run is overdue.',
      ({ lastSuccessAt, everyMs }) => {
        const age = this.age(lastSuccessAt);
        return age === null ? null : Math.max(0, age - everyMs / 1000);
      },
    );
  }

  private watchOutbox(): void {
    const rows = () =>
      this.reader.all<{ channel: string; status: string; total: number; oldest: string }>(sql`
        SELECT channel, status, COUNT(*) AS total, MIN(created_at) AS oldest FROM outbox_messages
        WHERE channel IN ${inList(OUTBOX_CHANNEL.codes)} AND status IN ${inList(UNSENT)}
        GROUP BY channel, status`);
    const labels = ['channel', 'status'];
    this.metrics.gauge(
      {
        name: 'xiaohao_outbox_messages',
        help: 'Messages that are not sent yet, or never.',
        labels,
      },
      async () => (await rows()).map(({ channel, status, total }) => [{ channel, status }, total]),
    );
    this.metrics.gauge(
      { name: 'xiaohao_outbox_oldest_age_seconds', help: 'Age of the oldest of them.', labels },
      async () =>
        (await rows()).map(({ channel, status, oldest }) => [
          { channel, status },
          this.age(oldest) ?? 0,
        ]),
    );
  }

  private watchJobs(): void {
    this.metrics.gauge(
      { name: 'xiaohao_jobs', help: 'Background jobs.', labels: ['status'] },
      async () => {
        const rows = await this.reader.all<{ status: string; total: number }>(
          sql`SELECT status, COUNT(*) AS total FROM jobs GROUP BY status`,
        );
        const totals = new Map(rows.map(({ status, total }) => [status, total]));
        return JOB_STATUS.codes.map((status) => [{ status }, totals.get(status) ?? 0] as const);
      },
    );
    this.metrics.gauge(
      { name: 'xiaohao_jobs_oldest_age_seconds', help: 'Age of the oldest unfinished job.' },
      async () => {
        const row = await this.reader.one<{ oldest: string | null }>(
          sql`SELECT MIN(created_at) AS oldest FROM jobs WHERE status IN ${inList(UNFINISHED)}`,
        );
        return this.age(row?.oldest ?? null);
      },
    );
  }

  private age(instant: string | null): number | null {
    return instant === null ? null : (Date.parse(this.clock.now()) - Date.parse(instant)) / 1000;
  }
}

const epoch = (instant: string | null): number | null =>
  instant === null ? null : Date.parse(instant) / 1000;
