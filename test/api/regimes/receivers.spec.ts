import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { ENGINES, TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import { refusal, type ReportRow, reportsOf, tickAt } from '../schedule.fixture.js';
import { Province } from './province.fixture.js';

/** 吉林: the counties report to their city, the cities to the province; each receives its own. */
describe.each(ENGINES)('receivers of several levels on %s', (engine) => {
  let app: TestApp;
  let province: Province;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.start(engine, '2020-03-20T09:00:00+08:00');
    province = await Province.make(app);
    const chief = await app.as('province.chief');
    campaignId = ok(await chief.post('/campaigns', { template: 'jilin-2020' })).body.id;
  });
  afterAll(() => app.stop());

  const shift = async (user: string, newDueOn: string): Promise<Response> =>
    (await app.as(user)).post('/report-shifts', {
      ...{ campaignId, ruleCode: 'JL-Y1', period: '2020', newDueOn },
      reason: '各县汇总需要时间',
    });
  const annual = async (county: string): Promise<ReportRow> => {
    const { id } = province.of(county);
    const found = (await reportsOf(app, 'JL-Y1', '2020')).find(({ unitId }) => unitId === id);
    if (!found) throw new Error(`${county} has no annual report`);
    return found;
  };
  const dueDays = (counties: readonly string[]) =>
    Promise.all(counties.map(async (county) => (await annual(county)).dueOn));

  it('lets a city move the day of its own counties only, before the reports are made', async () => {
    expect(refusal(await shift('province.chief', '2020-12-02'))).toEqual([403, 'FORBIDDEN']);
    expect(refusal(await shift('county.chief', '2020-12-02'))).toEqual([403, 'FORBIDDEN']);
    const { body } = ok(await shift('citya.chief', '2020-12-02'));
    expect(body).toMatchObject({ receiver: { id: province.of('cityA').id }, reportCount: 0 });
    await tickAt(app, '2020-04-01T00:00:00+08:00');
    expect(await dueDays(['countyA1', 'countyA2', 'countyB1', 'direct1'])).toEqual([
      '2020-12-02',
      '2020-12-02',
      '2020-11-30',
      '2020-11-30',
    ]);
  });

  it('lets the other city move its counties afterwards', async () => {
    const { body } = ok(await shift('cityb.reviewer', '2020-12-03'));
    expect(body).toMatchObject({ shiftNo: 1, reportCount: 4 });
    expect(await dueDays(['countyA1', 'countyB1', 'direct1'])).toEqual([
      '2020-12-02',
      '2020-12-03',
      '2020-12-03',
    ]);
    const listed = async (user: string) =>
      ok(await (await app.as(user)).get(`/report-shifts?campaignId=${campaignId}`)).body.total;
    expect(await listed('province.chief')).toBe(2);
    expect(await listed('citya.chief')).toBe(1);
    expect(await listed('county.chief')).toBe(1);
  });

  it('lets a city exempt its own counties only', async () => {
    const exempt = async (user: string, county: string) => {
      const { id, version } = await annual(county);
      const body = { reason: '新设的县' };
      return (await app.as(user)).post(`/reports/${id}/exemption`, body, version);
    };
    expect((await exempt('citya.chief', 'countyB1')).status).toBe(404);
    expect((await exempt('province.chief', 'countyB1')).status).toBe(403);
    expect((await exempt('county.chief', 'countyA1')).status).toBe(403);
    expect(ok(await exempt('citya.chief', 'countyA2')).body.status).toBe('EXEMPT');
  });

  it('lets a city urge its own counties only', async () => {
    await tickAt(app, '2020-12-05T09:00:00+08:00');
    const urge = async (user: string, county: string) => {
      const { id } = await annual(county);
      return (await app.as(user)).post(`/reports/${id}/urges`, { channel: 'PHONE', note: '请报' });
    };
    expect((await urge('cityb.reviewer', 'direct2')).status).toBe(201);
    expect((await urge('citya.chief', 'countyA1')).status).toBe(201);
    expect(refusal(await urge('citya.chief', 'countyA2'))).toEqual([409, 'NOT_TO_BE_URGED']);
    expect((await urge('cityb.reviewer', 'countyA1')).status).toBe(404);
    expect((await urge('province.chief', 'countyA1')).status).toBe(403);
    const body = { campaignId, ruleCode: 'JL-Y1' };
    const all = ok(await (await app.as('cityb.reviewer')).post('/report-urges', body)).body;
    expect([all.urged.length, all.skipped]).toEqual([4, []]);
  });

  it('shows each its duties', async () => {
    const missing = async (user: string) => {
      const { body } = ok(await (await app.as(user)).get('/reports/duties'));
      return (body.missing as { ruleCode: string; unit: { id: string } }[])
        .filter(({ ruleCode }) => ruleCode === 'JL-Y1')
        .map(({ unit }) => unit.id);
    };
    expect(await missing('citya.chief')).toEqual([province.of('countyA1').id]);
    expect(await missing('cityb.reviewer')).toHaveLength(4);
    expect(await missing('province.chief')).toEqual([]);
    const own = ok(await (await app.as('county.chief')).get('/reports/duties')).body.owed;
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ ruleCode: 'JL-Y1', late: true });
  });
});
