import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { ENGINES, TestApp } from '../support/app.js';
import { OutboxClaims } from '../../src/platform/outbox/outbox-claims.js';
import { SmtpReceiver } from '../support/smtp.js';
import { Messaging } from './messaging.fixture.js';

const ADDRESS = 'qinghe.clerk@example.gov.cn';

describe.each(ENGINES)('the outbox on %s', (engine) => {
  let smtp: SmtpReceiver;

  beforeAll(async () => {
    smtp = await SmtpReceiver.start();
  });
  afterEach(() => smtp.reset());
  afterAll(() => smtp.stop());

  const start = async (perMinuteMax = 10_000, scheduler = false): Promise<Messaging> => {
    const app = await TestApp.startWithOrganisation(engine, undefined, {
      scheduler,
      messaging: { mail: smtp.settings({ perMinuteMax }) },
    });
    const messaging = new Messaging(app);
    await messaging.setEmail('qinghe.clerk', ADDRESS);
    return messaging;
  };

  it('holds nothing where no way out is configured', async () => {
    const app = await TestApp.startWithOrganisation(engine);
    const messaging = new Messaging(app);
    await messaging.setEmail('qinghe.clerk', ADDRESS);
    expect(await messaging.send(messaging.notice())).toHaveLength(1);
    expect(await messaging.messages()).toEqual([]);
    await app.stop();
  });

  it('keeps a message once, however often it is enqueued', async () => {
    const { app } = await start();
    const outbox = app.app.get(Outbox, { strict: false });
    const enqueue = () =>
      app.uow.run((tx) =>
        outbox.enqueue(tx, { channel: 'EMAIL', dedupeKey: 'one', lane: 'lane', payload: {} }),
      );
    const ids = await Promise.all(Array.from({ length: 20 }, enqueue));
    expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
    expect(await app.rows(sql`SELECT id FROM outbox_messages`)).toHaveLength(1);
    await app.stop();
  });

  it('keeps to so many messages a minute', async () => {
    const messaging = await start(3);
    for (let count = 0; count < 7; count += 1) await messaging.send(messaging.notice());
    const sent: number[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      sent.push(await messaging.dispatch(), await messaging.dispatch());
      messaging.wait(60_000);
    }
    expect(sent).toEqual([3, 0, 3, 0, 1, 0]);
    await messaging.app.stop();
  });

  it('writes the outcome down although the database was away for a moment', async () => {
    const messaging = await start();
    const claims = messaging.app.app.get(OutboxClaims, { strict: false });
    const away = jest.spyOn(claims, 'record').mockRejectedValueOnce(new Error('connection lost'));
    await messaging.send(messaging.notice());
    await messaging.dispatch();
    expect(away).toHaveBeenCalledTimes(2);
    expect(await messaging.last()).toMatchObject({ status: 'SENT', attempts: 1 });
    expect(smtp.mails).toHaveLength(1);
    await messaging.app.stop();
  });

  it.each([
    ['to this machine', '127.0.0.1', 'right', 'SENT', null, 1],
    ['nowhere else without encryption', '127.0.0.2', 'right', 'FAILED', /^SMTP_/, 0],
    ['and mails wait when it is wrong', '127.0.0.1', 'wrong', 'FAILED', /^SMTP_535$/, 1],
  ])('shows its password %s', async (_what, host, pass, status, lastError, logins) => {
    const server = await SmtpReceiver.start({ host, login: { user: 'office', pass: 'right' } });
    const app = await TestApp.startWithOrganisation(engine, undefined, {
      messaging: { mail: server.settings({ login: { user: 'office', pass } }) },
    });
    const messaging = new Messaging(app);
    await messaging.setEmail('qinghe.clerk', ADDRESS);
    await messaging.send(messaging.notice());
    await messaging.dispatch();
    expect(await messaging.last()).toMatchObject({
      status,
      lastError: lastError && expect.stringMatching(lastError),
    });
    expect(server.logins).toBe(logins);
    expect(server.mails).toHaveLength(status === 'SENT' ? 1 : 0);
    await app.stop();
    await server.stop();
  });

  it('works by itself while the program serves, also for acts with an Idempotency-Key', async () => {
    const messaging = await start(10_000, true);
    const { app } = messaging;
    const complaints: unknown[] = [];
    const keep = (line: unknown): number => complaints.push(line);
    app.app.useLogger({ log: () => undefined, warn: keep, error: keep });
    await app.app.listen(0, '127.0.0.1');
    await messaging.send(messaging.notice({ title: '第一件' }));
    await smtp.received(1);
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE outbox_messages SET status = 'DEAD', last_error = 'SMTP_550'`),
    );
    const { id } = await messaging.last();
    const admin = await app.as('admin');
    const retry = () =>
      admin.post(`/outbox/${id}/retry`).set('idempotency-key', 'retry-it-once').expect(200);
    const first = (await retry()).body;
    await smtp.received(2);
    expect((await retry()).body).toEqual(first);
    expect(complaints).toEqual([]);
    expect(first).toMatchObject({ id, status: 'PENDING' });
    await app.app.close();
    const next = await TestApp.second(app);
    expect(await messaging.messages(next)).toMatchObject([{ id, status: 'SENT', attempts: 1 }]);
    await next.stop();
    await app.place.remove();
    expect(smtp.mails).toHaveLength(2);
  });

  it('finishes what is being sent when the program stops, and begins nothing more', async () => {
    const messaging = await start(10_000, true);
    const { app } = messaging;
    let release = (): void => undefined;
    let began = (): void => undefined;
    const begun = new Promise<void>((done) => (began = done));
    smtp.onData = () => {
      began();
      return new Promise<void>((done) => (release = done));
    };
    await app.app.listen(0, '127.0.0.1');
    await messaging.send(messaging.notice());
    await begun;
    await messaging.send(messaging.notice());
    const closed = app.app.close();
    release();
    await closed;
    const next = await TestApp.second(app);
    const statuses = (await messaging.messages(next)).map(({ status }) => status);
    expect(statuses).toEqual(['SENT', 'PENDING']);
    smtp.reset();
    expect(await messaging.dispatch(next)).toBe(1);
    expect(smtp.mails).toHaveLength(1);
    await next.stop();
    await app.place.remove();
  });
});

if (ENGINES.includes('postgres')) {
  describe('two servers on one PostgreSQL', () => {
    const MESSAGES = 500;
    const USERS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'].flatMap((town) => [
      `${town}.clerk`,
      `${town}.leader`,
    ]);

    const open: { stop: () => Promise<void> }[] = [];
    afterEach(async () => {
      for (const server of open.splice(0).reverse()) await server.stop();
    });

    it(`send ${MESSAGES} mails once each, in the order of each person`, async () => {
      const smtp = await SmtpReceiver.start();
      const app = await TestApp.startWithOrganisation('postgres', undefined, {
        messaging: { mail: smtp.settings() },
      });
      const other = await TestApp.second(app);
      open.push(smtp, app, other);
      const messaging = new Messaging(app);
      const userIds: string[] = [];
      for (const username of USERS) {
        await messaging.setEmail(username, `${username}@example.gov.cn`);
        userIds.push((await messaging.user(username)).id);
      }
      const notices = MESSAGES / USERS.length;
      for (let count = 1; count <= notices; count += 1) {
        const notice = messaging.notice({ title: `第${count}件`, to: { userIds } });
        const tell = (server: TestApp) => new Messaging(server).send(notice);
        await Promise.all([tell(app), tell(other), tell(app), tell(other)]);
      }
      expect(await messaging.messages()).toHaveLength(MESSAGES);
      let [here, there] = [0, 0];
      // A server that finds every lane taken by the other one stops, and is woken again.
      for (let round = 0; round < 50; round += 1) {
        const attempts = await Promise.all([messaging.dispatch(), messaging.dispatch(other)]);
        here += attempts[0];
        there += attempts[1];
        if (attempts[0] + attempts[1] === 0) break;
      }
      expect(here + there).toBe(MESSAGES);
      expect(Math.min(here, there)).toBeGreaterThan(MESSAGES / 20);
      expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(MESSAGES);
      expect(smtp.mails).toHaveLength(MESSAGES);
      const expected = Array.from({ length: notices }, (_none, at) => `【销号】第${at + 1}件`);
      for (const username of USERS) {
        const own = smtp.mails.filter(({ to }) => to[0] === `${username}@example.gov.cn`);
        expect(own.map(({ subject }) => subject)).toEqual(expected);
      }
    }, 120_000);
  });
}
