import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { headsFolderOf } from '../platform/audit/head-book.js';
import type { ReadHeads } from '../platform/audit/head-lines.js';
import { addMonths } from '../platform/calendar/business-date.js';
import { businessDate } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import { sql } from '../platform/database/queryable.js';
import type { SqliteRows } from '../platform/database/sqlite-rows.js';
import { exportedHeads } from './exported-heads.js';
import { type Finding, fine, hint, wrong } from './finding.js';

type Source = SqliteRows | PostgresRows;

/** A chain of the audit log as the database has it. */
interface ChainSpan {
  readonly chain: string;
  /** Number of the last entry that was written; null without a head. */
  readonly head: number | null;
  readonly entries: number;
  readonly lowest: number | null;
  readonly since: string | null;
}

/** GB/T 22239-2019 asks for six months. */
const KEPT_MONTHS_MIN = 6;
/** An account is recorded in the transaction that makes it; a day is room for a clock put right. */
const DAY_MS = 24 * 60 * 60 * 1000;
/** The program writes once an hour. */
const LATE_HOURS = 2;
const HOUR_MS = 60 * 60 * 1000;
const RETENTION = 'audit log';
const HEADS = 'audit heads';
const KEEP_AS_IS =
  'change nothing, tell the audit administrator, and let xiaohao verify name the entry';

/** Whether all of the audit log is kept, and its ends are known outside the database. For a schema that is up to date. */
export async function auditChecks(config: Config, source: Source, now: string): Promise<Finding[]> {
  const read = await readHeads(config);
  const spans = await spansOf(source);
  const kept = (await guardFault(source)) ?? (await retention(source, spans, now));
  return [kept, 'what' in read ? read : await heads(config, source, spans, read, now)];
}

/** One statement, so that what is added meanwhile does not look like a gap. */
const spansOf = (source: Source): Promise<ChainSpan[]> =>
  source.select<ChainSpan>(sql`
    SELECT c.chain, h.seq AS head, COUNT(e.seq) AS entries, MIN(e.seq) AS lowest,
           MIN(e.recorded_at) AS since
    FROM (SELECT chain FROM audit_heads UNION SELECT chain FROM audit_entries) AS c
    LEFT JOIN audit_heads AS h ON h.chain = c.chain
    LEFT JOIN audit_entries AS e ON e.chain = c.chain
    GROUP BY c.chain, h.seq ORDER BY c.chain`);

/** The database itself must refuse to change or delete what is in the log. */
async function guardFault(source: Source): Promise<Finding | undefined> {
  const isServer = source instanceof PostgresRows;
  const wanted = isServer
    ? ['audit_entries_append_only']
    : ['audit_entries_no_delete', 'audit_entries_no_update'];
  const found = await source.select<{ name: string }>(
    isServer
      ? sql`SELECT tgname AS name FROM pg_trigger
            WHERE tgrelid = 'audit_entries'::regclass AND tgenabled IN ('O', 'A')`
      : sql`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'`,
  );
  const missing = wanted.filter((guard) => !found.some(({ name }) => name === guard));
  if (missing.length === 0) return undefined;
  const state = `the database no longer refuses changes: without the trigger ${missing.join(', ')}`;
  return wrong(RETENTION, state, `${KEEP_AS_IS}; then restore a backup`);
}

