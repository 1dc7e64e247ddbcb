import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../src/app.setup.js';
import { SecondFactorStore } from '../../src/identity/second-factor.store.js';
import { makeBackup } from '../../src/operations/backup.js';
import { examine } from '../../src/operations/doctor.js';
import { nodeVersion, timeAndZone } from '../../src/operations/doctor-program.js';
import { openKeys } from '../../src/operations/keys-place.js';
import { SystemClock } from '../../src/platform/calendar/clock.js';
import { AuditWatch } from '../../src/platform/audit/audit-watch.js';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { TestApp } from '../support/app.js';
import { ENGINES, makePlace, type TestPlace } from '../support/engines.js';
import { envOf, run, xiaohao } from './support/command.js';

// Every step starts the program; how long that takes, the machine decides.
jest.setTimeout(300_000);

describe('the command line', () => {
  let place: TestPlace;
  let env: Record<string, string>;

  beforeAll(async () => {
    place = await makePlace('sqlite');
    env = { ...envOf(place.config), XIAOHAO_ADMIN_PASSWORD: 'Xiaohao-2020' };
  });
  afterAll(() => place.remove());

  it.each([
    [[], 2, /usage: xiaohao COMMAND/],
    [['--help'], 0, /Exit codes: 0 done, 1 failed, 2 called wrongly, 3 faults/],
    [['--version'], 0, /^\d+\.\d+\.\d+/],
    [['constructor'], 2, /There is no command "constructor"/],
    [['backup', '--help'], 0, /--with-keys {2}puts keys\.json inside/],
    [['backup', '--fast'], 2, /Unknown option '--fast'[\s\S]*xiaohao backup \[--to/],
    [['backup'], 1, /There is no .*keys\.json\. Set DATA_DIR/],
    [['restore'], 2, /FILE is missing/],
    [['restore', 'x.tar.gz'], 2, /Give --to to restore, or --verify/],
    [['restore', 'nowhere.tar.gz', '--verify'], 1, /There is no file .*nowhere\.tar\.gz/],
    [['user', 'add', 'a.b', '--name', '甲', '--role', 'KING'], 2, /There is no role "KING"/],
    [['user', 'promote'], 2, /one of: add, list, disable/],
    [['unit', 'add', '甲局', '--level', 'COUNTY'], 2, /--type is missing/],
  ] as const)('answers %j with exit code %i and plain words', async (args, code, words) => {
    const result = await run(args, env);
    expect(result.said).toMatch(words);
    expect(result.code).toBe(code);
    expect(result.said).not.toMatch(/^\s+at /m);
  });

  it('names a faulty setting without its secret, and ends the process with the code', async () => {
    const faulty = { ...env, DATABASE_URL: 'mysql://u:secret@h/x' };
    const { code, stdout, stderr } = await xiaohao(['verify'], faulty);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('DATABASE_URL')]);
    expect(stderr).not.toContain('secret');
  });

  it('gives the encrypted fields a new key and forgets the old one', async () => {
    const own = await makePlace('sqlite');
    const settings = { ...envOf(own.config), XIAOHAO_ADMIN_PASSWORD: 'Xiaohao-2020' };
    const sealed = await createApp(own.config, new SystemClock());
    await sealed.init();
    const [admin] = await sealed
      .get(Reader, { strict: false })
      .all<{ id: string }>(sql`SELECT id FROM users WHERE username = 'admin'`);
    const factors = sealed.get(SecondFactorStore, { strict: false });
    await sealed
      .get(UnitOfWork, { strict: false })
      .run((tx) => factors.propose(tx, admin?.id ?? ''));
    await sealed.close();

    const listed = () => run(['rotate-keys', '--list'], settings);
    expect(await listed()).toEqual({ code: 0, said: expect.stringMatching(/^k1 +1 values$/m) });
    expect(await run(['rotate-keys', '--retire', 'k1'], settings)).toEqual({
      code: 1,
      said: 'Field key "k1" is the current one; make a new one first.\n',
    });
    expect(await run(['rotate-keys', '--retire', 'k7'], settings)).toEqual({
      code: 1,
      said: 'No field key "k7" is known.\n',
    });
    expect(await run(['rotate-keys'], settings)).toEqual({
      code: 0,
      said: expect.stringContaining('New key k2: 1 values sealed with it.'),
    });
    expect((await listed()).said).toMatch(/^k1 +0 values\nk2 +1 values$/m);
    expect((await run(['rotate-keys', '--retire', 'k1'], settings)).code).toBe(0);
    expect((await listed()).said).toMatch(/^k2 +1 values$/m);

    const app = await createApp(own.config, new SystemClock());
    await app.init();
    const acts = await app
      .get(Reader, { strict: false })
      .all<{ action: string; actorName: string }>(
        sql`SELECT action, actor_name FROM audit_entries WHERE subject_type = 'KEY' ORDER BY seq`,
      );
    await app.close();
    await own.remove();
    expect(acts).toEqual(
      ['KEY_ROTATED', 'KEY_RESEALED', 'KEY_RETIRED'].map((action) => ({
        action,
        actorName: '系统（命令行）',
      })),
    );
  });

  it('opens a bureau with its first people, and rescues their accounts', async () => {
    const done = async (args: string[], over = {}) => {
      const { code, said } = await run(args, { ...env, ...over });
      expect({ args, code, said }).toEqual({ args, code: 0, said });
      return said;
    };
    await done(['unit', 'add', '安澜区民政局', '--level', 'COUNTY', '--type', 'CIVIL_AFFAIRS']);
    const parent = ['--parent', '安澜区民政局'];
    await done(['unit', 'add', '救助科', '--level', 'COUNTY', '--type', 'DIVISION', ...parent]);
    const clerk = ['--name', '经办', '--role', 'DIVISION_CLERK', '--unit', '安澜区民政局/救助科'];
    await done(['user', 'add', 'div.clerk', ...clerk], {
      XIAOHAO_USER_PASSWORD: 'Zaoshang-Hao-2020',
    });
    const officer = ['user', 'add', 'sec', '--name', '安全', '--role', 'SECURITY_ADMIN'];
    expect(await done(officer)).toMatch(/One-time password, shown only now: \w{16}/);
    expect(await done(['user', 'list'])).toMatch(/div\.clerk .*科室经办 .*救助科/);
    expect(await done(['unit', 'list'])).toMatch(/安澜区民政局\/救助科/);
    await done(['user', 'disable', 'sec']);
    await done(['user', 'enable', 'sec']);
    expect(await done(['user', 'reset-password', 'sec'])).toMatch(/shown only now: \w{16}/);

    const app = await createApp(place.config, new SystemClock());
    await app.listen(0, '127.0.0.1');
    const login = (password: string) =>
      request(app.getHttpServer())
        .post('/api/auth/login')
        .send({ username: 'div.clerk', password });
    expect((await login('Zaoshang-Hao-2020')).body).toMatchObject({ token: expect.any(String) });
    for (let attempt = 0; attempt < 5; attempt += 1) await login('wrong-password');
    expect((await login('Zaoshang-Hao-2020')).status).toBe(429);
    const busy = await run(['user', 'unlock', 'div.clerk'], env);
    expect(busy).toEqual({ code: 1, said: expect.stringContaining('in use by another') });
    const acts = await app
      .get(Reader, { strict: false })
      .all<{ action: string }>(
        sql`SELECT action FROM audit_entries WHERE actor_name = '系统（命令行）' ORDER BY seq`,
      );
    await app.close();
    expect(acts.map(({ action }) => action)).toEqual([
      ...['UNIT_CREATED', 'UNIT_CREATED', 'USER_CREATED', 'USER_CREATED'],
      ...['USER_CHANGED', 'USER_CHANGED', 'PASSWORD_RESET'],
    ]);
    await done(['user', 'unlock', 'div.clerk']);
    expect(await run(['user', 'unlock', 'div.clerk'], env)).toEqual({
      code: 1,
      said: expect.stringContaining('没有被锁定'),
    });
    const short = { ...env, XIAOHAO_USER_PASSWORD: 'short' };
    expect(await run(['user', 'add', 'x.y', ...clerk], short)).toEqual({
      code: 1,
      said: expect.stringContaining('password: '),
    });
  });
});

