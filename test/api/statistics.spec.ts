import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, type TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import {
  byId,
  type Figure,
  makeWorld,
  type StatisticsWorld,
  type UnitRow,
} from './statistics.fixture.js';

describe.each(ENGINES)('statistics on %s', (engine) => {
  let world: StatisticsWorld;
  let app: TestApp;
  let campaignId: string;
  let ask: StatisticsWorld['ask'];

  beforeAll(async () => {
    world = await makeWorld(engine);
    ({ app, campaignId, ask } = world);
  });
  afterAll(() => app.stop());

  describe('overview', () => {
    it('has the figures of now, each with numerator, denominator, text and address', async () => {
      const body = await ask('overview');
      const shown = byId(body.indicators as Figure[]);
      expect(shown['total']).toMatchObject({ numerator: 4, denominator: null, text: '4' });
      expect(shown['closureRate']).toMatchObject({ numerator: 1, denominator: 4, text: '25.00%' });
      expect(shown['dueClosureRate']).toMatchObject({ numerator: 1, denominator: 2 });
      expect(shown['overdueCount']?.numerator).toBe(1);
      expect(shown['avgOverdueDays']).toMatchObject({ numerator: 12, text: '12.00天' });
      expect(shown['carriedOver']?.numerator).toBe(1);
      expect(shown['returnRate']).toMatchObject({ numerator: 1, denominator: 2, text: '50.00%' });
      expect(shown['avgDays']).toMatchObject({ numerator: 40, denominator: 1 });
      expect(shown['recoveryRate']).toMatchObject({ denominator: 0, value: null, text: '—' });
      for (const { id, rows } of body.indicators as Figure[]) {
        expect(rows).toContain(`/api/statistics/rows?indicator=${id}&campaignId=${campaignId}`);
      }
      expect((body.cards as Figure[]).map(({ id }) => id).slice(0, 5)).toEqual([
        'total',
        'closed',
        'closureRate',
        'overdueCount',
        'carriedOver',
      ]);
      expect(body.partial).toBe(0);
      expect(JSON.stringify(body.notMeasured)).toContain('线索');
    });

    it.each([
      ['2020-03-31', 0, 0, 0],
      ['2020-04-01', 4, 0, 0],
      ['2020-05-11T10:00:00+08:00', 4, 1, 0],
      ['2020-05-11T09:59:59.999+08:00', 4, 0, 0],
      ['2020-05-20', 4, 1, 0],
      ['2020-05-21', 4, 1, 1],
    ])('as of %s: %i in all, %i closed, %i overdue', async (asOf, total, done, overdue) => {
      const body = await ask('overview', `&asOf=${encodeURIComponent(asOf)}`);
      const shown = byId(body.indicators as Figure[]);
      expect([
        shown['total']?.numerator,
        shown['closed']?.numerator,
        shown['overdueCount']?.numerator,
      ]).toEqual([total, done, overdue]);
    });

    it('filters by unit, category and source together', async () => {
      const town = `&unitId=${app.units['qinghe']}`;
      const numbers = async (query: string) => {
        const shown = byId((await ask('overview', query)).indicators as Figure[]);
        return [shown['total']?.numerator, shown['closed']?.numerator];
      };
      expect(await numbers(town)).toEqual([2, 1]);
      expect(await numbers(`${town}&source=AUDIT`)).toEqual([1, 1]);
      expect(await numbers('&source=AUDIT&category=F04_ARCHIVE')).toEqual([0, 0]);
      expect(await numbers('&category=F04_ARCHIVE,A05_SPLIT_HOUSEHOLD')).toEqual([4, 1]);
      expect(await numbers('&severity=SERIOUS')).toEqual([0, 0]);
      // Reports belong to no category, so they are not shown as if they did.
      const filtered = byId((await ask('overview', '&source=AUDIT')).indicators as Figure[]);
      expect(filtered['onTimeReportRate']).toBeUndefined();
    });
  });

  describe('questions refused', () => {
    it.each([
      ['', 400],
      ['campaignId=?&who=1', 400],
      ['campaignId=?&asOf=2020-02-30', 400],
      ['campaignId=?&asOf=gestern', 400],
      ['campaignId=?&category=Z99', 400],
      ['campaignId=?&asOf=2020-06-02', 422],
    ])('%s: %i', async (query, status) => {
      const director = await app.as('director');
      const answer = await director.get(`/statistics/overview?${query.replace('?', campaignId)}`);
      expect(answer.status).toBe(status);
      if (status === 422) {
        expect(answer.body.code).toBe('AS_OF_IN_FUTURE');
        expect(answer.body.errors[0].path).toBe('asOf');
      }
    });
  });

  describe('units', () => {
    it('are those of the next level, ranked, with those without issues apart', async () => {
      const body = await ask('units');
      const rows = body.rows as UnitRow[];
      expect(rows.map(({ unit, rank }) => [unit.name, rank])).toEqual([
        ['青禾镇人民政府', 1],
        ['望澜镇人民政府', 2],
        ['栗坪镇人民政府', 2],
      ]);
      expect(rows[0]?.statuses).toMatchObject({ RECTIFYING: 1, CLOSED: 1, CARRIED_OVER: 0 });
      expect(body.withoutIssues.map(({ name }: { name: string }) => name)).toEqual([
        '梧坪乡人民政府',
        '澜桥街道办事处',
      ]);
      expect(byId(body.total as Figure[])['total']?.numerator).toBe(4);
      expect(body.rankedBy).toBe('到期销号率、逾期、平均逾期天数、报送及时率');
    });

    it('are ranked the other way round where less is better', async () => {
      const rows = (await ask('units', '&rankBy=overdueCount')).rows as UnitRow[];
      expect(rows.map(({ unit, rank }) => [unit.name, rank]).at(-1)).toEqual(['青禾镇人民政府', 3]);
    });

    it('drill to rows that are theirs', async () => {
      const rows = (await ask('units')).rows as UnitRow[];
      const director = await app.as('director');
      for (const { indicators } of rows) {
        const figure = byId(indicators)['total'] as Figure;
        const answer = ok(await director.get(figure.rows.replace('/api', '')));
        expect(answer.body.sum).toBe(figure.numerator);
      }
    });
  });

  it('groups categories under their heads', async () => {
    const { rows } = await ask('categories');
    expect(
      rows.map(
        ({ code, group, indicators }: { code: string; group: string; indicators: Figure[] }) => [
          code,
          group,
          byId(indicators)['total']?.numerator,
        ],
      ),
    ).toEqual([
      ['A', null, 3],
      ['A05_SPLIT_HOUSEHOLD', 'A', 3],
      ['F', null, 1],
      ['F04_ARCHIVE', 'F', 1],
    ]);
  });

  it('compares with the month before and the year before', async () => {
    const { rows, current, previous, lastYear } = await ask('comparisons', '&asOf=2020-05-31');
    expect([current, previous, lastYear].map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2020-05-01 2020-05-31',
      '2020-04-01 2020-04-30',
      '2019-05-01 2019-05-31',
    ]);
    const row = (id: string) => rows.find((candidate: { id: string }) => candidate.id === id);
    expect(row('opened')).toMatchObject({
      current: { numerator: 1 },
      previous: { numerator: 4 },
      onPrevious: { text: '-75.00%', absolute: -3 },
      onLastYear: { value: null, text: '—', absolute: 1 },
    });
    expect(row('closureRate')).toMatchObject({
      current: { text: '25.00%' },
      previous: { text: '0.00%' },
      onPrevious: { text: '+25.00个百分点', value: 25 },
      lastYear: { text: '—' },
      onLastYear: { text: '—', value: null },
    });
  });
});
