import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { ok } from '../support/issues.js';

const VALUE = { columns: ['issueNo', 'statement'], density: 'compact', views: [{ name: '我镇' }] };

describe.each(ENGINES)('preferences of the screens on %s', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  afterAll(() => app.stop());

  const keysOf = async (user: TestUser): Promise<string[]> =>
    (ok(await user.get('/ui-preferences')).body.items as { key: string }[]).map(({ key }) => key);
  const remove = async (username: string, key: string) =>
    (await app.as(username)).delete(`/ui-preferences/${key}`);

  it('are kept with the user, the last one written, and never in the audit log', async () => {
    const clerk = await app.as('div.clerk');
    const acts = await app.rows(sql`SELECT seq FROM audit_entries`);
    expect(ok(await clerk.get('/ui-preferences')).body).toEqual({ items: [] });
    ok(await clerk.put('/ui-preferences/issues', { version: 1, value: { pageSize: 20 } }));
    app.clock.set('2020-04-01T10:00:00+08:00');
    const saved = ok(await clerk.put('/ui-preferences/issues', { version: 2, value: VALUE })).body;
    const item = { key: 'issues', version: 2, value: VALUE, updatedAt: '2020-04-01T02:00:00.000Z' };
    expect(saved).toEqual(item);
    ok(await clerk.put('/ui-preferences/shell', { version: 1, value: {} }));
    expect(ok(await clerk.get('/ui-preferences')).body.items).toEqual([
      item,
      { ...item, key: 'shell', version: 1, value: {} },
    ]);
    expect(await app.rows(sql`SELECT seq FROM audit_entries`)).toEqual(acts);
  });

  it('belong to one person: others neither see nor touch them', async () => {
    const clerk = await app.as('div.clerk');
    const chief = await app.as('div.chief');
    ok(await clerk.put('/ui-preferences/tasks', { version: 1, value: { pageSize: 50 } }));
    expect(await keysOf(chief)).toEqual([]);
    expect((await remove('div.chief', 'tasks')).status).toBe(204);
    ok(await chief.put('/ui-preferences/tasks', { version: 9, value: { pageSize: 10 } }));
    const rows = ok(await clerk.get('/ui-preferences')).body.items as { key: string }[];
    expect(rows.find(({ key }) => key === 'tasks')).toMatchObject({ value: { pageSize: 50 } });
  });

  it('go back to the default by being deleted, as often as one likes', async () => {
    const town = await app.as('qinghe.clerk');
    ok(await town.put('/ui-preferences/issues', { version: 1, value: VALUE }));
    ok(await town.put('/ui-preferences/tasks', { version: 1, value: VALUE }));
    for (const _time of [1, 2]) expect((await remove('qinghe.clerk', 'issues')).status).toBe(204);
    expect(await keysOf(town)).toEqual(['tasks']);
  });

  it('are open to everybody who is signed in, administrators too, and to nobody else', async () => {
    for (const username of ['admin', 'auditor', 'leadership']) {
      const user = await app.as(username);
      ok(await user.put('/ui-preferences/shell', { version: 1, value: { theme: 'dark' } }));
      expect(await keysOf(user)).toEqual(['shell']);
    }
    expect((await app.anonymous().get('/api/ui-preferences')).status).toBe(401);
    const put = app.anonymous().put('/api/ui-preferences/shell');
    expect((await put.send({ version: 1, value: {} })).status).toBe(401);
    expect((await app.anonymous().delete('/api/ui-preferences/shell')).status).toBe(401);
  });

  it('give back what was put in as data, whatever it looks like', async () => {
    const inspector = await app.as('inspector');
    const value = {
      html: '<script>alert(1)</script>',
      sql: "'; DROP TABLE ui_preferences; --",
      text: '\u0000 \ud83d\ude00',
      toString: { valueOf: 'x' },
      nothing: null,
      numbers: [1.5, -0.25, 1e21],
    };
    ok(await inspector.put('/ui-preferences/odd', { version: 1, value }));
    const { items } = ok(await inspector.get('/ui-preferences')).body as { items: unknown[] };
    expect(items).toMatchObject([{ key: 'odd', value }]);
  });

  const deep = (levels: number): object => (levels === 1 ? {} : { a: deep(levels - 1) });
  it.each<[string, string, unknown, number, string]>([
    ['a list', 'issues', { version: 1, value: [] }, 400, 'INVALID_INPUT'],
    ['a text', 'issues', { version: 1, value: '{}' }, 400, 'INVALID_INPUT'],
    ['null', 'issues', { version: 1, value: null }, 400, 'INVALID_INPUT'],
    ['no value', 'issues', { version: 1 }, 400, 'INVALID_INPUT'],
    ['no version', 'issues', { value: {} }, 400, 'INVALID_INPUT'],
    ['version 0', 'issues', { version: 0, value: {} }, 400, 'INVALID_INPUT'],
    ['an unknown field', 'issues', { version: 1, value: {}, userId: 'x' }, 400, 'INVALID_INPUT'],
    ['9 levels', 'issues', { version: 1, value: deep(9) }, 422, 'VALUE_TOO_DEEP'],
    ['17 KB', 'issues', { version: 1, value: { a: 'x'.repeat(17_000) } }, 422, 'VALUE_TOO_LARGE'],
    ['a bad key', 'Issues', { version: 1, value: {} }, 400, 'INVALID_INPUT'],
    ['a long key', 'a'.repeat(41), { version: 1, value: {} }, 400, 'INVALID_INPUT'],
  ])('refuse %s', async (_name, key, body, status, code) => {
    const deputy = await app.as('deputy');
    const answer = await deputy.put(`/ui-preferences/${key}`, body as object);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.code).toBe(code);
    expect(await keysOf(deputy)).toEqual([]);
  });

  it('refuse a body that nests without end, as every route does', async () => {
    const deputy = await app.as('deputy');
    const levels = 100_000;
    const body = `{"version":1,"value":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    const answer = await deputy.putText('/ui-preferences/issues', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ code: 'TOO_DEEP' }] });
  });

  it('are 50 at most for one person, also when two windows save at once', async () => {
    const director = await app.as('director');
    const put = (n: number) =>
      director.put(`/ui-preferences/screen-${n}`, { version: 1, value: { n } });
    for (let n = 1; n <= 49; n += 1) ok(await put(n));
    const answers = await Promise.all([put(50), put(51)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body).toMatchObject({
      code: 'TOO_MANY_PREFERENCES',
      detail: '每人最多保存50项界面设置，请先恢复不用的设置。',
    });
    expect(await keysOf(director)).toHaveLength(50);
    ok(await put(7));
    expect((await remove('director', 'screen-7')).status).toBe(204);
    ok(await put(60));
  });
});
