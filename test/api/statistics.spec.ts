import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sql } from '../../src/platform/database/queryable.js';
import { readPdf } from '../documents/support/read-pdf.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { CaseDesk } from './cases.fixture.js';
import { download, ReportDesk } from './reporting.fixture.js';

interface Figure {
  id: string;
  numerator: number;
  denominator: number | null;
  value: number | null;
  text: string;
  rows: string;
}

interface UnitRow {
  unit: { id: string; name: string };
  ownLevel: boolean;
  rank: number;
  statuses: Record<string, number>;
  indicators: Figure[];
}

const FIGURE_ROUTES = [
  'overview',
  'units',
  'categories',
  'sources',
  'trend',
  'comparisons',
  'unresolved',
  'light-wall',
  'report-punctuality',
];

describe.each(ENGINES)('statistics on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let campaignId: string;
  let closed: DrivenIssue;
  let late: DrivenIssue;
  let carried: DrivenIssue;

  /** 青禾镇: one closed, one overdue; 望澜镇: one carried over; 栗坪镇: one just registered; one void. */
  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    closed = await driver.to('RECTIFYING', { source: 'AUDIT' });
    late = await driver.to('RECTIFYING', { statement: '三户未按单人户纳入' });
    driver.town = 'wanglan';
    carried = await driver.to('RECTIFYING', { category: 'F04_ARCHIVE' });
    driver.town = 'liping';
    const mistaken = await driver.to('REGISTERED');

    app.moveTo('2020-05-11T10:00:00+08:00');
    driver.town = 'qinghe';
    await driver.addEvidence(closed);
    closed = await driver.applyClosure(await driver.read(closed.id));
    await driver.review(closed, {
      decision: 'RETURNED',
      reasonCode: 'R1',
      demand: '请补充首次发放低保金的银行回单。',
    });
    closed = await driver.applyClosure(await driver.read(closed.id));
    closed = await driver.approveAll(closed);
    driver.town = 'liping';
    await driver.to('REGISTERED');
    await driver.step('div.chief', mistaken, 'void', { reason: '经核查该问题不属实，予以撤销。' });

    app.moveTo('2020-05-15T10:00:00+08:00');
    carried = await driver.step('deputy', await driver.read(carried.id), 'carry-over', {
      unresolvedReason: 'U1',
      unresolvedNote: '上级配套办法尚未出台，短期内不能到位。',
      stageGoal: '完成征求意见。',
      nextReviewOn: '2020-06-15',
      expectedFinishOn: '2020-07-31',
      nextStep: '起草办法并征求意见。',
    });

    app.moveTo('2020-06-01T10:00:00+08:00');
    driver.town = 'qinghe';
    late = await driver.addProgress(await driver.read(late.id), {
      unresolvedReason: 'U9',
      nextStep: '本月内逐户办结。',
    });
  });
  afterAll(() => app.stop());

  async function ask(route: string, query = '', user = 'director') {
    const caller = await app.as(user);
    return ok(await caller.get(`/statistics/${route}?campaignId=${campaignId}${query}`)).body;
  }
  const byId = (figures: Figure[]): Record<string, Figure> =>
    Object.fromEntries(figures.map((figure) => [figure.id, figure]));

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

  describe('who sees what', () => {
    it('a town sees its own issues only, in every figure', async () => {
      const overview = byId((await ask('overview', '', 'qinghe.clerk')).indicators as Figure[]);
      expect(overview['total']?.numerator).toBe(2);
      const units = await ask('units', '', 'qinghe.clerk');
      expect(units.unit.id).toBe(app.units['qinghe']);
      const { rows, total } = await ask('light-wall', '', 'qinghe.clerk');
      expect(rows).toHaveLength(1);
      expect(total.DONE).toBe(1);
      const trend = await ask('trend', '', 'qinghe.clerk');
      expect(trend.rows.at(-1).closing).toBe(1);
      const unresolved = await ask('unresolved', '', 'qinghe.clerk');
      expect(unresolved.items.map(({ id }: { id: string }) => id)).toEqual([late.id]);
      const listed = await ask('rows', '&indicator=total', 'qinghe.clerk');
      expect(listed.items.map(({ id }: { id: string }) => id).sort()).toEqual(
        [closed.id, late.id].sort(),
      );
    });

    it.each([...FIGURE_ROUTES, 'rows'])('%s answers 404 outside the scope', async (route) => {
      const extra = route === 'rows' ? '&indicator=total' : '';
      const foreign = await app.as('yunqi.clerk');
      const path = `/statistics/${route}?campaignId=${campaignId}${extra}`;
      await foreign.get(path).expect(404);
      const town = await app.as('qinghe.clerk');
      await town.get(`${path}&unitId=${app.units['wanglan']}`).expect(404);
      await town.get(`${path}&unitId=${app.units['songxi']}`).expect(404);
    });

    it('a bureau asking for a unit of another county is answered 404', async () => {
      const director = await app.as('director');
      const path = `/statistics/overview?campaignId=${campaignId}&unitId=${app.units['songxi']}`;
      await director.get(path).expect(404);
    });

    it('the city sees the county as a whole', async () => {
      const shown = byId((await ask('overview', '', 'city.reviewer')).indicators as Figure[]);
      expect(shown['total']?.numerator).toBe(4);
    });

    it('leadership sees every figure, but no issue line', async () => {
      for (const route of FIGURE_ROUTES) await ask(route, '', 'leadership');
      const figures = byId((await ask('overview', '', 'leadership')).indicators as Figure[]);
      expect(figures['total']?.numerator).toBe(4);
      const unresolved = await ask('unresolved', '', 'leadership');
      expect([unresolved.total, unresolved.items]).toEqual([2, []]);
      const leader = await app.as('leadership');
      for (const path of ['rows', 'unresolved.xlsx', 'unresolved.pdf']) {
        const refused = await leader.get(
          `/statistics/${path}?campaignId=${campaignId}&indicator=total`,
        );
        expect([path, refused.status]).toEqual([path, 403]);
      }
    });

    it('administrators see none of it', async () => {
      const admin = await app.as('admin');
      await admin.get(`/statistics/overview?campaignId=${campaignId}`).expect(403);
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

  describe('未整改到位', () => {
    it('lists what is overdue first, then what is carried over, with sums and distribution', async () => {
      const body = await ask('unresolved');
      expect(body.items).toMatchObject([
        {
          seq: 1,
          id: late.id,
          overdueDays: 12,
          carriedOver: false,
          reason: 'U9',
          measures: '已完成入户核查，正在办理审批。',
          nextStep: '本月内逐户办结。',
          persons: ['经办人'],
        },
        {
          seq: 2,
          id: carried.id,
          overdueDays: 0,
          carriedOver: true,
          reason: 'U1',
          expectedFinishOn: '2020-07-31',
        },
      ]);
      expect(body.reasons).toMatchObject([
        { reason: 'U1', count: 1, carriedOver: 1 },
        { reason: 'U9', count: 1, overdue: 1 },
      ]);
      expect(body.distribution).toEqual({ units: 3, full: 0, most: 0, less: 3 });
    });

    it('is what it was at a past instant', async () => {
      const body = await ask('unresolved', '&asOf=2020-05-25');
      expect(body.items).toMatchObject([
        { id: late.id, overdueDays: 5, reason: null, measures: null },
        { id: carried.id, carriedOver: true, reason: 'U1' },
      ]);
      expect((await ask('unresolved', '&asOf=2020-05-14')).total).toBe(0);
    });

    it('is a workbook and a PDF with every line and the sums', async () => {
      const director = await app.as('director');
      const path = (format: string) => `/statistics/unresolved.${format}?campaignId=${campaignId}`;
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load((await download(director, path('xlsx'))) as unknown as ArrayBuffer);
      const cells = JSON.stringify(workbook.worksheets[0]?.getSheetValues());
      expect(cells).toContain(late.issueNo);
      expect(cells).toContain('责任单位推进不力：1个（逾期1个、持续整改0个）');
      const pages = await readPdf(await download(director, path('pdf')));
      const text = pages.map((page) => page.text).join('');
      expect(text).toContain('未整改到位问题清单');
      expect(text).toContain(late.issueNo);
      expect(text).toContain('共2个问题，其中逾期1个、持续整改1个');
      expect(text).toContain('整改率100%的单位0个，80%至100%的0个，80%以下的3个。');
    });
  });

  it('has a light wall that agrees with the filtered lists', async () => {
    const { rows, total } = await ask('light-wall');
    const director = await app.as('director');
    for (const { unit, lights } of rows) {
      for (const light of ['GREEN', 'YELLOW', 'RED', 'GRAY', 'DONE']) {
        const query = `campaignId=${campaignId}&unitId=${unit.id}&light=${light}`;
        const list = ok(await director.get(`/issues?${query}`)).body;
        expect([unit.name, light, lights[light]]).toEqual([unit.name, light, list.total]);
      }
    }
    expect(total).toMatchObject({ RED: 1, DONE: 1 });
  });

  it('keeps states that nobody can change, one for each step that a figure looks at', async () => {
    const states = await app.rows<{ status: string; version: number }>(sql`
      SELECT status, version FROM issue_states WHERE issue_id = ${closed.id} ORDER BY version`);
    expect(states.map(({ status }) => status)).toEqual([
      'REGISTERED',
      'ASSIGNED',
      'PLANNING',
      'PLAN_REVIEW',
      'RECTIFYING',
      'CLOSURE_REVIEW',
      'RECTIFYING',
      'CLOSURE_REVIEW',
      'CLOSED',
    ]);
    const changed = app.uow.run((tx) =>
      tx.execute(sql`UPDATE issue_states SET status = 'CLOSED' WHERE issue_id = ${late.id}`),
    );
    await expect(changed).rejects.toThrow(/append-only/);
  });
});

describe.each(ENGINES)('reports and persons on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    const desk = new ReportDesk(app, campaignId);
    app.moveTo('2020-04-28T10:00:00+08:00');
    await desk.seal('qinghe', '2020-04', { isNil: true });
    await desk.open('liping', '2020-04');
    await desk.open('wanglan', '2020-04');
    app.moveTo('2020-05-03T10:00:00+08:00');
    await desk.seal('wanglan', '2020-04', { isNil: true });
  });
  afterAll(() => app.stop());

  async function figures(query = '', user = 'director'): Promise<Record<string, Figure>> {
    const caller = await app.as(user);
    const path = `/statistics/overview?campaignId=${campaignId}${query}`;
    const { indicators } = ok(await caller.get(path)).body as { indicators: Figure[] };
    return Object.fromEntries(indicators.map((figure) => [figure.id, figure]));
  }

  it('counts reports on time, late, missing and nil, and shows which', async () => {
    const shown = await figures();
    expect(shown['onTimeReportRate']).toMatchObject({
      numerator: 1,
      denominator: 3,
      text: '33.33%',
    });
    expect(shown['lateReports']?.numerator).toBe(1);
    expect(shown['missingReports']?.numerator).toBe(1);
    expect(shown['nilReports']?.numerator).toBe(2);
    const director = await app.as('director');
    for (const id of ['onTimeReportRate', 'lateReports', 'missingReports', 'nilReports']) {
      const figure = shown[id] as Figure;
      const { sum, items } = ok(await director.get(figure.rows.replace('/api', ''))).body;
      expect([id, sum, items.length]).toEqual([id, figure.numerator, figure.numerator]);
    }
    const missing = ok(
      await director.get((shown['missingReports'] as Figure).rows.replace('/api', '')),
    ).body;
    expect(missing.items).toMatchObject([
      { kind: 'REPORT', unit: { name: '栗坪镇人民政府' }, deadline: '2020-04-30', overdueDays: 3 },
    ]);
  });

  it('is what it was before the late report came', async () => {
    const shown = await figures('&asOf=2020-05-02');
    expect(shown['onTimeReportRate']).toMatchObject({ numerator: 1, denominator: 3 });
    expect([shown['lateReports']?.numerator, shown['missingReports']?.numerator]).toEqual([0, 2]);
    // Which reports stood returned is not kept, so the past has no such figure.
    expect(shown['returnedReports']).toBeUndefined();
    const before = await figures('&asOf=2020-04-29');
    expect(before['onTimeReportRate']).toMatchObject({ denominator: 0, text: '—' });
  });

  it('tells the punctuality of each unit, a town only its own', async () => {
    const director = await app.as('director');
    const path = `/statistics/report-punctuality?campaignId=${campaignId}`;
    const { rows } = ok(await director.get(path)).body;
    expect(
      rows.map(
        ({ unit, due, lateDays, indicators }: UnitRow & { due: number; lateDays: number }) => [
          unit.name,
          due,
          lateDays,
          indicators.find(({ id }) => id === 'onTimeReportRate')?.text,
        ],
      ),
    ).toEqual([
      ['青禾镇人民政府', 1, 0, '100.00%'],
      ['望澜镇人民政府', 1, 3, '0.00%'],
      ['栗坪镇人民政府', 1, 0, '0.00%'],
    ]);
    const town = await app.as('wanglan.clerk');
    expect(ok(await town.get(path)).body.rows).toHaveLength(1);
  });

  it('counts the persons dealt with in approved cases, each once, from the day of approval', async () => {
    app.moveTo('2020-07-06T09:00:00+08:00');
    const desk = new CaseDesk(app, campaignId);
    await desk.approved();
    await desk.draft();
    const shown = (await figures())['dealtPersons'] as Figure;
    expect(shown.numerator).toBe(2);
    expect((await figures('&asOf=2020-07-05'))['dealtPersons']?.numerator).toBe(0);
    const director = await app.as('director');
    const { items, sum } = ok(await director.get(shown.rows.replace('/api', ''))).body;
    expect(sum).toBe(2);
    expect(JSON.stringify(items)).toContain('王某');
    expect(JSON.stringify(items)).not.toContain('王晓');
    const inspector = await app.as('inspector');
    const path = `/statistics/rows?campaignId=${campaignId}&indicator=dealtPersons`;
    await inspector.get(path).expect(403);
    expect((await figures('', 'leadership'))['dealtPersons']?.numerator).toBe(2);
  });
});
