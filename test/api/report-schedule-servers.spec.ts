import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { FixedClock } from '../../src/platform/calendar/clock.js';
import { inList, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { partOf, type ReceivedMail, SmtpReceiver } from '../support/smtp.js';
import { Messaging } from './messaging.fixture.js';
import { TOWNS } from './schedule.fixture.js';

/** The library's own judgement of workdays: the product reads only its tables. */
const { isWorkday } = createRequire(import.meta.url)('chinese-days') as {
  isWorkday: (date: string) => boolean;
};

const rule = (code: string, values: object) => ({
  code,
  name: code,
  reportType: 'SPECIAL',
  reporter: { level: 'TOWN' },
  receiver: { level: 'COUNTY' },
  reminders: [5, 2, 0],
  ...values,
});

/** Two years of every kind of period. */
const DEFINITION = {
  template: 'qijiang-2020',
  startsOn: '2020-04-01',
  endsOn: '2022-03-31',
  reportRules: [
    rule('M', {
      periodicity: 'MONTHLY',
      active: { from: '2020-04', to: '2022-03' },
      due: { anchor: 'PERIOD_END', dayOfMonth: 30 },
    }),
    rule('Q', {
      periodicity: 'QUARTERLY',
      active: { from: '2020-04', to: '2022-03' },
      due: { anchor: 'PERIOD_END', dayOfMonth: 15 },
    }),
    rule('H', {
      periodicity: 'HALF_YEAR',
      active: { from: '2020-07', to: '2021-12' },
      due: { anchor: 'PERIOD_END', dayOfMonth: 20, time: '12:00' },
    }),
    rule('S', {
      periodicity: 'QUARTERLY',
      active: { from: '2020-04', to: '2022-03' },
      due: { anchor: 'PERIOD_END', dayOfMonth: 10 },
      soft: true,
    }),
    rule('O', { periodicity: 'ONCE', active: { from: '2020-06-01' } }),
  ],
};

/** A due day as the rules above put it, without any of the product's code: month by month. */
interface Expected {
  readonly code: string;
  readonly period: string;
  readonly opensOn: string;
  readonly dueOn: string | null;
}

const day = (year: number, month: number, date: number): string =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
const plus = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

function expectedReports(): Expected[] {
  const list: Expected[] = [{ code: 'O', period: 'ONCE', opensOn: '2020-06-01', dueOn: null }];
  for (let index = 3; index < 27; index += 1) {
    const [year, month] = [2020 + Math.floor(index / 12), (index % 12) + 1];
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const dueOn = day(year, month, Math.min(30, last));
    list.push({
      code: 'M',
      period: dueOn.slice(0, 7),
      opensOn: day(year, month, 1),
      dueOn,
    });
    if (month % 3 === 0) {
      const period = `${year}Q${month / 3}`;
      const opensOn = day(year, month - 2, 1);
      list.push({ code: 'Q', period, opensOn, dueOn: day(year, month, 15) });
      list.push({ code: 'S', period, opensOn, dueOn: day(year, month, 10) });
    }
    if (month % 6 === 0 && index >= 11 && index < 24) {
      const opensOn = day(year, month - 5, 1);
      list.push({
        code: 'H',
        period: `${year}H${month / 6}`,
        opensOn,
        dueOn: day(year, month, 20),
      });
    }
  }
  return list;
}

function reminderDays({ dueOn, opensOn }: Expected): string[] {
  if (dueOn === null) return [];
  const days = new Set([-5, -2, 0].map((offset) => plus(dueOn, offset)));
  if (!isWorkday(dueOn)) {
    let workday = dueOn;
    while (!isWorkday(workday)) workday = plus(workday, -1);
    days.add(workday);
  }
  return [...days].filter((date) => date >= opensOn).sort();
}

const FIRST = '2020-04-01';
const LAST = '2022-04-10';

/** As 2020年4月1日. */
const inWords = (date: string): string => {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
};

const TOPICS = {
  REPORT_OPENED: '报告开始填报',
  REPORT_REMINDER: '报送提醒',
  REPORT_URGE: '催报',
};
type Topic = keyof typeof TOPICS;

/** Who has chosen what comes by mail; the others get what everybody gets, the urges. */
const CHOICES: Readonly<Record<string, readonly Topic[]>> = {
  ...Object.fromEntries(TOWNS.map((town) => [`${town}.clerk`, Object.keys(TOPICS) as Topic[]])),
  'wanglan.leader': [],
  'wuping.leader': ['REPORT_OPENED', 'REPORT_REMINDER', 'REPORT_URGE'],
};
/** Wants every mail, but nobody knows where to. */
const WITHOUT_ADDRESS = 'wuping.leader';
const USERS = TOWNS.flatMap((town) => [`${town}.clerk`, `${town}.leader`]);

const asksForMail = (username: string, topic: Topic): boolean =>
  username !== WITHOUT_ADDRESS && (CHOICES[username] ?? ['REPORT_URGE']).includes(topic);

const OPEN_TOWNS = TOWNS.filter((town) => town !== 'qinghe');

/** What the staff of these towns is told, each as `2020-04-01 M 2020-04 qinghe.clerk`. */
const toStaff = (towns: readonly string[], days: (item: Expected) => string[]): string[] =>
  towns
    .flatMap((town) => [`${town}.clerk`, `${town}.leader`])
    .flatMap((user) =>
      expectedReports().flatMap((item) =>
        days(item).map((date) => `${date} ${item.code} ${item.period} ${user}`),
      ),
    )
    .sort();

/** Seen at nine in the morning: noon of the due day has passed by the next one. */
const urgeDays = ({ code, dueOn }: Expected): string[] =>
  code === 'S' || dueOn === null ? [] : [1, 2, 4].map((offset) => plus(dueOn, offset));

/** Everything that is told, by the rules above alone. */
const expectedMessages = (): Record<Topic, string[]> => ({
  REPORT_OPENED: toStaff(TOWNS, ({ opensOn }) => [opensOn]),
  REPORT_REMINDER: toStaff(OPEN_TOWNS, reminderDays),
  REPORT_URGE: toStaff(OPEN_TOWNS, urgeDays),
});

const PUBLIC_URL = 'https://xiaohao.example.gov.cn';
const addressOf = (username: string): string => `${username}@example.gov.cn`;

/** Day, topic, report and receiver of a mail, as they stand in it. */
function lineOf({ raw, to }: ReceivedMail, reports: ReadonlyMap<string, string>): string {
  const text = partOf(raw, 'text/plain').replaceAll('\r\n', '\n');
  const [, topic] = /^类别：(.+)$/m.exec(text) ?? [];
  const [, date] = /^时间：(\S+) 09:00$/m.exec(text) ?? [];
  const [, id = ''] = /^打开查看：\S+\/\?open=report&id=(\S+)$/m.exec(text) ?? [];
  return [date, topic, reports.get(id), ...to].join(' ');
}

/** SQLite admits one process only, so that there never is a second server. */
const describePostgres = ENGINES.includes('postgres') ? describe : describe.skip;

describePostgres('two servers on one PostgreSQL database', () => {
  let a: TestApp;
  let b: TestApp;
  let smtp: SmtpReceiver;
  /** Mails sent by each server. */
  const sent = { a: 0, b: 0 };

  /** What a server does by itself for reports: its periodic tasks, and sending what the outbox holds. */
  const work = async (server: TestApp, name: keyof typeof sent): Promise<void> => {
    await server.tick('reports.');
    sent[name] += await messaging.dispatch(server);
  };
  let messaging: Messaging;

  const choose = async (username: string): Promise<void> => {
    const chosen = CHOICES[username];
    if (username !== WITHOUT_ADDRESS) await messaging.setEmail(username, addressOf(username));
    if (!chosen) return;
    const topics = (Object.keys(TOPICS) as Topic[]).map((topic) => ({
      topic,
      email: chosen.includes(topic),
    }));
    ok(await (await a.as(username)).put('/notifications/preferences', { topics }, 0));
  };

  beforeAll(async () => {
    smtp = await SmtpReceiver.start();
    a = await TestApp.startWithOrganisation('postgres', '2020-03-31T09:00:00+08:00', {
      messaging: { mail: smtp.settings(), publicUrl: PUBLIC_URL },
    });
    messaging = new Messaging(a);
    for (const username of USERS) await choose(username);
    ok(await (await a.as('div.chief')).post('/campaigns', DEFINITION));
    b = await TestApp.second(a, new FixedClock(a.clock.now()));
    for (let date = FIRST; date <= LAST; date = plus(date, 1)) {
      for (const server of [a, b]) server.moveTo(`${date}T09:00:00+08:00`);
      await Promise.all([work(a, 'a'), work(b, 'b')]);
      // 青禾镇 hands everything in on the day it opens, after the first calls of that day.
      await a.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET status = 'SUBMITTED', first_submitted_at = ${tx.now}
            WHERE unit_id = ${a.units.qinghe} AND status = 'PENDING'`),
      );
    }
  }, 400_000);
  afterAll(async () => {
    await b.stop();
    await a.stop();
    await smtp.stop();
  });

  it('makes every report exactly once', async () => {
    const rows = await a.rows<Expected & { unitId: string }>(
      sql`SELECT rule_code AS code, period, opens_on, due_on, unit_id FROM reports`,
    );
    const expected = expectedReports();
    expect(expected).toHaveLength(1 + 24 + 8 + 8 + 3);
    const line = (unitId: string, { code, period, opensOn, dueOn }: Expected) =>
      `${unitId} ${code} ${period} ${opensOn} ${dueOn}`;
    expect(rows.map((row) => line(row.unitId, row)).sort()).toEqual(
      TOWNS.flatMap((town) => expected.map((item) => line(a.units[town] ?? '', item))).sort(),
    );
    const audited = await a.rows(sql`SELECT seq FROM audit_entries WHERE action = 'report.open'`);
    expect(audited).toHaveLength(rows.length);
  });

  const messages = async (topic: string): Promise<string[]> => {
    const rows = await a.rows<{ username: string; at: string; code: string; period: string }>(sql`
        SELECT u.username, n.created_at AS at, r.rule_code AS code, r.period
        FROM notifications AS n JOIN users AS u ON u.id = n.user_id
        JOIN reports AS r ON r.id = n.subject_id WHERE n.topic = ${topic}`);
    return rows
      .map(({ username, at, code, period }) => `${at.slice(0, 10)} ${code} ${period} ${username}`)
      .sort();
  };
  it('tells of each opening once', async () => {
    expect(await messages('REPORT_OPENED')).toEqual(expectedMessages().REPORT_OPENED);
  });

  it('reminds on every day that is asked for, once, and nobody who has handed in', async () => {
    expect(await messages('REPORT_REMINDER')).toEqual(expectedMessages().REPORT_REMINDER);
  });

  it('urges three times, and nobody who has handed in or for what is soft or has no day', async () => {
    expect(await messages('REPORT_URGE')).toEqual(expectedMessages().REPORT_URGE);
    const counted = await a.rows<{ unitId: string; urges: number; rows: number }>(sql`
        SELECT r.unit_id, SUM(r.urge_count) AS urges,
          (SELECT COUNT(*) FROM report_urges AS u JOIN reports AS x ON x.id = u.report_id
           WHERE x.unit_id = r.unit_id) AS rows
        FROM reports AS r GROUP BY r.unit_id`);
    const each = expectedReports().filter(({ code, dueOn }) => dueOn && code !== 'S').length * 3;
    for (const { unitId, urges, rows } of counted) {
      const own = unitId === a.units.qinghe ? 0 : each;
      expect([urges, rows]).toEqual([own, own]);
    }
  });

  it('mails once, on the day, whatever is told to somebody who wants it by mail', async () => {
    const reports = await a.rows<{ id: string; code: string; period: string }>(
      sql`SELECT id, rule_code AS code, period FROM reports`,
    );
    const names = new Map(reports.map(({ id, code, period }) => [id, `${code} ${period}`]));
    const received = smtp.mails.map((mail) => lineOf(mail, names)).sort();
    const wanted = (Object.keys(TOPICS) as Topic[]).flatMap((topic) =>
      expectedMessages()
        [topic].map((line) => line.split(' '))
        .filter(([, , , username = '']) => asksForMail(username, topic))
        .map(([date = '', code, period, username = '']) =>
          [inWords(date), TOPICS[topic], code, period, addressOf(username)].join(' '),
        ),
    );
    expect(received).toEqual(wanted.sort());
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(wanted.length);
    expect(sent.a + sent.b).toBe(wanted.length);
    expect(Math.min(sent.a, sent.b)).toBeGreaterThan(wanted.length / 20);
    // Nobody who wants a mail is told of anything but reports.
    const others = await a.rows(
      sql`SELECT id FROM notifications WHERE topic NOT IN ${inList(Object.keys(TOPICS))}`,
    );
    expect(others).toEqual([]);
  });

  it('leaves a log that verifies', async () => {
    const { body } = ok(await (await a.as('auditor')).get('/audit/verification'));
    expect(JSON.stringify(body)).not.toMatch(/HASH_MISMATCH|BROKEN_LINK|MISSING|HEAD_MISMATCH/);
  });
});
