import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld } from './identity.fixture.js';

const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';

describe.each(ENGINES)('access on %s', (engine) => {
  let id: IdentityWorld;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine);
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  it('refuses what no role of the caller permits, and records the attempt', async () => {
    const token = await id.signIn('qinghe.clerk');
    const answer = await id.call('POST', 'units', { token, body: {} });
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const rows = await id.test.rows<{ actorName: string; detail: string }>(
      sql`SELECT actor_name, detail FROM audit_entries WHERE action = 'ACCESS_REFUSED'`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]?.detail ?? '')).toEqual({
      permission: 'unit.manage',
      target: 'POST /api/units',
    });
  });

  it.each([
    ['admin', ['unit.manage', 'user.manage'], ['user.secure', 'issue.read', 'audit.read']],
    ['security', ['user.secure'], ['unit.manage', 'user.manage', 'issue.read', 'audit.read']],
    ['auditor', ['audit.read'], ['unit.manage', 'user.manage', 'user.secure', 'issue.read']],
  ])('%s may %j and not %j', async (username, may, mayNot) => {
    const { body } = await id.call('GET', 'auth/me', { token: await id.signIn(username) });
    expect(Object.keys(body.permissions)).toEqual(expect.arrayContaining(may));
    for (const action of mayNot) expect(body.permissions).not.toHaveProperty([action]);
  });

  it('answers the same for a unit out of scope and one that does not exist', async () => {
    const token = await id.signIn('yunqi.clerk');
    const [foreign, missing] = await Promise.all(
      [id.unit('qinghe'), SOME_ID].map((unit) => id.call('GET', `units/${unit}`, { token })),
    );
    const plain = ({ status, body }: { status: number; body: object }) => ({
      status,
      body: { ...body, traceId: '' },
    });
    expect(foreign && plain(foreign)).toEqual(missing && plain(missing));
    expect(foreign?.status).toBe(404);
  });
});
