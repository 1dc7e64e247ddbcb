import { chmod, copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ENTITIES } from '../app.parts.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Clock } from '../platform/calendar/clock.js';
import type { Config, DatabaseTarget } from '../platform/config/config.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import { assertEmptyDatabase, loadRows } from '../platform/database/row-loading.js';
import { SqliteRows } from '../platform/database/sqlite-rows.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { unpack } from './archive.js';
import { COMMAND_LINE } from './command-line.js';
import { type CheckResult, faultsOf, OperationError } from './fault.js';
import { inspect, manifestIn, rowsIn, tablesEqual } from './inspection.js';
import { keysPath } from './keys-place.js';
import { DATABASE_FILE, DUMP_FILE, KEYS_FILE, type Manifest } from './manifest.js';
import { withProgram } from './open-program.js';
import { runPgRestore } from './pg-tools.js';
import { proveProgram } from './proof.js';
import { withStage } from './stage.js';

const PARTS = { entities: ENTITIES, migrations: MIGRATIONS };

export interface Outcome {
  readonly manifest: Manifest;
  readonly results: readonly CheckResult[];
  /** False when a fault kept the archive from being restored, or nothing was to be kept. */
  readonly kept: boolean;
}

export interface RestoreOptions {
  readonly file: string;
  /** The keys.json that was in use; by default that of the place, else the one in the archive. */
  readonly keysFile?: string | undefined;
}

/** Where a backup is restored to: the data directory gets files and keys, on SQLite the database too. */
export interface RestorePlace {
  readonly database: DatabaseTarget;
  readonly dataDir: string;
}

/**
 * Proves an archive without keeping anything of it: unpacked into a folder of its own, where the program
 * is started on a copy of the database.
 */
export async function verifyArchive(
  config: Config,
  clock: Clock,
  { file, keysFile }: RestoreOptions,
): Promise<Outcome> {
  return withStage(tmpdir(), (stage) =>
    unpacked(stage, file, [keysFile ?? keysPath(config)], async (manifest, results, folder) => {
      const database = { engine: 'sqlite', file: join(folder, DATABASE_FILE) } as const;
      const source = rowsIn(folder, manifest);
      if (!source) return { manifest, results, kept: false };
      if (!(source instanceof SqliteRows)) await loadRows(database, PARTS, source);
      await source.close();
      const place = { ...config, database, dataDir: folder, keys: undefined };
      const proof = await withProgram(place, clock, (app) =>
        proveProgram(app, { dataDir: folder, heads: manifest.auditHeads }),
      );
      return { manifest, results: [...results, ...proof], kept: false };
    }),
  );
}

/**
 * Restores an archive into an empty place. Nothing is kept of an archive in which a fault is found
 * before; what is restored is then brought up to date and the restoring recorded in its audit log.
 * @param verify proves the restored place too: audit chain, ledger totals, sealed reports, every file.
 */
export async function restoreBackup(
  config: Config,
  clock: Clock,
  { file, keysFile }: RestoreOptions,
  place: RestorePlace,
  verify: boolean,
): Promise<Outcome> {
  const { dataDir, database } = place;
  await assertEmptyFolder(dataDir, keysFile);
  await assertEmptyDatabase(database);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const candidates = [keysFile ?? keysPath(place)];
  return withStage(dataDir, (stage) =>
    unpacked(stage, file, candidates, async (manifest, results, folder) => {
      await fillDatabase(manifest, folder, database);
      for (const name of ['objects', KEYS_FILE]) {
        const from = join(folder, name);
        if (existsSync(from)) await rename(from, join(dataDir, name));
      }
      const again = await restoredTables(manifest, database);
      const target = { ...config, ...place, keys: undefined };
      const proof = await withProgram(target, clock, async (app) => {
        const heads = manifest.auditHeads;
        const proven = verify ? await proveProgram(app, { dataDir, heads }) : [];
        await recordRestoring(app, manifest);
        return proven;
      });
      return { manifest, results: [...results, ...again, ...proof], kept: true };
    }),
  );
}

