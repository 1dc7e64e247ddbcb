import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld } from './identity.fixture.js';

/** Everything that answers without a session; whoever adds a public route adds it here. */
const PUBLIC = [
  /^POST \/api\/auth\/login(\/second-step)?$/,
  /^GET \/api\/auth\/(methods|oidc\/(start|callback))$/,
  /^GET \/(live|ready)$/,
  /^GET \/api\/(docs|openapi\.json)/,
  // The page and the files of the browser UI, which hold no data (web-files.spec.ts).
  /^GET \*$/,
];

const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Reads the live route table; HEAD routes that accompany GET are listed too. */
function routesOf(fastify: FastifyInstance): Route[] {
  const parents: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const parts = /^(.*?)[├└]── (.*?) \((.*)\)$/.exec(line);
      if (!parts) return [];
      const [, indent = '', segment = '', methods = ''] = parts;
      const depth = indent.length / 4;
      parents.length = depth;
      const path = parents.join('') + segment;
      parents.push(path.slice(parents.join('').length));
      return methods.split(', ').map((method) => ({ method, path }));
    });
}

const isPublic = ({ method, path }: Route): boolean =>
  PUBLIC.some((pattern) => pattern.test(`${method === 'HEAD' ? 'GET' : method} ${path}`));

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

describe.each(ENGINES)('access on %s', (engine) => {
  let id: IdentityWorld;
  let routes: Route[];

  beforeAll(async () => {
    id = await IdentityWorld.start(engine);
    routes = routesOf(id.test.app.getHttpAdapter().getInstance());
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

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

  it.each(VARIANTS)('runs no handler for a stranger: every route %s', async (name, variant) => {
    const before = await id.test.rows(sql`SELECT COUNT(*) AS total FROM audit_entries`);
    const leaks: string[] = [];
    for (const route of routes.filter((candidate) => !isPublic(candidate))) {
      const status = await statusOf(route.method, variant(concrete(route.path)));
      const allowed = name === 'as it is' ? [401] : [401, 404, 400];
      if (!allowed.includes(status)) leaks.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(leaks).toEqual([]);
    expect(await id.test.rows(sql`SELECT COUNT(*) AS total FROM audit_entries`)).toEqual(before);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s on every path without a session reaches nothing',
    async (method) => {
      const paths = new Set(routes.filter((route) => !isPublic(route)).map(({ path }) => path));
      const open = routes.filter(isPublic).map(({ path }) => path);
      const statuses = await Promise.all(
        [...paths]
          .filter((path) => !open.includes(path))
          .map((path) => statusOf(method, concrete(path), { 'x-http-method-override': 'GET' })),
      );
      expect(statuses.filter((status) => status !== 401 && status !== 404)).toEqual([]);
    },
  );

  it('refuses what no role of the caller permits, and records the attempt', async () => {
    const token = await id.signIn('qinghe.clerk');
    const answer = await id.call('POST', 'units', { token, body: {} });
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const rows = await id.test.rows<{ actorName: string; detail: string }>(
      sql`SELECT actor_name, detail FROM audit_entries WHERE action = 'ACCESS_REFUSED'`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]?.detail ?? '')).toEqual({
      permission: 'unit.manage',
      target: 'POST /api/units',
    });
  });

  it.each([
    ['admin', ['unit.manage', 'user.manage'], ['user.secure', 'issue.read', 'audit.read']],
    ['security', ['user.secure'], ['unit.manage', 'user.manage', 'issue.read', 'audit.read']],
    ['auditor', ['audit.read'], ['unit.manage', 'user.manage', 'user.secure', 'issue.read']],
  ])('%s may %j and not %j', async (username, may, mayNot) => {
    const { body } = await id.call('GET', 'auth/me', { token: await id.signIn(username) });
    expect(Object.keys(body.permissions)).toEqual(expect.arrayContaining(may));
    for (const action of mayNot) expect(body.permissions).not.toHaveProperty([action]);
  });

  it('answers the same for a unit out of scope and one that does not exist', async () => {
    const token = await id.signIn('yunqi.clerk');
    const [foreign, missing] = await Promise.all(
      [id.unit('qinghe'), SOME_ID].map((unit) => id.call('GET', `units/${unit}`, { token })),
    );
    const plain = ({ status, body }: { status: number; body: object }) => ({
      status,
      body: { ...body, traceId: '' },
    });
    expect(foreign && plain(foreign)).toEqual(missing && plain(missing));
    expect(foreign?.status).toBe(404);
  });
});
