import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';
import {
  amend,
  auditOf,
  messagesOf,
  refusal,
  reportOf,
  reportsOf,
  tickAt,
} from './schedule.fixture.js';

const REASON = '5月30日为周六，顺延至下一个工作日';

describe.each(ENGINES)('shifts of a due day on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: ReportDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
    const chief = await app.as('div.chief');
    const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
    const rules = definition.reportRules as { code: string }[];
    // From May on, so that no earlier month has to be handed in first.
    await amend(app, campaignId, {
      reportRules: rules.map((rule) =>
        rule.code === 'QJ-M' ? { ...rule, active: { from: '2020-05', to: '2020-12' } } : rule,
      ),
    });
    await app.tick();
  });
  afterAll(() => app.stop());

  const shift = async (body: object, user = 'div.chief'): Promise<Response> =>
    (await app.as(user)).post('/report-shifts', {
      campaignId,
      ruleCode: 'QJ-M',
      period: '2020-05',
      reason: REASON,
      ...body,
    });

  it.each([
    ['a clerk', 'div.clerk', 403, 'FORBIDDEN'],
    ['a reporter', 'qinghe.leader', 403, 'FORBIDDEN'],
    ['a city reviewer, who receives none of it', 'city.reviewer', 403, 'FORBIDDEN'],
    ['the other county', 'yunqi.clerk', 403, 'FORBIDDEN'],
  ])('is not published by %s', async (_who, user, status, code) => {
    expect(refusal(await shift({ newDueOn: '2020-06-01' }, user))).toEqual([status, code]);
  });

  it.each([
    ['a day that has passed', { newDueOn: '2020-05-05' }, 'IN_THE_PAST'],
    ['an hour that has passed', { newDueOn: '2020-05-06', newDueTime: '08:00' }, 'IN_THE_PAST'],
    ['the same day', { newDueOn: '2020-05-30' }, 'UNCHANGED'],
    ['the due day of the next period', { newDueOn: '2020-06-30' }, 'AFTER_NEXT_PERIOD'],
    [
      'a day before the period opens',
      { period: '2020-06', newDueOn: '2020-05-31' },
      'BEFORE_OPENING',
    ],
    ['a period that the rule does not have', { period: '2020-03' }, 'NO_SUCH_PERIOD'],
    ['an unknown rule', { ruleCode: 'QJ-X' }, 'UNKNOWN_RULE'],
  ])('refuses %s', async (_what, body, code) => {
    const answer = await shift({ newDueOn: '2020-06-01', ...body });
    expect(refusal(answer)).toEqual([422, code]);
    expect(answer.body.errors[0].message).toBeTruthy();
  });

  it('moves what has not been handed in and keeps the printed day', async () => {
    app.moveTo('2020-05-26T09:00:00+08:00');
    await app.tick();
    await desk.seal('wanglan', '2020-05', { isNil: true });
    const before = await reportOf(app, 'qinghe', 'QJ-M', '2020-05');
    const answer = await shift({ newDueOn: '2020-06-01', noticeNo: '安民函〔2020〕8号' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      shiftNo: 1,
      receiver: { id: app.units.anlan },
      printedDueOn: '2020-05-30',
      previousDueOn: '2020-05-30',
      newDueOn: '2020-06-01',
      newDueTime: '24:00',
      noticeNo: '安民函〔2020〕8号',
      reportCount: 4,
      issuedByName: '科长乙',
    });
    const after = await reportOf(app, 'qinghe', 'QJ-M', '2020-05');
    expect(after).toMatchObject({
      dueOn: '2020-06-01',
      dueAt: '2020-06-01T16:00:00.000Z',
      suggestedOn: null,
      printedDueOn: '2020-05-30',
      shiftId: answer.body.id,
      version: before.version + 1,
    });
    expect(await reportOf(app, 'wanglan', 'QJ-M', '2020-05')).toMatchObject({
      dueOn: '2020-05-30',
      shiftId: null,
    });
    expect((await reportsOf(app, 'QJ-Q', '2020Q1')).map(({ shiftId }) => shiftId)).toEqual(
      Array(5).fill(null),
    );
    const [entry] = await auditOf(app, 'report.shift');
    expect(entry).toMatchObject({ actorName: '科长乙', subjectId: answer.body.id });
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
      newDueOn: '2020-06-01',
      reason: REASON,
    });
  });

  it('tells those whom it moves', async () => {
    const told = await messagesOf(app, 'REPORT_SHIFTED');
    expect(told).toHaveLength(4 * 2);
    expect(told.map(({ username }) => username)).not.toContain('wanglan.clerk');
    expect(told[0]).toMatchObject({
      title: '顺延：2020年5月农村低保专项治理工作台账应于2020年6月1日（周一）前报送',
      body: `原定2020-05-30。 安民函〔2020〕8号 ${REASON}`,
    });
  });

  it('reminds and urges by the new day, and judges lateness by it', async () => {
    for (const day of ['05-27', '05-28', '05-29', '05-30', '05-31', '06-01']) {
      await tickAt(app, `2020-${day}T09:00:00+08:00`);
    }
    const days = (await messagesOf(app, 'REPORT_REMINDER', 'qinghe.clerk'))
      .filter(({ title }) => title.includes('5月农村低保'))
      .map(({ createdAt }) => createdAt.slice(0, 10));
    // The 25th, five days before the printed day, was reminded of late, on the 26th.
    expect(days).toEqual(['2020-05-26', '2020-05-27', '2020-05-30', '2020-06-01']);
    expect((await reportOf(app, 'qinghe', 'QJ-M', '2020-05')).urgeCount).toBe(0);
    app.moveTo('2020-06-01T23:59:59+08:00');
    await desk.seal('qinghe', '2020-05', { isNil: true });
    expect(await reportOf(app, 'qinghe', 'QJ-M', '2020-05')).toMatchObject({ isLate: 0 });
    await tickAt(app, '2020-06-02T00:00:00+08:00');
    await desk.seal('liping', '2020-05', { isNil: true });
    expect(await reportOf(app, 'liping', 'QJ-M', '2020-05')).toMatchObject({
      isLate: 1,
      lateDays: 1,
      urgeCount: 1,
    });
  });

  it('holds for reports made afterwards, and goes by the last of several', async () => {
    app.moveTo('2020-06-20T09:00:00+08:00');
    const august = { period: '2020-08' };
    ok(await shift({ ...august, newDueOn: '2020-08-31', reason: '8月30日为周日' }));
    const again = ok(
      await shift({ ...august, newDueOn: '2020-08-28', newDueTime: '12:00', reason: '提前报送' }),
    ).body;
    expect(again).toMatchObject({
      shiftNo: 2,
      printedDueOn: '2020-08-30',
      previousDueOn: '2020-08-31',
      reportCount: 0,
    });
    const planned = ok(
      await (
        await app.as('qinghe.clerk')
      ).get(`/report-calendar?campaignId=${campaignId}&from=2020-08-01&to=2020-08-31`),
    ).body;
    expect(planned.items).toHaveLength(1);
    expect(planned.items[0]).toMatchObject({ planned: true, dueOn: '2020-08-28', shifted: true });
    await tickAt(app, '2020-08-01T09:00:00+08:00');
    for (const report of await reportsOf(app, 'QJ-M', '2020-08')) {
      expect(report).toMatchObject({
        dueOn: '2020-08-28',
        dueAt: '2020-08-28T04:00:00.000Z',
        printedDueOn: '2020-08-30',
        shiftId: again.id,
      });
    }
  });

  it('is refused when everything has been handed in', async () => {
    app.moveTo('2020-06-02T09:00:00+08:00');
    for (const town of ['wuping', 'lanqiao']) await desk.seal(town, '2020-05', { isNil: true });
    expect(refusal(await shift({ newDueOn: '2020-06-10' }))).toEqual([409, 'ALL_HANDED_IN']);
  });

  it('needs a day to move', async () => {
    await amend(app, campaignId, {
      reportRules: [
        {
          code: 'X-O',
          name: '情况报送',
          reportType: 'SPECIAL',
          reporter: { level: 'TOWN' },
          receiver: { level: 'COUNTY' },
          periodicity: 'ONCE',
          active: { from: '2020-06-01' },
        },
      ],
    });
    const answer = await shift({ ruleCode: 'X-O', period: 'ONCE', newDueOn: '2020-07-01' });
    expect(refusal(answer)).toEqual([422, 'NO_DUE_DAY']);
  });

  it('is listed, newest first, to those it concerns, and never changed', async () => {
    const list = async (user: string) =>
      ok(await (await app.as(user)).get(`/report-shifts?campaignId=${campaignId}`)).body;
    for (const user of ['div.clerk', 'qinghe.clerk', 'city.reviewer']) {
      const { items, total } = await list(user);
      expect([total, items.map(({ newDueOn }: { newDueOn: string }) => newDueOn)]).toEqual([
        3,
        ['2020-08-28', '2020-08-31', '2020-06-01'],
      ]);
    }
    const foreign = await app.as('yunqi.clerk');
    expect((await foreign.get(`/report-shifts?campaignId=${campaignId}`)).status).toBe(404);
    await expect(
      app.uow.run((tx) => tx.execute(sql`UPDATE report_shifts SET new_due_on = '2020-12-31'`)),
    ).rejects.toThrow('append-only');
  });
});
