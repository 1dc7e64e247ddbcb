import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import type { Response } from 'light-my-request';
import { getMetadataArgsStorage } from 'typeorm';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { ApiDescription } from './support/bodies.js';
import { figure, LONG, size } from './support/figure.js';
import { fittingCaller } from './support/fitting-callers.js';
import { Policy } from './support/policy.js';
import { ROUTE_RULES, type RouteRule } from './support/route-rules.js';

interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly id?: string;
}

/** Requests that no form of the program sends, by people who may call the route. */
describe.each(ENGINES)('hostile requests on %s', (engine) => {
  const policy = Policy.read();
  const tokens = new Map<string, string>();
  let app: TestApp;
  let api: ApiDescription;
  let fastify: FastifyInstance;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    const driver = new IssueDriver(app, campaignId);
    for (const status of ['DRAFT', 'REGISTERED', 'ASSIGNED'] as const) await driver.to(status);
    api = await ApiDescription.of(app);
    fastify = app.app.getHttpAdapter().getInstance();
  }, 60_000);
  afterAll(() => app?.stop());

  async function tokenOf(username: string): Promise<string> {
    let token = tokens.get(username);
    if (!token) {
      const login = await app
        .anonymous()
        .post('/api/auth/login')
        .send({ username, password: 'Xiaohao-2020' })
        .expect(200);
      token = (login.body as { token: string }).token;
      tokens.set(username, token);
    }
    return token;
  }

  async function send(rule: RouteRule, { body, headers, query, id }: Sent): Promise<Response> {
    const path = rule.path
      .replace(':id', id ?? (rule.kind === 'campaign' ? campaignId : newId()))
      .replace(/:(versionNo|seq|n)\b/g, '1')
      .replace(':key', 'matrix');
    const token = await tokenOf(fittingCaller(policy, rule));
    return fastify.inject({
      method: rule.method as 'GET',
      url: query ? `${path}?${query}` : path,
      headers: {
        authorization: `Bearer ${token}`,
        ...(api.takesVersion(rule.method, rule.path) && { 'if-match': '"1"' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: body }),
    });
  }

  const isProblem = ({ headers }: Response): boolean =>
    String(headers['content-type']).startsWith('application/problem+json');

  /** Faults of an answer that has to be a refusal that programs understand. */
  function refusal(answer: Response, wanted?: readonly number[]): string[] {
    const { statusCode } = answer;
    if (statusCode >= 500) return [`${statusCode} ${answer.payload.slice(0, 200)}`];
    if (wanted && !wanted.includes(statusCode)) return [`${statusCode}, not ${wanted.join('/')}`];
    return statusCode >= 400 && !isProblem(answer) ? [`${statusCode} is no problem+json`] : [];
  }

  const withBody = (): RouteRule[] =>
    ROUTE_RULES.filter(
      (rule) => rule.path !== '/api/auth/login' && api.bodySchema(rule.method, rule.path),
    );

  it('S4 accepts no column of a table that is no field of the body', async () => {
    const columns = new Set(
      getMetadataArgsStorage().columns.map(({ propertyName }) => propertyName),
    );
    expect(columns.size).toBeGreaterThan(250);
    const accepted: string[] = [];
    let tried = 0;
    for (const rule of withBody()) {
      // What a definition may say, a change of it may say too.
      const known = rule.path === '/api/campaigns/:id' ? api.fields('POST', '/api/campaigns') : [];
      const fields = [...api.fields(rule.method, rule.path), ...known];
      const foreign = [...columns].filter((column) => !fields.includes(column));
      const sample = api.sample(rule.method, rule.path) ?? {};
      const extra = Object.fromEntries(foreign.map((column) => [column, 'x']));
      const answer = await send(rule, { body: JSON.stringify({ ...sample, ...extra }) });
      tried += foreign.length;
      const { errors = [] } = answer.json<{ errors?: { path: string; code: string }[] }>();
      const named = new Set(
        errors.flatMap(({ path, code }) => (code === 'UNKNOWN_FIELD' ? [path] : [])),
      );
      // One refusal that names them all, so that none of them can have been taken in silence.
      if (answer.statusCode !== 400) accepted.push(`${rule.route}: ${answer.statusCode}`);
      const silent = foreign.filter((name) => !named.has(name));
      if (silent.length > 0) accepted.push(`${rule.route}: ${silent.join(', ')}`);
    }
    expect(accepted).toEqual([]);
    figure(
      'S4',
      `${columns.size} column names in ${withBody().length} bodies on ${engine}: ${tried} tried, 0 accepted`,
    );
  });

  const deep = (open: string, close: string): string =>
    `{"remark":${open.repeat(1000)}1${close.repeat(1000)}}`;
  const BODIES: readonly (readonly [what: string, body: string | Buffer, wanted?: number[]])[] = [
    ['__proto__', '{"__proto__":{"isAdmin":true}}', [400]],
    ['constructor', '{"constructor":{"prototype":{"isAdmin":true}}}', [400]],
    ['a list 1,000 deep', deep('[', ']'), [400]],
    ['an object 1,000 deep', deep('{"a":', '}'), [400]],
    ['cut off', '{"reason":"', [400]],
    ['no JSON', 'reason=x', [400]],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), [400]],
    ['a list', '[]', [400]],
    ['a text', '"x"', [400]],
    ['over the limit', `{"reason":"${'长'.repeat(400_000)}"}`, [413]],
  ];
  const TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'a/b; c'];
  const MATCHES: readonly (readonly [string | undefined, number])[] = [
    [undefined, 428],
    ['*', 400],
    ['1', 400],
    ['"1", "2"', 400],
    ['"-1"', 400],
    ['"1e3"', 400],
    ['"99999999999999999999"', 400],
    ['"１"', 400],
    ['"1\' OR 1=1"', 400],
  ];
  const IDS = [
    '[object Object]',
    '{}',
    'null',
    "1' OR '1'='1",
    '\0',
    '../x',
    '-1',
    'a'.repeat(190),
  ];

  it('S5 answers odd bodies, types, versions and ids with a problem of class 400', async () => {
    const faults: string[] = [];
    let tried = 0;
    const attempt = async (what: string, rule: RouteRule, sent: Sent, wanted?: number[]) => {
      tried += 1;
      const found = refusal(await send(rule, sent), wanted);
      faults.push(...found.map((fault) => `${rule.route} ${what}: ${fault}`));
    };
    for (const rule of withBody()) {
      const sample = api.sample(rule.method, rule.path) ?? {};
      for (const [what, body, wanted] of BODIES) await attempt(what, rule, { body }, wanted);
      for (const type of TYPES)
        await attempt(type, rule, { body: 'a=1', headers: { 'content-type': type } }, [415]);
      for (const field of Object.keys(sample))
        for (const value of [{}, [[]], { $ne: null }, 1e308, 'a\0b', null])
          await attempt(field, rule, { body: JSON.stringify({ ...sample, [field]: value }) });
    }
    for (const rule of ROUTE_RULES) {
      if (rule.path.includes(':id'))
        for (const id of IDS) {
          const body =
            rule.method === 'GET'
              ? {}
              : { body: JSON.stringify(api.sample(rule.method, rule.path) ?? {}) };
          await attempt(`id ${id}`, rule, { ...body, id: encodeURIComponent(id) }, [400, 404, 415]);
        }
      if (!api.takesVersion(rule.method, rule.path)) continue;
      const body = JSON.stringify(api.sample(rule.method, rule.path) ?? {});
      for (const [match, status] of MATCHES) {
        const headers = match === undefined ? undefined : { 'if-match': match };
        await attempt(`If-Match ${match}`, rule, { body, headers: headers ?? { 'if-match': '' } }, [
          status,
          ...(match ? [] : [400]),
        ]);
      }
    }
    expect(faults).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    figure(
      'S5',
      `${tried} odd requests on ${engine}: all answered as problem+json, 0 of class 500`,
    );
  }, 300_000);

  it('S5 refuses parameters given twice, nested or unknown', async () => {
    const faults: string[] = [];
    let tried = 0;
    for (const rule of ROUTE_RULES.filter(({ method }) => method === 'GET')) {
      const names = api.query(rule.method, rule.path).map(({ name }) => name);
      if (names.length === 0) continue;
      const needed = new URLSearchParams({
        ...api.sampleQuery(rule.method, rule.path),
        ...(names.includes('campaignId') && { campaignId }),
      }).toString();
      for (const query of [
        'page=1&page=2',
        'page[a]=1',
        '__proto__=1',
        'constructor=1',
        'q[]=1',
        'page=%00',
        'sort=%FF',
        '%=1',
        'x=1',
      ]) {
        tried += 1;
        const answer = await send(rule, { query: `${needed}&${query}` });
        faults.push(
          ...refusal(answer, [400, 404]).map((fault) => `${rule.route} ${query}: ${fault}`),
        );
      }
    }
    expect(faults).toEqual([]);
    figure('S5', `${tried} odd queries on ${engine}: all refused, 0 of class 500`);
  });

  it('S6 survives generated filters and sorts on every list', async () => {
    const lists = ROUTE_RULES.filter(
      ({ method, path }) =>
        method === 'GET' &&
        !path.includes(':') &&
        !/\.(pdf|xlsx)$/.test(path) &&
        api.query('GET', path).length > 0,
    );
    expect(lists.length).toBeGreaterThan(25);
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ maxLength: 300 }),
      fc.constantFrom(
        '%',
        '_',
        '\\',
        "'",
        '"',
        '--',
        '\0',
        '2020-02-30',
        '0000-00-00',
        '9999-12-31',
      ),
      fc.constantFrom(
        'NaN',
        '1e9',
        '-1',
        '0',
        '2147483648',
        '9007199254740993',
        'true',
        'null',
        '[]',
      ),
      fc.constantFrom('-currentDeadline', 'createdAt;DROP TABLE issues', '1', 'a,b,-c', 'id desc'),
      fc.uuid(),
    );
    // A search box that was emptied, or holds only what is not printed, searches for nothing.
    for (const rule of lists.filter(({ path }) =>
      api.query('GET', path).some(({ name }) => name === 'q'),
    )) {
      const needed = new URLSearchParams(api.sampleQuery('GET', rule.path)).toString();
      for (const text of ['', '%20', '%00'])
        expect([
          rule.route,
          text,
          (await send(rule, { query: `${needed}&q=${text}` })).statusCode,
        ]).toEqual([rule.route, text, 200]);
    }
    const counts = { good: 0, refused: 0 };
    const property = fc.asyncProperty(
      fc.nat(),
      fc.infiniteStream(wild),
      fc.infiniteStream(fc.nat(9)),
      async (pick, values, dice) => {
        const rule = lists[pick % lists.length] as RouteRule;
        const query = new URLSearchParams();
        const roll = (): number => (dice.next().value as number | undefined) ?? 0;
        for (const { name, schema } of api.query('GET', rule.path)) {
          if (name === 'campaignId') query.append(name, campaignId);
          else if (roll() < 1)
            query.append(name, (values.next().value as string | undefined) ?? '');
          // Now and then what the list knows, so that more than the first check is reached.
          else if (roll() < 3 || schema.minimum !== undefined)
            query.append(name, api.validText(schema, roll()));
        }
        const answer = await send(rule, { query: query.toString() });
        if (answer.statusCode === 200) counts.good += 1;
        else counts.refused += 1;
        expect([rule.route, query.toString(), ...refusal(answer)]).toEqual([
          rule.route,
          query.toString(),
        ]);
      },
    );
    const numRuns = engine === 'sqlite' ? size(700, 10_000) : size(150, 3_000);
    await fc.assert(property, { numRuns, seed: LONG ? undefined : 20_200_401 });
    expect(Math.min(counts.good, counts.refused)).toBeGreaterThan(numRuns / 50);
    const [left] = await app.rows<{ total: number }>(sql`SELECT COUNT(*) AS total FROM issues`);
    expect(left?.total).toBe(3);
    figure(
      'S6',
      `${numRuns} generated queries of ${lists.length} lists on ${engine}: ${counts.good} answered, ${counts.refused} refused, 0 of class 500`,
    );
  }, 600_000);
});
