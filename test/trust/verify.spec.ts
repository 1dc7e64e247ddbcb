import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { faultsOf } from '../../src/operations/fault.js';
import { AuditWatch } from '../../src/platform/audit/audit-watch.js';
import { objectPath } from '../../src/operations/manifest.js';
import { verifyPlace } from '../../src/operations/verify.js';
import { raw, type Sql, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { fillBureau, valuesOf } from './support/backup.js';
import { envOf, run } from './support/command.js';

// Every step starts the program; how long that takes, the machine decides.
jest.setTimeout(300_000);

describe.each(ENGINES)('verify beside a serving program on %s', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    await fillBureau(app);
    await app.app.get(AuditWatch).exportHeads(app.clock.now());
  });
  afterAll(() => app.stop());

  const faults = async (): Promise<string[]> =>
    faultsOf(await verifyPlace(app.place.config, app.clock)).map(
      ({ check, place, message }) => `${check}: ${place}: ${message}`,
    );
  const write = (statement: Sql): Promise<void> => app.uow.run((tx) => tx.execute(statement));
  /** As somebody with the password of the database could. */
  const unguarded = async (
    table: string,
    statement: Sql,
    act: 'update' | 'delete' = 'update',
  ): Promise<void> => {
    if (engine === 'sqlite') await write(sql`${raw(`DROP TRIGGER ${table}_no_${act}`)}`);
    else await write(sql`${raw(`ALTER TABLE ${table} DISABLE TRIGGER ALL`)}`);
    await write(statement);
  };

  it('finds nothing wrong in honest data, and tells how much it looked at', async () => {
    const results = await verifyPlace(app.place.config, app.clock);
    expect(faultsOf(results)).toEqual([]);
    const looked = results.map(({ check, looked: text }) => `${check}: ${text}`).join('\n');
    expect(looked).toMatch(/audit chain: 2 chains, \d{2,} entries/);
    expect(looked).toContain('exported heads: 1 lines, newest 2020-04-30');
    expect(looked).toContain('ledger totals: 1 campaigns, 5 checks');
    expect(looked).toContain('sealed reports: 1 versions');
    expect(looked).toMatch(/stored files: [1-9]\d* files re-hashed/);
  });

  it('misses what was cut off an audit log that is whole without it', async () => {
    const [end] = await app.rows<{ seq: number }>(
      sql`SELECT seq FROM audit_heads WHERE chain = 'system'`,
    );
    const last = end?.seq ?? 0;
    expect(last).toBeGreaterThan(1);
    await unguarded(
      'audit_entries',
      sql`DELETE FROM audit_entries WHERE chain = 'system' AND seq = ${last}`,
      'delete',
    );
    await write(sql`
      UPDATE audit_heads SET seq = ${last - 1}, hash =
        (SELECT hash FROM audit_entries WHERE chain = 'system' AND seq = ${last - 1})
      WHERE chain = 'system'`);
    const { code, said } = await run(['verify'], envOf(app.place.config));
    expect(code).toBe(3);
    expect(said).toContain(
      `✗ audit chain: audit system no. ${last}: this entry and those behind it`,
    );
    // A line that somebody has put there does not bear witness, and is named.
    const [month = ''] = readdirSync(join(app.place.dir, 'audit-heads')).filter((name) =>
      name.endsWith('.jsonl'),
    );
    const file = join(app.place.dir, 'audit-heads', month);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replaceAll(`"seq":${last},`, `"seq":${last - 1},`),
    );
    expect(await faults()).toEqual([
      'exported heads: line 1: was changed, or signed with another key',
    ]);
  });

  it('names a file, a ledger account, a sealed report and an audit entry that were changed', async () => {
    const [sha256 = ''] = await valuesOf(app.place.config.database, 'stored_files', 'sha256');
    const path = join(app.place.dir, objectPath(sha256));
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]));
    await write(sql`UPDATE ledger_totals SET count = count + 1`);
    await unguarded(
      'report_versions',
      sql`UPDATE report_versions SET snapshot = REPLACE(snapshot, '2020', '2021')`,
    );
    await unguarded(
      'audit_entries',
      sql`UPDATE audit_entries SET actor_name = '他人' WHERE chain <> 'system' AND seq = 3`,
    );
    const found = await faults();
    expect(found).toEqual(
      expect.arrayContaining([
        `stored files: ${objectPath(sha256)}: was changed`,
        expect.stringMatching(/^ledger totals: .*汇总数等于分录之和/),
        expect.stringMatching(/^sealed reports: 青禾镇人民政府 .*封存内容与摘要不符/),
        expect.stringMatching(/^audit chain: audit [0-9a-f-]{36} no\. 3: the entry was changed/),
      ]),
    );
  });
});
