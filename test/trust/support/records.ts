import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import type { ProgramOptions } from './program.js';

type Data = Pick<ProgramOptions, 'databaseUrl' | 'dataDir'>;

/** Looks into the database of a running program past every scope, with statements of both engines. */
export async function rows<Row extends object>(
  { databaseUrl }: Data,
  text: string,
): Promise<Row[]> {
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new BetterSqlite3(databaseUrl.slice('sqlite:'.length), { readonly: true });
    try {
      return database.prepare(text).all() as Row[];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const MARK = /^([0-9a-f]{64})\..+\.(?:intent|aside)$/;
const OBJECT = /^[0-9a-f]{64}$/;

const objectsIn = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'objects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && OBJECT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const marksIn = (dataDir: string): string[] => {
  const folder = join(dataDir, 'objects', 'incoming');
  return readdirSync(folder).map((name) => join(folder, name));
};

/** Makes leftovers of killed processes an hour older, which is when a shared folder is cleared of them. */
export function ageLeftovers(dataDir: string): void {
  for (const path of marksIn(dataDir)) {
    const then = statSync(path).mtimeMs / 1000 - 2 * 60 * 60;
    utimesSync(path, then, then);
  }
}

export interface FileFaults {
  /** Files that no row records and that no mark holds for the next clearance. */
  readonly orphans: string[];
  /** Rows whose bytes are missing or changed. */
  readonly damaged: string[];
  /** Unfinished uploads and marks that wait for clearance. */
  readonly leftovers: number;
}

export async function fileFaults(data: Data): Promise<FileFaults> {
  const recorded = await rows<{ sha256: string }>(data, 'SELECT sha256 FROM stored_files');
  const wanted = new Set(recorded.map(({ sha256 }) => sha256));
  const marks = marksIn(data.dataDir).map((path) => MARK.exec(basename(path))?.[1]);
  const stored = objectsIn(data.dataDir);
  const sound = new Set(
    stored
      .filter(
        (path) => createHash('sha256').update(readFileSync(path)).digest('hex') === basename(path),
      )
      .map((path) => basename(path)),
  );
  return {
    orphans: stored
      .map((path) => basename(path))
      .filter((name) => !wanted.has(name) && !marks.includes(name)),
    damaged: [...wanted].filter((sha256) => !sound.has(sha256)),
    leftovers: marks.length,
  };
}

/** Acts whose parts must stand or fall together; each statement finds those of which only a part is there. */
const HALVES: Readonly<Record<string, string>> = {
  'closed issues without their posting': `
    SELECT id FROM issues AS i WHERE status = 'CLOSED' AND
      (SELECT COUNT(*) FROM ledger_entries AS e WHERE e.issue_id = i.id AND e.kind = 'CLOSED') <> 1`,
  'postings of issues that are not closed': `
    SELECT e.id FROM ledger_entries AS e JOIN issues AS i ON i.id = e.issue_id
    WHERE e.kind = 'CLOSED' AND i.status <> 'CLOSED'`,
  'closed issues without an approved application': `
    SELECT id FROM issues AS i WHERE status = 'CLOSED' AND
      (SELECT COUNT(*) FROM closure_applications AS a
       WHERE a.issue_id = i.id AND a.status = 'APPROVED') <> 1`,
  'approved applications of issues that are not closed': `
    SELECT a.id FROM closure_applications AS a JOIN issues AS i ON i.id = a.issue_id
    WHERE a.status = 'APPROVED' AND i.status <> 'CLOSED'`,
  'closed issues without one audit entry': `
    SELECT id FROM issues AS i WHERE status = 'CLOSED' AND
      (SELECT COUNT(*) FROM audit_entries AS a
       WHERE a.subject_id = i.id AND a.action = 'issue.close') <> 1`,
  'registered issues without their opening': `
    SELECT id FROM issues AS i WHERE status <> 'DRAFT' AND
      (SELECT COUNT(*) FROM ledger_entries AS e WHERE e.issue_id = i.id AND e.kind = 'OPENED') <> 1`,
  'sums of the ledger that are not those of its entries': `
    SELECT t.kind FROM ledger_totals AS t WHERE t.count <>
      (SELECT COUNT(*) FROM ledger_entries AS e WHERE e.campaign_id = t.campaign_id
        AND e.unit_id = t.unit_id AND e.category = t.category AND e.kind = t.kind
        AND e.delta = t.delta AND substr(e.business_date, 1, 7) = t.month)`,
  'evidence without its file': `
    SELECT id FROM evidence AS e
    WHERE NOT EXISTS (SELECT 1 FROM stored_files AS f WHERE f.sha256 = e.sha256)`,
  'sealed reports without a version': `
    SELECT id FROM reports AS r WHERE status = 'SUBMITTED' AND
      (SELECT COUNT(*) FROM report_versions AS v WHERE v.report_id = r.id) = 0`,
  'versions that were not handed in exactly once': `
    SELECT v.report_id FROM report_versions AS v GROUP BY v.report_id HAVING COUNT(*) <>
      (SELECT COUNT(*) FROM audit_entries AS a
       WHERE a.subject_id = v.report_id AND a.action = 'report.submit')`,
  'rows of an import that became several issues': `
    SELECT statement FROM issues WHERE statement LIKE '第%批%' GROUP BY statement HAVING COUNT(*) > 1`,
};

/** What is there by half, in words. */
export async function halves(data: Data): Promise<string[]> {
  const found: string[] = [];
  for (const [what, text] of Object.entries(HALVES)) {
    const { length } = await rows(data, text);
    if (length > 0) found.push(`${length} ${what}`);
  }
  return found;
}
