import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { figure, LONG, size } from './support/figure.js';
import { HostileClient, refusalFaults } from './support/hostile-client.js';
import { ROUTE_RULES, type RouteRule } from './support/route-rules.js';

describe.each(ENGINES)('generated queries on %s', (engine) => {
  let client: HostileClient;

  beforeAll(async () => {
    client = await HostileClient.start(engine);
  }, 60_000);
  afterAll(() => client?.app.stop());

  it('S6 survives generated filters and sorts on every list', async () => {
    const lists = ROUTE_RULES.filter(
      ({ method, path }) =>
        method === 'GET' &&
        !path.includes(':') &&
        !/\.(pdf|xlsx)$/.test(path) &&
        client.api.query('GET', path).length > 0,
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
      client.api.query('GET', path).some(({ name }) => name === 'q'),
    )) {
      const needed = new URLSearchParams(client.api.sampleQuery('GET', rule.path)).toString();
      for (const text of ['', '%20', '%00'])
        expect([
          rule.route,
          text,
          (await client.send(rule, { query: `${needed}&q=${text}` })).statusCode,
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
        for (const { name, schema } of client.api.query('GET', rule.path)) {
          if (name === 'campaignId') query.append(name, client.campaignId);
          else if (roll() < 1)
            query.append(name, (values.next().value as string | undefined) ?? '');
          // Now and then what the list knows, so that more than the first check is reached.
          else if (roll() < 3 || schema.minimum !== undefined)
            query.append(name, client.api.validText(schema, roll()));
        }
        const answer = await client.send(rule, { query: query.toString() });
        if (answer.statusCode === 200) counts.good += 1;
        else counts.refused += 1;
        expect([rule.route, query.toString(), ...refusalFaults(answer)]).toEqual([
          rule.route,
          query.toString(),
        ]);
      },
    );
    const numRuns = engine === 'sqlite' ? size(700, 10_000) : size(150, 3_000);
    await fc.assert(property, { numRuns, seed: LONG ? undefined : 20_200_401 });
    expect(Math.min(counts.good, counts.refused)).toBeGreaterThan(numRuns / 50);
    const [left] = await client.app.rows<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM issues`,
    );
    expect(left?.total).toBe(3);
    figure(
      'S6',
      `${numRuns} generated queries of ${lists.length} lists on ${engine}: ${counts.good} answered, ${counts.refused} refused, 0 of class 500`,
    );
  }, 600_000);
});
