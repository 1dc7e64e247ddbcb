import { describe, expect, it, jest } from '@jest/globals';
import { createApp } from '../app.setup.js';
import { FixedClock } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { ENGINES } from '../../test/support/app.js';
import { makePlace } from '../../test/support/engines.js';
import { type Answer, IdentityWorld, PASSWORD } from '../../test/api/identity.fixture.js';
import { OrganisationService } from './organisation.service.js';

interface FirstUser {
  username: string;
  unitId: string | null;
  roles: string;
  mustChangePassword: number;
}

/** Starts the program on a configuration, stops it, and tells what it printed and which users there are. */
async function startOnce(config: Config): Promise<{ printed: string; users: FirstUser[] }> {
  let printed = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const app = await createApp(config, new FixedClock('2020-04-01T09:00:00+08:00'));
  try {
    await app.init();
    const users = await app
      .get(Reader)
      .all<FirstUser>(sql`SELECT username, unit_id, roles, must_change_password FROM users`);
    return { printed, users };
  } finally {
    write.mockRestore();
    await app.close();
  }
}

describe.each(ENGINES)('first start on %s', (engine) => {
  it('without a given password generates one, prints it once, and has it replaced', async () => {
    const place = await makePlace(engine);
    const config: Config = { ...place.config, adminPassword: undefined };
    const first = await startOnce(config);
    expect(first.printed.match(/one-time password \w{16}\n/g)).toHaveLength(1);
    expect(first.users).toEqual([
      { username: 'admin', unitId: null, roles: '["SYS_ADMIN"]', mustChangePassword: 1 },
    ]);
    const second = await startOnce(config);
    expect(second).toEqual({ printed: '', users: first.users });
    await place.remove();
  });

  it('takes a given password as it is and prints nothing', async () => {
    const place = await makePlace(engine);
    const { printed, users } = await startOnce(place.config);
    expect(printed).toBe('');
    expect(users).toMatchObject([{ username: 'admin', mustChangePassword: 0 }]);
    await place.remove();
  });

  it.each(['short', 'admin12345', 'adminadmin'])(
    'does not start with the password %s',
    async (bad) => {
      const place = await makePlace(engine);
      const app = await createApp(
        { ...place.config, adminPassword: bad },
        new FixedClock('2020-04-01'),
      );
      await expect(app.init()).rejects.toMatchObject({ name: 'AdminPasswordError' });
      await app.close();
      await place.remove();
    },
  );

  describe('the first security administrator', () => {
    const setUp = async () => {
      const world = await IdentityWorld.startEmpty(engine);
      const token = await world.signIn('admin');
      const create = async (username: string) =>
        (await world.call('POST', 'users', { token, body: { username, name: username } })).body
          .id as string;
      const grant = (user: string, roles: string[]): Promise<Answer> =>
        world.call('PATCH', `users/${user}`, { token, version: 1, body: { roles } });
      const reset = (user: string): Promise<Answer> =>
        world.call('POST', `users/${user}/password-reset`, { token });
      return { world, create, grant, reset };
    };

    it('is appointed by the system administrator, whose right ends when the officer takes office', async () => {
      const { world, create, grant, reset } = await setUp();
      const [officer, second, other] = [
        await create('officer'),
        await create('second'),
        await create('other'),
      ];
      expect((await grant(other, ['AUDITOR'])).status).toBe(403);
      expect((await grant(officer, ['SECURITY_ADMIN'])).status).toBe(200);
      expect((await reset(other)).status).toBe(403);
      const once = (await reset(officer)).body.oneTimePassword as string;
      // Lost on the way: until the officer has signed in, another one can be issued.
      const again = (await reset(officer)).body.oneTimePassword as string;
      expect(again).not.toBe(once);
      const token = await world.signIn('officer', again);
      const body = { currentPassword: again, newPassword: PASSWORD };
      expect((await world.call('POST', 'auth/password', { token, body })).status).toBe(200);
      expect((await reset(officer)).status).toBe(403);
      expect((await grant(second, ['SECURITY_ADMIN'])).status).toBe(403);
      await world[Symbol.asyncDispose]();
    });
  });

  it('rescues a lost password from the server, for one sign-in', async () => {
    await using world = await IdentityWorld.startEmpty(engine);
    const once = await world.test.app.get(OrganisationService).resetPassword('admin');
    const token = await world.signIn('admin', once);
    const { body } = await world.call('GET', 'auth/me', { token });
    expect(body.mustChangePassword).toBe(true);
  });
});
