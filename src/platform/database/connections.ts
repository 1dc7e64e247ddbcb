import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import type { DatabaseLimits, DatabaseTarget } from '../config/config.js';
import { Checkpoints } from './checkpoints.js';
import { SnakeNaming } from './naming.js';
import { patientClient } from './patient-client.js';
import type { Dialect } from './queryable.js';
import { Revisions } from './revisions.js';
import { sqliteOf } from './runner.js';

export type EntityClass = new () => object;
type MigrationClass = Exclude<DataSourceOptions['migrations'], undefined>;

export interface SchemaParts {
  readonly entities: readonly EntityClass[];
  readonly migrations: readonly (new () => object)[];
}

/**
 * The two data sources of a running program. On SQLite the writer is one connection that the unit of
 * work guards with a queue, and the reader is a second, read-only connection, so that no reader ever
 * sees or rolls back a half-done write. On PostgreSQL both are pools; the reader's sessions are
 * read-only.
 */
export interface Connections {
  readonly dialect: Dialect;
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** How long a request waits for a lock on the SQLite file, or for a connection to the server. */
  readonly waitMs: number;
  /** Only on SQLite, where nobody else writes. */
  readonly revisions?: Revisions;
  /** Only on SQLite. */
  readonly checkpoints?: Checkpoints;
  close(): Promise<void>;
}

/**
 * Flags of `PRAGMA optimize`: gather statistics (0x2), for tables not yet used by this connection too
 * (0x10000). Takes milliseconds, since SQLite samples; without statistics it may choose an index for
 * its order although a covering one would read a hundredth of the rows.
 */
const OPTIMIZE_ALL_TABLES = 0x10002;

/** Raised when another server process already works on the same SQLite file. */
export class DatabaseInUseError extends Error {
  constructor(file: string) {
    super(
      `The database file ${file} is in use by another Xiaohao server. ` +
        'Stop that server first, or use PostgreSQL (DATABASE_URL=postgres://…) for several servers.',
    );
    this.name = 'DatabaseInUseError';
  }
}

const DEFAULT_LIMITS: DatabaseLimits = { waitMs: 5000, answerMs: 30_000 };

const INT8_OID = 20;

// COUNT(*) and bigint columns come as text from PostgreSQL; all our whole numbers fit a JS number.
pg.types.setTypeParser(INT8_OID, (text: string) => Number(text));

/**
 * Opens both data sources and brings the schema up to date.
 * @throws {DatabaseInUseError} when a second process uses the same SQLite file.
 */
export async function openConnections(
  target: DatabaseTarget,
  parts: SchemaParts,
): Promise<Connections> {
  return target.engine === 'sqlite'
    ? openSqlite(target.file, target.limits ?? DEFAULT_LIMITS, parts)
    : openPostgres(target.url, target.limits ?? DEFAULT_LIMITS, parts);
}

function common(parts: SchemaParts) {
  return {
    entities: [...parts.entities] as MixedList<EntityClass>,
    migrations: [...parts.migrations] as MigrationClass,
    migrationsTransactionMode: 'each' as const,
    namingStrategy: new SnakeNaming(),
    logging: false as const,
    synchronize: false as const,
  };
}

async function openSqlite(
  file: string,
  { waitMs }: DatabaseLimits,
  parts: SchemaParts,
): Promise<Connections> {
  mkdirSync(dirname(file), { recursive: true });
  const lock = holdFileLock(file);
  try {
    const writer = await new DataSource({
      ...common(parts),
      type: 'better-sqlite3',
      database: file,
      timeout: 5000,
      prepareDatabase: (database: BetterSqlite3.Database) => {
        database.pragma('journal_mode = WAL');
        // better-sqlite3 is built with synchronous=NORMAL in WAL, which may lose the last commits.
        database.pragma('synchronous = FULL');
      },
    }).initialize();
    await assertDurable(writer);
    await writer.runMigrations();
    await writer.query(`PRAGMA optimize = ${OPTIMIZE_ALL_TABLES}`);
    // From here on it is the unit of work that waits for a lock.
    await writer.query('PRAGMA busy_timeout = 0');
    const reader = await new DataSource({
      ...common(parts),
      type: 'better-sqlite3',
      database: file,
      readonly: true,
      timeout: 5000,
      prepareDatabase: (database: BetterSqlite3.Database) => {
        database.pragma('cache_size = -65536');
      },
    }).initialize();
    const checkpoints = new Checkpoints(sqliteOf(writer), file);
    return {
      dialect: 'sqlite',
      writer,
      reader,
      waitMs,
      revisions: new Revisions(),
      checkpoints,
      close: async () => {
        await checkpoints.close();
        await reader.destroy();
        await writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
        await writer.destroy();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Holds an exclusive lock on a small file beside the database for the life of the process. The
 * operating system lets go of it however the process ends, so it can never be stale.
 */
function holdFileLock(file: string): BetterSqlite3.Database {
  const lock = new BetterSqlite3(`${file}-lock`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new DatabaseInUseError(file);
  }
}

async function assertDurable(writer: DataSource): Promise<void> {
  const [sync] = await writer.query<{ synchronous: number }[]>('PRAGMA synchronous');
  const [journal] = await writer.query<{ journal_mode: string }[]>('PRAGMA journal_mode');
  if (sync?.synchronous !== 2 || journal?.journal_mode !== 'wal') {
    throw new Error('SQLite must run in WAL mode with synchronous=FULL; check the file system.');
  }
}

/**
 * A session of ours that stands still within a transaction has lost its program: nothing inside one waits
 * for the network, a file or a person. The server then frees what the session holds.
 */
const ABANDONED_MS = 60_000;

async function openPostgres(
  url: string,
  { waitMs, answerMs }: DatabaseLimits,
  parts: SchemaParts,
): Promise<Connections> {
  const source = { ...common(parts), type: 'postgres' as const, url, connectTimeoutMS: waitMs };
  // A migration may take as long as it needs.
  const migrating = await new DataSource(source).initialize();
  await migratePostgres(migrating).finally(() => migrating.destroy());
  const patient = { Client: patientClient(answerMs), keepAlive: true };
  const writer = await new DataSource({
    ...source,
    extra: { ...patient, idle_in_transaction_session_timeout: ABANDONED_MS },
  }).initialize();
  const reader = await new DataSource({
    ...source,
    extra: { ...patient, options: '-c default_transaction_read_only=on' },
  }).initialize();
  return {
    dialect: 'postgres',
    writer,
    reader,
    waitMs,
    close: async () => {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

const MIGRATION_LOCK = 7_204_319;

/** Several servers may start at once: one migrates, the others wait and find nothing to do. */
async function migratePostgres(writer: DataSource): Promise<void> {
  const guard = writer.createQueryRunner();
  await guard.connect();
  try {
    await guard.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await writer.runMigrations();
  } finally {
    await guard.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`);
    await guard.release();
  }
}
