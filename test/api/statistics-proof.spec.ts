import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/app.js';
import { CATEGORIES, type Snapshot, SOURCES } from './statistics.lives.js';
import { dateOf, endOf, NOW, ProofWorld, TOWNS } from './statistics.proof-world.js';
import {
  issuesAt,
  type ReferenceFilter,
  referenceFigures,
  referenceMedian,
  referenceRounds,
  referenceRows,
} from './statistics.reference.js';

const INSTANTS = 20;

interface Figure {
  id: string;
  numerator: number;
  denominator: number | null;
  text: string;
  rounds: object | null;
  details: { label: string; value: number | null }[];
  rows: string;
}

describe.each(ENGINES)('every indicator on %s', (engine) => {
  let world: ProofWorld;

  beforeAll(async () => {
    world = await ProofWorld.build(engine);
  }, 600_000);
  afterAll(() => world.app.stop());

  /** The issues of a question, by the test's own account. */
  const issuesOf = (instant: string, filter: ReferenceFilter = {}): Snapshot[] =>
    issuesAt(world.lives, instant, filter);

  it(`equals the slow computation at ${INSTANTS} random instants with random filters`, async () => {
    expect(world.lives.size).toBeGreaterThanOrEqual(5000);
    let counted = 0;
    for (let turn = 0; turn < INSTANTS; turn += 1) {
      const { asOf, instant } = world.someInstant();
      const { query, filter } = turn < 4 ? { query: {}, filter: {} } : world.someFilter();
      const body = await world.ask('overview', { ...query, asOf });
      const issues = issuesOf(instant, filter);
      counted += issues.length;
      expectFigures(body.indicators as Figure[], issues, dateOf(instant));
    }
    expect(counted).toBeGreaterThan(5000);
  }, 120_000);

  it.each([
    ['everything', undefined, {}],
    ['a town', 'qinghe', {}],
    ['categories', undefined, { category: ['A05_SPLIT_HOUSEHOLD', 'F04_ARCHIVE'] }],
    ['a source', undefined, { source: ['AUDIT'] }],
    ['a category of a source', undefined, { source: ['AUDIT'], category: ['F04_ARCHIVE'] }],
    ['a town and a severity', 'wanglan', { severity: ['SERIOUS'] }],
  ] as const)('equals it now for %s, from sums or from states', async (_name, town, limits) => {
    const query: Record<string, string> = town ? { unitId: world.app.units[town] as string } : {};
    for (const [name, values] of Object.entries(limits)) query[name] = values.join(',');
    const filter = { ...limits, ...(town && { unitIds: world.unitsOf(town) }) };
    const body = await world.ask('overview', query);
    expectFigures(body.indicators as Figure[], issuesOf(NOW, filter), dateOf(NOW));
  });

  it.each([
    ['now', NOW, {}],
    ['in the past', '2020-08-15T03:00:00.000Z', { asOf: '2020-08-15T03:00:00.000Z' }],
  ])(
    'is told apart by unit, category and source %s',
    async (_name, instant, query) => {
      const { rows: units } = await world.ask('units', query);
      for (const town of TOWNS) {
        const row = units.find(
          ({ unit }: { unit: { id: string } }) => unit.id === world.app.units[town],
        );
        const issues = issuesOf(instant, { unitIds: world.unitsOf(town) });
        expectFigures(row?.indicators ?? [], issues, dateOf(instant));
      }
      for (const [route, name, codes] of [
        ['categories', 'category', CATEGORIES],
        ['sources', 'source', SOURCES],
      ] as const) {
        const { rows } = await world.ask(route, query);
        for (const code of codes) {
          const row = rows.find((candidate: { code: string }) => candidate.code === code);
          expectFigures(
            row?.indicators ?? [],
            issuesOf(instant, { [name]: [code] }),
            dateOf(instant),
          );
        }
      }
    },
    60_000,
  );

  it('drills down to exactly the rows that make each numerator', async () => {
    const instant = '2020-07-20T04:00:00.000Z';
    const query = { asOf: instant, unitId: world.app.units['qinghe'] as string };
    const { indicators } = await world.ask('overview', query);
    const issues = issuesOf(instant, { unitIds: world.unitsOf('qinghe') });
    const expected = referenceRows(issues, dateOf(instant));
    for (const figure of (indicators as Figure[]).filter(({ id }) => id in expected)) {
      const shown = new Map<string, number>();
      for (let page = 1; ; page += 1) {
        const path = `${figure.rows.replace('/api', '')}&pageSize=200&page=${page}`;
        const { sum, items, total } = await world.get(path);
        expect(sum).toBe(figure.numerator);
        for (const { id, value } of items) shown.set(id, value);
        if (page * 200 >= total) break;
      }
      expect(shown).toEqual(expected[figure.id]);
    }
  }, 120_000);

  it.each([
    ['now', {}],
    ['now of a source', { source: 'AUDIT' }],
    ['in the past', { asOf: '2020-07-17' }],
  ])(
    'has a trend whose months join and close with what is open, %s',
    async (_name, asked) => {
      const query: Record<string, string> = asked;
      const { rows } = await world.ask('trend', query);
      expect(rows.length).toBeGreaterThan(3);
      const until = query['asOf'] ? endOf(query['asOf']) : NOW;
      let opening = 0;
      for (const row of rows) {
        const { opened, reopened, transferredIn, closed, transferredOut, removed, closing } = row;
        expect(row.opening).toBe(opening);
        const came = opened + reopened + transferredIn;
        expect(opening + came - closed - transferredOut - removed).toBe(closing);
        opening = closing;
        // A source is the issue's at the instant of the question, so there only the end is compared.
        if (query['source'] && row !== rows.at(-1)) continue;
        const end = [monthEnd(row.month as string), until].sort()[0] as string;
        const filter = query['source'] ? { source: [query['source']] } : {};
        const open = referenceFigures(issuesOf(end, filter), dateOf(end))['open']?.numerator;
        expect({ month: row.month, open: closing }).toEqual({ month: row.month, open });
      }
    },
    60_000,
  );
});

function expectFigures(
  figures: readonly Figure[],
  issues: readonly Snapshot[],
  date: string,
): void {
  const expected = referenceFigures(issues, date);
  const shown = Object.fromEntries(
    figures
      .filter(({ id }) => id in expected)
      .map(({ id, numerator, denominator, text }) => [id, { numerator, denominator, text }]),
  );
  expect(shown).toEqual(expected);
  const of = (id: string) => figures.find((figure) => figure.id === id);
  expect(of('avgDays')?.details[0]?.value).toBe(referenceMedian(issues));
  expect(of('closureRate')?.rounds).toMatchObject(referenceRounds(issues));
}

/** Last instant of a month in China. */
function monthEnd(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return endOf(new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10));
}
