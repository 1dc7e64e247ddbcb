import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../../test/support/app.js';
import { IdentityWorld, PASSWORD } from '../../test/api/identity.fixture.js';

const MINUTE = 60_000;

describe.each(ENGINES)('signing in on %s', (engine) => {
  let id: IdentityWorld;
  let security: string;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine);
    security = await id.signIn('security');
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  const me = (token: string) => id.call('GET', 'auth/me', { token });
  const login = (username: string, password: string) =>
    id.call('POST', 'auth/login', { body: { username, password } });

  describe('own password', () => {
    const NEW = '青禾镇 民政办 二零二零';
    const change = (token: string, currentPassword: string, newPassword: string, headers = {}) =>
      id.call('POST', 'auth/password', { token, body: { currentPassword, newPassword }, headers });

    it('change ends every session of the account and opens a fresh one', async () => {
      const clerk = await id.newClerk();
      const [one, two] = [await id.signIn(clerk.username), await id.signIn(clerk.username)];
      const { status, body } = await change(one, PASSWORD, NEW);
      expect(status).toBe(200);
      expect([(await me(one)).status, (await me(two)).status]).toEqual([401, 401]);
      expect((await me(body.token)).status).toBe(200);
      expect((await login(clerk.username, PASSWORD)).status).toBe(401);
      expect((await login(clerk.username, NEW)).status).toBe(200);
      expect(await id.actsOn(clerk.id)).toContain('PASSWORD_CHANGED');
    });

    it.each([
      ['too short', PASSWORD, 'short', 422, 'WEAK_PASSWORD'],
      ['too common', PASSWORD, 'password123', 422, 'WEAK_PASSWORD'],
      ['unchanged', PASSWORD, PASSWORD, 422, 'SAME_PASSWORD'],
      ['wrong current one', 'not-the-password', NEW, 403, 'WRONG_PASSWORD'],
    ])('%s is refused and the session goes on', async (_name, current, next, status, code) => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      expect(await change(token, current, next)).toMatchObject({ status, body: { code } });
      expect((await me(token)).status).toBe(200);
      expect((await login(clerk.username, PASSWORD)).status).toBe(200);
    });

    it('guessing the current one locks the account, also under one idempotency key', async () => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      const headers = { 'idempotency-key': `guess-${clerk.username}` };
      const statuses = [];
      for (let guess = 1; guess <= 6; guess += 1) {
        statuses.push((await change(token, `guess-number-${guess}`, NEW, headers)).status);
      }
      expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
      expect((await login(clerk.username, PASSWORD)).status).toBe(429);
    });

    it('a one-time password opens nothing but the way to a password of one’s own', async () => {
      const clerk = await id.newClerk();
      const reset = await id.call('POST', `users/${clerk.id}/password-reset`, { token: security });
      const once = reset.body.oneTimePassword as string;
      const token = await id.signIn(clerk.username, once);
      expect((await me(token)).body.mustChangePassword).toBe(true);
      for (const path of ['units', 'units/tree', `units/${id.unit('qinghe')}`]) {
        const answer = await id.call('GET', path, { token });
        expect(answer).toMatchObject({ status: 403, body: { code: 'PASSWORD_CHANGE_REQUIRED' } });
      }
      const { body } = await change(token, once, NEW);
      expect((await id.call('GET', 'units', { token: body.token })).status).toBe(200);
    });
  });

  describe('lock-out', () => {
    const attempts = async (username: string, count: number) => {
      const statuses = [];
      for (let guess = 0; guess < count; guess += 1) {
        statuses.push((await login(username, 'wrong-password')).status);
      }
      return statuses;
    };
    const withoutTrace = ({ status, body }: { status: number; body: { traceId?: string } }) => ({
      status,
      body: { ...body, traceId: undefined },
    });

    it('five failures lock the account for 15 minutes, even against the right password', async () => {
      const clerk = await id.newClerk();
      expect(await attempts(clerk.username, 6)).toEqual([401, 401, 401, 401, 401, 429]);
      const refused = await login(clerk.username, PASSWORD);
      expect(refused).toMatchObject({ status: 429, body: { code: 'ACCOUNT_LOCKED' } });
      expect(refused.headers.get('retry-after')).toBe('900');
      expect(await id.actsOn(clerk.id)).toEqual([
        ...Array<string>(5).fill('SIGN_IN_FAILED'),
        'ACCOUNT_LOCKED',
      ]);
      id.clock.advanceMs(15 * MINUTE - 1);
      expect((await login(clerk.username, PASSWORD)).status).toBe(429);
      id.clock.advanceMs(1);
      expect((await login(clerk.username, PASSWORD)).status).toBe(200);
    });

    it('a right password in between starts the count again', async () => {
      const clerk = await id.newClerk();
      await attempts(clerk.username, 4);
      await id.signIn(clerk.username);
      expect(await attempts(clerk.username, 4)).toEqual([401, 401, 401, 401]);
      expect((await login(clerk.username, PASSWORD)).status).toBe(200);
    });

    it('a reset by the security administrator lifts the lock', async () => {
      const clerk = await id.newClerk();
      await attempts(clerk.username, 5);
      const reset = await id.call('POST', `users/${clerk.id}/password-reset`, { token: security });
      expect((await login(clerk.username, reset.body.oneTimePassword)).status).toBe(200);
    });

    it('answers alike for accounts that exist and names nobody has', async () => {
      await using fresh = await IdentityWorld.startEmpty(engine);
      const guess = (username: string) =>
        fresh.call('POST', 'auth/login', { body: { username, password: 'wrong-password' } });
      for (let round = 0; round < 6; round += 1) {
        expect(withoutTrace(await guess('nobody'))).toEqual(withoutTrace(await guess('admin')));
      }
      expect((await guess('nobody')).status).toBe(429);
    });

    it('does not count successful sign-ins against the address', async () => {
      await using fresh = await IdentityWorld.startEmpty(engine);
      for (let round = 0; round < 40; round += 1) {
        expect(await fresh.signIn('admin')).toBeDefined();
      }
    });
  });

  describe('browser cookie', () => {
    const signInByCookie = async (username: string) => {
      const origin = id.url;
      const answer = await id.call('POST', 'auth/login', {
        body: { username, password: PASSWORD, cookie: true },
        headers: { origin },
      });
      return { answer, origin, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
    };

    it('carries the session out of reach of scripts', async () => {
      const { answer, cookie } = await signInByCookie((await id.newClerk()).username);
      expect(answer.headers.get('set-cookie')).toMatch(
        /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
      );
      expect(answer.body.token).toBeNull();
      expect((await id.call('GET', 'auth/me', { headers: { cookie } })).status).toBe(200);
    });

    it('writes only from the own origin; signing out takes the cookie back', async () => {
      const { cookie, origin } = await signInByCookie((await id.newClerk()).username);
      const logout = (headers: Record<string, string>) =>
        id.call('POST', 'auth/logout', { headers: { cookie, ...headers } });
      expect(await logout({})).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } });
      expect((await logout({ origin: 'http://evil.example' })).status).toBe(403);
      expect((await id.call('GET', 'auth/me', { headers: { cookie } })).status).toBe(200);
      const answer = await logout({ origin });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('set-cookie')).toMatch(/^session=; .*Max-Age=0$/);
      expect((await id.call('GET', 'auth/me', { headers: { cookie } })).status).toBe(401);
    });

    it('is not opened for a page of another site', async () => {
      const answer = await id.call('POST', 'auth/login', {
        body: { username: 'admin', password: PASSWORD, cookie: true },
        headers: { origin: 'http://evil.example' },
      });
      expect(answer).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } });
    });

    it('does not work as a bearer token, nor the other way round', async () => {
      const clerk = await id.newClerk();
      const { cookie } = await signInByCookie(clerk.username);
      expect((await me(cookie.slice('session='.length))).status).toBe(401);
      const token = await id.signIn(clerk.username);
      const answer = await id.call('GET', 'auth/me', { headers: { cookie: `session=${token}` } });
      expect(answer.status).toBe(401);
    });
  });

  it.each([
    [{}, 'username'],
    [{ username: 'admin' }, 'password'],
    [{ username: ['admin'], password: 'x' }, 'username'],
    [{ username: 'admin', password: { $ne: '' } }, 'password'],
    [{ username: 'admin', password: 'x'.repeat(129) }, 'password'],
    [{ username: 'admin', password: 'x', roles: ['SYS_ADMIN'] }, 'roles'],
  ])('refuses the sign-in body %j naming %s', async (body, path) => {
    const answer = await id.call('POST', 'auth/login', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});
