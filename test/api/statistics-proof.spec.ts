import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING, ok } from '../support/issues.js';
import { mulberry32, RandomWalk } from './random-walk.js';
import {
  CATEGORIES,
  type Life,
  LifeMaker,
  SEVERITIES,
  type Snapshot,
  SOURCES,
  TYPES,
} from './statistics.lives.js';
import {
  issuesAt,
  type ReferenceFilter,
  referenceFigures,
  referenceMedian,
  referenceRounds,
  referenceRows,
} from './statistics.reference.js';
import { seedLives } from './statistics.seeding.js';

/** Lives written into the tables; registrations and random steps through the services. */
const LIVES = 4680;
const REGISTRATIONS = 300;
const ACTIONS = 360;
const INSTANTS = 20;
const SEED = 20201126;
const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;
const NOW = '2020-10-25T10:00:00.000Z';

interface Figure {
  id: string;
  numerator: number;
  denominator: number | null;
  text: string;
  rounds: { first: Ratio; reopened: Ratio } | null;
  details: { label: string; value: number | null }[];
  rows: string;
}
interface Ratio {
  numerator: number;
  denominator: number | null;
}

describe.each(ENGINES)('every indicator on %s', (engine) => {
  const random = mulberry32(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  /** Every state of every issue, as the tests know it, in the order of time. */
  const lives = new Map<string, Snapshot[]>();
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    await seed();
    await registerMany();
    const walk = new RandomWalk(app, campaignId, SEED);
    walk.watch = capture;
    await walk.run(ACTIONS);
    app.moveTo(NOW);
    await app.rows(sql`SELECT 1`);
  }, 600_000);
  afterAll(() => app.stop());

  async function seed(): Promise<void> {
    const caller = await app.app.get(OrganisationService).callerOf('div.clerk');
    const units = [...TOWNS, 'shaigu', 'zhuwan', 'maliu'].map((key) => app.units[key] as string);
    const maker = new LifeMaker(SEED, units);
    const made: Life[] = Array.from({ length: LIVES }, () => maker.make(newId()));
    for (const { snapshots } of made) {
      lives.set((snapshots[0] as Snapshot).issueId, [...snapshots]);
    }
    await seedLives(app, caller, { id: campaignId, bureauId: app.units['anlan'] as string }, made);
  }

  /** Many short lives through the services: registered on several days, half of them assigned. */
  async function registerMany(): Promise<void> {
    for (let index = 0; index < REGISTRATIONS; index += 1) {
      if (index % 40 === 0) app.moveTo(`2020-04-0${1 + index / 40}T02:00:00.000Z`);
      const clerk = await app.as('div.clerk');
      const answer = ok(
        await clerk.post('/issues?register=true', {
          ...FINDING,
          campaignId,
          responsibleUnitId: app.units[pick(TOWNS)],
          category: pick(['A05_SPLIT_HOUSEHOLD', 'F04_ARCHIVE']),
          source: pick(SOURCES),
          severity: pick(SEVERITIES),
          rectificationType: pick(TYPES),
        }),
      );
      const issue = answer.body as { id: string; version: number };
      if (index % 2 === 0) {
        const chief = await app.as('div.chief');
        const deadline = `2020-0${4 + (index % 5)}-2${index % 9}`;
        ok(await chief.post(`/issues/${issue.id}/assignment`, { deadline }, issue.version));
      }
      await capture();
    }
  }

  /** Writes down what became of the issues that the services changed; never asks `issue_states`. */
  async function capture(): Promise<void> {
    const at = app.clock.now();
    const rows = await app.rows<Omit<Snapshot, 'at'>>(sql`
      SELECT i.id AS issue_id, i.status, i.cycle_no, i.category, i.source, i.severity,
        COALESCE(i.responsible_unit_id, i.registered_unit_id) AS unit_id,
        i.rectification_type, i.verdict, i.registered_on, i.original_deadline, i.current_deadline,
        i.closed_on, i.extension_count, i.due_recovery_fen, i.recovered_fen, i.refunded_fen,
        (SELECT COUNT(*) FROM closure_applications AS a WHERE a.issue_id = i.id) AS applications,
        (SELECT COUNT(*) FROM closure_applications AS a
          WHERE a.issue_id = i.id AND a.status = 'RETURNED') AS returns,
        (SELECT l.result FROM lookbacks AS l WHERE l.issue_id = i.id
          ORDER BY l.cycle_no DESC, l.checked_on DESC, l.recorded_at DESC, l.id DESC LIMIT 1)
          AS lookback,
        i.unresolved_reason
      FROM issues AS i WHERE i.updated_at = ${at} AND (i.issue_no IS NULL OR i.issue_no LIKE '99%')`);
    for (const row of rows) {
      const known = lives.get(row.issueId) ?? [];
      lives.set(row.issueId, [...known, { ...row, at }]);
    }
  }

  const filters = (): { query: Record<string, string>; filter: ReferenceFilter } => {
    const some = <T>(list: readonly T[]) => list.filter(() => random() < 0.5);
    const query: Record<string, string> = {};
    const filter: { -readonly [K in keyof ReferenceFilter]: ReferenceFilter[K] } = {};
    if (random() < 0.4) {
      const town = pick(TOWNS);
      query['unitId'] = app.units[town] as string;
      const villages: Record<string, string[]> = {
        qinghe: ['shaigu', 'zhuwan'],
        wanglan: ['maliu'],
      };
      filter.unitIds = [town, ...(villages[town] ?? [])].map((key) => app.units[key] as string);
    }
    const limit = (name: keyof ReferenceFilter, chance: number, list: readonly string[]): void => {
      const chosen = some(list);
      if (random() >= chance || chosen.length === 0) return;
      query[name] = chosen.join(',');
      filter[name] = chosen;
    };
    limit('category', 0.3, CATEGORIES);
    limit('source', 0.3, SOURCES);
    limit('severity', 0.2, SEVERITIES);
    limit('rectificationType', 0.2, TYPES);
    return { query, filter };
  };

  async function ask(route: string, query: Record<string, string>): Promise<unknown> {
    const director = await app.as('director');
    const search = new URLSearchParams({ campaignId, ...query });
    return ok(await director.get(`/statistics/${route}?${search}`)).body as unknown;
  }

  /** Date of an instant in China. */
  const dateOf = (instant: string) =>
    new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

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

  /** Instants at, just before and between the steps of lives, and whole days. */
  function someInstant(): { asOf: string; instant: string } {
    const life = pick([...lives.values()]);
    const { at } = pick(life);
    const ms = Date.parse(at);
    const chance = random();
    if (chance < 0.25) {
      const date = dateOf(at);
      const end = new Date(Date.parse(`${date}T16:00:00Z`) - 1).toISOString();
      return { asOf: date, instant: end };
    }
    const shifted = chance < 0.5 ? ms : chance < 0.7 ? ms - 1 : ms + Math.floor(random() * 9e7);
    const instant = new Date(Math.min(shifted, Date.parse(NOW))).toISOString();
    return { asOf: instant, instant };
  }

  it(`equals the slow computation at ${INSTANTS} random instants with random filters`, async () => {
    expect(lives.size).toBeGreaterThanOrEqual(5000);
    let counted = 0;
    for (let turn = 0; turn < INSTANTS; turn += 1) {
      const { asOf, instant } = someInstant();
      const { query, filter } = turn < 4 ? { query: {}, filter: {} } : filters();
      const body = (await ask('overview', { ...query, asOf })) as { indicators: Figure[] };
      const issues = issuesAt(lives, instant, filter);
      counted += issues.length;
      expectFigures(body.indicators, issues, dateOf(instant));
    }
    expect(counted).toBeGreaterThan(5000);
  }, 120_000);

  it.each([
    ['everything', {}],
    ['a town', { unitId: 'qinghe' }],
    ['categories', { category: 'A05_SPLIT_HOUSEHOLD,F04_ARCHIVE' }],
    ['a source', { source: 'AUDIT' }],
    ['a category of a source', { source: 'AUDIT', category: 'F04_ARCHIVE' }],
    ['a town and a severity', { unitId: 'wanglan', severity: 'SERIOUS' }],
  ])('equals it now for %s, from maintained sums or from states', async (_name, asked) => {
    const query: Record<string, string> = { ...asked };
    const villages: Record<string, string[]> = { qinghe: ['shaigu', 'zhuwan'], wanglan: ['maliu'] };
    const town = query['unitId'];
    if (town) query['unitId'] = app.units[town] as string;
    const list = (name: string) => query[name]?.split(',');
    const filter: ReferenceFilter = {
      unitIds: town
        ? [town, ...(villages[town] ?? [])].map((key) => app.units[key] as string)
        : undefined,
      category: list('category'),
      source: list('source'),
      severity: list('severity'),
    };
    const body = (await ask('overview', query)) as { indicators: Figure[] };
    expectFigures(body.indicators, issuesAt(lives, NOW, filter), dateOf(NOW));
  });

  it.each([
    ['now', NOW, undefined],
    ['in the past', '2020-08-15T03:00:00.000Z', '2020-08-15T03:00:00.000Z'],
  ])('is told apart by unit, category and source %s', async (_name, instant, asOf) => {
    const query: Record<string, string> = asOf ? { asOf } : {};
    const units = (await ask('units', query)) as {
      rows: { unit: { id: string }; ownLevel: boolean; indicators: Figure[] }[];
    };
    expect(units.rows.length).toBeGreaterThanOrEqual(TOWNS.length);
    const villages: Record<string, string[]> = { qinghe: ['shaigu', 'zhuwan'], wanglan: ['maliu'] };
    for (const town of TOWNS) {
      const row = units.rows.find(({ unit }) => unit.id === app.units[town]);
      const unitIds = [town, ...(villages[town] ?? [])].map((key) => app.units[key] as string);
      expectFigures(row?.indicators ?? [], issuesAt(lives, instant, { unitIds }), dateOf(instant));
    }
    for (const [route, name, codes] of [
      ['categories', 'category', CATEGORIES],
      ['sources', 'source', SOURCES],
    ] as const) {
      const { rows } = (await ask(route, query)) as {
        rows: { code: string; indicators: Figure[] }[];
      };
      for (const code of codes) {
        const row = rows.find((candidate) => candidate.code === code);
        const issues = issuesAt(lives, instant, { [name]: [code] });
        expectFigures(row?.indicators ?? [], issues, dateOf(instant));
      }
    }
  });

  it('drills down to exactly the rows that make each numerator', async () => {
    const instant = '2020-07-20T04:00:00.000Z';
    const unitId = app.units['qinghe'] as string;
    const unitIds = ['qinghe', 'shaigu', 'zhuwan'].map((key) => app.units[key] as string);
    const query = { asOf: instant, unitId };
    const { indicators } = (await ask('overview', query)) as { indicators: Figure[] };
    const expected = referenceRows(issuesAt(lives, instant, { unitIds }), dateOf(instant));
    const director = await app.as('director');
    for (const figure of indicators.filter(({ id }) => id in expected)) {
      const shown = new Map<string, number>();
      for (let page = 1; ; page += 1) {
        const path = `${figure.rows.replace('/api', '')}&pageSize=200&page=${page}`;
        const body = ok(await director.get(path)).body as RowsPage;
        expect(body.sum).toBe(figure.numerator);
        for (const { id, value } of body.items) shown.set(id, value);
        if (page * 200 >= body.total) break;
      }
      expect(shown).toEqual(expected[figure.id]);
    }
  }, 60_000);

  it('has a trend whose months join, and which closes with what is open', async () => {
    for (const query of [{}, { source: 'AUDIT' }, { asOf: '2020-07-17' }] as Record<
      string,
      string
    >[]) {
      const { rows } = (await ask('trend', query)) as { rows: TrendRow[] };
      let opening = 0;
      for (const row of rows) {
        const { opened, reopened, transferredIn, closed, transferredOut, removed } = row;
        expect(row.opening).toBe(opening);
        expect(
          row.opening + opened + reopened + transferredIn - closed - transferredOut - removed,
        ).toBe(row.closing);
        opening = row.closing;
        const last = row === rows.at(-1);
        const end = last && !query['asOf'] ? NOW : monthEnd(row.month, query['asOf']);
        // A source is the issue's at the instant of the question, so only the last month is compared.
        if (query['source'] && !last) continue;
        const open = referenceFigures(
          issuesAt(lives, end, query['source'] ? { source: [query['source']] } : {}),
          dateOf(end),
        );
        expect({ month: row.month, open: row.closing }).toEqual({
          month: row.month,
          open: open['open']?.numerator,
        });
      }
      expect(rows.length).toBeGreaterThan(4);
    }
  });
});

interface RowsPage {
  items: { id: string; value: number }[];
  total: number;
  sum: number;
}

interface TrendRow {
  month: string;
  opening: number;
  opened: number;
  reopened: number;
  transferredIn: number;
  closed: number;
  transferredOut: number;
  removed: number;
  closing: number;
}

/** Last instant of a month in China, or of the day asked for when that is earlier. */
function monthEnd(month: string, asOf: string | undefined): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const end = new Date(Date.UTC(year, number, 1) - 8 * 3_600_000 - 1).toISOString();
  const day = asOf && new Date(Date.parse(`${asOf}T16:00:00Z`) - 1).toISOString();
  return day && day < end ? day : end;
}
