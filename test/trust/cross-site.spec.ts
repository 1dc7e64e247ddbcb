import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { IdentityWorld, PASSWORD } from '../api/identity.fixture.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { figure } from './support/figure.js';
import { isPublic, type Route, routesOf } from './support/routes.js';

const EVIL = 'http://evil.example';
const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';
const READERS = ['director', 'div.chief', 'qinghe.clerk', 'admin', 'security', 'auditor'];

type Headers = Readonly<Record<string, string>>;

/** What a page of another site can make a browser send with the cookies of this one. */
const WAYS: readonly [string, Headers, string | undefined][] = [
  ['a form', { origin: EVIL, 'content-type': 'application/x-www-form-urlencoded' }, 'a=1'],
  ['a form of plain text', { origin: EVIL, 'content-type': 'text/plain' }, '{"a":"=b"}'],
  [
    'a form with files',
    { origin: EVIL, 'content-type': 'multipart/form-data; boundary=x' },
    '--x--\r\n',
  ],
  ['no body', { origin: EVIL }, undefined],
  ['a page in a sandbox', { origin: 'null' }, undefined],
  ['no origin', {}, undefined],
  ['JSON, past CORS', { origin: EVIL, 'content-type': 'application/json' }, '{}'],
  ['a neighbour of the same site', { 'sec-fetch-site': 'same-site' }, undefined],
  ['JSON without origin', { 'content-type': 'application/json' }, '{}'],
];

// None of this depends on the engine: the requests end before the database, or only read.
describe('S10 requests from other sites', () => {
  let id: IdentityWorld;
  let routes: Route[];
  let issue: string;
  const cookies = new Map<string, string>();

  beforeAll(async () => {
    id = await IdentityWorld.start('sqlite');
    routes = routesOf(id.test.app.getHttpAdapter().getInstance());
    const driver = new IssueDriver(id.test, await createCampaign(id.test));
    issue = (await driver.to('RECTIFYING')).id;
    for (const username of READERS) {
      const answer = await id.call('POST', 'auth/login', {
        body: { username, password: PASSWORD, cookie: true },
        headers: { origin: id.url },
      });
      cookies.set(username, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
    }
  }, 120_000);
  afterAll(() => id?.[Symbol.asyncDispose]());

  const send = async (method: string, path: string, headers: Headers, body?: string) => {
    const answer = await fetch(id.url + path, {
      method,
      headers: { ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const cookieOf = (username: string): Headers => ({ cookie: cookies.get(username) ?? '' });

  /** Every row of every table, but for refusals, which are recorded on purpose. */
  const state = async (): Promise<string> => {
    const hash = createHash('sha256');
    const tables = await id.test.rows<{ name: string }>(
      sql`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`,
    );
    for (const { name: table } of tables) {
      const rows = table.startsWith('audit_')
        ? await id.test.rows(sql`
            SELECT action, COUNT(*) AS total FROM audit_entries WHERE action <> 'ACCESS_REFUSED'
            GROUP BY action ORDER BY action`)
        : await id.test.rows(sql`SELECT * FROM ${raw(table)}`);
      hash.update(JSON.stringify([table, rows]));
    }
    return hash.digest('hex');
  };

  it('S10 no write from a page of another site gets to a handler', async () => {
    const writes = routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    expect(writes.length).toBeGreaterThan(100);
    const before = await state();
    const leaks: string[] = [];
    let requests = 0;
    for (const route of writes) {
      for (const [way, headers, body] of WAYS) {
        const path = route.path.replace(':id', issue).replace(/:\w+/g, SOME_ID);
        const status = await send(
          route.method,
          path,
          { ...cookieOf('div.chief'), ...headers },
          body,
        );
        requests += 1;
        // Signing in needs no cookie; what it needs is a body that only this site can send.
        const allowed = isPublic(route) ? [400, 403, 415] : [403, 415];
        if (!allowed.includes(status)) leaks.push(`${way}: ${route.method} ${path}: ${status}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(await state()).toBe(before);
    figure(
      'S10',
      `${requests} cross-site writes (${writes.length} routes, ${WAYS.length} ways: forms, plain text, multipart, no origin, foreign origin): 0 state changes`,
    );
  });

  it('S10 the same write from this site gets there', async () => {
    const before = await state();
    const headers = { ...cookieOf('div.chief'), 'content-type': 'application/json' };
    const body = JSON.stringify({ version: 1, value: { density: 'compact' } });
    const path = '/api/ui-preferences/issues';
    expect(await send('PUT', path, { ...headers, origin: EVIL }, body)).toBe(403);
    expect(await state()).toBe(before);
    expect(await send('PUT', path, { ...headers, origin: id.url }, body)).toBe(200);
    expect(await state()).not.toBe(before);
  });

  it('S10 no GET changes anything, whoever is made to send it', async () => {
    const gets = routes.filter(({ method }) => method === 'GET' || method === 'HEAD');
    const before = await state();
    let answered = 0;
    let requests = 0;
    for (const username of READERS) {
      const headers = { ...cookieOf(username), origin: EVIL, 'sec-fetch-site': 'cross-site' };
      for (const { method, path } of gets.filter(({ path }) => path.startsWith('/api/'))) {
        const target = path.replace(':id', issue).replace(/:\w+/g, SOME_ID);
        const status = await send(method, target, headers);
        requests += 1;
        if (status === 200) answered += 1;
        expect([target, status < 500]).toEqual([target, true]);
      }
    }
    // The lists, the issue and its documents are really read.
    expect(answered).toBeGreaterThan(100);
    expect(await state()).toBe(before);
    figure(
      'S10',
      `${requests} GET and HEAD as ${READERS.length} people (${answered} answered 200): 0 state changes`,
    );
  }, 120_000);

  it('S10 no answer lets another site read it', async () => {
    const answer = await fetch(`${id.url}/api/auth/me`, {
      headers: { ...cookieOf('director'), origin: EVIL },
    });
    expect([...answer.headers.keys()].filter((name) => /^access-control/.test(name))).toEqual([]);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const preflight = await send('OPTIONS', '/api/issues', {
      origin: EVIL,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    });
    expect(preflight).toBe(404);
  });
});
