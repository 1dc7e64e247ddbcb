import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Robot } from '../../../test/support/robot.js';
import { postJson, type Resolve } from './webhook-client.js';

describe('posting to a robot', () => {
  let robot: Robot;

  beforeAll(async () => {
    robot = await Robot.start();
  });
  afterEach(() => robot.reset());
  afterAll(() => robot.stop());

  const post = (url: string, allowLoopback: boolean, resolve?: Resolve, ms = 5_000) =>
    postJson(
      { url, headers: { 'content-type': 'application/json' }, body: '{"a":"甲"}' },
      { allowLoopback, signal: AbortSignal.timeout(ms) },
      resolve,
    );

  const named = (): string => `http://robot.example:${robot.port}/hook`;

  it('connects to the address that was checked, and asks for it once', async () => {
    const asked: string[] = [];
    const answer = await post(named(), true, (host) => {
      asked.push(host);
      // The second answer of a rebinding name leads into the house; nobody asks for it.
      const address = asked.length === 1 ? '127.0.0.1' : '10.0.0.1';
      return Promise.resolve([{ address, family: 4 }]);
    });
    expect(answer).toEqual({ status: 200, body: '{"errcode":0,"errmsg":"ok"}' });
    expect(asked).toEqual(['robot.example']);
    expect(robot.calls).toMatchObject([
      { path: '/hook', body: { a: '甲' }, headers: { host: `robot.example:${robot.port}` } },
    ]);
  });

  it.each([
    ['this machine, where it is not allowed', false, ['127.0.0.1']],
    ['this machine by IPv6', false, ['::1']],
    ['this machine by IPv4 in IPv6', false, ['::ffff:127.0.0.1']],
    ['the metadata service of a cloud', true, ['169.254.169.254']],
    ['the house, among good addresses', true, ['127.0.0.1', '192.168.1.1']],
    ['nowhere', true, []],
  ])('refuses a name that leads to %s', async (_what, allowLoopback, addresses) => {
    const resolved = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const refused = post(named(), allowLoopback, () => Promise.resolve(resolved));
    await expect(refused).rejects.toMatchObject({
      name: 'PermanentFault',
      code: 'ADDRESS_NOT_ALLOWED',
    });
    expect(robot.calls).toEqual([]);
  });

  it.each(['127.0.0.1', '[::1]', '10.0.0.1', '[::ffff:7f00:1]', '2130706433'])(
    'refuses the bare address %s',
    async (host) => {
      const refused = post(`http://${host}:${robot.port}/`, false);
      await expect(refused).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
      expect(robot.calls).toEqual([]);
    },
  );

  it('refuses localhost with the real resolver', async () => {
    const refused = post(`http://localhost:${robot.port}/`, false);
    await expect(refused).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    expect(robot.calls).toEqual([]);
  });

  it('follows no redirect', async () => {
    robot.answer = { status: 302, headers: { location: robot.url('/elsewhere') } };
    expect((await post(robot.url('/hook'), true)).status).toBe(302);
    expect(robot.calls.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('gives up a silent one', async () => {
    robot.answer = { silent: true };
    await expect(post(robot.url('/hook'), true, undefined, 100)).rejects.toMatchObject({
      name: 'TemporaryFault',
      code: 'TIMEOUT',
    });
  });

  it('reads no more than it needs of a long answer', async () => {
    robot.answer = { body: 'x'.repeat(5_000_000) };
    const { status, body } = await post(robot.url('/hook'), true);
    expect(status).toBe(200);
    expect(body.length).toBeLessThan(200_000);
  });

  it('tells the class of a fault only', async () => {
    const closed = await Robot.start();
    await closed.stop();
    const refused = post(closed.url('/hook?key=secret'), true);
    await expect(refused).rejects.toMatchObject({
      name: 'TemporaryFault',
      message: 'NETWORK_ECONNREFUSED',
    });
  });
});
