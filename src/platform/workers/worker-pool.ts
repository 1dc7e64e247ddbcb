import { type ResourceLimits, type TransferListItem, Worker } from 'node:worker_threads';
import { type WorkerEntry } from './worker-entry.js';
import {
  WorkerCrashedError,
  WorkerJobError,
  WorkerPoolClosedError,
  WorkerQueueFullError,
  WorkerTimeoutError,
} from './worker-errors.js';
import { type AnswerMessage, type JobMessage } from './worker-messages.js';

export interface WorkerPoolOptions {
  readonly entry: WorkerEntry;
  /** Threads at most; each is started when a job first needs it. */
  readonly size: number;
  /** Jobs that may wait for a free thread. */
  readonly queueMax: number;
  /** A job that runs longer is given up and its thread replaced. Waiting does not count. */
  readonly timeoutMs: number;
  readonly resourceLimits?: ResourceLimits;
  /** Handed to each thread as its `workerData`. */
  readonly workerData?: unknown;
}

interface Job<Out> {
  readonly input: unknown;
  readonly transfer: readonly TransferListItem[];
  readonly resolve: (value: Out) => void;
  readonly reject: (reason: Error) => void;
}

/** A thread and the job it runs, if any. */
interface Seat<Out> {
  readonly worker: Worker;
  job: Job<Out> | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Runs jobs in worker threads, off the event loop, each thread one job at a time. Idle threads keep
 * what they have loaded but do not keep the process alive.
 */
export class WorkerPool<In, Out> {
  private readonly seats = new Set<Seat<Out>>();
  private readonly queue: Job<Out>[] = [];
  private readonly idleWaiters: (() => void)[] = [];
  private closed = false;
  private nextId = 1;

  constructor(private readonly options: WorkerPoolOptions) {}

  /**
   * Runs one job. Rejects with `WorkerQueueFullError`, `WorkerTimeoutError`, `WorkerCrashedError`,
   * `WorkerPoolClosedError`, or `WorkerJobError` when the job itself threw. Buffers in `transfer`
   * move to the worker and are empty for the caller afterwards.
   */
  run(input: In, transfer: readonly TransferListItem[] = []): Promise<Out> {
    return new Promise<Out>((resolve, reject) => {
      if (this.closed) return reject(new WorkerPoolClosedError());
      const seat = this.freeSeat();
      const job: Job<Out> = { input, transfer, resolve, reject };
      if (seat) return this.start(seat, job);
      if (this.queue.length >= this.options.queueMax) {
        return reject(new WorkerQueueFullError(this.options.queueMax));
      }
      this.queue.push(job);
    });
  }

  /** Jobs running and waiting now. */
  get load(): { running: number; waiting: number } {
    const running = [...this.seats].filter((seat) => seat.job).length;
    return { running, waiting: this.queue.length };
  }

  /** Refuses new jobs, lets accepted ones finish, then ends the threads. May be called again. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.queue.length > 0 || this.load.running > 0) {
      await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
    }
    await Promise.all([...this.seats].map((seat) => this.dismiss(seat)));
  }

  private freeSeat(): Seat<Out> | undefined {
    for (const seat of this.seats) if (!seat.job) return seat;
    return this.seats.size < this.options.size ? this.open() : undefined;
  }

  private open(): Seat<Out> {
    const { entry, resourceLimits, workerData } = this.options;
    const worker = new Worker(entry.url, {
      execArgv: [...entry.execArgv],
      workerData,
      ...(resourceLimits && { resourceLimits }),
    });
    const seat: Seat<Out> = { worker, job: undefined, timer: undefined };
    this.seats.add(seat);
    worker.on('message', (answer: AnswerMessage) => this.finish(seat, answer));
    worker.on('error', (error) => this.lose(seat, crash(error)));
    worker.on('messageerror', (error) => this.lose(seat, crash(error)));
    worker.on('exit', (code) =>
      this.lose(seat, new WorkerCrashedError(`the worker thread ended with code ${code}`)),
    );
    return seat;
  }

  private start(seat: Seat<Out>, job: Job<Out>): void {
    const { timeoutMs } = this.options;
    seat.job = job;
    seat.worker.ref();
    seat.timer = setTimeout(() => this.lose(seat, new WorkerTimeoutError(timeoutMs)), timeoutMs);
    try {
      const message: JobMessage = { id: this.nextId++, job: job.input };
      seat.worker.postMessage(message, job.transfer);
    } catch (error) {
      // The input cannot be cloned: the caller's fault, the thread is unharmed.
      this.release(seat);
      job.reject(error instanceof Error ? error : new Error(String(error)));
      this.next();
    }
  }

  private finish(seat: Seat<Out>, answer: AnswerMessage): void {
    const job = this.release(seat);
    if (answer.ok) job?.resolve(answer.value as Out);
    else {
      const { message, name, code, stack } = answer.error;
      job?.reject(new WorkerJobError(message, name, code, stack));
    }
    this.next();
  }

  /** Ends a thread that failed; the next job starts a new one. */
  private lose(seat: Seat<Out>, reason: Error): void {
    if (!this.seats.has(seat)) return;
    const job = this.release(seat);
    void this.dismiss(seat);
    job?.reject(reason);
    this.next();
  }

  private release(seat: Seat<Out>): Job<Out> | undefined {
    const { job } = seat;
    clearTimeout(seat.timer);
    seat.job = undefined;
    seat.worker.unref();
    return job;
  }

  private async dismiss(seat: Seat<Out>): Promise<void> {
    this.seats.delete(seat);
    await seat.worker.terminate();
  }

  private next(): void {
    const job = this.queue[0];
    if (job) {
      const seat = this.freeSeat();
      if (!seat) return;
      this.queue.shift();
      this.start(seat, job);
    } else if (this.load.running === 0) {
      for (const resolve of this.idleWaiters.splice(0)) resolve();
    }
  }
}

function crash(error: unknown): WorkerCrashedError {
  const message = error instanceof Error ? error.message : String(error);
  return new WorkerCrashedError(`the worker thread failed: ${message}`, { cause: error });
}
