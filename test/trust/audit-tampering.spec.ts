import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { AuditWatch } from '../../src/platform/audit/audit-watch.js';
import { canonicalJson } from '../../src/platform/audit/canonical-json.js';
import { HeadSigner } from '../../src/platform/audit/head-signer.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { raw, sql, type Sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { Scheduler } from '../../src/platform/scheduler/scheduler.js';
import { ENGINES, type Engine, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { figure } from './support/figure.js';

interface Row {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly detail: string;
}

/** What somebody with the rights of the database's owner does, and the row that must be named. */
interface Attack {
  readonly what: string;
  readonly steps: readonly Sql[];
  readonly seq: number;
}

const NOBODY = '01a20326-1be5-76c1-959a-fa450883b62e';
const FORGED = 'f'.repeat(64);

/** Another value for every column of an entry. */
const FLIPS: Readonly<Record<string, readonly (string | number | null)[]>> = {
  chain: ['elsewhere'],
  seq: [100_000, -1],
  recorded_at: ['2020-04-01T01:00:00.001Z'],
  actor_id: [NOBODY],
  actor_name: ['别人'],
  actor_unit_id: [NOBODY],
  action: ['issue.void'],
  subject_type: ['bulletin'],
  subject_id: [NOBODY],
  detail: ['{"note":"改过"}', '{}', '{', 'null'],
  previous_hash: [FORGED],
  hash: [FORGED],
};

/** What is first taken away: the triggers that refuse every change. */
const guardsOf = (engine: Engine): string[] =>
  engine === 'postgres'
    ? ['ALTER TABLE audit_entries DISABLE TRIGGER ALL']
    : ['DROP TRIGGER audit_entries_no_update', 'DROP TRIGGER audit_entries_no_delete'];

describe.each(ENGINES)('R14 a tampered audit log on %s', (engine) => {
  let app: TestApp;
  let chain: string;
  let rows: Row[];
  /** Rows whose heads were exported. */
  const exported: number[] = [];

  const all = (): Promise<Row[]> =>
    app.rows<Row>(sql`SELECT * FROM audit_entries WHERE chain = ${chain} ORDER BY seq`);
  const execute = (steps: readonly Sql[]): Promise<void> =>
    app.uow.run(async (tx) => {
      for (const step of steps) await tx.execute(step);
    });

  /** The watch of a program that has just been started and remembers nothing. */
  function restarted(): AuditWatch {
    const keys = app.app.get(KeyRing);
    const reader = app.app.get(Reader);
    const { config } = app.place;
    const scheduler = new Scheduler(app.clock);
    return new AuditWatch(
      new AuditLog(keys),
      new HeadSigner(keys),
      reader,
      app.clock,
      scheduler,
      config,
    );
  }

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const driver = new IssueDriver(app, await createCampaign(app));
    await driver.to('PLANNING');
    // The administrators' own acts and a refused attempt are in the log like everybody else's.
    const admin = await app.as('admin');
    await admin.get('/audit').expect(403);
    chain = app.units.anlan ?? '';
    await app.app.get(AuditWatch).exportHeads(app.clock.now());
    exported.push((await all()).length);
    await driver.to('PLANNING');
    await app.app.get(AuditWatch).exportHeads(app.clock.now());
    rows = await all();
    exported.push(rows.length);
    await execute([
      raw('CREATE TABLE kept_entries AS SELECT * FROM audit_entries'),
      raw('CREATE TABLE kept_heads AS SELECT * FROM audit_heads'),
    ]);
  });
  afterAll(() => app.stop());

  const row = (seq: number): Row => rows[seq - 1] as Row;
  const at = (seq: number): Sql => sql`chain = ${chain} AND seq = ${seq}`;
  const headTo = (seq: number, hash: string): Sql =>
    sql`UPDATE audit_heads SET seq = ${seq}, hash = ${hash} WHERE chain = ${chain}`;

  function flips(seq: number): Attack[] {
    const attacks = Object.entries(FLIPS).flatMap(([column, values]) =>
      values.map((value) => ({
        what: `${column} of ${seq} becomes ${String(value)}`,
        steps: [sql`UPDATE audit_entries SET ${raw(column)} = ${value} WHERE ${at(seq)}`],
        // A row put before the first one is what is found first.
        seq: column === 'seq' && value === -1 ? 1 : seq,
      })),
    );
    const spaced = sql`UPDATE audit_entries SET detail = ${`${row(seq).detail} `} WHERE ${at(seq)}`;
    return [...attacks, { what: `a blank behind the detail of ${seq}`, steps: [spaced], seq }];
  }

  const removal = (seq: number): Attack => ({
    what: `${seq} is deleted`,
    steps: [sql`DELETE FROM audit_entries WHERE ${at(seq)}`],
    seq,
  });

  const swap = (seq: number): Attack => ({
    what: `${seq} and ${seq + 1} change places`,
    steps: [
      sql`UPDATE audit_entries SET seq = 900000 WHERE ${at(seq)}`,
      sql`UPDATE audit_entries SET seq = ${seq} WHERE ${at(seq + 1)}`,
      sql`UPDATE audit_entries SET seq = ${seq + 1} WHERE ${at(900_000)}`,
    ],
    seq,
  });

  function truncation(left: number): Attack[] {
    const cut = sql`DELETE FROM audit_entries WHERE chain = ${chain} AND seq > ${left}`;
    const end = left === 0 ? '0'.repeat(64) : row(left).hash;
    const what = `all behind ${left} is cut off`;
    return [
      { what, steps: [cut], seq: left + 1 },
      { what: `${what}, the head moved back`, steps: [cut, headTo(left, end)], seq: left + 1 },
    ];
  }

  function insertions(): Attack[] {
    const last = row(rows.length);
    const forged = (seq: number): Sql => sql`
      INSERT INTO audit_entries SELECT chain, ${raw(String(seq))}, recorded_at, actor_id, actor_name,
        actor_unit_id, action, subject_type, subject_id, detail, ${last.hash}, ${FORGED}
      FROM audit_entries WHERE ${at(rows.length)}`;
    const next = rows.length + 1;
    return [
      { what: 'a row is put before the first', steps: [forged(0)], seq: 1 },
      { what: 'a row is added', steps: [forged(next), headTo(next, FORGED)], seq: next },
    ];
  }

  function headChanges(): Attack[] {
    const last = rows.length;
    const change = (what: string, step: Sql): Attack => ({ what, steps: [step], seq: last + 1 });
    return [
      change('the head is another hash', headTo(last, FORGED)),
      change('the head is further on', headTo(last + 1, row(last).hash)),
      change('the head is behind', headTo(last - 1, row(last - 1).hash)),
      change('the head is gone', sql`DELETE FROM audit_heads WHERE chain = ${chain}`),
    ];
  }

  /** Every entry from `seq` on, written anew with consistent hashes under the key given. */
  async function rewriting(seq: number, key: Buffer, named: number, what: string): Promise<Attack> {
    const entries = await app.rows<Row & Record<string, unknown>>(
      sql`SELECT * FROM kept_entries WHERE chain = ${chain} AND seq >= ${seq} ORDER BY seq`,
    );
    let previousHash = row(seq).previousHash;
    const steps: Sql[] = [];
    for (const { hash: _hash, detail, ...rest } of entries) {
      const changed = rest.seq === seq ? { ...rest, actorName: '别人' } : rest;
      const entry = { ...changed, previousHash, detail: JSON.parse(detail) as object };
      const hash = createHmac('sha256', key).update(canonicalJson(entry)).digest('hex');
      steps.push(sql`UPDATE audit_entries SET actor_name = ${changed.actorName},
        previous_hash = ${previousHash}, hash = ${hash} WHERE ${at(rest.seq)}`);
      previousHash = hash;
    }
    return { what, steps: [...steps, headTo(rows.length, previousHash)], seq: named };
  }

  async function attacks(): Promise<Attack[]> {
    const last = rows.length;
    const middle = Math.ceil(last / 2);
    const key = app.app.get(KeyRing).auditKey;
    const [exportedFirst = 0] = exported;
    const other = Buffer.alloc(32, 1);
    return [
      ...[1, middle, last].flatMap(flips),
      ...[1, middle, last].map(removal),
      ...[1, middle, last - 1].map(swap),
      ...[last - 1, last - 3, middle, 0].flatMap(truncation),
      ...insertions(),
      ...headChanges(),
      await rewriting(1, other, 1, 'the whole chain is written anew without the key'),
      await rewriting(middle, other, middle, 'half the chain is written anew without the key'),
      // With the key the chain itself is whole: the first head known outside tells.
      await rewriting(1, key, exportedFirst, 'the whole chain is written anew with the key'),
      await rewriting(last, key, last, 'the last entry is written anew with the key'),
    ];
  }

  const restore = () =>
    execute([
      raw('DELETE FROM audit_entries'),
      raw('INSERT INTO audit_entries SELECT * FROM kept_entries'),
      raw('DELETE FROM audit_heads'),
      raw('INSERT INTO audit_heads SELECT * FROM kept_heads'),
    ]);

  it('R14 the database itself refuses to change or delete an entry', async () => {
    for (const step of [
      sql`UPDATE audit_entries SET actor_name = '别人' WHERE ${at(1)}`,
      sql`DELETE FROM audit_entries WHERE ${at(1)}`,
    ]) {
      await expect(execute([step])).rejects.toThrow();
    }
    expect(await all()).toEqual(rows);
  });

  it('R14 every way of tampering is found, and the row is named', async () => {
    await execute(guardsOf(engine).map((guard) => raw(guard)));
    const missed: string[] = [];
    const list = await attacks();
    expect((await restarted().verify()).filter(({ fault }) => fault)).toEqual([]);
    for (const { what, steps, seq } of list) {
      await execute(steps);
      const faults = (await restarted().verify()).flatMap(({ fault }) => fault ?? []);
      if (!faults.some((fault) => fault.chain === chain && fault.seq === seq)) {
        missed.push(`${what}: row ${seq} expected, ${JSON.stringify(faults)} found`);
      }
      await restore();
    }
    expect((await restarted().verify()).filter(({ fault }) => fault)).toEqual([]);
    expect(missed).toEqual([]);
    figure(
      'R14',
      `${engine}: ${list.length - missed.length} of ${list.length} ways to flip, delete, reorder, ` +
        `insert, truncate or rewrite ${rows.length} audit rows found, the row named each time`,
    );
  });

  it('R14 a running program misses what was cut off since the last export', async () => {
    const watch = app.app.get(AuditWatch);
    const admin = await app.as('admin');
    await (await app.as('div.clerk')).get('/audit').expect(403);
    await admin.get('/audit').expect(403);
    const now = await all();
    expect(now.length).toBeGreaterThan(rows.length);
    expect(await watch.headsArePlausible()).toBe(true);
    await restore();
    expect(await watch.headsArePlausible()).toBe(false);
    const { status, body } = await app.anonymous().get('/ready');
    expect([status, body.code]).toEqual([503, 'AUDIT_CHAIN_DAMAGED']);
    const faults = (await watch.verify()).flatMap(({ fault }) => fault ?? []);
    expect(faults).toContainEqual({ chain, seq: rows.length + 1, reason: 'TRUNCATED' });
  });
});
