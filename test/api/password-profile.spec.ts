import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(ENGINES)('passwords under dengbao on %s', (engine) => {
  let id: IdentityWorld;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine, { passwordProfile: 'dengbao' });
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  const change = (token: string, currentPassword: string, newPassword: string) =>
    id.call('POST', 'auth/password', { token, body: { currentPassword, newPassword } });
  const login = (username: string, password: string) =>
    id.call('POST', 'auth/login', { body: { username, password } });

  it('are refused without three kinds of characters', async () => {
    const token = await id.signIn((await id.newClerk()).username);
    expect(await change(token, PASSWORD, 'correct horse battery')).toMatchObject({
      status: 422,
      body: { code: 'WEAK_PASSWORD', errors: [{ path: 'newPassword' }] },
    });
  });

  it('run out after 90 days: at the next sign-in a new one comes first', async () => {
    const clerk = await id.newClerk();
    id.clock.advanceMs(90 * DAY_MS - 1);
    const working = await id.signIn(clerk.username);
    expect((await id.call('GET', 'auth/me', { token: working })).body).toMatchObject({
      mustChangePassword: false,
      passwordExpired: false,
    });
    id.clock.advanceMs(1);
    // Who is at work is not thrown out of it.
    expect((await id.call('GET', 'units', { token: working })).status).toBe(200);
    const { body } = await login(clerk.username, PASSWORD);
    expect(body.user).toMatchObject({ mustChangePassword: true, passwordExpired: true });
    expect(await id.call('GET', 'units', { token: body.token })).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_CHANGE_REQUIRED' },
    });
    const changed = await change(body.token, PASSWORD, 'Qinghe-Minzheng-7');
    expect(changed.body.user).toMatchObject({ mustChangePassword: false, passwordExpired: false });
    expect((await id.call('GET', 'units', { token: changed.body.token })).status).toBe(200);
  });

  it('that has run out does not let the system administrator appoint over the officer', async () => {
    const { body } = await login('security', PASSWORD);
    expect(body.user.mustChangePassword).toBe(true);
    const clerk = await id.newClerk();
    const admin = await login('admin', PASSWORD);
    const renewed = await change(admin.body.token, PASSWORD, 'Anlan-Xitong-77');
    const appointed = await id.call('PATCH', `users/${clerk.id}`, {
      token: renewed.body.token,
      version: 1,
      body: { roles: ['SECURITY_ADMIN'] },
    });
    expect(appointed.status).toBe(403);
  });

  it('do not come back before five others have', async () => {
    const clerk = await id.newClerk();
    let token = await id.signIn(clerk.username);
    let current = PASSWORD;
    const next = async (password: string) => {
      const answer = await change(token, current, password);
      if (answer.status === 200) {
        ({ token } = answer.body);
        current = password;
      }
      id.clock.advanceMs(1000);
      return answer;
    };
    for (let turn = 1; turn <= 5; turn += 1) {
      expect((await next(`Qinghe-Banshi-${turn}`)).status).toBe(200);
      expect(await next(PASSWORD)).toMatchObject({
        status: 422,
        body: { code: 'PASSWORD_REUSED', errors: [{ path: 'newPassword' }] },
      });
    }
    expect((await next('Qinghe-Banshi-6')).status).toBe(200);
    expect((await next(PASSWORD)).status).toBe(200);
    const kept = await id.test.rows(
      sql`SELECT id FROM password_history WHERE user_id = ${clerk.id}`,
    );
    expect(kept).toHaveLength(5);
  });

  it('that the administrator has reset does not come back either', async () => {
    const clerk = await id.newClerk();
    const once = await id.organisation.resetPassword(clerk.username);
    const token = await id.signIn(clerk.username, once);
    expect((await change(token, once, PASSWORD)).body.code).toBe('PASSWORD_REUSED');
    expect((await change(token, once, 'Qinghe-Banshi-1')).status).toBe(200);
  });
});

// Without the profile nothing of it applies; one engine is enough for a setting.
describe('passwords under asvs', () => {
  it('neither run out nor leave a trace', async () => {
    await using id = await IdentityWorld.start(ENGINES[0] ?? 'sqlite');
    const clerk = await id.newClerk();
    id.clock.advanceMs(1000 * DAY_MS);
    const token = await id.signIn(clerk.username);
    const body = { currentPassword: PASSWORD, newPassword: '青禾镇 民政办 二零二零' };
    const { body: opened } = await id.call('POST', 'auth/password', { token, body });
    expect(opened.user.mustChangePassword).toBe(false);
    const back = { currentPassword: body.newPassword, newPassword: PASSWORD };
    const again = await id.call('POST', 'auth/password', { token: opened.token, body: back });
    expect(again.status).toBe(200);
    expect(await id.test.rows(sql`SELECT id FROM password_history`)).toEqual([]);
  });
});
