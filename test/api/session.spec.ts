import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ENGINES } from '../support/app.js';
import { figure } from '../trust/support/figure.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';
import { sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(ENGINES)('sessions on %s', (engine) => {
  let id: IdentityWorld;
  let admin: string;
  let security: string;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine);
    await renewAdministrators();
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  async function renewAdministrators(): Promise<void> {
    admin = await id.signIn('admin');
    security = await id.signIn('security');
  }

  const me = (token: string) => id.call('GET', 'auth/me', { token });
  const login = (username: string, password: string) =>
    id.call('POST', 'auth/login', { body: { username, password } });

  it('tells the user who they are, where they work and what they may do', async () => {
    const clerk = await id.newClerk();
    const { status, body } = await login(clerk.username.toUpperCase(), PASSWORD);
    expect(status).toBe(200);
    expect(body.token).toMatch(/^[\w-]{43}$/);
    expect(Date.parse(body.expiresAt) - Date.parse(id.clock.now())).toBe(24 * HOUR);
    const answer = await me(body.token);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(body.user);
    expect(answer.body).toMatchObject({
      username: clerk.username,
      unit: { id: id.unit('qinghe'), name: '青禾镇人民政府' },
      bureau: { id: id.unit('anlan') },
      roles: ['TOWN_CLERK'],
      mustChangePassword: false,
    });
    expect(answer.body.permissions['issue.read']).toEqual(['SUBTREE']);
    expect(answer.body.permissions['issue.assign']).toBeUndefined();
  });

  it('keeps only the hash of a token', async () => {
    const clerk = await id.newClerk();
    const token = await id.signIn(clerk.username);
    const rows = await id.test.rows(sql`SELECT * FROM sessions WHERE user_id = ${clerk.id}`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    ['no token', {}],
    ['unknown token', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['malformed token', { authorization: "Bearer ' OR 1=1 --" }],
    ['other scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ])('%s: 401', async (_name, headers) => {
    const answer = await id.call('GET', 'auth/me', { headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('costs a request at most one query, none where this is the only server', async () => {
    const token = await id.signIn((await id.newClerk()).username);
    const dictionary = () => id.call('GET', 'dictionary', { token });
    await dictionary();
    const query = jest.spyOn(id.test.app.get(Reader), 'all');
    expect((await dictionary()).status).toBe(200);
    expect(query.mock.calls).toHaveLength(engine === 'sqlite' ? 0 : 1);
    query.mockRestore();
  });

  describe('life', () => {
    it('ends after 8 hours without a request', async () => {
      const token = await id.signIn((await id.newClerk()).username);
      for (const ms of [8 * HOUR - 1, 8 * HOUR - 1]) {
        id.clock.advanceMs(ms);
        expect((await me(token)).status).toBe(200);
      }
      id.clock.advanceMs(8 * HOUR);
      expect((await me(token)).status).toBe(401);
      await renewAdministrators();
    });

    it('ends after 24 hours however busy it is', async () => {
      const token = await id.signIn((await id.newClerk()).username);
      for (let hours = 4; hours < 24; hours += 4) {
        id.clock.advanceMs(4 * HOUR);
        expect((await me(token)).status).toBe(200);
      }
      id.clock.advanceMs(4 * HOUR - 1);
      expect((await me(token)).status).toBe(200);
      id.clock.advanceMs(1);
      expect((await me(token)).status).toBe(401);
      await renewAdministrators();
    });

    it('writes the time of the last request at most once a minute', async () => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      const lastSeen = async () => {
        const [row] = await id.test.rows<{ lastSeenAt: string }>(
          sql`SELECT last_seen_at FROM sessions WHERE user_id = ${clerk.id}`,
        );
        return row?.lastSeenAt;
      };
      const opened = id.clock.now();
      id.clock.advanceMs(MINUTE - 1);
      await me(token);
      expect(await lastSeen()).toBe(opened);
      id.clock.advanceMs(1);
      await me(token);
      expect(await lastSeen()).toBe(id.clock.now());
    });

    it('ends by signing out, the other sessions of the user go on', async () => {
      const clerk = await id.newClerk();
      const [first, second] = [await id.signIn(clerk.username), await id.signIn(clerk.username)];
      expect((await id.call('POST', 'auth/logout', { token: first })).status).toBe(204);
      expect((await me(first)).status).toBe(401);
      expect((await me(second)).status).toBe(200);
      expect(await id.actsOn(clerk.id)).toEqual(['SIGNED_IN', 'SIGNED_IN', 'SIGNED_OUT']);
    });
  });

  describe('S9 revocation on the next request', () => {
    let ended = 0;
    afterAll(() =>
      figure('S9', `${engine}: ${ended} of ${ended} changes effective on the next request`),
    );

    it.each([
      ['disabling', 'security', { disabled: true }],
      ['new roles', 'security', { roles: ['TOWN_CLERK', 'TOWN_LEADER'] }],
      ['no roles', 'security', { roles: [] }],
      ['another unit', 'admin', { unitId: 'county' }],
    ])('%s by %s', async (_name, by, change) => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      expect((await me(token)).status).toBe(200);
      const body = 'unitId' in change ? { unitId: id.unit('anlan') } : change;
      const changed = await id.call('PATCH', `users/${clerk.id}`, {
        token: by === 'admin' ? admin : security,
        version: 1,
        body,
      });
      expect(changed.status).toBe(200);
      expect((await me(token)).status).toBe(401);
      ended += 1;
    });

    it('password reset', async () => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      await id.call('POST', `users/${clerk.id}/password-reset`, { token: security });
      expect((await me(token)).status).toBe(401);
      ended += 1;
    });

    it('a disabled user cannot sign in again, with the same answer as a wrong password', async () => {
      const clerk = await id.newClerk();
      await id.call('PATCH', `users/${clerk.id}`, {
        token: security,
        version: 1,
        body: { disabled: true },
      });
      const { status, body } = await login(clerk.username, PASSWORD);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'WRONG_CREDENTIALS' });
    });

    it('a new name or post shows at once and ends nothing', async () => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      await me(token);
      await id.call('PATCH', `users/${clerk.id}`, {
        token: admin,
        version: 1,
        body: { name: '经办人乙' },
      });
      expect((await me(token)).body.name).toBe('经办人乙');
    });

    it('a caller whose unit moves belongs to the new bureau at once', async () => {
      const other = await id.organisation.createUnit({
        name: '云栖区民政局',
        level: 'COUNTY',
        type: 'CIVIL_AFFAIRS',
      });
      const moving = await id.organisation.createUnit({
        name: '迁移镇',
        level: 'TOWN',
        type: 'TOWN_GOV',
        parentId: id.unit('anlan'),
      });
      const username = 'mover';
      await id.organisation.createUser({
        username,
        name: '经办人丙',
        unitId: moving,
        roles: ['DIVISION_CLERK'],
        password: PASSWORD,
      });
      const token = await id.signIn(username);
      expect((await me(token)).body.bureau.id).toBe(id.unit('anlan'));
      const seen = async (unit: string) =>
        (await id.call('GET', `units/${unit}`, { token })).status;
      expect([await seen(id.unit('anlan')), await seen(other)]).toEqual([200, 404]);
      const moved = await id.call('PATCH', `units/${moving}`, {
        token: admin,
        version: 1,
        body: { parentId: other },
      });
      expect(moved.status).toBe(200);
      expect((await me(token)).body.bureau.id).toBe(other);
      expect([await seen(id.unit('anlan')), await seen(other)]).toEqual([404, 200]);
      ended += 1;
    });
  });
});