async function retention(
  source: Source,
  spans: readonly ChainSpan[],
  now: string,
): Promise<Finding> {
  const gap = spans.find(({ head, entries, lowest }) => head !== entries || (lowest ?? 1) !== 1);
  if (gap) {
    const isShort = gap.entries < (gap.head ?? 0);
    const what = isShort ? 'some were deleted' : 'numbers and head do not agree';
    const state = `${gap.entries} entries of ${gap.head ?? 0} in ${gap.chain}: ${what}`;
    return wrong(RETENTION, state, KEEP_AS_IS);
  }
  const since = spans.flatMap(({ since: at }) => at ?? []).sort()[0];
  const [first] = await source.select<{ at: string | null }>(
    sql`SELECT MIN(created_at) AS at FROM users`,
  );
  const begun = first?.at ?? undefined;
  if (begun && Date.parse(since ?? now) - Date.parse(begun) > DAY_MS) {
    const state = `accounts since ${businessDate(begun)}, but ${since ? `entries only since ${businessDate(since)}` : 'no entry'}`;
    return wrong(RETENTION, state, KEEP_AS_IS);
  }
  if (since === undefined)
    return fine(RETENTION, 'no entry yet; all are kept from the first start');
  const entries = spans.reduce((sum, span) => sum + span.entries, 0);
  const isLong = businessDate(since) <= addMonths(businessDate(now), -KEPT_MONTHS_MIN);
  const span = isLong
    ? 'more than six months'
    : 'all since the first start, less than six months ago';
  return fine(RETENTION, `${entries} since ${businessDate(since)}, none deleted: ${span}`);
}

/** What was exported; or why that cannot be told. */
async function readHeads(config: Config): Promise<ReadHeads | Finding> {
  const folder = headsFolderOf(config);
  try {
    if (existsSync(folder)) await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return await exportedHeads(config);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined)
      return hint(HEADS, 'not looked at without the keys', 'first put the keys right, see above');
    return wrong(
      HEADS,
      `${folder} (${code})`,
      'let the user who runs the program read and write there',
    );
  }
}

async function heads(
  config: Config,
  source: Source,
  spans: readonly ChainSpan[],
  { witnesses, newestAt, faults }: ReadHeads,
  now: string,
): Promise<Finding> {
  const folder = headsFolderOf(config);
  const forged = faults.find(({ reason }) => reason === 'BAD_SIGNATURE');
  if (forged)
    return wrong(HEADS, `line ${forged.line} was not signed here, or was changed`, KEEP_AS_IS);
  const known = new Map<string, number>();
  for (const { chain, seq } of witnesses) known.set(chain, Math.max(known.get(chain) ?? 0, seq));
  const lengths = new Map(spans.map(({ chain, entries }) => [chain, entries]));
  const cut = [...known].find(([chain, seq]) => (lengths.get(chain) ?? 0) < seq);
  if (cut) {
    const state = `${lengths.get(cut[0]) ?? 0} entries in ${cut[0]}, which once had ${cut[1]}`;
    const restored = `after a restore, the audit administrator notes it and files what is in ${folder} away; else `;
    return wrong(HEADS, state, `${restored}${KEEP_AS_IS}`);
  }
  const written = newestAt === null ? 'never written' : `last written ${inShanghai(newestAt)}`;
  const waiting = await oldestUnknown(source, spans, known);
  const late = waiting === undefined ? 0 : Date.parse(now) - Date.parse(waiting);
  if (waiting === undefined || late <= LATE_HOURS * HOUR_MS) return fine(HEADS, written);
  const state = `${written}, not of entries since ${inShanghai(waiting)}`;
  if (!config.scheduler)
    return hint(HEADS, state, 'with SCHEDULER=off another server must write them');
  const advice = `start the program, which writes every hour; else look at ${folder}, the disk and the log`;
  return wrong(HEADS, state, advice);
}

/** When the oldest entry was recorded that nothing outside the database tells of. */
async function oldestUnknown(
  source: Source,
  spans: readonly ChainSpan[],
  known: ReadonlyMap<string, number>,
): Promise<string | undefined> {
  const instants: string[] = [];
  for (const { chain, entries } of spans) {
    const seq = known.get(chain) ?? 0;
    if (seq >= entries) continue;
    const rows = await source.select<{ at: string }>(
      sql`SELECT recorded_at AS at FROM audit_entries WHERE chain = ${chain} AND seq = ${seq + 1}`,
    );
    instants.push(...rows.map(({ at }) => at));
  }
  return instants.sort()[0];
}

/** To the minute. */
const inShanghai = (instant: string): string =>
  new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
