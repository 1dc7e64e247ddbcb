import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryColumn } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../../src/app.parts.js';
import {
  type Connections,
  type EntityClass,
  openConnections,
} from '../../src/platform/database/connections.js';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, type Engine, TestApp } from '../support/app.js';
import { makePlace, type TestPlace } from '../support/engines.js';
import { createCampaign, FINDING } from '../support/issues.js';

@Entity('unheard_of')
class UnheardOf {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;
}

/** Tables whose rows nobody may change, not even with a database console. */
const APPEND_ONLY = ['audit_entries', 'ledger_entries'];

describe.each(ENGINES)('the schema on %s', (engine) => {
  let place: TestPlace;
  let connections: Connections;

  const open = (entities: readonly EntityClass[]): Promise<Connections> =>
    openConnections(place.config.database, { entities, migrations: MIGRATIONS });

  beforeAll(async () => {
    place = await makePlace(engine);
    connections = await open(ENTITIES);
  });
  afterAll(async () => {
    await connections.close();
    await place.remove();
  });

  /** What the schema builder would do to bring the migrated tables to the entities. */
  async function difference(): Promise<string[]> {
    const { upQueries } = await connections.writer.driver.createSchemaBuilder().log();
    return upQueries.map((query) => query.query);
  }

  it('is, after all migrations, exactly what the entities say', async () => {
    expect(await difference()).toEqual([]);
  });

  it('differs as soon as an entity has no migration', async () => {
    await connections.close();
    connections = await open([...ENTITIES, UnheardOf]);
    expect((await difference()).join('\n')).toContain('unheard_of');
    await connections.close();
    connections = await open(ENTITIES);
  });

  it('numbers its migrations in the order of the list, each once', () => {
    const stamps = MIGRATIONS.map((migration) => Number(/\d{13}$/.exec(migration.name)?.[0]));
    expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
  });

  it('goes down to nothing and up again', async () => {
    for (const _migration of MIGRATIONS) await connections.writer.undoLastMigration();
    expect(await leftovers(connections, engine)).toEqual([]);
    const applied = await connections.writer.runMigrations();
    expect(applied).toHaveLength(MIGRATIONS.length);
    expect(await difference()).toEqual([]);
  });

  it('guards the audit log and the ledger against change', async () => {
    const guarded = await guardedTables(connections, engine);
    expect(guarded).toEqual(expect.arrayContaining(APPEND_ONLY));
  });
});

/** Tables, triggers and functions that are neither the engine's own nor TypeORM's list of migrations. */
async function leftovers({ writer }: Connections, engine: Engine): Promise<string[]> {
  const query =
    engine === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
         UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`;
  const rows = await writer.query<{ name: string }[]>(query);
  return rows.map((row) => row.name).filter((name) => name !== 'migrations');
}

async function guardedTables({ writer }: Connections, engine: Engine): Promise<string[]> {
  const query =
    engine === 'sqlite'
      ? `SELECT tbl_name AS name FROM sqlite_master WHERE type = 'trigger'
         GROUP BY tbl_name HAVING COUNT(*) = 2`
      : `SELECT DISTINCT event_object_table::text AS name FROM information_schema.triggers
         WHERE trigger_name LIKE '%_append_only'`;
  const rows = await writer.query<{ name: string }[]>(query);
  return rows.map((row) => row.name);
}

describe.each(ENGINES)('append-only tables on %s', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const campaignId = await createCampaign(app);
    const clerk = await app.as('div.clerk');
    const finding = { ...FINDING, campaignId, responsibleUnitId: app.units.qinghe };
    await clerk.post('/issues?register=true', finding).expect(201);
  });
  afterAll(() => app.stop());

  const STATEMENTS: readonly (readonly [string, string])[] = [
    ['audit_entries', `UPDATE audit_entries SET actor_name = 'nobody'`],
    ['audit_entries', 'DELETE FROM audit_entries'],
    ['ledger_entries', 'UPDATE ledger_entries SET delta = 0'],
    ['ledger_entries', 'DELETE FROM ledger_entries'],
    ...(engine === 'postgres'
      ? APPEND_ONLY.map((table) => [table, `TRUNCATE ${table}`] as const)
      : []),
  ];

  it.each(STATEMENTS)('%s refuses %s', async (table, statement) => {
    const rows = () => app.rows(sql`SELECT * FROM ${raw(table)}`);
    const before = await rows();
    expect(before.length).toBeGreaterThan(0);
    await expect(app.uow.run((tx) => tx.execute(raw(statement)))).rejects.toThrow(
      `${table} is append-only`,
    );
    expect(await rows()).toEqual(before);
  });
});
