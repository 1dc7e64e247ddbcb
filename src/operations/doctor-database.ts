import { existsSync } from 'node:fs';
import { MIGRATIONS } from '../../migrations/index.js';
import type { Config } from '../platform/config/config.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import { sqliteFacts } from '../platform/database/sqlite-facts.js';
import { SqliteRows } from '../platform/database/sqlite-rows.js';
import { type Finding, fine, hint, wrong } from './finding.js';
import { serverMajor, toolMajor } from './pg-tools.js';

const SERVER_MAJOR_MIN = 14;

/** Whether the database can be reached and is as the program needs it. */
export async function databaseChecks({ database }: Config): Promise<Finding[]> {
  try {
    return database.engine === 'sqlite'
      ? await sqliteChecks(database.file)
      : await postgresChecks(database.url);
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

async function sqliteChecks(file: string): Promise<Finding[]> {
  const { version, journal } = existsSync(file) ? sqliteFacts(file) : sqliteFacts(':memory:');
  if (!existsSync(file)) return [fine('database', `SQLite ${version}, ${file} will be made`)];
  const source = new SqliteRows(file);
  const applied = await source.migrations().finally(() => source.close());
  const logged =
    journal === 'wal'
      ? fine('journal', 'WAL')
      : hint('journal', journal, 'the program turns on WAL at its next start');
  return [fine('database', `SQLite ${version}, ${file}`), logged, schema(applied)];
}

async function postgresChecks(url: string): Promise<Finding[]> {
  const major = await serverMajor(url);
  const source = await PostgresRows.open(url);
  const applied = await source.migrations().finally(() => source.close());
  const server =
    major >= SERVER_MAJOR_MIN
      ? fine('database', `PostgreSQL ${major}`)
      : wrong('database', `PostgreSQL ${major}`, `use version ${SERVER_MAJOR_MIN} or newer`);
  return [server, schema(applied), dumpTool(await toolMajor('pg_dump'), major)];
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
