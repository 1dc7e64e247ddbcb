import type BetterSqlite3 from 'better-sqlite3';
import { workerEntry } from '../workers/worker-entry.js';
import { WorkerPool } from '../workers/worker-pool.js';

/** Pages of the log, 8 MB, that are worth a checkpoint. */
const PAGES_DUE = 2000;
/** When the thread cannot keep up, SQLite takes the time of the commit that goes beyond this. */
const PAGES_MAX = 65_536;
const TIMEOUT_MS = 60_000;

/** What is asked of the thread: the file whose log it moves. */
export interface CheckpointJob {
  readonly file: string;
}

/**
 * Moves SQLite's write-ahead log into the database file on a thread of its own, which is started when
 * the log is first long enough. Left alone, SQLite does it within the commit that makes the log long:
 * after an import of ten thousand rows a tenth of a second in which nobody is served. A commit is safe
 * once it is in the log, so nothing is lost when the thread fails; the next commit asks again.
 */
export class Checkpoints {
  private readonly pool = new WorkerPool<CheckpointJob, null>({
    entry: workerEntry('./checkpoint.worker.js', import.meta.url),
    size: 1,
    queueMax: 1,
    timeoutMs: TIMEOUT_MS,
  });
  /** `busy, pages of the log, pages moved`; NOOP moves none. */
  private readonly state: BetterSqlite3.Statement<[], [number, number, number]>;
  private running: Promise<unknown> | undefined;

  /** @param database the connection that writes. */
  constructor(
    database: BetterSqlite3.Database,
    private readonly file: string,
  ) {
    database.pragma(`wal_autocheckpoint = ${PAGES_MAX}`);
    this.state = database
      .prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(NOOP)')
      .raw();
  }

  /** To be called after each commit, outside of any transaction. */
  committed(): void {
    if (this.running || !this.isDue()) return;
    this.running = this.pool
      .run({ file: this.file })
      .catch(() => undefined)
      .finally(() => (this.running = undefined));
  }

  private isDue(): boolean {
    try {
      const [, pages, moved] = this.state.get() ?? [0, 0, 0];
      return pages - moved >= PAGES_DUE;
    } catch {
      // Whatever keeps the log from being looked at, the commit stands; the next one looks again.
      return false;
    }
  }

  /** Resolves when the thread is gone. */
  close(): Promise<void> {
    return this.pool.close();
  }
}
