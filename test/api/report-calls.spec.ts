import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { download, ReportDesk, textOf } from './reporting.fixture.js';
import {
  amend,
  auditOf,
  messagesOf,
  refusal,
  reportOf,
  reportsOf,
  tickAt,
  TOWNS,
} from './schedule.fixture.js';

interface Skipped {
  unit: { id: string; name: string };
  reason: string;
  message: string;
}

describe.each(ENGINES)('reminders and urging on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: ReportDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
    // May alone, so that every message is about it; 30 May 2020 is a Saturday.
    const chief = await app.as('div.chief');
    const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
    const rules = definition.reportRules as { code: string }[];
    const monthly = rules.find(({ code }) => code === 'QJ-M');
    await amend(app, campaignId, {
      reportRules: [
        { ...monthly, active: { from: '2020-05', to: '2020-06' } },
        {
          ...monthly,
          code: 'X-S',
          name: '专题会议',
          reportType: 'MEETING',
          active: { from: '2020-05', to: '2020-05' },
          due: { anchor: 'PERIOD_END', dayOfMonth: 28 },
          reminders: [0],
          soft: true,
        },
      ],
    });
    await app.tick();
  });
  afterAll(() => app.stop());

  /** Moment and matter of each message. */
  const titles = async (topic: string, user: string): Promise<string[]> =>
    (await messagesOf(app, topic, user))
      .map(({ createdAt, title }) => `${createdAt.slice(0, 16)} ${/月(.*?)应于/.exec(title)?.[1]}`)
      .sort();

  /** Ticks on each day of May and the first of June at nine, and twice at ten. */
  const live = async (from: number, to: number): Promise<void> => {
    for (let day = from; day <= to; day += 1) {
      const date = new Date(Date.UTC(2020, 4, day)).toISOString().slice(0, 10);
      for (const hour of ['09', '10', '10']) await tickAt(app, `${date}T${hour}:00:00+08:00`);
    }
  };

  it('reminds on the days that the rule names and on the workday before a day of rest', async () => {
    await live(7, 27);
    await desk.seal('wanglan', '2020-05', { isNil: true });
    await live(28, 30);
    expect(await titles('REPORT_REMINDER', 'qinghe.clerk')).toEqual([
      '2020-05-25T01:00 农村低保专项治理工作台账',
      '2020-05-28T01:00 专题会议',
      '2020-05-28T01:00 农村低保专项治理工作台账',
      '2020-05-29T01:00 农村低保专项治理工作台账',
      '2020-05-30T01:00 农村低保专项治理工作台账',
    ]);
    const [first, ...rest] = await messagesOf(app, 'REPORT_REMINDER', 'qinghe.leader');
    expect(first).toMatchObject({
      title:
        '提醒：2020年5月农村低保专项治理工作台账应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送',
      body: '还有5天到期，尚未报送。',
    });
    expect(rest.at(-1)?.body).toBe('今天到期，尚未报送。');
  });

  it('stops reminding who has handed in', async () => {
    const told = await titles('REPORT_REMINDER', 'wanglan.clerk');
    expect(told.map((line) => line.slice(0, 10))).toEqual(['2020-05-25', '2020-05-28']);
  });

  it('refuses to urge before the report is due', async () => {
    const report = await reportOf(app, 'qinghe', 'QJ-M', '2020-05');
    const body = { channel: 'PHONE', note: '请报' };
    const answer = await (await app.as('div.clerk')).post(`/reports/${report.id}/urges`, body);
    expect(refusal(answer)).toEqual([409, 'NOT_TO_BE_URGED']);
    expect(answer.body.detail).toContain('还没有到期');
  });

  it('urges at the due instant, one day and three days after it, each time once', async () => {
    const report = await reportOf(app, 'qinghe', 'QJ-M', '2020-05');
    const counts: number[] = [];
    for (const instant of [
      '2020-05-30T23:59:59+08:00',
      '2020-05-31T00:00:00+08:00',
      '2020-05-31T23:59:59+08:00',
      '2020-06-01T00:00:00+08:00',
      '2020-06-02T12:00:00+08:00',
      '2020-06-03T00:00:00+08:00',
      '2020-06-09T00:00:00+08:00',
    ]) {
      await tickAt(app, instant);
      await app.tick();
      counts.push((await reportOf(app, 'qinghe', 'QJ-M', '2020-05')).urgeCount);
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3]);
    const clerk = await app.as('div.clerk');
    const urges = ok(await clerk.get(`/reports/${report.id}/urges`)).body as object[];
    expect(urges.map((urge) => ({ ...urge, id: '' }))).toEqual(
      (
        [
          ['已到期', '2020-05-30T16:00:00.000Z'],
          ['已逾期1天', '2020-05-31T16:00:00.000Z'],
          ['已逾期3天', '2020-06-02T16:00:00.000Z'],
        ] as const
      ).map(([late, urgedAt]) => ({
        id: '',
        channel: 'AUTOMATIC',
        note: `应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送，${late}，尚未报送`,
        answeredBy: null,
        dueOnThen: '2020-05-30',
        urgedByName: '系统',
        urgedAt,
      })),
    );
    expect(await messagesOf(app, 'REPORT_URGE', 'qinghe.clerk')).toHaveLength(3);
    const audited = (await auditOf(app, 'report.urge')).filter(
      ({ subjectId }) => subjectId === report.id,
    );
    expect(audited.map(({ actorName, chain }) => [actorName, chain])).toEqual(
      Array(3).fill(['系统', app.units.anlan]),
    );
  });

  it('urges nobody who has handed in, and nobody for what is asked in principle only', async () => {
    expect((await reportOf(app, 'wanglan', 'QJ-M', '2020-05')).urgeCount).toBe(0);
    const soft = await reportsOf(app, 'X-S', '2020-05');
    expect(soft.map(({ urgeCount, dueAt }) => [urgeCount, dueAt])).toEqual(
      Array(5).fill([0, null]),
    );
  });

  it('does not make up for reminders and urges of days on which no server ran', async () => {
    expect((await messagesOf(app, 'REPORT_REMINDER', 'liping.clerk')).length).toBe(5);
    await tickAt(app, '2020-06-29T09:00:00+08:00');
    const june = (await messagesOf(app, 'REPORT_REMINDER', 'liping.clerk')).slice(5);
    expect(june.map(({ body }) => body)).toEqual(['还有1天到期，尚未报送。']);
    await tickAt(app, '2020-07-10T09:00:00+08:00');
    expect((await reportOf(app, 'liping', 'QJ-M', '2020-06')).urgeCount).toBe(1);
    expect((await messagesOf(app, 'REPORT_REMINDER', 'liping.clerk')).slice(6)).toEqual([]);
  });

  it('registers a call by the receiver, counts it and tells the reporter', async () => {
    const report = await reportOf(app, 'qinghe', 'QJ-M', '2020-06');
    const clerk = await app.as('div.clerk');
    const answer = await clerk.post(`/reports/${report.id}/urges`, {
      channel: 'PHONE',
      note: '电话告知今日下班前补报',
      answeredBy: '民政办经办',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      channel: 'PHONE',
      answeredBy: '民政办经办',
      urgedByName: '经办人甲',
      urgedAt: app.clock.now(),
    });
    const after = await reportOf(app, 'qinghe', 'QJ-M', '2020-06');
    expect([after.urgeCount, after.version]).toEqual([report.urgeCount + 1, report.version]);
    const told = (await messagesOf(app, 'REPORT_URGE', 'qinghe.clerk')).at(-1);
    expect(told?.body).toBe('电话催报（经办人甲）：电话告知今日下班前补报');
    const entry = (await auditOf(app, 'report.urge')).at(-1);
    expect(entry).toMatchObject({ actorName: '经办人甲', subjectId: report.id });
    const seen = ok(await (await app.as('qinghe.clerk')).get(`/reports/${report.id}/urges`)).body;
    expect(seen).toHaveLength(report.urgeCount + 1);
  });

  it.each([
    ['the reporter himself', 'qinghe.leader', 403],
    ['a reader of the bureau', 'leadership', 403],
    ['a clerk of the other county', 'yunqi.clerk', 404],
    ['another town', 'wanglan.clerk', 404],
  ])('does not let %s urge', async (_who, user, status) => {
    const { id } = await reportOf(app, 'qinghe', 'QJ-M', '2020-06');
    const body = { channel: 'PHONE', note: '请报' };
    expect((await (await app.as(user)).post(`/reports/${id}/urges`, body)).status).toBe(status);
  });

  it('refuses the program’s own channel and a call without words', async () => {
    const { id } = await reportOf(app, 'qinghe', 'QJ-M', '2020-06');
    const clerk = await app.as('div.clerk');
    for (const body of [
      { channel: 'AUTOMATIC', note: 'x' },
      { channel: 'PHONE', note: ' ' },
    ]) {
      expect(refusal(await clerk.post(`/reports/${id}/urges`, body))).toEqual([
        400,
        'INVALID_INPUT',
      ]);
    }
  });

  describe('of many', () => {
    const all = async (user: string, body: object = {}) =>
      (await app.as(user)).post('/report-urges', { campaignId, ruleCode: 'QJ-M', ...body });
    const reasons = (skipped: Skipped[]) =>
      Object.fromEntries(skipped.map(({ unit, reason }) => [unit.id, reason]));

    it('urges who is missing and says of each other one why not', async () => {
      const { body } = ok(await all('div.chief', { period: '2020-05', note: '请于明日前补报' }));
      expect(body.urged.map(({ unit }: { unit: { id: string } }) => unit.id).sort()).toEqual(
        TOWNS.filter((town) => town !== 'wanglan')
          .map((town) => app.units[town])
          .sort(),
      );
      expect(reasons(body.skipped)).toEqual({ [app.units.wanglan ?? '']: 'HANDED_IN' });
      expect(body.skipped[0].message).toBe('已经报送');
      expect((await reportOf(app, 'lanqiao', 'QJ-M', '2020-05')).urgeCount).toBe(4);
      expect((await messagesOf(app, 'REPORT_URGE', 'lanqiao.leader')).at(-1)?.body).toBe(
        '消息催报（科长乙）：请于明日前补报',
      );
    });

    it('gives each reason', async () => {
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET status = 'EXEMPT'
          WHERE unit_id = ${app.units.liping} AND period = '2020-06'`),
      );
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET due_at = '2020-07-31T16:00:00.000Z'
          WHERE unit_id = ${app.units.wuping} AND period = '2020-06'`),
      );
      const unitIds = ['liping', 'wuping', 'shaigu', 'songxi'].map((key) => app.units[key]);
      const june = ok(await all('div.clerk', { period: '2020-06', unitIds })).body;
      expect(june.urged).toEqual([]);
      expect(reasons(june.skipped)).toEqual({
        [app.units.liping ?? '']: 'EXEMPT',
        [app.units.wuping ?? '']: 'NOT_DUE',
        [app.units.shaigu ?? '']: 'OWES_NONE',
        [app.units.songxi ?? '']: 'OWES_NONE',
      });
      expect(june.skipped.find(({ unit }: Skipped) => unit.id === app.units.songxi).unit.name).toBe(
        '',
      );
      const soft = ok(await all('div.clerk', { ruleCode: 'X-S' })).body;
      expect([soft.urged, [...new Set(soft.skipped.map(({ reason }: Skipped) => reason))]]).toEqual(
        [[], ['SOFT']],
      );
    });

    it('reaches only what the caller’s unit receives', async () => {
      const own = { unitIds: [app.units.qinghe], period: '2020-05' };
      const { body } = ok(await all('qinghe.leader', own));
      expect(reasons(body.skipped)).toEqual({ [app.units.qinghe ?? '']: 'NOT_RECEIVER' });
      expect(refusal(await all('yunqi.clerk'))).toEqual([404, 'NOT_FOUND']);
      expect(refusal(await all('leadership'))).toEqual([403, 'FORBIDDEN']);
    });
  });

  describe('by letter', () => {
    const path = (period: string) =>
      `/report-urges/notice.pdf?campaignId=${campaignId}&ruleCode=QJ-M&period=${period}`;

    it('lists the units that have not handed in, in the order of the bureau', async () => {
      const pdf = await download(await app.as('div.clerk'), path('2020-05'));
      const text = await textOf(pdf);
      expect(text).toContain('关于催报2020年5月农村低保专项治理工作台账的通知');
      expect(text).toContain('青禾镇人民政府、栗坪镇人民政府、梧坪乡人民政府、澜桥街道办事处：');
      expect(text).toContain('应于2020年5月30日前报送。截至2020年7月10日9时，应报单位5个，尚有4个');
      expect(text).toContain('请未报送的单位于2020年7月14日前补报，经领导签发后报送');
      expect(text).toContain('也要报送零报告');
      expect(text).toContain('3梧坪乡人民政府2020年5月30日41天');
      expect(text).not.toContain('望澜');
    });

    it('is refused when nobody is missing, and to others than the receiver', async () => {
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET status = 'EXEMPT' WHERE period = '2020-06'`),
      );
      const clerk = await app.as('div.clerk');
      expect(refusal(await clerk.get(path('2020-06')))).toEqual([409, 'NOBODY_TO_URGE']);
      expect(refusal(await clerk.get(path('2020-09')))).toEqual([404, 'NOT_FOUND']);
      expect((await (await app.as('qinghe.clerk')).get(path('2020-05'))).status).toBe(404);
      expect((await (await app.as('leadership')).get(path('2020-05'))).status).toBe(403);
    });
  });

  it('keeps the register of urges from change', async () => {
    for (const statement of [
      sql`UPDATE report_urges SET note = 'x'`,
      sql`DELETE FROM report_urges`,
    ]) {
      await expect(app.uow.run((tx) => tx.execute(statement))).rejects.toThrow('append-only');
    }
  });
});
