import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../platform/calendar/clock.js';
import type { Config, DatabaseTarget } from '../platform/config/config.js';
import { copySqlite, SqliteRows } from '../platform/database/sqlite-rows.js';
import { PostgresRows } from '../platform/database/postgres-rows.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { type CheckResult, faultsOf, OperationError, result } from './fault.js';
import { exportedHeads, headLines } from './exported-heads.js';
import { copyKeys, stagedKeys } from './keys-place.js';
import { DATABASE_FILE } from './manifest.js';
import { withProgram } from './open-program.js';
import { proveProgram } from './proof.js';
import { withStage } from './stage.js';

/**
 * Proves the present place while the program may be serving: audit chains (held against the heads that
 * are kept outside the database), ledger totals, sealed reports, stored files. On SQLite a copy of the database is looked at, so that nothing is in the way.
 */
export async function verifyPlace(config: Config, clock: Clock): Promise<CheckResult[]> {
  // Read before the database is: a serving program goes on adding to both.
  const heads = await exportedHeads(config);
  return withStage(tmpdir(), async (stage) => {
    const dataDir = join(stage, 'data');
    await mkdir(dataDir, { mode: 0o700 });
    await copyKeys(config, dataDir);
    const { database, results } = await present(config.database, stage);
    // A damaged database cannot be asked any further.
    if (faultsOf(results).length > 0) return results;
    // Files of the program that is started go to the stage; those that are proven lie where they are.
    const place = { ...config, database, dataDir, keys: stagedKeys(config) };
    const proof = await withProgram(place, clock, (app) =>
      proveProgram(app, { dataDir: config.dataDir, witnesses: heads.witnesses }),
    );
    return [...results, headLines(heads), ...proof];
  });
}

async function present(
  database: DatabaseTarget,
  stage: string,
): Promise<{ database: DatabaseTarget; results: CheckResult[] }> {
  if (database.engine === 'postgres') {
    const source = await PostgresRows.open(database.url);
    const applied = await source.migrations().finally(() => source.close());
    assertUpToDate(applied);
    return { database, results: [] };
  }
  if (!existsSync(database.file))
    throw new OperationError(`There is no database ${database.file}.`);
  const file = join(stage, DATABASE_FILE);
  await copySqlite(database.file, file);
  const source = new SqliteRows(file);
  try {
    const faults = source.faults().map((message) => ({ place: database.file, message }));
    const check = result('database unharmed', 'every page', faults);
    return { database: { engine: 'sqlite', file }, results: [check] };
  } finally {
    await source.close();
  }
}

/** Starting the program would change the schema, and looking must change nothing. */
function assertUpToDate(applied: readonly string[]): void {
  const pending = pendingMigrations(applied);
  if (applied.length === 0) throw new OperationError('The database is empty.');
  if (pending.length > 0) {
    throw new OperationError(
      `The schema lacks ${pending.join(', ')}: run "xiaohao migrate", then verify.`,
    );
  }
}

export const pendingMigrations = (applied: readonly string[]): string[] =>
  MIGRATIONS.map(({ name }) => name).filter((name) => !applied.includes(name));
