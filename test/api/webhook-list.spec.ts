import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { Robot } from '../support/robot.js';
import { Messaging, ROBOT_SECRET, robotInput } from './messaging.fixture.js';

interface Hook {
  id: string;
  version: number;
}

describe.each(ENGINES)('the list of group robots on %s', (engine) => {
  let robot: Robot;
  let app: TestApp;
  let messaging: Messaging;

  beforeAll(async () => {
    robot = await Robot.start();
    app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: {
        webhooks: { hosts: ['qyapi.weixin.qq.com'], allowLoopback: true, timeoutMs: 1_000 },
      },
    });
    messaging = new Messaging(app);
  });
  afterAll(async () => {
    await app.stop();
    await robot.stop();
  });

  const input = (over: object = {}): object => robotInput(app, robot, over);
  const create = async (over: object = {}): Promise<Hook> =>
    ok(await (await app.as('admin')).post('/webhooks', input(over))).body as Hook;

  it('are entered, changed and switched off by the system administrator, on record', async () => {
    const admin = await app.as('admin');
    const answer = await admin.post('/webhooks', input()).expect(201);
    const hook = answer.body as Hook;
    expect(answer.headers.etag).toBe('"1"');
    expect(hook).toEqual({
      id: hook.id,
      bureau: { id: app.units.anlan, name: expect.stringContaining('民政局') },
      name: '救助科工作群',
      kind: 'DINGTALK',
      host: `127.0.0.1:${robot.port}`,
      hasSecret: true,
      topics: ['REPORT_URGE', 'ESCALATION'],
      withBody: false,
      enabled: true,
      createdAt: app.clock.now(),
      version: 1,
    });
    const patch = { name: '局工作群', secret: null, enabled: false };
    expect((await admin.patch(`/webhooks/${hook.id}`, patch)).status).toBe(428);
    const changed = ok(await admin.patch(`/webhooks/${hook.id}`, patch, 1)).body;
    expect(changed).toMatchObject({
      name: '局工作群',
      hasSecret: false,
      enabled: false,
      version: 2,
    });
    expect((await admin.patch(`/webhooks/${hook.id}`, patch, 1)).status).toBe(412);
    expect(ok(await admin.get(`/webhooks/${hook.id}`)).body).toEqual(changed);
    const listed = ok(await admin.get(`/webhooks?bureauId=${app.units.anlan}`)).body;
    expect(listed.items).toContainEqual(changed);
    expect(ok(await admin.get(`/webhooks?bureauId=${app.units.qinghe}`)).body.total).toBe(0);
    expect((await messaging.audit('WEBHOOK_CREATED'))[0]).toMatchObject({
      actorName: '系统管理员',
      subjectId: hook.id,
    });
    const [entry] = await messaging.audit('WEBHOOK_CHANGED');
    expect(JSON.parse(entry?.detail ?? '')).toEqual({
      name: '局工作群',
      enabled: false,
      secret: 'removed',
    });
  });

  it.each(['security', 'auditor', 'director', 'div.chief', 'qinghe.clerk'])(
    'are nothing for %s',
    async (username) => {
      const { id } = await create();
      const user = await app.as(username);
      const answers = [
        await user.get('/webhooks'),
        await user.get(`/webhooks/${id}`),
        await user.post('/webhooks', input()),
        await user.patch(`/webhooks/${id}`, { enabled: false }, 1),
        await user.post(`/webhooks/${id}/test`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
      expect(robot.calls).toEqual([]);
    },
  );

  it.each([
    ['plain HTTP', { url: 'http://qyapi.weixin.qq.com/send' }, 'url', 'NOT_HTTPS'],
    ['another host', { url: 'https://example.org/send' }, 'url', 'HOST_NOT_ALLOWED'],
    ['a host below', { url: 'https://x.qyapi.weixin.qq.com/' }, 'url', 'HOST_NOT_ALLOWED'],
    ['a private address', { url: 'https://192.168.1.1/' }, 'url', 'HOST_NOT_ALLOWED'],
    ['a login', { url: 'https://a:b@qyapi.weixin.qq.com/' }, 'url', 'LOGIN_IN_URL'],
    ['no address at all', { url: 'qyapi' }, 'url', 'NOT_A_URL'],
    ['a secret for 企业微信', { kind: 'WECOM' }, 'secret', 'NO_SECRET_HERE'],
    ['no secret for a program', { kind: 'GENERIC', secret: null }, 'secret', 'REQUIRED'],
    ['a short secret', { kind: 'GENERIC', secret: 'short' }, 'secret', 'TOO_SHORT'],
  ])('are refused with %s', async (_what, over, path, code) => {
    const admin = await app.as('admin');
    const refused = await admin.post('/webhooks', input(over));
    expect([refused.status, refused.body.code]).toEqual([422, 'WEBHOOK_REFUSED']);
    expect(refused.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect(refused.text).not.toContain(ROBOT_SECRET);
  });

  it('belong to a bureau', async () => {
    const admin = await app.as('admin');
    const refused = await admin.post('/webhooks', input({ bureauId: app.units.qinghe }));
    expect([refused.status, refused.body.code]).toEqual([422, 'NOT_A_BUREAU']);
  });
});

describe.each(ENGINES)('group robots with a stricter allow-list on %s', (engine) => {
  let robot: Robot;

  beforeAll(async () => {
    robot = await Robot.start();
  });
  afterAll(() => robot.stop());

  const startWith = (hosts: string[] | undefined): Promise<TestApp> =>
    TestApp.startWithOrganisation(
      engine,
      undefined,
      hosts && { messaging: { webhooks: { hosts, allowLoopback: false, timeoutMs: 1_000 } } },
    );
  const input = (app: TestApp, url: string): object => ({
    bureauId: app.units.anlan,
    name: '群',
    kind: 'WECOM',
    url,
    topics: ['REPORT_URGE'],
  });

  it('do not reach into the house through an allowed name', async () => {
    const app = await startWith(['localhost']);
    const messaging = new Messaging(app);
    const admin = await app.as('admin');
    const url = `https://localhost:${robot.port}/`;
    const { id } = ok(await admin.post('/webhooks', input(app, url))).body;
    expect(ok(await admin.post(`/webhooks/${id}/test`)).body).toMatchObject({
      delivered: false,
      error: 'ADDRESS_NOT_ALLOWED',
    });
    await messaging.send(messaging.notice());
    await messaging.dispatch();
    expect(await messaging.last()).toMatchObject({
      status: 'DEAD',
      lastError: 'ADDRESS_NOT_ALLOWED',
    });
    expect(robot.calls).toEqual([]);
    await app.stop();
  });

  it('cannot be entered where no host is allowed', async () => {
    const app = await startWith(undefined);
    const admin = await app.as('admin');
    const refused = await admin.post('/webhooks', input(app, 'https://qyapi.weixin.qq.com/'));
    expect([refused.status, refused.body.code]).toEqual([409, 'WEBHOOKS_OFF']);
    await app.stop();
  });
});