describe('doctor', () => {
  const linesOf = async (env: Record<string, string>, now?: Date): Promise<string[]> =>
    (await examine(env, now)).map(
      ({ what, state, advice, isHint }) =>
        `${advice === null ? '✓' : isHint ? '!' : '✗'} ${what}: ${state} → ${advice}`,
    );

  it.each(ENGINES)('finds a serving place on %s in order', async (engine) => {
    const app = await TestApp.start(engine);
    const env = { ...envOf(app.place.config), PORT: String(portOf(app)) };
    const lines = await linesOf(env, new Date(app.clock.now()));
    const audit = await tamperedAudit(app, (hours) =>
      linesOf(env, new Date(Date.parse(app.clock.now()) + hours * 3_600_000)),
    );
    await app.stop();
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(lines.join('\n')).toMatch(
      engine === 'sqlite' ? /✓ journal: WAL/ : /database: PostgreSQL/,
    );
    expect(lines.join('\n')).toMatch(/✓ schema: up to date, \d+ migrations/);
    expect(audit).toEqual([
      // Two hours may pass without a line, not three; six months later the log is long enough.
      [
        '✓ audit log: 1 since 2020-04-01, none deleted: all since the first start, less than six months ago → null',
        '✓ audit heads: never written → null',
      ],
      [
        expect.stringMatching(/^✓ audit log/),
        expect.stringMatching(
          /^✗ audit heads: never written, not of entries since 2020-04-01 09:00 → start the program/,
        ),
      ],
      [
        expect.stringMatching(/^✓ audit log: .*: more than six months → null/),
        '✓ audit heads: last written 2020-04-01 09:00 → null',
      ],
      [
        expect.stringMatching(
          /^✗ audit log: the database no longer refuses changes: without the trigger audit_entries_/,
        ),
        expect.stringMatching(/^✓ audit heads/),
      ],
      [
        expect.stringMatching(
          /^✗ audit log: 0 entries of 1 in system: some were deleted → change nothing/,
        ),
        expect.stringMatching(/^✗ audit heads: 0 entries in system, which once had 1 →/),
      ],
      [
        expect.stringMatching(/^✗ audit log: accounts since 2020-04-01, but no entry/),
        expect.stringMatching(/^✗ audit heads/),
      ],
    ]);
    expect(lines.join('\n')).toMatch(/! port: 127\.0\.0\.1:\d+ is in use/);
  });

  it('says what to do about keys that others can read, a database that is none, no TLS', async () => {
    const place = await makePlace('sqlite');
    const keys = join(place.dir, 'keys.json');
    writeFileSync(keys, '{}');
    chmodSync(keys, 0o644);
    writeFileSync(join(place.dir, 'xiaohao.sqlite'), 'not a database at all');
    const lines = await linesOf({ ...envOf(place.config), HOST: '0.0.0.0', PORT: '0' });
    await place.remove();
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([
      `✗ keys: ${keys} has mode 644 → chmod 600 ${keys}`,
      expect.stringMatching(/^✗ database: cannot be opened: file is not a database → check/),
      expect.stringMatching(/^✗ reverse proxy: none, and HOST is 0\.0\.0\.0.* → set TRUST_PROXY/),
    ]);
  });

  it('misses keys where there are files, and names faulty settings', async () => {
    const place = await makePlace('sqlite');
    mkdirSync(join(place.dir, 'objects'));
    const lines = await linesOf(envOf(place.config));
    await place.remove();
    expect(lines.join('\n')).toMatch(/✗ keys: .*keys\.json is missing → put back the copy/);
    expect((await linesOf({ PORT: 'x' })).join('\n')).toMatch(/✗ settings: PORT must be/);
  });

  it('knows an old Node and a clock that was never set', () => {
    expect(nodeVersion('18.20.4').advice).toMatch(/install version 20/);
    expect(nodeVersion('20.19.0').advice).toBeNull();
    expect(timeAndZone(new Date('1970-01-02')).advice).toMatch(/set the clock/);
  });
});

