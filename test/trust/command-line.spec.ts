import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBackup } from '../../src/operations/backup.js';
import { examine } from '../../src/operations/doctor.js';
import { nodeVersion, timeAndZone } from '../../src/operations/doctor-program.js';
import { openKeys } from '../../src/operations/keys-place.js';
import { sql } from '../../src/platform/database/queryable.js';
import { TestApp } from '../support/app.js';
import { ENGINES, makePlace, type TestPlace } from '../support/engines.js';
import { envOf, xiaohao } from './support/command.js';

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
    const result = await xiaohao(args, env);
    expect(result.stdout + result.stderr).toMatch(words);
    expect(result.code).toBe(code);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('never passes settings on: a faulty one is named without its secret', async () => {
    const result = await xiaohao(['verify'], { ...env, DATABASE_URL: 'mysql://u:secret@h/x' });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('DATABASE_URL')]);
    expect(result.stderr).not.toContain('secret');
  });

  it('opens a bureau with its first people, and rescues their accounts', async () => {
    const run = async (args: string[], input?: string, over = {}) => {
      const { code, stdout, stderr } = await xiaohao(args, { ...env, ...over }, input);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
      return stdout;
    };
    await run(['unit', 'add', '安澜区民政局', '--level', 'COUNTY', '--type', 'CIVIL_AFFAIRS']);
    const parent = ['--parent', '安澜区民政局'];
    await run(['unit', 'add', '救助科', '--level', 'COUNTY', '--type', 'DIVISION', ...parent]);
    const clerk = ['user', 'add', 'div.clerk', '--name', '经办', '--role', 'DIVISION_CLERK'];
    const unit = ['--unit', '安澜区民政局/救助科'];
    await run([...clerk, ...unit, '--password-stdin'], 'Zaoshang-Hao-2020\n');
    const generated = await run([
      'user',
      'add',
      'sec',
      '--name',
      '安全',
      '--role',
      'SECURITY_ADMIN',
    ]);
    expect(generated).toMatch(/One-time password, shown only now: \w{16}/);
    expect(await run(['user', 'list'])).toMatch(/div\.clerk .*科室经办 .*救助科/);
    expect(await run(['unit', 'list'])).toMatch(/安澜区民政局\/救助科/);
    await run(['user', 'disable', 'sec']);
    await run(['user', 'enable', 'sec']);
    expect(await run(['user', 'reset-password', 'sec'])).toMatch(/shown only now: \w{16}/);

    const app = await TestApp.second(
      Object.assign(Object.create(TestApp.prototype) as TestApp, {
        ...{ engine: 'sqlite', place, units: {} },
        clock: { now: () => new Date().toISOString(), today: () => '2026-11-26' },
      }),
    );
    const login = (password: string) =>
      app.anonymous().post('/api/auth/login').send({ username: 'div.clerk', password });
    expect((await login('Zaoshang-Hao-2020')).body).toMatchObject({ token: expect.any(String) });
    for (let attempt = 0; attempt < 5; attempt += 1) await login('wrong-password');
    expect((await login('Zaoshang-Hao-2020')).status).toBe(429);
    const busy = await xiaohao(['user', 'unlock', 'div.clerk'], env);
    expect([busy.code, busy.stderr]).toEqual([1, expect.stringContaining('in use by another')]);
    const acts = await app.rows<{ action: string }>(
      sql`SELECT action FROM audit_entries WHERE actor_name = '系统（命令行）' ORDER BY chain, seq`,
    );
    expect(acts.map(({ action }) => action)).toEqual([
      'UNIT_CREATED',
      'UNIT_CREATED',
      'USER_CREATED',
      'USER_CREATED',
      'USER_CHANGED',
      'USER_CHANGED',
      'PASSWORD_RESET',
    ]);
    await app.app.close();
    await run(['user', 'unlock', 'div.clerk']);
    const again = await xiaohao(['user', 'unlock', 'div.clerk'], env);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('没有被锁定')]);
    const short = await xiaohao([...clerk.slice(0, 2), 'x.y', ...clerk.slice(3)], {
      ...env,
      XIAOHAO_USER_PASSWORD: 'short',
    });
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('password')]);
  }, 120_000);
});

describe('doctor', () => {
  const linesOf = async (env: Record<string, string>): Promise<string[]> =>
    (await examine(env)).map(
      ({ what, state, advice, isHint }) =>
        `${advice === null ? '✓' : isHint ? '!' : '✗'} ${what}: ${state} → ${advice}`,
    );

  it.each(ENGINES)('finds a serving place on %s in order', async (engine) => {
    const app = await TestApp.start(engine);
    const lines = await linesOf({ ...envOf(app.place.config), PORT: String(portOf(app)) });
    await app.stop();
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(lines.join('\n')).toMatch(
      engine === 'sqlite' ? /✓ journal: WAL/ : /database: PostgreSQL/,
    );
    expect(lines.join('\n')).toMatch(/✓ schema: up to date, \d+ migrations/);
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

const portOf = (app: TestApp): number => (app.server.address() as { port: number }).port;
