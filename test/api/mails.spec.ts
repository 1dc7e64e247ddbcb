import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ATTEMPTS_MAX } from '../../src/platform/outbox/outbox.rules.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { headerOf, partOf, refusal, SmtpReceiver } from '../support/smtp.js';
import { Messaging } from './messaging.fixture.js';

const ADDRESS = 'qinghe.clerk@example.gov.cn';
const HOUR_MS = 3_600_000;

describe.each(ENGINES)('mails on %s', (engine) => {
  let smtp: SmtpReceiver;
  let app: TestApp;
  let messaging: Messaging;

  beforeAll(async () => {
    smtp = await SmtpReceiver.start();
    app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: {
        mail: smtp.settings({ timeoutMs: 3_000 }),
        publicUrl: 'https://xiaohao.example.gov.cn',
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

  it('tell what the inbox tells, to who has an address and wants them', async () => {
    const notice = messaging.notice();
    await messaging.send(notice);
    await messaging.send(notice);
    await messaging.send(messaging.notice({ topic: 'REPORT_REMINDER' }));
    expect(await messaging.dispatch()).toBe(1);
    const [mail] = smtp.mails;
    const row = await messaging.last();
    expect(mail).toMatchObject({
      to: [ADDRESS],
      subject: `【销号】${notice.title}`,
      messageId: `<outbox-${row.id}@office.example>`,
    });
    const raw = mail?.raw ?? '';
    expect(headerOf(raw, 'From')).toContain('<noreply@office.example>');
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated');
    const link = `https://xiaohao.example.gov.cn/?open=report&id=${app.units.qinghe}`;
    const text = partOf(raw, 'text/plain').replaceAll('\r\n', '\n');
    expect(text).toContain(`${notice.title}\n\n请于今日内报送。\n\n逾期将通报。`);
    expect(text).toContain(`打开查看：${link}`);
    expect(text).toContain('类别：催报\n时间：2020年4月1日 09:00');
    expect(partOf(raw, 'text/html')).toContain('<p>请于今日内报送。</p>');
    expect(row).toMatchObject({
      channel: 'EMAIL',
      status: 'SENT',
      attempts: 1,
      lastError: null,
      leaseHolder: null,
      sentAt: app.clock.now(),
    });
    expect(await messaging.dispatch()).toBe(0);
    expect(smtp.mails).toHaveLength(1);
  });

  it('are not sent for an act that was rolled back', async () => {
    const before = await messaging.messages();
    const failing = app.uow.run(async (tx) => {
      await messaging.notify(tx, messaging.notice());
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await messaging.dispatch()).toBe(0);
    expect(await messaging.messages()).toEqual(before);
    expect(smtp.mails).toEqual([]);
  });

  it.each([
    ['a line break and a header', '催报\r\nBcc: all@example.org\r\n\r\n正文'],
    ['an encoded word', '=?UTF-8?Q?a=0D=0ABcc:_all@example.org?='],
    ['markup', '<script>alert(1)</script>{{constructor}}'],
  ])('keep %s in a title what it is: text', async (_what, title) => {
    const row = await messaging.sendOne({ title });
    expect(row.status).toBe('SENT');
    const [mail] = smtp.mails;
    expect(mail?.to).toEqual([ADDRESS]);
    const head = (mail?.raw ?? '').split('\r\n\r\n')[0] ?? '';
    expect(head.split('\r\n').filter((line) => /^(bcc|cc):/i.test(line))).toEqual([]);
    expect(partOf(mail?.raw ?? '', 'text/html')).not.toContain('<script>');
    if (!title.startsWith('=?')) {
      expect(mail?.subject).toBe(`【销号】${title.replace(/[\r\n]+/g, ' ')}`);
    }
  });

  it('come again, the same mail, after the server has put them off', async () => {
    smtp.onRcpt = () => {
      throw refusal(451);
    };
    const failed = await messaging.sendOne();
    expect(failed).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      lastError: 'SMTP_451',
      sentAt: null,
    });
    smtp.reset();
    expect(await messaging.dispatch()).toBe(0);
    messaging.wait(73_000);
    expect(await messaging.dispatch()).toBe(1);
    expect(await messaging.last()).toMatchObject({ id: failed.id, status: 'SENT', attempts: 2 });
    expect(smtp.mails.map(({ messageId }) => messageId)).toEqual([
      `<outbox-${failed.id}@office.example>`,
    ]);
  });

  it.each([
    ['hangs up in the middle', () => (smtp.hangUps = 1), /^SMTP_E(CONNECTION|SOCKET)$/],
    [
      'does not answer',
      () => (smtp.onData = () => new Promise(() => undefined)),
      /TIMEOUT|ETIMEDOUT/,
    ],
    [
      'is busy',
      () =>
        (smtp.onData = () => {
          throw refusal(452);
        }),
      /^SMTP_452$/,
    ],
  ])('arrive once although the server %s at first', async (_what, misbehave, error) => {
    misbehave();
    const failed = await messaging.sendOne();
    expect(failed).toMatchObject({ status: 'FAILED', lastError: expect.stringMatching(error) });
    smtp.reset();
    messaging.wait(HOUR_MS);
    await messaging.dispatch();
    expect((await messaging.last()).status).toBe('SENT');
    expect(smtp.mails).toHaveLength(1);
  });

  it('are given up after the last attempt', async () => {
    smtp.onRcpt = () => {
      throw refusal(421);
    };
    await messaging.send(messaging.notice());
    const statuses: string[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      expect(await messaging.dispatch()).toBe(1);
      statuses.push((await messaging.last()).status);
      messaging.wait(30 * HOUR_MS);
    }
    expect(statuses).toEqual([...Array<string>(ATTEMPTS_MAX - 1).fill('FAILED'), 'DEAD']);
    expect(await messaging.dispatch()).toBe(0);
    expect(await messaging.last()).toMatchObject({ attempts: ATTEMPTS_MAX, lastError: 'SMTP_421' });
  });

  it('reach a person in their order, while others do not wait', async () => {
    await messaging.setEmail('wanglan.clerk', 'wanglan.clerk@example.gov.cn');
    smtp.onRcpt = (address) => {
      if (address === ADDRESS) throw refusal(450);
    };
    const titles = ['第一件', '第二件', '第三件'];
    for (const title of titles) await messaging.send(messaging.notice({ title }));
    const to = { unitId: app.units.wanglan ?? '', anyOf: ['report.prepare'] as const };
    await messaging.send(messaging.notice({ title: '别人的', to }));
    expect(await messaging.dispatch()).toBe(2);
    expect(smtp.mails.map(({ subject }) => subject)).toEqual(['【销号】别人的']);
    smtp.reset();
    messaging.wait(HOUR_MS);
    expect(await messaging.dispatch()).toBe(3);
    expect(smtp.mails.map(({ subject }) => subject)).toEqual(
      titles.map((title) => `【销号】${title}`),
    );
  });

  it('left behind by a server that died go out when its lease has run out', async () => {
    await messaging.send(messaging.notice());
    const { id } = await messaging.last();
    const leaseEnd = new Date(Date.parse(app.clock.now()) + 60_000).toISOString();
    await app.uow.run((tx) =>
      tx.execute(sql`
        UPDATE outbox_messages SET status = 'SENDING', attempts = 1, lease_holder = 'dead server',
          next_attempt_at = ${leaseEnd} WHERE id = ${id}`),
    );
    expect(await messaging.dispatch()).toBe(0);
    messaging.wait(60_000);
    expect(await messaging.dispatch()).toBe(1);
    expect(await messaging.last()).toMatchObject({ id, status: 'SENT', attempts: 2 });
    expect(smtp.mails).toHaveLength(1);
  });

  it('that killed every server that tried them are given up', async () => {
    await messaging.send(messaging.notice());
    const { id } = await messaging.last();
    await app.uow.run((tx) =>
      tx.execute(sql`
        UPDATE outbox_messages SET status = 'SENDING', attempts = ${ATTEMPTS_MAX},
          lease_holder = 'dead server' WHERE id = ${id}`),
    );
    expect(await messaging.dispatch()).toBe(0);
    expect(await messaging.last()).toMatchObject({ status: 'DEAD', lastError: 'SENDER_LOST' });
  });

  it('follow the address as it is when they go out, and end with it', async () => {
    await messaging.send(messaging.notice());
    await messaging.setEmail('qinghe.clerk', 'new.address@example.gov.cn');
    await messaging.dispatch();
    expect(smtp.mails.map(({ to }) => to)).toEqual([['new.address@example.gov.cn']]);
    await messaging.send(messaging.notice());
    await messaging.setEmail('qinghe.clerk', null);
    await messaging.dispatch();
    expect(await messaging.last()).toMatchObject({ status: 'CANCELLED', lastError: 'NO_ADDRESS' });
    const count = (await messaging.messages()).length;
    await messaging.send(messaging.notice());
    expect(await messaging.messages()).toHaveLength(count);
    expect(smtp.mails).toHaveLength(1);
    await messaging.setEmail('qinghe.clerk', ADDRESS);
  });

  it('are not sent to an account disabled meanwhile', async () => {
    await messaging.setEmail('liping.clerk', 'liping.clerk@example.gov.cn');
    const to = { unitId: app.units.liping ?? '', anyOf: ['report.prepare'] as const };
    await messaging.send(messaging.notice({ to }));
    const { id, version } = await messaging.user('liping.clerk');
    ok(await (await app.as('security')).patch(`/users/${id}`, { disabled: true }, version));
    await messaging.dispatch();
    expect(await messaging.last()).toMatchObject({
      status: 'CANCELLED',
      lastError: 'USER_DISABLED',
    });
    expect(smtp.mails).toEqual([]);
  });
});