(ENGINES.includes('postgres') ? describe : describe.skip)('pg_dump', () => {
  it('is named when it is missing, and when it is older than the server', async () => {
    const app = await TestApp.start('postgres');
    const { config } = app.place;
    const path = process.env.PATH;
    const tools = join(app.place.dir, 'tools');
    mkdirSync(tools);
    const dump = (file: string) =>
      makeBackup(config, openKeys(config), app.clock, { file: join(tools, file), pgDump: true });
    try {
      process.env.PATH = tools;
      await expect(dump('a.tar.gz')).rejects.toThrow(/pg_dump was not found\. Install/);
      const node = `#!${process.execPath}\nconsole.log('pg_dump (PostgreSQL) 12.3')`;
      writeFileSync(join(tools, 'pg_dump'), node, { mode: 0o755 });
      await expect(dump('b.tar.gz')).rejects.toThrow(/version 12, older than the server's \d\d/);
      expect(existsSync(join(tools, 'b.tar.gz'))).toBe(false);
    } finally {
      process.env.PATH = path;
      await app.stop();
    }
  });
});

/** What is said of the audit log of a place with one entry, in the steps of its undoing. */
async function tamperedAudit(
  app: TestApp,
  linesAfter: (hours: number) => Promise<string[]>,
): Promise<string[][]> {
  const said = async (hours: number) =>
    (await linesAfter(hours)).filter((line) => /audit log|audit heads/.test(line));
  const write = (...statements: string[]) =>
    app.uow.run(async (tx) => {
      for (const statement of statements) await tx.execute(raw(statement));
    });
  const isServer = app.engine === 'postgres';
  const guard = isServer ? 'audit_entries_append_only ON audit_entries' : 'audit_entries_no_delete';
  const found = [await said(2), await said(3)];
  await app.app.get(AuditWatch).exportHeads(app.clock.now());
  found.push(await said(24 * 184));
  const definition = isServer
    ? `CREATE TRIGGER audit_entries_append_only BEFORE DELETE ON audit_entries
       FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_append_only()`
    : `CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
       BEGIN SELECT RAISE(ABORT, 'no'); END`;
  await write(`DROP TRIGGER ${guard}`);
  found.push(await said(3));
  await write('DELETE FROM audit_entries', definition);
  found.push(await said(3));
  await write('DELETE FROM audit_heads');
  return [...found, await said(48)];
}

const portOf = (app: TestApp): number => (app.server.address() as { port: number }).port;
