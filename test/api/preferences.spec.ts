import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { SmtpReceiver } from '../support/smtp.js';
import { Messaging } from './messaging.fixture.js';

const ADDRESS = 'zhang.san@example.gov.cn';
const ON_BY_DEFAULT = ['REPORT_URGE', 'REPORT_RETURNED', 'NOTICE_ISSUED', 'ESCALATION'];

interface Choice {
  topic: string;
  inApp: boolean;
  email: boolean;
}

describe.each(ENGINES)('addresses and choices on %s', (engine) => {
  let smtp: SmtpReceiver;
  let app: TestApp;
  let messaging: Messaging;

  beforeAll(async () => {
    smtp = await SmtpReceiver.start();
    app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: { mail: smtp.settings() },
    });
    messaging = new Messaging(app);
  });
  afterAll(async () => {
    await app.stop();
    await smtp.stop();
  });

  const mailed = (topics: Choice[]): string[] =>
    topics.filter(({ email }) => email).map(({ topic }) => topic);

  it('an address is kept by the system administrator and masked in the log', async () => {
    const admin = await app.as('admin');
    const { id, version } = await messaging.user('qinghe.clerk');
    const changed = ok(await admin.patch(`/users/${id}`, { email: ` ${ADDRESS} ` }, version)).body;
    expect(changed.email).toBe(ADDRESS);
    const [entry] = await messaging.audit('USER_CHANGED');
    expect(entry).toMatchObject({ actorName: '系统管理员', subjectId: id });
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
      changes: { email: { from: null, to: 'z***@example.gov.cn' } },
    });
    const log = await app.rows(sql`SELECT detail FROM audit_entries`);
    expect(JSON.stringify(log)).not.toContain(ADDRESS);
  });

  it.each([
    'zhang.san',
    'zhang san@example.gov.cn',
    'a@b',
    'a@example.gov.cn, b@example.gov.cn',
    'a@example.gov.cn\r\nBcc: b@example.gov.cn',
    '"a b"@example.gov.cn',
    'A <a@example.gov.cn>',
    `${'a'.repeat(65)}@example.gov.cn`,
    '.a@example.gov.cn',
    'a@-example.gov.cn',
  ])('%j is not an address', async (email) => {
    const admin = await app.as('admin');
    const { id, version } = await messaging.user('wuping.clerk');
    const refused = await admin.patch(`/users/${id}`, { email }, version);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ path: 'email', code: 'WRONG_FORMAT' }]);
    expect((await messaging.user('wuping.clerk')).version).toBe(version);
  });

  it.each([
    ['null', null],
    ['an emptied field', ''],
  ])('%s takes the address away', async (_what, email) => {
    await messaging.setEmail('lanqiao.clerk', 'lan@example.gov.cn');
    const admin = await app.as('admin');
    const { id, version } = await messaging.user('lanqiao.clerk');
    expect(ok(await admin.patch(`/users/${id}`, { email }, version)).body.email).toBeNull();
  });

  it('an address is shown to administrators and its owner, to nobody else', async () => {
    const { id } = await messaging.user('qinghe.clerk');
    const shown = async (username: string, path: string): Promise<boolean> => {
      const { text } = await (await app.as(username)).get(path);
      return text.includes(ADDRESS);
    };
    expect(await shown('security', `/users/${id}`)).toBe(true);
    expect(await shown('qinghe.clerk', '/auth/me')).toBe(true);
    expect(await shown('qinghe.clerk', '/notifications/preferences')).toBe(true);
    expect(await shown('qinghe.leader', '/auth/me')).toBe(false);
    for (const path of [`/users/${id}`, '/users', '/notifications/preferences']) {
      expect(await shown('director', path)).toBe(false);
    }
    const security = await app.as('security');
    const { version } = await messaging.user('qinghe.clerk');
    const refused = await security.patch(`/users/${id}`, { email: null }, version);
    expect(refused.status).toBe(403);
  });

  it('mails are on for urging, returns, notices and escalation until somebody chooses', async () => {
    const clerk = await app.as('qinghe.clerk');
    const answer = ok(await clerk.get('/notifications/preferences'));
    expect(answer.headers.etag).toBe('"0"');
    expect(answer.body).toMatchObject({ address: ADDRESS, mailEnabled: true, version: 0 });
    expect(mailed(answer.body.topics as Choice[])).toEqual(ON_BY_DEFAULT);
    expect((answer.body.topics as Choice[]).every(({ inApp }) => inApp)).toBe(true);
  });

  it('a choice holds for its topic and its owner, and is on record', async () => {
    const clerk = await app.as('qinghe.clerk');
    const path = '/notifications/preferences';
    const choices = {
      topics: [
        { topic: 'REPORT_URGE', email: false },
        { topic: 'REPORT_REMINDER', email: true },
      ],
    };
    expect((await clerk.put(path, choices)).status).toBe(428);
    expect((await clerk.put(path, choices, 3)).status).toBe(412);
    const chosen = ok(await clerk.put(path, choices, 0)).body;
    expect(chosen.version).toBe(1);
    expect(mailed(chosen.topics as Choice[]).sort()).toEqual(
      ['ESCALATION', 'NOTICE_ISSUED', 'REPORT_REMINDER', 'REPORT_RETURNED'].sort(),
    );
    expect((await messaging.audit('NOTIFICATION_PREFERENCES_CHANGED'))[0]).toMatchObject({
      subjectId: (await messaging.user('qinghe.clerk')).id,
      detail: expect.stringContaining('REPORT_URGE'),
    });
    await messaging.send(messaging.notice({ topic: 'REPORT_URGE' }));
    await messaging.send(messaging.notice({ topic: 'REPORT_REMINDER', title: '提醒' }));
    await messaging.dispatch();
    expect(smtp.mails.map(({ subject }) => subject)).toEqual(['【销号】提醒']);
    expect((await clerk.put(path, choices, 0)).status).toBe(412);
    const back = { topics: [{ topic: 'REPORT_URGE', email: true }] };
    const second = ok(await clerk.put(path, back, 1)).body;
    expect(second.version).toBe(2);
    expect(mailed(second.topics as Choice[])).toContain('REPORT_REMINDER');
    const leader = ok(await (await app.as('qinghe.leader')).get(path)).body;
    expect(mailed(leader.topics as Choice[])).toEqual(ON_BY_DEFAULT);
  });

  it.each([
    ['an unknown topic', { topics: [{ topic: 'WEATHER', email: true }] }, 400],
    ['nothing', { topics: [] }, 400],
    [
      'a topic twice',
      {
        topics: [
          { topic: 'REPORT_URGE', email: true },
          { topic: 'REPORT_URGE', email: false },
        ],
      },
      422,
    ],
  ])('%s is refused', async (_what, body, status) => {
    const leader = await app.as('qinghe.leader');
    expect((await leader.put('/notifications/preferences', body, 0)).status).toBe(status);
    expect(ok(await leader.get('/notifications/preferences')).body.version).toBe(0);
  });
});
