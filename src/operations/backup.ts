import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import type { RowSource } from '../platform/database/rows.js';
import { copySqlite, SqliteRows } from '../platform/database/sqlite-rows.js';
import { pack } from './archive.js';
import { OperationError } from './fault.js';
import { measure } from './hashing.js';
import { copyKeys } from './keys-place.js';
import {
  type ChainHead,
  DATABASE_FILE,
  type DatabaseForm,
  DUMP_FILE,
  type FileFacts,
  FORMAT,
  KEYS_FILE,
  keyMarkOf,
  type Manifest,
  MANIFEST,
  objectPath,
  signed,
  tablePath,
  type TableFacts,
} from './manifest.js';
import { runPgDump } from './pg-tools.js';
import { programVersion } from './program.js';
import { withStage } from './stage.js';
import { dumpTables, tableFacts } from './table-facts.js';

export interface BackupOptions {
  /** The archive to be made; must not exist. */
  readonly file: string;
  /** With the keys inside, whoever has the archive can read everything and forge the audit log. */
  readonly withKeys?: boolean;
  /** On PostgreSQL: `pg_dump` instead of the program's own copy of the rows. */
  readonly pgDump?: boolean;
}

/** The database in the stage, with what was found in it at that one moment. */
interface Copied {
  readonly form: DatabaseForm;
  readonly schema: readonly string[];
  readonly tables: readonly TableFacts[];
  readonly auditHeads: readonly ChainHead[];
  readonly objects: readonly string[];
}

/**
 * Makes one archive of database, stored files and audit heads while the program may be serving: the
 * database as of one moment, then the files that it records, which are never changed and therefore
 * still there.
 */
export async function makeBackup(
  config: Config,
  keys: KeyRing,
  clock: Clock,
  { file, withKeys = false, pgDump = false }: BackupOptions,
): Promise<Manifest> {
  if (withKeys && config.keys?.keys) {
    throw new OperationError('The keys come from XIAOHAO_KEYS: keep a copy of them yourself.');
  }
  if (existsSync(file)) throw new OperationError(`${file} is there already: choose another name.`);
  const createdAt = clock.now();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return withStage(dirname(file), async (stage) => {
    const copied = await copyDatabase(config, stage, pgDump);
    await symlink(join(config.dataDir, 'objects'), join(stage, 'objects'), 'dir');
    if (withKeys) await copyKeys(config, stage);
    const objects = await measureObjects(stage, copied.objects);
    const files = [
      ...(await measured(stage, [...databasePaths(copied), ...(withKeys ? [KEYS_FILE] : [])])),
      ...objects.files,
    ];
    const { form, schema, tables, auditHeads } = copied;
    const manifest: Manifest = {
      format: FORMAT,
      program: programVersion(),
      createdAt,
      form,
      schema,
      tables,
      files,
      auditHeads,
      lostFiles: objects.lost,
      keyMark: keyMarkOf(keys.auditKey),
    };
    await writeFile(join(stage, MANIFEST), JSON.stringify(signed(manifest, keys.auditKey)), {
      mode: 0o600,
    });
    // First of all, so that a look at the beginning tells what the archive is.
    await pack(stage, [MANIFEST, ...files.map(({ path }) => path)], file);
    return manifest;
  });
}

async function copyDatabase({ database }: Config, stage: string, pgDump: boolean): Promise<Copied> {
  if (database.engine === 'sqlite') {
    if (pgDump) throw new OperationError('--pg-dump is for PostgreSQL; this database is SQLite.');
    if (!existsSync(database.file))
      throw new OperationError(`There is no database ${database.file}.`);
    await copySqlite(database.file, join(stage, DATABASE_FILE));
    return reading(new SqliteRows(join(stage, DATABASE_FILE)), 'sqlite', tableFacts);
  }
  const source = await PostgresRows.open(database.url);
  if (!pgDump) {
    await mkdir(join(stage, 'tables'), { mode: 0o700 });
    return reading(source, 'rows', (rows) =>
      dumpTables(rows, (name) => join(stage, tablePath(name))),
    );
  }
  return reading(source, 'pg_dump', async (rows) => {
    await runPgDump(database.url, join(stage, DUMP_FILE), await source.snapshotId());
    return tableFacts(rows);
  });
}

async function reading(
  source: RowSource,
  form: DatabaseForm,
  read: (source: RowSource) => Promise<TableFacts[]>,
): Promise<Copied> {
  try {
    const schema = await source.migrations();
    if (schema.length === 0) {
      throw new OperationError('The database is empty: there is nothing to back up.');
    }
    const heads = await columnsOf(source, 'audit_heads', ['chain', 'seq', 'hash']);
    return {
      form,
      schema,
      tables: await read(source),
      auditHeads: heads.map(([chain, seq, hash]) => ({
        chain: String(chain),
        seq: Number(seq),
        hash: String(hash),
      })),
      objects: (await columnsOf(source, 'stored_files', ['sha256'])).map(([sha256]) =>
        String(sha256),
      ),
    };
  } finally {
    await source.close();
  }
}

async function columnsOf(source: RowSource, table: string, columns: readonly string[]) {
  const found: (string | number | null)[][] = [];
  for await (const rows of source.rows({ name: table, columns })) {
    found.push(...rows.map((row) => [...row]));
  }
  return found;
}

const databasePaths = ({ form, tables }: Copied): string[] => {
  if (form === 'sqlite') return [DATABASE_FILE];
  return form === 'pg_dump' ? [DUMP_FILE] : tables.map(({ name }) => tablePath(name));
};

async function measured(stage: string, paths: readonly string[]): Promise<FileFacts[]> {
  const facts: FileFacts[] = [];
  for (const path of paths) {
    const found = await measure(join(stage, path));
    if (!found) throw new Error(`${path} is missing from the stage`);
    facts.push({ path, ...found });
  }
  return facts;
}

/** Every recorded file; one that is lost must not keep the rest from being backed up. */
async function measureObjects(
  stage: string,
  digests: readonly string[],
): Promise<{ files: FileFacts[]; lost: string[] }> {
  const files: FileFacts[] = [];
  const lost: string[] = [];
  for (const sha256 of digests) {
    const found = await measure(join(stage, objectPath(sha256)));
    if (found?.sha256 === sha256) files.push({ path: objectPath(sha256), ...found });
    else lost.push(sha256);
  }
  return { files, lost };
}
