import { existsSync } from 'node:fs';
import { MIGRATIONS } from '../../migrations/index.js';
import type { Config } from '../platform/config/config.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import { sqliteFacts } from '../platform/database/sqlite-facts.js';
import { SqliteRows } from '../platform/database/sqlite-rows.js';
import { auditChecks } from './doctor-audit.js';
import { type Finding, fine, hint, wrong } from './finding.js';
import { serverMajor, toolMajor } from './pg-tools.js';

const SERVER_MAJOR_MIN = 14;

/** Whether the database can be reached and is as the program needs it, its audit log included. */
export async function databaseChecks(config: Config, now: string): Promise<Finding[]> {
  const { database } = config;
  try {
    return database.engine === 'sqlite'
      ? await sqliteChecks(config, database.file, now)
      : await postgresChecks(config, database.url, now);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const state = `cannot be opened: ${message || code || 'no answer'}`;
    const advice =
      database.engine === 'sqlite'
        ? 'check the rights of the file; if it is damaged, restore the last backup'
        : 'check that the server runs, and the name, password and database of DATABASE_URL';
    return [wrong('database', state, advice)];
  }
}

async function sqliteChecks(config: Config, file: string, now: string): Promise<Finding[]> {
  const { version, journal } = existsSync(file) ? sqliteFacts(file) : sqliteFacts(':memory:');
  if (!existsSync(file)) return [fine('database', `SQLite ${version}, ${file} will be made`)];
  const source = new SqliteRows(file);
  const { applied, audit } = await contents(config, source, now);
  const logged =
    journal === 'wal'
      ? fine('journal', 'WAL')
      : hint('journal', journal, 'the program turns on WAL at its next start');
  return [fine('database', `SQLite ${version}, ${file}`), logged, schema(applied), ...audit];
}

async function postgresChecks(config: Config, url: string, now: string): Promise<Finding[]> {
  const major = await serverMajor(url);
  const source = await PostgresRows.open(url);
  const { applied, audit } = await contents(config, source, now);
  const server =
    major >= SERVER_MAJOR_MIN
      ? fine('database', `PostgreSQL ${major}`)
      : wrong('database', `PostgreSQL ${major}`, `use version ${SERVER_MAJOR_MIN} or newer`);
  return [server, schema(applied), dumpTool(await toolMajor('pg_dump'), major), ...audit];
}

/** What is in the database; the audit log only where the program knows how it lies there. */
async function contents(
  config: Config,
  source: SqliteRows | PostgresRows,
  now: string,
): Promise<{ applied: readonly string[]; audit: readonly Finding[] }> {
  try {
    const applied = await source.migrations();
    const isKnown = applied.length === MIGRATIONS.length;
    return { applied, audit: isKnown ? await auditChecks(config, source, now) : [] };
  } finally {
    await source.close();
  }
}

function schema(applied: readonly string[]): Finding {
  const what = 'schema';
  const known = MIGRATIONS.map(({ name }) => name);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const state = `made by a newer program (${unknown.join(', ')})`;
    return wrong(what, state, 'install that version, or restore a backup of this one');
  }
  const pending = known.length - applied.length;
  if (pending === 0) return fine(what, `up to date, ${known.length} migrations`);
  const advice =
    applied.length === 0 ? 'the first start makes it' : 'back up, then xiaohao migrate';
  return hint(what, `${pending} migrations pending`, advice);
}

/** Needed for `backup --pg-dump` only. */
function dumpTool(tool: number | undefined, server: number): Finding {
  const what = 'pg_dump';
  const advice = `only "backup --pg-dump" needs it, of version ${server}`;
  if (tool === undefined) return hint(what, 'not installed', advice);
  return tool < server
    ? hint(what, `version ${tool}, older than the server`, advice)
    : fine(what, `version ${tool}`);
}
