import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { ENGINES } from '../support/app.js';
import { figure } from './support/figure.js';
import { HostileClient, refusalFaults, type Sent } from './support/hostile-client.js';
import { ROUTE_RULES, type RouteRule } from './support/route-rules.js';

describe.each(ENGINES)('hostile requests on %s', (engine) => {
  let client: HostileClient;

  beforeAll(async () => {
    client = await HostileClient.start(engine);
  }, 60_000);
  afterAll(() => client?.app.stop());

  const withBody = (): RouteRule[] =>
    ROUTE_RULES.filter(
      (rule) => rule.path !== '/api/auth/login' && client.api.bodySchema(rule.method, rule.path),
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
      const known =
        rule.path === '/api/campaigns/:id' ? client.api.fields('POST', '/api/campaigns') : [];
      const fields = [...client.api.fields(rule.method, rule.path), ...known];
      const foreign = [...columns].filter((column) => !fields.includes(column));
      const sample = client.api.sample(rule.method, rule.path) ?? {};
      const extra = Object.fromEntries(foreign.map((column) => [column, 'x']));
      const answer = await client.send(rule, { body: JSON.stringify({ ...sample, ...extra }) });
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
      const found = refusalFaults(await client.send(rule, sent), wanted);
      faults.push(...found.map((fault) => `${rule.route} ${what}: ${fault}`));
    };
    for (const rule of withBody()) {
      const sample = client.api.sample(rule.method, rule.path) ?? {};
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
              : { body: JSON.stringify(client.api.sample(rule.method, rule.path) ?? {}) };
          await attempt(`id ${id}`, rule, { ...body, id: encodeURIComponent(id) }, [400, 404, 415]);
        }
      if (!client.api.takesVersion(rule.method, rule.path)) continue;
      const body = JSON.stringify(client.api.sample(rule.method, rule.path) ?? {});
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
      const names = client.api.query(rule.method, rule.path).map(({ name }) => name);
      if (names.length === 0) continue;
      const needed = new URLSearchParams({
        ...client.api.sampleQuery(rule.method, rule.path),
        ...(names.includes('campaignId') && { campaignId: client.campaignId }),
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
        const answer = await client.send(rule, { query: `${needed}&${query}` });
        faults.push(
          ...refusalFaults(answer, [400, 404]).map((fault) => `${rule.route} ${query}: ${fault}`),
        );
      }
    }
    expect(faults).toEqual([]);
    figure('S5', `${tried} odd queries on ${engine}: all refused, 0 of class 500`);
  });
});
