import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { IdempotencyInterceptor } from '../../src/platform/http/idempotency.js';
import { ENGINES } from '../support/app.js';
import { figure } from './support/figure.js';
import { isPublic, type Route, routesOf } from './support/routes.js';
import { IdentityWorld } from '../api/identity.fixture.js';

const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';

const concrete = (path: string): string => path.replace(/:\w+/g, SOME_ID);

/** Spellings of a path that a careless router or proxy might take for another route. */
const VARIANTS: [string, (path: string) => string][] = [
  ['as it is', (path) => path],
  ['with a trailing slash', (path) => `${path}/`],
  ['with double slashes', (path) => path.replaceAll('/', '//')],
  ['with an encoded letter', (path) => path.replace(/[a-z](?=[^/]*$)/, encodeLetter)],
  ['with an encoded slash', (path) => path.replace(/\/(?=[^/]*$)/, '%2f')],
  ['with a path parameter', (path) => `${path};a=1`],
  ['in capitals', (path) => path.toUpperCase()],
  ['with encoded dots', (path) => path.replace('/api/', '/api/x/%2e%2e/')],
  ['with a query', (path) => `${path}?page=1&page=2`],
];

function encodeLetter(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

const spyOnHandlers = () => jest.spyOn(IdempotencyInterceptor.prototype, 'intercept');

describe.each(ENGINES)('S3 spellings of paths on %s', (engine) => {
  let id: IdentityWorld;
  let routes: Route[];

  /** Stands between the guard and every handler: what got as far as this would have run one. */
  let passed: ReturnType<typeof spyOnHandlers>;

  beforeAll(async () => {
    passed = spyOnHandlers();
    id = await IdentityWorld.start(engine);
    routes = routesOf(id.test.app.getHttpAdapter().getInstance());
  });
  afterAll(async () => {
    passed.mockRestore();
    await id?.[Symbol.asyncDispose]();
  });

  const statusOf = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
    const type: Record<string, string> = body.body ? { 'content-type': 'application/json' } : {};
    const response = await fetch(id.url + path, {
      method,
      ...body,
      headers: { ...type, ...headers },
    });
    await response.arrayBuffer();
    return response.status;
  };

  it('reads a route table that is complete', () => {
    const table = routes.map(({ method, path }) => `${method} ${path}`);
    for (const known of [
      'POST /api/auth/login',
      'GET /api/auth/me',
      'HEAD /api/auth/me',
      'GET /api/units/tree',
      'PATCH /api/users/:id',
      'POST /api/users/:id/password-reset',
      'GET /live',
    ]) {
      expect(table).toContain(known);
    }
  });

  let strangers = 0;

  it('S3 counts the handlers that run', async () => {
    const before = passed.mock.calls.length;
    await id.call('GET', 'auth/me', { token: await id.signIn('qinghe.clerk') });
    expect(passed.mock.calls.length - before).toBe(2);
  });

  it.each(VARIANTS)('S3 runs no handler for a stranger: every route %s', async (name, variant) => {
    const runs = passed.mock.calls.length;
    const before = await id.test.rows(sql`SELECT COUNT(*) AS total FROM audit_entries`);
    const leaks: string[] = [];
    for (const route of routes.filter((candidate) => !isPublic(candidate))) {
      const status = await statusOf(route.method, variant(concrete(route.path)));
      const allowed = name === 'as it is' ? [401] : [401, 404, 400];
      if (!allowed.includes(status)) leaks.push(`${route.method} ${route.path}: ${status}`);
      strangers += 1;
    }
    expect(leaks).toEqual([]);
    expect(passed.mock.calls.length - runs).toBe(0);
    expect(await id.test.rows(sql`SELECT COUNT(*) AS total FROM audit_entries`)).toEqual(before);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'S3 %s on every path without a session reaches nothing',
    async (method) => {
      const runs = passed.mock.calls.length;
      const paths = new Set(routes.filter((route) => !isPublic(route)).map(({ path }) => path));
      const open = routes.filter(isPublic).map(({ path }) => path);
      const statuses = await Promise.all(
        [...paths]
          .filter((path) => !open.includes(path))
          .map((path) => statusOf(method, concrete(path), { 'x-http-method-override': 'GET' })),
      );
      expect(statuses.filter((status) => status !== 401 && status !== 404)).toEqual([]);
      expect(passed.mock.calls.length - runs).toBe(0);
      strangers += statuses.length;
      // The last of the methods: by now all have been counted.
      if (method !== 'OPTIONS') return;
      const total = `${strangers} requests without a session on ${engine}`;
      figure('S3', `${total}, ${VARIANTS.length} spellings and 6 methods: 0 handler runs`);
    },
  );
});
