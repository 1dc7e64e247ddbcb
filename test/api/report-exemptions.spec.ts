import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';
import { auditOf, messagesOf, refusal, reportOf, tickAt } from './schedule.fixture.js';

describe.each(ENGINES)('exemption from a report on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    await app.tick();
  });
  afterAll(() => app.stop());

  const offers = async (town: string): Promise<string[]> => {
    const { id } = await reportOf(app, town, 'QJ-M', '2020-04');
    const answer = ok(await (await app.as('div.chief')).get(`/reports/${id}`)).body;
    const names = ['exempt', 'endExemption'];
    return (answer.allowedActions as string[]).filter((action) => names.includes(action));
  };
  const post = async (
    user: string,
    town: string,
    noun: string,
    body: object = { reason: '该镇本月没有农村低保业务' },
    period = '2020-04',
  ): Promise<Response> => {
    const { id, version } = await reportOf(app, town, 'QJ-M', period);
    return (await app.as(user)).post(`/reports/${id}/${noun}`, body, version);
  };

  it.each([
    ['a clerk of the receiver', 'div.clerk', 403],
    ['the director, who signs other things', 'director', 403],
    ['the reporter', 'qinghe.leader', 403],
    ['the other county', 'yunqi.clerk', 403],
  ])('is not granted by %s', async (_who, user, status) => {
    expect((await post(user, 'qinghe', 'exemption')).status).toBe(status);
    expect((await reportOf(app, 'qinghe', 'QJ-M', '2020-04')).status).toBe('PENDING');
  });

  it('needs a reason and the version seen', async () => {
    expect(refusal(await post('div.chief', 'qinghe', 'exemption', {}))).toEqual([
      400,
      'INVALID_INPUT',
    ]);
    const { id } = await reportOf(app, 'qinghe', 'QJ-M', '2020-04');
    const chief = await app.as('div.chief');
    const body = { reason: '无业务' };
    expect((await chief.post(`/reports/${id}/exemption`, body)).status).toBe(428);
    expect((await chief.post(`/reports/${id}/exemption`, body, 99)).status).toBe(412);
  });

  it('is granted by the receiver’s chief or deputy before the due instant', async () => {
    const answer = ok(await post('div.chief', 'qinghe', 'exemption'));
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.body).toMatchObject({
      status: 'EXEMPT',
      exemptReason: '该镇本月没有农村低保业务',
      late: false,
      version: 2,
    });
    app.moveTo('2020-04-30T23:59:59+08:00');
    expect(ok(await post('deputy', 'wanglan', 'exemption')).body.status).toBe('EXEMPT');
    const entries = await auditOf(app, 'report.exempt');
    expect(entries.map(({ actorName }) => actorName)).toEqual(['科长乙', '副局长丙']);
    expect(JSON.parse(entries[0]?.detail ?? '')).toMatchObject({
      from: 'PENDING',
      to: 'EXEMPT',
      reason: '该镇本月没有农村低保业务',
    });
    expect(
      (await messagesOf(app, 'REPORT_EXEMPT', 'qinghe.clerk')).map(({ title }) => title),
    ).toEqual(['免报：2020年4月农村低保专项治理工作台账']);
  });

  it('is granted once', async () => {
    expect(refusal(await post('div.chief', 'qinghe', 'exemption'))).toEqual([
      409,
      'EXEMPT_ALREADY',
    ]);
  });

  it('comes too late at the due instant, as does its withdrawal', async () => {
    expect([await offers('liping'), await offers('qinghe')]).toEqual([
      ['exempt'],
      ['endExemption'],
    ]);
    app.moveTo('2020-05-01T00:00:00+08:00');
    expect([await offers('liping'), await offers('qinghe')]).toEqual([[], []]);
    for (const [town, noun] of [
      ['liping', 'exemption'],
      ['qinghe', 'exemption-withdrawal'],
    ] as const) {
      expect(refusal(await post('div.chief', town, noun))).toEqual([409, 'DEADLINE_PASSED']);
    }
  });

  it('spares the unit reminders, urging, lateness and a place among the missing', async () => {
    for (const day of ['04-25', '04-28', '04-30', '05-01', '05-02', '05-04']) {
      await tickAt(app, `2020-${day}T09:00:00+08:00`);
    }
    const april = async (topic: string, user: string) =>
      (await messagesOf(app, topic, user)).filter(({ title }) => title.includes('4月农村低保'));
    expect(await april('REPORT_REMINDER', 'qinghe.clerk')).toEqual([]);
    expect(await april('REPORT_URGE', 'qinghe.clerk')).toEqual([]);
    expect(await april('REPORT_URGE', 'liping.clerk')).toHaveLength(3);
    const chief = await app.as('div.chief');
    const { missing } = ok(await chief.get('/reports/duties')).body;
    const towns = (missing as { ruleCode: string; unit: { id: string } }[])
      .filter(({ ruleCode }) => ruleCode === 'QJ-M')
      .map(({ unit }) => unit.id);
    expect(towns.sort()).toEqual(
      ['liping', 'wuping', 'lanqiao'].map((town) => app.units[town]).sort(),
    );
    const late = ok(await chief.get(`/reports?ruleCode=QJ-M&period=2020-04&late=true`)).body;
    expect(late.total).toBe(3);
  });

  it('is refused once something has been handed in', async () => {
    app.moveTo('2020-05-10T09:00:00+08:00');
    await app.tick();
    const desk = new ReportDesk(app, campaignId);
    for (const month of ['2020-04', '2020-05']) await desk.seal('lanqiao', month, { isNil: true });
    expect(refusal(await post('div.chief', 'lanqiao', 'exemption', undefined, '2020-05'))).toEqual([
      409,
      'HANDED_IN',
    ]);
  });

  it('is withdrawn with a reason, and the report is owed again', async () => {
    expect(
      refusal(await post('div.chief', 'wuping', 'exemption-withdrawal', undefined, '2020-05')),
    ).toEqual([409, 'NOT_EXEMPT']);
    ok(await post('div.chief', 'wuping', 'exemption', undefined, '2020-05'));
    await tickAt(app, '2020-05-25T09:00:00+08:00');
    const body = { reason: '本月新增低保对象' };
    const answer = ok(await post('deputy', 'wuping', 'exemption-withdrawal', body, '2020-05')).body;
    expect(answer).toMatchObject({ status: 'PENDING', exemptReason: null });
    const [entry] = await auditOf(app, 'report.exempt.withdraw');
    expect([entry?.actorName, JSON.parse(entry?.detail ?? '').reason]).toEqual([
      '副局长丙',
      '本月新增低保对象',
    ]);
    await tickAt(app, '2020-05-28T09:00:00+08:00');
    const told = (await messagesOf(app, 'REPORT_REMINDER', 'wuping.clerk')).filter(({ title }) =>
      title.includes('5月农村低保'),
    );
    expect(told.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual(['2020-05-28']);
  });
});
