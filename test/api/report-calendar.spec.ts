import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';
import { amend, refusal, reportOf } from './schedule.fixture.js';

interface Duty {
  reportId: string | null;
  planned: boolean;
  unit: { id: string; name: string };
  ruleCode: string;
  period: string;
  dueOn: string | null;
  status: string | null;
  late: boolean;
}

describe.each(ENGINES)('the duty calendar on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-31T09:00:00+08:00');
    campaignId = await createCampaign(app);
    await app.tick();
    const desk = new ReportDesk(app, campaignId);
    await desk.seal('wanglan', '2020-04', { isNil: true });
  });
  afterAll(() => app.stop());

  const calendar = async (user: string, query: string) =>
    (await app.as(user)).get(`/report-calendar?campaignId=${campaignId}&pageSize=200&${query}`);
  const lines = ({ items }: { items: Duty[] }): string[] =>
    items.map(
      ({ ruleCode, period, dueOn, planned, status, late }) =>
        `${dueOn} ${ruleCode} ${period} ${planned ? 'planned' : status}${late ? ' late' : ''}`,
    );

  it('shows a town what it owes, made and to come, in the order of the days', async () => {
    const answer = ok(await calendar('qinghe.clerk', 'from=2020-04-01&to=2020-08-31'));
    expect(lines(answer.body)).toEqual([
      '2020-04-10 QJ-Q 2020Q1 PENDING late',
      '2020-04-30 QJ-M 2020-04 PENDING late',
      '2020-05-30 QJ-M 2020-05 PENDING late',
      '2020-06-30 QJ-M 2020-06 planned',
      '2020-07-10 QJ-Q 2020Q2 planned',
      '2020-07-30 QJ-M 2020-07 planned',
      '2020-08-30 QJ-M 2020-08 planned',
    ]);
    expect(answer.body.total).toBe(7);
    expect(answer.body.items[2]).toMatchObject({
      unit: { id: app.units.qinghe, name: '青禾镇人民政府' },
      receiver: { id: app.units.anlan },
      ruleName: '农村低保专项治理工作台账',
      suggestedOn: '2020-05-29',
      dueNotice: '应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送',
      version: 1,
    });
    expect(answer.body.items.at(-1)).toMatchObject({
      reportId: null,
      opensOn: '2020-08-01',
      suggestedOn: '2020-08-28',
      version: null,
    });
  });

  it('shows the bureau all towns, or one of them, by rule and page', async () => {
    const june = ok(await calendar('div.clerk', 'from=2020-06-01&to=2020-06-30')).body;
    expect(june.total).toBe(5);
    const one = ok(
      await calendar('div.clerk', `from=2020-01-01&to=2020-12-31&unitId=${app.units.liping}`),
    ).body;
    expect(new Set(one.items.map(({ unit }: Duty) => unit.id))).toEqual(
      new Set([app.units.liping]),
    );
    const rule = ok(
      await calendar('city.reviewer', 'from=2020-01-01&to=2020-12-31&ruleCode=QJ-Q'),
    ).body;
    expect([...new Set(rule.items.map(({ ruleCode }: Duty) => ruleCode))]).toEqual(['QJ-Q']);
    const paged = ok(
      await (
        await app.as('div.clerk')
      ).get(
        `/report-calendar?campaignId=${campaignId}&from=2020-06-01&to=2020-06-30&page=2&pageSize=2`,
      ),
    ).body;
    expect(paged).toMatchObject({ total: 5, page: 2, pageSize: 2 });
    expect(paged.items).toEqual(june.items.slice(2, 4));
  });

  it.each([
    ['another county', 'yunqi.clerk', 'from=2020-06-01&to=2020-06-30', 404],
    ['an administrator', 'admin', 'from=2020-06-01&to=2020-06-30', 403],
    ['a span of no days', 'div.clerk', 'from=2020-06-02&to=2020-06-01', 422],
    ['a span of years', 'div.clerk', 'from=2020-01-01&to=2022-06-01', 422],
    ['no span', 'div.clerk', 'from=2020-01-01', 400],
  ])('refuses %s', async (_what, user, query, status) => {
    expect((await calendar(user, query)).status).toBe(status);
  });

  it('refuses a unit out of scope', async () => {
    const query = `from=2020-06-01&to=2020-06-30&unitId=${app.units.liping}`;
    expect(refusal(await calendar('qinghe.clerk', query))).toEqual([404, 'NOT_FOUND']);
  });

  it('gives a town its own duties', async () => {
    const { body } = ok(await (await app.as('wanglan.leader')).get('/reports/duties'));
    expect(lines({ items: body.owed })).toEqual([
      '2020-04-10 QJ-Q 2020Q1 PENDING late',
      '2020-05-30 QJ-M 2020-05 PENDING late',
      '2020-06-30 QJ-M 2020-06 planned',
    ]);
    expect([body.toReceive, body.missing]).toEqual([[], []]);
  });

  it('gives the bureau what has come in and who is missing, also to its departments', async () => {
    for (const user of ['div.clerk', 'deputy']) {
      const { body } = ok(await (await app.as(user)).get('/reports/duties'));
      expect(body.owed).toEqual([]);
      expect(lines({ items: body.toReceive })).toEqual(['2020-04-30 QJ-M 2020-04 SUBMITTED late']);
      expect(body.toReceive[0].unit.id).toBe(app.units.wanglan);
      const missing = lines({ items: body.missing });
      expect(missing.filter((line) => line.includes('QJ-M 2020-04'))).toHaveLength(4);
      expect(missing.filter((line) => line.includes('QJ-M 2020-05'))).toHaveLength(5);
      expect(missing).toHaveLength(4 + 5 + 5);
    }
  });

  it('plans a report once it is opened by hand only as what it is', async () => {
    app.moveTo('2020-06-01T09:00:00+08:00');
    await new ReportDesk(app, campaignId).open('qinghe', '2020-06');
    const { body } = ok(await calendar('qinghe.clerk', 'from=2020-06-01&to=2020-06-30'));
    expect(lines(body)).toEqual(['2020-06-30 QJ-M 2020-06 PENDING']);
    expect(body.items[0].reportId).toBe((await reportOf(app, 'qinghe', 'QJ-M', '2020-06')).id);
  });

  it('shows nothing to come of a campaign that is closed', async () => {
    await amend(app, campaignId, { status: 'CLOSED', reason: '结束' });
    const { body } = ok(await calendar('div.clerk', 'from=2020-06-01&to=2020-12-31'));
    expect(lines(body)).toEqual(['2020-06-30 QJ-M 2020-06 PENDING']);
  });
});
