import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { Robot, type RobotAnswer } from '../support/robot.js';
import { Messaging, ROBOT_SECRET, ROBOT_TOKEN, robotInput } from './messaging.fixture.js';

interface Hook {
  id: string;
  version: number;
}

describe.each(ENGINES)('group robots on %s', (engine) => {
  let robot: Robot;
  let app: TestApp;
  let messaging: Messaging;
  const logged: string[] = [];

  beforeAll(async () => {
    robot = await Robot.start();
    app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: {
        webhooks: {
          hosts: ['qyapi.weixin.qq.com', 'localhost'],
          allowLoopback: true,
          timeoutMs: 1_000,
        },
        publicUrl: 'https://xiaohao.example.gov.cn',
      },
    });
    const keep = (...parts: unknown[]) => logged.push(parts.map(String).join(' '));
    app.app.useLogger({ log: keep, error: keep, warn: keep, debug: keep, verbose: keep });
    messaging = new Messaging(app);
  });
  afterEach(async () => {
    robot.reset();
    await app.uow.run((tx) => tx.execute(sql`UPDATE webhooks SET enabled = 0`));
  });
  afterAll(async () => {
    await app.stop();
    await robot.stop();
  });

  const input = (over: object = {}): object => robotInput(app, robot, over);
  const create = async (over: object = {}): Promise<Hook> =>
    ok(await (await app.as('admin')).post('/webhooks', input(over))).body as Hook;
  const sendOne = async (over: Parameters<Messaging['notice']>[0] = {}) => {
    await messaging.send(messaging.notice(over));
    await messaging.dispatch();
    return messaging.last();
  };

  it('hear of a notice once, however many people are told', async () => {
    await create();
    const notice = messaging.notice({
      to: { unitId: app.units.qinghe ?? '', anyOf: ['report.prepare', 'report.submit'] },
    });
    expect(await messaging.send(notice)).toHaveLength(2);
    const others = { unitId: app.units.wanglan ?? '', anyOf: ['report.prepare'] as const };
    expect(await messaging.send({ ...notice, to: others })).toHaveLength(1);
    expect(await messaging.dispatch()).toBe(1);
    const link = `https://xiaohao.example.gov.cn/?open=report&id=${app.units.qinghe}`;
    expect(robot.calls).toHaveLength(1);
    expect(robot.calls[0]?.body).toEqual({
      msgtype: 'text',
      text: { content: `【销号】${notice.title}\n${link}` },
    });
    const query = new URL(robot.url(robot.calls[0]?.path ?? '')).searchParams;
    expect(query.get('access_token')).toBe(ROBOT_TOKEN);
    expect(query.get('timestamp')).toBe(String(Date.parse(app.clock.now())));
    expect(query.get('sign')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(await messaging.last()).toMatchObject({ channel: 'WEBHOOK', status: 'SENT' });
  });

  it('are told the text too, where they were entered so', async () => {
    await create({ withBody: true, kind: 'GENERIC' });
    const notice = messaging.notice();
    await messaging.send(notice);
    await messaging.dispatch();
    const { id } = await messaging.last();
    expect(robot.calls[0]?.body).toMatchObject({ id, topic: 'REPORT_URGE', body: notice.body });
    expect(robot.calls[0]?.headers['x-xiaohao-message-id']).toBe(id);
    expect(robot.calls[0]?.headers['x-xiaohao-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
  });

  it('hear of their topics and of their own bureau only', async () => {
    await create();
    await create({ bureauId: app.units.city });
    const before = (await messaging.messages()).length;
    await messaging.send(messaging.notice({ topic: 'REPORT_REMINDER' }));
    expect(await messaging.messages()).toHaveLength(before);
    await messaging.send(messaging.notice());
    expect(await messaging.messages()).toHaveLength(before + 1);
  });

  it.each<[string, RobotAnswer, string, string]>([
    ['refuses the signature', { body: '{"errcode":310000}' }, 'DEAD', 'ROBOT_310000'],
    ['is called too often', { body: '{"errcode":130101}' }, 'FAILED', 'ROBOT_130101'],
    ['is down', { status: 502 }, 'FAILED', 'HTTP_502'],
    ['is gone', { status: 404 }, 'DEAD', 'HTTP_404'],
    ['sends elsewhere', { status: 301, headers: { location: '/elsewhere' } }, 'DEAD', 'REDIRECTED'],
    ['is silent', { silent: true }, 'FAILED', 'TIMEOUT'],
  ])('that %s: %j leaves the message %s', async (_what, answer, status, lastError) => {
    await create();
    robot.answer = answer;
    const message = await sendOne();
    expect(message).toMatchObject({ status, lastError, attempts: 1 });
    expect(robot.calls).toHaveLength(1);
    robot.reset();
    if (status !== 'FAILED') return;
    messaging.wait(120_000);
    expect(await messaging.dispatch()).toBe(1);
    expect(robot.calls).toHaveLength(1);
    expect(await messaging.last()).toMatchObject({ id: message.id, status: 'SENT' });
  });

  it('switched off meanwhile are not told any more', async () => {
    const { id, version } = await create();
    await messaging.send(messaging.notice());
    ok(await (await app.as('admin')).patch(`/webhooks/${id}`, { enabled: false }, version));
    await messaging.dispatch();
    expect(await messaging.last()).toMatchObject({
      status: 'CANCELLED',
      lastError: 'WEBHOOK_DISABLED',
    });
    expect(robot.calls).toEqual([]);
  });

  it('get no more than twenty messages a minute', async () => {
    await create();
    messaging.wait(120_000);
    for (let count = 0; count < 22; count += 1) await messaging.send(messaging.notice());
    expect(await messaging.dispatch()).toBe(20);
    messaging.wait(60_000);
    expect(await messaging.dispatch()).toBe(2);
  });

  it('can be tried at once, also while switched off', async () => {
    const { id, version } = await create();
    const admin = await app.as('admin');
    ok(await admin.patch(`/webhooks/${id}`, { enabled: false }, version));
    expect(ok(await admin.post(`/webhooks/${id}/test`)).body).toEqual({
      delivered: true,
      error: null,
      detail: '对方已收下测试消息。',
    });
    expect(robot.calls[0]?.body.text.content).toContain('测试消息');
    robot.answer = { body: `{"errcode":310000,"errmsg":"${ROBOT_TOKEN}"}` };
    const failed = ok(await admin.post(`/webhooks/${id}/test`));
    expect(failed.body).toMatchObject({ delivered: false, error: 'ROBOT_310000' });
    expect(failed.text).not.toContain(ROBOT_TOKEN);
    expect(
      (await messaging.audit('WEBHOOK_TESTED')).map(({ detail }) => JSON.parse(detail)),
    ).toEqual([
      { name: '救助科工作群', delivered: false, error: 'ROBOT_310000' },
      { name: '救助科工作群', delivered: true, error: null },
    ]);
    expect((await admin.post(`/webhooks/${app.units.qinghe}/test`)).status).toBe(404);
  });

  it('keep a new address and secret apart from the old', async () => {
    const { id, version } = await create();
    const admin = await app.as('admin');
    const patch = { url: robot.url('/other?access_token=another'), secret: 'another secret' };
    ok(await admin.patch(`/webhooks/${id}`, patch, version));
    ok(await admin.post(`/webhooks/${id}/test`));
    expect(robot.calls[0]?.path).toMatch(/^\/other\?access_token=another&timestamp=\d+&sign=/);
    const refused = await admin.patch(
      `/webhooks/${id}`,
      { url: 'https://example.org/' },
      version + 1,
    );
    expect(refused.body.code).toBe('WEBHOOK_REFUSED');
  });

  it('keep their address and secret to themselves: answers, log, audit, database', async () => {
    const { id } = await create();
    const admin = await app.as('admin');
    robot.answer = { status: 500, body: ROBOT_TOKEN };
    await admin.post('/webhooks', input()).set('idempotency-key', 'secret-robot').expect(201);
    await sendOne();
    const answers = [
      await admin.get('/webhooks'),
      await admin.get(`/webhooks/${id}`),
      await admin.post(`/webhooks/${id}/test`),
      await admin.get('/outbox'),
    ].map(({ text }) => text);
    const tables = ['webhooks', 'audit_entries', 'outbox_messages', 'idempotency_keys'];
    const rows = [];
    for (const table of tables) {
      const stored = await app.rows(sql`SELECT * FROM ${raw(table)}`);
      expect(stored.length).toBeGreaterThan(0);
      rows.push(JSON.stringify(stored));
    }
    expect(logged.join('\n')).toMatch(/WEBHOOK [\w-]+: FAILED HTTP_500, attempt 1/);
    for (const text of [...answers, ...rows, logged.join('\n')]) {
      expect(text).not.toContain(ROBOT_SECRET);
      expect(text).not.toContain(ROBOT_TOKEN);
      expect(text).not.toContain('/robot/send');
    }
  });
});
