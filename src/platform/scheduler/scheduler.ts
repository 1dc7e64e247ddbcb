import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../calendar/clock.js';

/** Work that a room wants done again and again while the program is served. */
export interface PeriodicTask {
  /** For the log: `reports.generate`. */
  readonly name: string;
  readonly everyMs: number;
  /**
   * Does whatever is due at `now`. Two servers may run it at the same time, and a server may have been
   * down for days: it must find what is left to do in the database and do each piece once.
   * @param stop aborted when the program is to end: what is left then waits for the next start.
   */
  run(now: string, stop: AbortSignal): Promise<unknown>;
}

/** How a task has fared since the program started. */
export interface TaskState {
  readonly name: string;
  readonly runs: number;
  readonly failures: number;
  readonly everyMs: number;
  readonly lastRunAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastError: string | null;
}

interface Entry {
  readonly task: PeriodicTask;
  runs: number;
  failures: number;
  lastRunAt: string | null;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  lastError: string | null;
  timer?: NodeJS.Timeout;
  running?: Promise<void>;
}

/**
 * Runs the rooms' periodic tasks, each on a timer of its own and never overlapping with itself. There is
 * no leader among several servers: every one runs every task. Leases would have to expire, and a server
 * that stalls past its lease works beside the next one all the same; so exactly-once rests on unique keys
 * and conditional updates in the tasks' own transactions, and needs no clock that servers agree on.
 *
 * The order of registration is the order of {@link tick}.
 */
@Injectable()
export class Scheduler implements BeforeApplicationShutdown {
  private readonly log = new Logger(Scheduler.name);
  private readonly entries = new Map<string, Entry>();
  private readonly stop = new AbortController();
  private serving = false;

  constructor(private readonly clock: Clock) {}

  register(task: PeriodicTask): void {
    if (this.entries.has(task.name)) throw new Error(`Task ${task.name} is registered twice`);
    const never = { lastRunAt: null, lastSuccessAt: null, lastFailureAt: null, lastError: null };
    const entry: Entry = { task, runs: 0, failures: 0, ...never };
    this.entries.set(task.name, entry);
    if (this.serving) this.runNext(entry);
  }

  /** Begins to serve: every task runs at once and then at its interval. */
  start(): void {
    if (this.serving) return;
    this.serving = true;
    for (const entry of this.entries.values()) this.runNext(entry);
  }

  /**
   * Runs every task once, in the order of registration; for tests and the demo, which move a fixed
   * clock. A task that is running is waited for rather than started a second time.
   * @param prefix of the names of those to run; all without it
   * @returns how each task has fared, failures included.
   */
  async tick(prefix = ''): Promise<TaskState[]> {
    for (const entry of this.entries.values()) {
      if (entry.task.name.startsWith(prefix)) await this.runOnce(entry);
    }
    return this.states();
  }

  states(): TaskState[] {
    return [...this.entries.values()].map(
      ({ task, timer: _timer, running: _running, ...state }) => ({
        name: task.name,
        everyMs: task.everyMs,
        ...state,
      }),
    );
  }

  /**
   * Starts nothing new, asks what is running to break off and waits until it has; the database is still
   * open then.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.serving = false;
    this.stop.abort();
    for (const { timer } of this.entries.values()) clearTimeout(timer);
    await Promise.all([...this.entries.values()].map(({ running = Promise.resolve() }) => running));
  }

  private runNext(entry: Entry): void {
    void this.runOnce(entry).then(() => {
      if (!this.serving) return;
      entry.timer = setTimeout(() => this.runNext(entry), entry.task.everyMs);
      // A program that has nothing else left to do may end.
      entry.timer.unref();
    });
  }

  private runOnce(entry: Entry): Promise<void> {
    entry.running ??= this.run(entry).finally(() => delete entry.running);
    return entry.running;
  }

  /** A failed run is logged and counted; the next one tries again. */
  private async run(entry: Entry): Promise<void> {
    const now = this.clock.now();
    entry.runs += 1;
    entry.lastRunAt = now;
    try {
      await entry.task.run(now, this.stop.signal);
      entry.lastSuccessAt = now;
      entry.lastError = null;
    } catch (error) {
      entry.failures += 1;
      entry.lastFailureAt = now;
      entry.lastError = error instanceof Error ? error.message : String(error);
      this.log.error(`${entry.task.name} failed (${entry.failures}): ${entry.lastError}`);
    }
  }
}
