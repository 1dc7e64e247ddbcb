import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import type { RowSource } from '../platform/database/rows.js';
import { SqliteRows } from '../platform/database/sqlite-rows.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { type CheckResult, OperationError, result } from './fault.js';
import { FileRows } from './file-rows.js';
import { measure } from './hashing.js';
import {
  DATABASE_FILE,
  isSignedBy,
  keyMarkOf,
  type Manifest,
  MANIFEST,
  objectPath,
  readManifest,
  type SignedManifest,
} from './manifest.js';
import { tableFacts } from './table-facts.js';

/** @throws {OperationError} when the folder holds no manifest, or one that this program cannot restore. */
export async function manifestIn(folder: string): Promise<SignedManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => '');
  const read = readManifest(text);
  if (!read) {
    const why = text === '' ? 'it holds no manifest.json' : 'its manifest is of another format';
    throw new OperationError(`This is no backup that can be restored: ${why}.`);
  }
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = read.manifest.schema.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new OperationError(
      `The backup was made by a newer program (${read.manifest.program}; its schema has ` +
        `${unknown.join(', ')}). Install that version first.`,
    );
  }
  return read;
}

/** Everything about an unpacked archive that can be proven without starting the program on it. */
export async function inspect(
  folder: string,
  read: SignedManifest,
  foreign: readonly string[],
  keys: KeyRing,
): Promise<CheckResult[]> {
  const { manifest } = read;
  const results = [signature(read, keys), await files(folder, manifest, foreign)];
  const damaged = results.some(({ faults }) => faults.length > 0);
  // A damaged database would answer with errors that say less than its digest did.
  if (!damaged) results.push(...(await contents(folder, manifest)));
  return results;
}

function signature(read: SignedManifest, { auditKey }: KeyRing): CheckResult {
  const check = 'manifest signed';
  if (read.manifest.keyMark !== keyMarkOf(auditKey)) {
    const message =
      'the keys given are not those of this backup: give the keys.json that was in use';
    return result(check, '1 signature', [{ place: 'keys.json', message }]);
  }
  if (isSignedBy(read, auditKey)) return result(check, '1 signature', []);
  const message = 'the manifest was changed after the backup was made';
  return result(check, '1 signature', [{ place: MANIFEST, message }]);
}

async function files(
  folder: string,
  manifest: Manifest,
  foreign: readonly string[],
): Promise<CheckResult> {
  const faults = foreign.map((place) => ({ place, message: 'does not belong into a backup' }));
  for (const { path, size, sha256 } of manifest.files) {
    const found = await measure(join(folder, path));
    if (!found) faults.push({ place: path, message: 'is missing from the archive' });
    else if (found.size !== size) {
      faults.push({ place: path, message: `has ${found.size} bytes instead of ${size}` });
    } else if (found.sha256 !== sha256) {
      faults.push({ place: path, message: `was changed: its digest is ${found.sha256}` });
    }
  }
  const listed = new Set([MANIFEST, ...manifest.files.map(({ path }) => path)]);
  for (const path of await filesBelow(folder)) {
    if (!listed.has(path)) faults.push({ place: path, message: 'is not in the manifest' });
  }
  return result('files unharmed', `${manifest.files.length} files`, faults);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

async function contents(folder: string, manifest: Manifest): Promise<CheckResult[]> {
  const source = rowsIn(folder, manifest);
  // What pg_dump wrote can be counted only once it is restored.
  if (!source) return [];
  try {
    const found = source instanceof SqliteRows ? source.faults() : [];
    const damage = found.map((message) => ({ place: DATABASE_FILE, message }));
    return [
      result('database unharmed', `${manifest.schema.length} migrations`, damage),
      await tablesEqual(source, manifest),
      await objectsThere(source, folder, manifest),
    ];
  } finally {
    await source.close();
  }
}

/** The rows of an unpacked archive; undefined for a custom dump. */
export function rowsIn(folder: string, manifest: Manifest): RowSource | undefined {
  if (manifest.form === 'sqlite') return new SqliteRows(join(folder, DATABASE_FILE));
  return manifest.form === 'rows' ? new FileRows(folder, manifest) : undefined;
}

/** Every table has the rows that it had. */
export async function tablesEqual(source: RowSource, manifest: Manifest): Promise<CheckResult> {
  const there = new Map((await tableFacts(source)).map((facts) => [facts.name, facts]));
  const faults = manifest.tables.flatMap(({ name, rows, sha256 }) => {
    const found = there.get(name);
    if (!found) return [{ place: name, message: 'the table is missing' }];
    if (found.rows !== rows) {
      return [{ place: name, message: `has ${found.rows} rows instead of ${rows}` }];
    }
    return found.sha256 === sha256 ? [] : [{ place: name, message: 'rows were changed' }];
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return result('tables equal', `${manifest.tables.length} tables, ${rows} rows`, faults);
}

/** Every recorded file is in the archive; those lost before the backup are told as such. */
async function objectsThere(
  source: RowSource,
  folder: string,
  manifest: Manifest,
): Promise<CheckResult> {
  const lost = new Set(manifest.lostFiles);
  const faults: { place: string; message: string }[] = [];
  let recorded = 0;
  for await (const rows of source.rows({ name: 'stored_files', columns: ['sha256'] })) {
    for (const [value] of rows) {
      const sha256 = String(value);
      recorded += 1;
      if (lost.has(sha256)) {
        const message = 'was missing or damaged when the backup was made';
        faults.push({ place: objectPath(sha256), message });
      } else if (!existsSync(join(folder, objectPath(sha256)))) {
        faults.push({ place: objectPath(sha256), message: 'is recorded, but not in the archive' });
      }
    }
  }
  return result('recorded files there', `${recorded} files`, faults);
}
