import { rmSync } from 'node:fs';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../../src/app.parts.js';
import type { DatabaseTarget } from '../../src/platform/config/config.js';
import { openConnections } from '../../src/platform/database/connections.js';
import { type Engine, makePlace, type TestPlace } from './engines.js';

const made = new Map<Engine, Promise<DatabaseTarget>>();

/** A place whose database has its tables: a copy of the one that this process has migrated. */
export async function makeMigratedPlace(engine: Engine): Promise<TestPlace> {
  let template = made.get(engine);
  if (!template) {
    template = migrate(engine);
    made.set(engine, template);
  }
  return makePlace(engine, await template);
}

async function migrate(engine: Engine): Promise<DatabaseTarget> {
  const { dir, config } = await makePlace(engine);
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const parts = { entities: ENTITIES, migrations: MIGRATIONS };
  const connections = await openConnections(config.database, parts);
  await connections.close();
  return config.database;
}
