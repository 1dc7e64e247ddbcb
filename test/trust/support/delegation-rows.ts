import { expect } from '@jest/globals';
import { sql } from '../../../src/platform/database/queryable.js';
import type { TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import { houseOf, type Policy } from './policy.js';
import { CALLERS, isNatural, usernameOf } from './trust-world.js';

/** Three towns name deputies; each person may see his own delegation, and his own house as candidates. */
export async function expectOwnDelegations(
  app: TestApp,
  policy: Policy,
): Promise<{ named: number; people: number }> {
  const users = await app.rows<{ id: string; username: string }>(
    sql`SELECT id, username FROM users`,
  );
  const idOf = (username: string) => users.find((user) => user.username === username)?.id ?? '';
  const parties = (['qinghe', 'wanglan', 'songxi'] as const).map((at) => [
    usernameOf('TOWN_LEADER', at),
    usernameOf('TOWN_CLERK', at),
  ]);
  for (const [delegator = '', deputy = ''] of parties) {
    const span = { fromDate: '2020-07-06', toDate: '2020-07-14', reason: '年休假' };
    const user = await app.as(delegator);
    ok(await user.post('/delegations', { deputyId: idOf(deputy), ...span }));
  }
  const naming = CALLERS.filter(
    (caller) => isNatural(caller) && policy.has(caller, 'delegation.name'),
  );
  for (const caller of naming) {
    const user = await app.as(caller.username);
    const { items } = ok(await user.get('/delegations?pageSize=200')).body as {
      items: { delegator: { id: string }; deputy: { id: string } }[];
    };
    const own = parties.filter((pair) => pair.includes(caller.username));
    expect([
      caller.username,
      items.map(({ delegator, deputy }) => [delegator.id, deputy.id]),
    ]).toEqual([caller.username, own.map((pair) => pair.map(idOf))]);
    const offered = ok(await user.get('/delegations/candidates')).body as { id: string }[];
    const ids = new Set(offered.map(({ id }) => id));
    const house = CALLERS.filter(
      (one) => one !== caller && one.at && houseOf(one) === houseOf(caller),
    ).map(({ username }) => username);
    const shown = CALLERS.filter(({ username }) => ids.has(idOf(username)));
    expect([caller.username, shown.map(({ username }) => username)]).toEqual([
      caller.username,
      house,
    ]);
  }
  const all = ok(await (await app.as('admin')).get('/delegations')).body as { total: number };
  expect(all.total).toBe(parties.length);
  return { named: parties.length, people: naming.length };
}
