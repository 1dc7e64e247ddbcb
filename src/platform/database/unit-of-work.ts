import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../calendar/clock.js';
import type { Connections } from './connections.js';
import { databaseFault, isUnsent, OutcomeUnknownError } from './database-faults.js';
import { EntityStatements } from './entity-statements.js';
import { FifoLock } from './fifo-lock.js';
import { PostgresRunner, type Runner, SqliteRunner } from './runner.js';
import { Tx } from './tx.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const ATTEMPTS_MAX = 5;
/** How often a lock on the SQLite file that somebody else holds is tried again. */
const LOCK_POLL_MS = 25;

export type Around = <T>(tx: Tx, work: () => Promise<T>) => Promise<T>;

/**
 * The only way to write. `run` gives a transaction to the function, commits when it returns and rolls
 * everything back when it throws; state, ledger entry, audit row and outbox row therefore stand or
 * fall together.
 *
 * On SQLite one transaction runs at a time, first come first served, because TypeORM's driver shares
 * one connection among all requests. On PostgreSQL transactions run side by side and are tried again
 * when the server reports a serialisation failure or a deadlock, so the function must not have effects
 * outside the transaction.
 */
export class UnitOfWork {
  private readonly queue = new FifoLock();
  private readonly statements: EntityStatements;
  private readonly sqlite: Runner | undefined;

  /** @param around wraps the work of every transaction, inside it (see `http/idempotency.ts`). */
  constructor(
    private readonly connections: Connections,
    private readonly clock: Clock,
    private readonly around: Around = (_tx, work) => work(),
  ) {
    const { dialect, writer } = connections;
    this.statements = new EntityStatements(writer, dialect);
    this.sqlite = dialect === 'sqlite' ? new SqliteRunner(writer) : undefined;
  }

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { sqlite } = this;
    if (!sqlite) return this.runPostgres(work);
    const waitUntil = performance.now() + this.connections.waitMs;
    return this.queue.run(() => this.runSqlite(sqlite, work, waitUntil));
  }

  private async runSqlite<T>(
    runner: Runner,
    work: (tx: Tx) => Promise<T>,
    waitUntil: number,
  ): Promise<T> {
    const { revisions, checkpoints } = this.connections;
    await begin(runner, waitUntil);
    const tx = new Tx(runner, this.statements, 'sqlite', this.clock.now(), revisions);
    let result: T;
    try {
      result = await this.around(tx, () => work(tx));
      await tx.runBeforeCommit();
      const committed = runner.change('COMMIT');
      // In the same turn, so that no reader takes the old revision for the new state.
      revisions?.commit();
      await committed;
    } catch (error) {
      await rolledBack(() => runner.change('ROLLBACK'));
      throw error;
    }
    checkpoints?.committed();
    tx.runAfterCommit();
    return result;
  }

  /** Where writers wait for their turn on SQLite. */
  get writerQueue(): FifoLock {
    return this.queue;
  }

  private async runPostgres<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.tryPostgres(work);
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isTransient(error)) throw error;
      }
    }
  }

  private async tryPostgres<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.connections.writer.createQueryRunner();
    const onRunner = new PostgresRunner(runner.manager);
    const tx = new Tx(onRunner, this.statements, 'postgres', this.clock.now());
    let result: T;
    try {
      await runner.startTransaction();
      try {
        result = await this.around(tx, () => work(tx));
        await tx.runBeforeCommit();
        await committed(() => runner.commitTransaction());
      } catch (error) {
        await rolledBack(() => runner.rollbackTransaction());
        throw error;
      }
    } finally {
      await runner.release();
    }
    tx.runAfterCommit();
    return result;
  }
}

/**
 * Takes the lock of the file. Another program may hold it, a backup or somebody's tool: SQLite itself would
 * wait with the whole process standing still, readers included.
 * @param waitUntil counted from when the request came, so that those who queue behind it wait no longer
 */
async function begin(runner: Runner, waitUntil: number): Promise<void> {
  for (;;) {
    try {
      await runner.change('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (databaseFault(error) !== 'BUSY' || performance.now() >= waitUntil) throw error;
      await setTimeout(LOCK_POLL_MS);
    }
  }
}

/** @throws {OutcomeUnknownError} when the line breaks before the server has said what became of it. */
async function committed(commit: () => Promise<void>): Promise<void> {
  try {
    await commit();
  } catch (error) {
    const unknown = databaseFault(error) === 'LOST' && !isUnsent(error);
    throw unknown ? new OutcomeUnknownError(error) : error;
  }
}

/**
 * A full disk or a lost connection has ended the transaction already, and rolling back fails: what the
 * caller must hear is the first error.
 */
async function rolledBack(rollBack: () => Promise<unknown>): Promise<void> {
  await rollBack().catch(() => undefined);
}

function isTransient(error: unknown): boolean {
  const driverError = (error as { driverError?: { code?: string; table?: string } }).driverError;
  const code = driverError?.code;
  // Two requests with one idempotency key: the loser tries again and finds the winner's answer.
  if (code === UNIQUE_VIOLATION) return driverError?.table === 'idempotency_keys';
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
}
