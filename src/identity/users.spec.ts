import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../platform/database/queryable.js';
import { ENGINES } from '../../test/support/app.js';
import { type Answer, IdentityWorld } from '../../test/api/identity.fixture.js';

const NOBODY = '01a20326-1be5-76c1-959a-fa450883b62e';

describe.each(ENGINES)('users on %s', (engine) => {
  let world: IdentityWorld;
  let admin: string;
  let security: string;

  beforeAll(async () => {
    world = await IdentityWorld.start(engine);
    admin = await world.signIn('admin');
    security = await world.signIn('security');
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const get = (path: string, token = admin) => world.call('GET', path, { token });
  const post = (path: string, body: object = {}, token = admin) =>
    world.call('POST', path, { token, body });
  const patch = (path: string, version: number, body: object, token = admin) =>
    world.call('PATCH', path, { token, version, body });
  const code = ({ status, body }: Answer) => [status, body?.code] as const;

  describe('users', () => {
    it('becomes a working account only through both administrators', async () => {
      const created = await post('users', {
        username: 'new.clerk',
        name: '新人',
        unitId: world.unit('qinghe'),
      });
      expect(created).toMatchObject({
        status: 201,
        body: { roles: [], hasPassword: false, unitName: '青禾镇人民政府', version: 1 },
      });
      const { id } = created.body;
      const granted = await patch(`users/${id}`, 1, { roles: ['TOWN_CLERK'] }, security);
      expect(granted.body.roles).toEqual(['TOWN_CLERK']);
      const reset = await post(`users/${id}/password-reset`, {}, security);
      expect(reset.body.oneTimePassword).toMatch(/^\w{16}$/);
      expect(await world.signIn('new.clerk', reset.body.oneTimePassword)).toBeDefined();
    });

    it.each([
      ['admin', 'PATCH', 'clerk', { roles: ['TOWN_LEADER'] }],
      ['admin', 'PATCH', 'clerk', { disabled: true }],
      ['admin', 'PATCH', 'clerk', { roles: ['SECURITY_ADMIN'] }],
      ['admin', 'RESET', 'clerk', {}],
      ['admin', 'RESET', 'security', {}],
      ['admin', 'PATCH', 'admin', { roles: [] }],
      ['security', 'PATCH', 'clerk', { name: '改名' }],
      ['security', 'PATCH', 'clerk', { unitId: null }],
      ['security', 'PATCH', 'clerk', { roles: ['TOWN_LEADER'], post: '镇长' }],
      ['security', 'PATCH', 'security', { roles: [] }],
      ['security', 'PATCH', 'security', { disabled: true }],
      ['security', 'RESET', 'security', {}],
      ['security', 'CREATE', '', { username: 'by.security', name: '某人' }],
      ['auditor', 'PATCH', 'clerk', { name: '改名' }],
      ['auditor', 'LIST', '', {}],
      ['div.chief', 'LIST', '', {}],
      ['director', 'PATCH', 'clerk', { roles: ['DIRECTOR'] }],
    ])('%s may not %s %s %j', async (username, act, whom, body) => {
      const token = await world.signIn(username);
      const target = whom === 'clerk' ? (await world.newClerk()).id : (await find(whom))?.id;
      const answers: Record<string, () => Promise<Answer>> = {
        PATCH: () => patch(`users/${target}`, 1, body, token),
        RESET: () => post(`users/${target}/password-reset`, {}, token),
        CREATE: () => post('users', body, token),
        LIST: () => get('users', token),
      };
      const answer = await answers[act]?.();
      expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      if (target) {
        expect((await get(`users/${target}`)).body).toMatchObject({ version: 1, disabledAt: null });
      }
    });

    const find = async (username: string) =>
      (await get(`users?q=${username}`)).body.items.find(
        (user: { username: string }) => user.username === username,
      ) as { id: string } | undefined;

    it('shows the one-time password once and stores it nowhere', async () => {
      const clerk = await world.newClerk();
      const reset = () =>
        world.call('POST', `users/${clerk.id}/password-reset`, {
          token: security,
          headers: { 'idempotency-key': `reset-${clerk.username}` },
        });
      const [first, second] = [await reset(), await reset()];
      const once = first.body.oneTimePassword as string;
      expect(second.body).toEqual({ ...first.body, oneTimePassword: null });
      const stored = [
        await world.test.rows(sql`SELECT * FROM idempotency_keys`),
        await world.test.rows(sql`SELECT * FROM users`),
        await world.test.rows(sql`SELECT * FROM audit_entries`),
      ];
      expect(JSON.stringify(stored)).not.toContain(once);
      expect(await world.signIn(clerk.username, once)).toBeDefined();
    });

    it('a refusal is a refusal again under the same idempotency key', async () => {
      const clerk = await world.newClerk();
      const attempt = () =>
        world.call('POST', `users/${clerk.id}/password-reset`, {
          token: admin,
          headers: { 'idempotency-key': `refused-${clerk.username}` },
        });
      expect([(await attempt()).status, (await attempt()).status]).toEqual([403, 403]);
    });

    it.each([
      [{ roles: ['SYS_ADMIN', 'AUDITOR'] }, 422, 'ROLES_INCOMPATIBLE'],
      [{ roles: ['TOWN_CLERK', 'SECURITY_ADMIN'] }, 422, 'ROLES_INCOMPATIBLE'],
      [{ roles: ['EMPEROR'] }, 400, 'INVALID_INPUT'],
      [{ roles: null }, 400, 'INVALID_INPUT'],
      [{ roles: ['TOWN_CLERK', 'TOWN_CLERK'] }, 400, 'INVALID_INPUT'],
      [{ disabled: 'perhaps' }, 400, 'INVALID_INPUT'],
      [{ passwordHash: 'x' }, 400, 'INVALID_INPUT'],
      [{ username: 'other' }, 400, 'INVALID_INPUT'],
      [{ failedAttempts: 0 }, 400, 'INVALID_INPUT'],
      [{ lockedUntil: null }, 400, 'INVALID_INPUT'],
      [{ version: 7 }, 400, 'INVALID_INPUT'],
    ])('refuses %j with %i %s', async (body, status, problem) => {
      const clerk = await world.newClerk();
      expect(code(await patch(`users/${clerk.id}`, 1, body, security))).toEqual([status, problem]);
    });

    it('keeps a business user in a unit', async () => {
      const clerk = await world.newClerk();
      expect(code(await patch(`users/${clerk.id}`, 1, { unitId: null }))).toEqual([
        422,
        'UNIT_REQUIRED',
      ]);
      expect(code(await patch(`users/${clerk.id}`, 1, { unitId: NOBODY }))).toEqual([
        422,
        'NO_SUCH_UNIT',
      ]);
    });

    it('gives a user name to one person only, also at the same moment', async () => {
      const body = { username: 'taken.name', name: '某人' };
      const answers = await Promise.all(Array.from({ length: 5 }, () => post('users', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
      expect(code(await post('users', { ...body, username: 'Taken.Name' }))).toEqual([
        400,
        'INVALID_INPUT',
      ]);
    });

    it.each([
      ['role=TOWN_LEADER&pageSize=200', 5],
      ['q=qinghe.', 2],
      ['role=AUDITOR', 1],
      ['q=%25', 0],
      ['disabled=true', 0],
    ])('finds by %s: %i', async (query, total) => {
      expect((await get(`users?${query}`)).body.total).toBe(total);
    });

    it('finds the users of a unit with everything below it', async () => {
      const { body } = await get(`users?unitId=${world.unit('yunqi')}`);
      expect(body.items.map((user: { username: string }) => user.username)).toEqual([
        'yunqi.clerk',
      ]);
    });

    it('never shows a hash', async () => {
      const { body } = await get('users?pageSize=200');
      expect(JSON.stringify(body)).not.toMatch(/argon2|[Hh]ash/);
    });
  });
});
