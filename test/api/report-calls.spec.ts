import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';
import {
  auditOf,
  messagesOf,
  monthlyFromMay,
  refusal,
  reportOf,
  reportsOf,
  tickAt,
} from './schedule.fixture.js';

describe.each(ENGINES)('reminders and urging on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: ReportDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
    await monthlyFromMay(app, campaignId);
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

  it('asks nothing by itself of a unit that is gone', async () => {
    const gone = { disabledAt: app.clock.now() };
    const set = (disabledAt: string | null) =>
      app.uow.run(async (tx) => {
        await tx.nextNumber('units');
        await tx.execute(
          sql`UPDATE units SET disabled_at = ${disabledAt} WHERE id = ${app.units.lanqiao}`,
        );
        await tx.execute(sql`UPDATE reports SET next_urge_at = due_at WHERE period = '2020-06'`);
      });
    await set(gone.disabledAt);
    const before = (await messagesOf(app, 'REPORT_URGE', 'lanqiao.clerk')).length;
    await app.tick();
    expect(await messagesOf(app, 'REPORT_URGE', 'lanqiao.clerk')).toHaveLength(before);
    // The others were urged at this step before: it is not taken twice.
    expect((await reportOf(app, 'liping', 'QJ-M', '2020-06')).urgeCount).toBe(1);
    await set(null);
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

  it('does not let one broken report keep the others waiting', async () => {
    const remindAgain = sql`due_on = '2020-07-20', due_time = '24:00', next_reminder_on = '2020-07-10'`;
    const broken = await reportOf(app, 'wuping', 'QJ-M', '2020-06');
    const whole = await app.rows<{ terms: string }>(
      sql`SELECT terms FROM reports WHERE id = ${broken.id}`,
    );
    await app.uow.run(async (tx) => {
      await tx.execute(sql`UPDATE reports SET ${remindAgain} WHERE period = '2020-06'`);
      await tx.execute(sql`UPDATE reports SET terms = '{' WHERE id = ${broken.id}`);
    });
    app.moveTo('2020-07-20T09:00:00+08:00');
    await expect(app.tick()).rejects.toThrow(broken.id);
    const told = async (user: string) =>
      (await messagesOf(app, 'REPORT_REMINDER', user)).filter(
        ({ createdAt }) => createdAt === app.clock.now(),
      );
    expect(await told('qinghe.clerk')).toHaveLength(1);
    expect(await told('wuping.clerk')).toEqual([]);
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE reports SET terms = ${whole[0]?.terms} WHERE id = ${broken.id}`),
    );
    await app.tick();
    expect(await told('wuping.clerk')).toHaveLength(1);
    expect(await told('qinghe.clerk')).toHaveLength(1);
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