type Next = (manifest: Manifest, results: CheckResult[], folder: string) => Promise<Outcome>;

/** Unpacks, finds the keys and inspects; goes on only with an archive without faults. */
async function unpacked(
  stage: string,
  file: string,
  candidates: readonly (string | undefined)[],
  next: Next,
): Promise<Outcome> {
  const folder = join(stage, 'archive');
  await mkdir(folder, { mode: 0o700 });
  const foreign = await unpack(file, folder);
  const read = await manifestIn(folder);
  const keysFolder = await keysBeside(stage, [...candidates, join(folder, KEYS_FILE)]);
  const results = await inspect(folder, read, foreign, KeyRing.open(keysFolder));
  if (faultsOf(results).length > 0) return { manifest: read.manifest, results, kept: false };
  await rename(join(keysFolder, KEYS_FILE), join(folder, KEYS_FILE));
  return next(read.manifest, results, folder);
}

/** A folder with a copy of the first key file that there is. */
async function keysBeside(
  stage: string,
  candidates: readonly (string | undefined)[],
): Promise<string> {
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) {
    throw new OperationError(
      'The keys are needed to prove and to use this backup, and they are not in it. ' +
        'Give the keys.json that was in use, kept apart from the backups: --keys FILE.',
    );
  }
  const folder = join(stage, 'keys');
  await mkdir(folder, { mode: 0o700 });
  await copyFile(found, join(folder, KEYS_FILE));
  await chmod(join(folder, KEYS_FILE), 0o600);
  return folder;
}

/** The folder may hold nothing but the keys, put there beforehand. */
async function assertEmptyFolder(folder: string, keysFile: string | undefined): Promise<void> {
  const names: string[] = await readdir(folder).catch(() => []);
  const [other] = names.filter((name) => name !== KEYS_FILE && name !== 'lost+found');
  if (other !== undefined) {
    throw new OperationError(
      `${folder} is not empty (${other}): a backup is restored into an empty folder only.`,
    );
  }
  if (keysFile !== undefined && names.includes(KEYS_FILE)) {
    throw new OperationError(`${folder} holds keys already: leave out --keys, or move them away.`);
  }
}

async function recordRestoring(app: INestApplicationContext, manifest: Manifest): Promise<void> {
  const audit = app.get(AuditLog, { strict: false });
  const { createdAt, program, form } = manifest;
  await app.get(UnitOfWork, { strict: false }).run((tx) => {
    audit.record(tx, COMMAND_LINE, {
      action: 'backup.restore',
      subjectType: 'backup',
      subjectId: manifest.createdAt,
      detail: { createdAt, program, form },
    });
    return Promise.resolve();
  });
}

async function fillDatabase(
  manifest: Manifest,
  folder: string,
  target: DatabaseTarget,
): Promise<void> {
  const source = rowsIn(folder, manifest);
  if (!source) {
    if (target.engine === 'sqlite') {
      throw new OperationError('This backup was made by pg_dump: restore it to PostgreSQL.');
    }
    await runPgRestore(target.url, join(folder, DUMP_FILE));
    return;
  }
  try {
    if (target.engine === 'sqlite' && source instanceof SqliteRows) {
      await mkdir(dirname(target.file), { recursive: true, mode: 0o700 });
      await rename(join(folder, DATABASE_FILE), target.file);
    } else {
      await loadRows(target, PARTS, source);
    }
  } finally {
    await source.close();
  }
}

async function restoredTables(manifest: Manifest, target: DatabaseTarget): Promise<CheckResult[]> {
  const source =
    target.engine === 'sqlite' ? new SqliteRows(target.file) : await PostgresRows.open(target.url);
  try {
    const { check, ...rest } = await tablesEqual(source, manifest);
    return [{ check: `${check} after restoring`, ...rest }];
  } finally {
    await source.close();
  }
}
