import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, FAVOUR, WARNING } from './cases.fixture.js';
import { ReportDesk } from './reporting.fixture.js';
import type { Figure, UnitRow } from './statistics.fixture.js';

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

  it('counts a person of two cases once, and names both cases in the row', async () => {
    const desk = new CaseDesk(app, campaignId);
    const [cadre] = FAVOUR.persons;
    const second = await desk.approved({
      persons: [
        { ...cadre, sanctions: [{ ...WARNING, type: 'ADMONITION' }] },
        { ...cadre, realName: '赵明', sanctions: [{ ...WARNING, type: 'CRITICISM' }] },
      ],
    });
    const director = await app.as('director');
    const shown = (await figures())['dealtPersons'] as Figure;
    expect(shown.numerator).toBe(3);
    const { items, sum, total } = ok(await director.get(shown.rows.replace('/api', ''))).body as {
      items: { no: string; statement: string; value: number }[];
      sum: number;
      total: number;
    };
    expect([sum, total]).toEqual([3, 3]);
    const { caseNo } = second as unknown as { caseNo: string };
    const named = items
      .filter(({ no }) => no.includes(caseNo))
      .map(({ no, statement }) => [statement, no.split('、').length]);
    expect(named).toEqual([
      ['王某（村党支部书记）', 2],
      ['赵某（村党支部书记）', 1],
    ]);
    const page = ok(await director.get(`${shown.rows.replace('/api', '')}&pageSize=2&page=2`)).body;
    expect([page.items.length, page.total, page.sum]).toEqual([1, 3, 3]);
  });
});
