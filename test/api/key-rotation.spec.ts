import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEALED } from '../../src/app.parts.js';
import { SecondFactorStore } from '../../src/identity/second-factor.store.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { KeyInUseError, KeyRotation } from '../../src/platform/crypto/key-rotation.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { CaseDesk, FAVOUR } from './cases.fixture.js';

const SEALED_VALUE = /^[a-z]\d\.[a-z0-9-]{1,16}\.[\w-]{38,}$/;
const PEOPLE = 5;

/** The columns of all tables in which something sealed stands, found by its look. */
async function sealedColumns(app: TestApp): Promise<string[]> {
  const tables = await app.rows<{ name: string }>(
    app.engine === 'postgres'
      ? sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
      : sql`SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const found = new Set<string>();
  for (const { name } of tables) {
    for (const row of await app.rows<object>(sql`SELECT * FROM ${raw(name)}`)) {
      for (const [key, value] of Object.entries(row)) {
        if (SEALED_VALUE.test(String(value))) found.add(`${name}.${key}`);
        // Nor inside of anything else, where a rotation would not reach it.
        else expect(String(value)).not.toMatch(/(?<![\w.])a1\.k\d+\.[\w-]{38}/);
      }
    }
  }
  return [...found].sort();
}

/** Leaves somebody with an authenticator in force and another one that is proposed. */
async function changePhone(app: TestApp, username: string): Promise<void> {
  const factors = app.app.get(SecondFactorStore, { strict: false });
  const [user] = await app.rows<{ id: string }>(
    sql`SELECT id FROM users WHERE username = ${username}`,
  );
  await app.uow.run(async (tx) => {
    const secret = await factors.propose(tx, user?.id ?? '');
    const epoch = Math.floor(Date.parse(tx.now) / 1000);
    const confirmed = await factors.confirm(tx, user?.id ?? '', generateSync({ secret, epoch }));
    expect(confirmed).toBe('CONFIRMED');
    await factors.propose(tx, user?.id ?? '');
  });
}

const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

describe.each(ENGINES)('a rotation of the field keys on %s', (engine) => {
  let app: TestApp;
  let issue: DrivenIssue;
  let webhookId: string;
  let rotation: KeyRotation;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00', {
      messaging: {
        webhooks: { hosts: ['oapi.dingtalk.com'], allowLoopback: false, timeoutMs: 1000 },
      },
    });
    rotation = app.app.get(KeyRotation, { strict: false });
    const driver = new IssueDriver(app, await createCampaign(app));
    issue = await driver.draft();
    const clerk = await app.as('div.clerk');
    for (let at = 1; at <= PEOPLE; at += 1) {
      const person = { name: `鄢珑${at}`, phone: `1382746591${at}`, householdNo: `88362${at}` };
      const more = { householdHead: '鄢朴', note: '重度残疾', idNumber: '990101196503150018' };
      ok(
        await clerk.post(`/issues/${issue.id}/persons`, at === 1 ? { ...person, ...more } : person),
      );
    }
    await new CaseDesk(app, driver.campaignId).draft({
      persons: FAVOUR.persons.map((person) => ({ ...person, idNumber: undefined })),
    });
    const admin = await app.as('admin');
    const webhook = {
      bureauId: app.units.anlan,
      name: '督办群',
      kind: 'DINGTALK',
      url: 'https://oapi.dingtalk.com/robot/send?access_token=abcdef',
      secret: 'SECabcdef',
      topics: ['ISSUE_URGE'],
    };
    webhookId = (ok(await admin.post('/webhooks', webhook)).body as { id: string }).id;
    await changePhone(app, 'director');
  });
  afterAll(() => app.stop());

  const keyFile = () =>
    JSON.parse(readFileSync(join(app.place.dir, 'keys.json'), 'utf8')) as {
      fields: { current: string; keys: Record<string, string> };
    };
  const acts = async (action: string) =>
    (
      await app.rows<{ detail: string; actorName: string }>(
        sql`SELECT detail, actor_name FROM audit_entries WHERE action = ${action} ORDER BY seq`,
      )
    ).map(({ detail, actorName }): Record<string, unknown> => ({
      by: actorName,
      ...(JSON.parse(detail) as object),
    }));
  /** Everything sealed, opened, with the ids of the keys in use. */
  const opened = async () => {
    const cipher = app.app.get(FieldCipher);
    const values: string[] = [];
    const keys = new Set<string>();
    for (const column of SEALED) {
      const rows = await app.rows<{ id: string; sealed: string }>(sql`
        SELECT ${raw(column.key)} AS id, ${raw(column.column)} AS sealed FROM ${raw(column.table)}
        WHERE ${raw(column.column)} IS NOT NULL ORDER BY ${raw(column.key)}`);
      for (const { id, sealed } of rows) {
        values.push(cipher.open(sealed, column.at(id)));
        keys.add(sealed.split('.')[1] ?? '');
      }
    }
    return { values, keys: [...keys] };
  };

  it('knows every column in which anything sealed stands', async () => {
    const known = SEALED.map(({ table, column }) => `${table}.${camel(column)}`).sort();
    // Also that the world of this test fills each of them.
    expect(await sealedColumns(app)).toEqual(known);
  });

  it('seals everything with a new key, and what was read before reads the same', async () => {
    const before = await opened();
    expect(before.keys).toEqual(['k1']);
    const steps: number[] = [];
    const report = await rotation.rotate((resealed) => steps.push(resealed));
    expect(report).toEqual({
      keyId: 'k2',
      keyIsNew: true,
      resealed: before.values.length,
      unopened: [],
    });
    expect(steps.at(-1)).toBe(before.values.length);
    expect(await opened()).toEqual({ values: before.values, keys: ['k2'] });
    expect(await rotation.use()).toEqual({ k1: 0, k2: before.values.length });
    expect(await acts('KEY_ROTATED')).toEqual([{ by: '系统', from: 'k1', to: 'k2' }]);
    expect(await acts('KEY_RESEALED')).toEqual([
      { by: '系统', keyId: 'k2', resealed: before.values.length, unopened: 0 },
    ]);
    const clerk = await app.as('div.clerk');
    const people = ok(await clerk.get(`/issues/${issue.id}/persons`)).body.items;
    expect(people).toHaveLength(PEOPLE);
    expect(people[0]).toMatchObject({ name: '鄢某某', phone: '138****5911' });
  });

  it('goes on after a crash where it was broken off, and makes no further key for that', async () => {
    const before = await opened();
    // The note of the new key and the first columns get through.
    let transactions = 4;
    const broken = rotationWith(app, (work) => {
      transactions -= 1;
      return transactions < 0 ? Promise.reject(new Error('killed')) : app.uow.run(work);
    });
    await expect(broken.rotate()).rejects.toThrow('killed');
    expect((await opened()).keys.sort()).toEqual(['k2', 'k3']);
    expect((await opened()).values).toEqual(before.values);

    const report = await rotation.rotate();
    expect(report).toMatchObject({ keyId: 'k3', keyIsNew: false, unopened: [] });
    expect(report.resealed).toBeGreaterThan(0);
    expect(report.resealed).toBeLessThan(before.values.length);
    expect(await opened()).toEqual({ values: before.values, keys: ['k3'] });
    expect((await acts('KEY_ROTATED')).at(-1)).toMatchObject({ from: 'k2', to: 'k3' });
  });

  it('leaves alone what somebody writes meanwhile', async () => {
    const { id } = (
      await app.rows<{ id: string }>(sql`SELECT id FROM issue_persons ORDER BY id LIMIT 1`)
    )[0] as { id: string };
    const clerk = await app.as('div.clerk');
    let changed = false;
    let transactions = 0;
    const racing = rotationWith(app, async (work) => {
      transactions += 1;
      // The second one: names have been read and sealed anew, and are not yet written.
      if (transactions === 2) {
        changed = true;
        ok(await clerk.patch(`/issues/${issue.id}/persons/${id}`, { name: '鄢新名' }, 1));
      }
      return app.uow.run(work);
    });
    await racing.rotate();
    expect(changed).toBe(true);
    const all = await opened();
    expect(all.keys).toEqual(['k4']);
    expect(all.values).toContain('鄢新名');
    expect(all.values).not.toContain('鄢珑1');
  });

  it('names a value that does not open, and keeps it', async () => {
    const sealed = (await rows(app, webhookId))[0]?.sealed ?? '';
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE webhooks SET sealed_secret = 'a1.k1.tampered' WHERE id = ${webhookId}`),
    );
    const report = await rotation.rotate();
    expect(report).toMatchObject({ keyId: 'k5', keyIsNew: true });
    expect(report.unopened).toEqual([`webhooks.sealed_secret ${webhookId}`]);
    expect((await rows(app, webhookId))[0]?.sealed).toBe('a1.k1.tampered');
    // The old key is not let go while anything claims to need it.
    await expect(rotation.retire('k1')).rejects.toThrow(KeyInUseError);
    expect(Object.keys(keyFile().fields.keys)).toContain('k1');
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE webhooks SET sealed_secret = NULL WHERE id = ${webhookId}`),
    );
    expect(sealed).toMatch(/^a1\.k4\./);
  });

  it('lets an old key go when nothing uses it any more', async () => {
    await expect(rotation.retire('k5')).rejects.toThrow();
    await expect(rotation.retire('k99')).rejects.toThrow('No field key');
    for (const keyId of ['k1', 'k2', 'k3', 'k4']) await rotation.retire(keyId);
    expect(Object.keys(keyFile().fields.keys)).toEqual(['k5']);
    expect((await acts('KEY_RETIRED')).map(({ keyId }) => keyId)).toEqual(['k1', 'k2', 'k3', 'k4']);
    expect((await opened()).keys).toEqual(['k5']);
  });
});

const rows = (app: TestApp, id: string) =>
  app.rows<{ sealed: string }>(sql`SELECT sealed_secret AS sealed FROM webhooks WHERE id = ${id}`);

/** The rotation with another unit of work. */
const rotationWith = (app: TestApp, run: UnitOfWork['run']): KeyRotation =>
  new KeyRotation(
    app.app.get(KeyRing),
    app.app.get(FieldCipher),
    { run } as UnitOfWork,
    app.app.get(Reader),
    app.app.get(AuditLog),
    SEALED,
  );
