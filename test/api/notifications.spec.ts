import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Notifier, type Notice } from '../../src/notifications/notifier.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';

describe.each(ENGINES)('messages on %s', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  afterAll(() => app.stop());

  const notice = (over: Partial<Notice> = {}): Notice => ({
    topic: 'REPORT_REMINDER',
    dedupeKey: 'reminder:1',
    to: { unitId: app.units.qinghe ?? '', anyOf: ['report.prepare', 'report.submit'] },
    title: '青禾镇4月台账应于4月30日前报送',
    body: '还有5天。',
    subject: { type: 'report', id: app.units.qinghe ?? '' },
    ...over,
  });
  const send = (message: Notice): Promise<string[]> =>
    app.uow.run((tx) => app.app.get(Notifier, { strict: false }).notify(tx, message));
  const titlesOf = async (user: string): Promise<string[]> => {
    const answer = ok(await (await app.as(user)).get('/notifications')).body;
    return (answer.items as { title: string }[]).map(({ title }) => title);
  };

  it('reaches the staff of the unit who may do the work, each once', async () => {
    expect(await send(notice())).toHaveLength(2);
    expect(await send(notice())).toEqual([]);
    expect(await titlesOf('qinghe.clerk')).toEqual([notice().title]);
    expect(await titlesOf('qinghe.leader')).toEqual([notice().title]);
    expect(await titlesOf('wanglan.clerk')).toEqual([]);
  });

  it.each([
    ['the department named, where it has somebody for it', 'rescue', ['div.chief', 'div.clerk']],
    [
      'the whole bureau, where the department has nobody',
      'dibao',
      ['div.chief', 'div.clerk', 'office.clerk'],
    ],
  ])('tells %s', async (_what, division, expected) => {
    const told = await send(
      notice({
        dedupeKey: `review:${division}`,
        title: division,
        to: {
          unitId: app.units.anlan ?? '',
          divisionId: app.units[division] ?? null,
          anyOf: ['report.prepare'],
        },
      }),
    );
    expect(told).toHaveLength(expected.length);
    for (const user of expected) expect(await titlesOf(user)).toContain(division);
  });

  it('counts what is unread and lets nobody read the messages of another', async () => {
    const clerk = await app.as('qinghe.clerk');
    expect(ok(await clerk.get('/notifications/unread')).body).toEqual({ unread: 1 });
    const [message] = ok(await clerk.get('/notifications?unread=true')).body.items;
    const leader = await app.as('qinghe.leader');
    expect((await leader.post(`/notifications/${message.id}/reading`)).status).toBe(404);
    const read = ok(await clerk.post(`/notifications/${message.id}/reading`)).body;
    expect(read.readAt).toBe(app.clock.now());
    expect(ok(await clerk.get('/notifications/unread')).body).toEqual({ unread: 0 });
    expect(ok(await clerk.get('/notifications?unread=true')).body.total).toBe(0);
    expect(ok(await leader.post('/notifications/reading')).body).toEqual({ unread: 0 });
    expect(ok(await leader.get('/notifications')).body.items[0].readAt).toBe(app.clock.now());
  });

  it('cuts a title that is too long between two characters', async () => {
    const title = '𠮷'.repeat(205);
    expect(await send(notice({ dedupeKey: 'long', title }))).toHaveLength(2);
    expect(await titlesOf('qinghe.clerk')).toContain('𠮷'.repeat(200));
  });

  it('takes the message back when the act is rolled back', async () => {
    const failing = app.uow.run(async (tx) => {
      await app.app.get(Notifier, { strict: false }).notify(tx, notice({ dedupeKey: 'lost' }));
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await send(notice({ dedupeKey: 'lost' }))).toHaveLength(2);
  });
});
