import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../platform/audit/canonical-json.js';

/** What is at the head of each chain of the audit log. */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

export interface TableFacts {
  readonly name: string;
  readonly rows: number;
  /** Of the table's text (`platform/database/rows.ts`), the same on both engines. */
  readonly sha256: string;
}

export interface FileFacts {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** `sqlite`: the database file. `rows`: the text of each table. `pg_dump`: its custom format. */
export type DatabaseForm = 'sqlite' | 'rows' | 'pg_dump';

/** What an archive says of itself; nothing of the settings is in it. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly program: string;
  readonly createdAt: string;
  readonly form: DatabaseForm;
  /** Names of the migrations that made the schema. */
  readonly schema: readonly string[];
  readonly tables: readonly TableFacts[];
  /** Every file of the archive but the manifest. */
  readonly files: readonly FileFacts[];
  readonly auditHeads: readonly ChainHead[];
  /** Recorded files that were missing or damaged when the backup was made, by digest. */
  readonly lostFiles: readonly string[];
  /** Tells whether keys are those of the archive, without telling anything of the keys. */
  readonly keyMark: string;
}

export interface SignedManifest {
  readonly manifest: Manifest;
  /** With the audit key over the manifest, which holds the digest of everything else. */
  readonly signature: string;
}

export const FORMAT = 'xiaohao-backup-1';
export const MANIFEST = 'manifest.json';
export const DATABASE_FILE = 'database.sqlite';
export const DUMP_FILE = 'database.dump';
export const KEYS_FILE = 'keys.json';

export const tablePath = (name: string): string => `tables/${name}.jsonl`;
export const objectPath = (sha256: string): string =>
  `objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

/** Whatever else an archive holds was put into it by somebody else. */
export const MEMBER =
  /^(manifest\.json|keys\.json|database\.(sqlite|dump)|tables\/[a-z0-9_]+\.jsonl|objects\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64})$/;

const hmac = (key: Buffer, purpose: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n${text}`, 'utf8').digest();

export const keyMarkOf = (auditKey: Buffer): string =>
  hmac(auditKey, 'backup key mark', '').toString('hex').slice(0, 16);

export const signed = (manifest: Manifest, auditKey: Buffer): SignedManifest => ({
  manifest,
  signature: hmac(auditKey, FORMAT, canonicalJson(manifest)).toString('hex'),
});

export function isSignedBy({ manifest, signature }: SignedManifest, auditKey: Buffer): boolean {
  const expected = hmac(auditKey, FORMAT, canonicalJson(manifest));
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The manifest of a text, or undefined when it is none of this format. */
export function readManifest(text: string): SignedManifest | undefined {
  try {
    const read = JSON.parse(text) as Partial<SignedManifest>;
    const known = read.manifest?.format === FORMAT && typeof read.signature === 'string';
    return known ? (read as SignedManifest) : undefined;
  } catch {
    return undefined;
  }
}
