import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { refusal, SmtpReceiver } from '../support/smtp.js';
import { Messaging } from './messaging.fixture.js';

const ADDRESS = 'qinghe.clerk@example.gov.cn';
const HOUR_MS = 3_600_000;

describe.each(ENGINES)('mails that an operator looks after on %s', (engine) => {
  let smtp: SmtpReceiver;
  let app: TestApp;
  let messaging: Messaging;

  beforeAll(async () => {
    smtp = await SmtpReceiver.start();
    app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: {
        mail: smtp.settings({ timeoutMs: 3_000 }),
      },
    });
    messaging = new Messaging(app);
    await messaging.setEmail('qinghe.clerk', ADDRESS);
  });
  afterEach(() => smtp.reset());
  afterAll(async () => {
    await app.stop();
    await smtp.stop();
  });

  it('stop at a refusal for good, until an operator tries again', async () => {
    smtp.onRcpt = () => {
      throw refusal(550);
    };
    const dead = await messaging.sendOne();
    expect(dead).toMatchObject({ status: 'DEAD', attempts: 1, lastError: 'SMTP_550' });
    messaging.wait(48 * HOUR_MS);
    expect(await messaging.dispatch()).toBe(0);
    const admin = await app.as('admin');
    const listed = ok(await admin.get('/outbox?status=DEAD')).body;
    expect(listed).toMatchObject({
      total: 1,
      items: [
        {
          id: dead.id,
          channel: 'EMAIL',
          recipient: 'qinghe.clerk',
          lastError: 'SMTP_550',
          errorDetail: expect.stringContaining('拒收'),
          nextAttemptAt: null,
          allowedActions: ['retry', 'cancel'],
        },
      ],
    });
    expect(JSON.stringify(listed)).not.toContain('@');
    smtp.reset();
    const retried = ok(await admin.post(`/outbox/${dead.id}/retry`)).body;
    expect(retried).toMatchObject({
      id: dead.id,
      status: 'PENDING',
      attempts: 0,
      allowedActions: ['cancel'],
    });
    expect((await messaging.audit('OUTBOX_RETRIED'))[0]).toMatchObject({
      actorName: '系统管理员',
      subjectId: dead.id,
      detail: expect.stringContaining('SMTP_550'),
    });
    await messaging.dispatch();
    expect(smtp.mails).toHaveLength(1);
    const sent = ok(await admin.get('/outbox?status=SENT')).body;
    expect(sent.items).toEqual([expect.objectContaining({ id: dead.id, allowedActions: [] })]);
    const again = await admin.post(`/outbox/${dead.id}/retry`);
    expect([again.status, again.body.code]).toEqual([409, 'OUTBOX_NOT_RETRYABLE']);
  });

  it('are taken out by an operator, with a reason, so that what waits behind them goes on', async () => {
    smtp.onRcpt = () => {
      throw refusal(450);
    };
    const stuck = await messaging.sendOne({ title: '卡住的' });
    await messaging.send(messaging.notice({ title: '后面的' }));
    smtp.reset();
    const admin = await app.as('admin');
    const path = `/outbox/${stuck.id}/cancellation`;
    expect((await admin.post(path, {})).status).toBe(400);
    const taken = ok(await admin.post(path, { reason: '收件人已调离' })).body;
    expect(taken).toMatchObject({ status: 'CANCELLED', errorDetail: '由系统管理员取消' });
    expect((await messaging.audit('OUTBOX_CANCELLED'))[0]).toMatchObject({
      actorName: '系统管理员',
      subjectId: stuck.id,
      detail: expect.stringContaining('收件人已调离'),
    });
    expect(await messaging.dispatch()).toBe(1);
    expect(smtp.mails.map(({ subject }) => subject)).toEqual(['【销号】后面的']);
    const again = await admin.post(path, { reason: '再来' });
    expect([again.status, again.body.code]).toEqual([409, 'OUTBOX_NOT_CANCELLABLE']);
    ok(await admin.post(`/outbox/${stuck.id}/retry`));
    expect(await messaging.dispatch()).toBe(1);
    expect(smtp.mails).toHaveLength(2);
  });

  it.each(['security', 'auditor', 'director', 'qinghe.clerk'])(
    'are nothing for %s to look after',
    async (username) => {
      const user = await app.as(username);
      expect((await user.get('/outbox')).status).toBe(403);
      const { id, status } = await messaging.last();
      expect((await user.post(`/outbox/${id}/retry`)).status).toBe(403);
      const body = { reason: '不想发' };
      expect((await user.post(`/outbox/${id}/cancellation`, body)).status).toBe(403);
      expect((await messaging.last()).status).toBe(status);
    },
  );
});
