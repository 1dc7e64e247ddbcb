import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR_ROLES, ROLE, type Role } from '../../src/identity/codes.js';
import { type Action, may } from '../../src/identity/permissions.js';
import { sql } from '../../src/platform/database/queryable.js';
import { DelegationDesk } from '../api/delegation.fixture.js';
import { ENGINES, TestApp } from '../support/app.js';
import { figure } from './support/figure.js';

const ADMINISTRATORS: readonly [string, Role][] = [
  ['admin', 'SYS_ADMIN'],
  ['security', 'SECURITY_ADMIN'],
  ['auditor', 'AUDITOR'],
];
const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly actions: readonly Action[];
}

/** S22: three administrators who cannot do each other's duty, nor any business. */
describe.each(ENGINES)('S22 the three administrators on %s', (engine) => {
  let app: TestApp;
  let desk: DelegationDesk;
  let operations: Operation[];
  let refused = 0;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    desk = new DelegationDesk(app);
    operations = await operationsOf(app);
  });
  afterAll(() => app?.stop());

  const refusals = async (username: string): Promise<{ detail: string }[]> =>
    app.rows(sql`SELECT detail FROM audit_entries
      WHERE action = 'ACCESS_REFUSED' AND actor_id = ${await desk.idOf(username)} ORDER BY seq`);
  const accountOf = async (username: string) => {
    const id = await desk.idOf(username);
    const [row] = await app.rows<{ version: number; roles: string; disabledAt: string | null }>(
      sql`SELECT version, roles, disabled_at FROM users WHERE id = ${id}`,
    );
    if (!row) throw new Error(`There is no user ${username}`);
    return { id, ...row };
  };
  const change = async (by: string, username: string, body: object) => {
    const { id, version } = await accountOf(username);
    return (await app.as(by)).patch(`/users/${id}`, body, version);
  };

  it('reads what each route asks for', () => {
    const asked = new Set(operations.flatMap(({ actions }) => actions));
    expect(operations.length).toBeGreaterThan(150);
    for (const action of ['user.secure', 'audit.read', 'issue.create', 'closure.review'] as const) {
      expect([action, asked.has(action) || action === 'user.secure']).toEqual([action, true]);
    }
  });

  it.each(ADMINISTRATORS)(
    'S22 %s is refused every act of others, on record',
    async (name, role) => {
      const user = await app.as(name);
      const foreign = operations.filter(
        ({ actions }) => !actions.some((action) => may([role], action)),
      );
      expect(foreign.length).toBeGreaterThan(100);
      const before = (await refusals(name)).length;
      const wrong: string[] = [];
      for (const { method, path } of foreign) {
        const concrete = path.replace('/api', '').replace(/\{\w+\}/g, SOME_ID);
        const answer = await (method === 'get'
          ? user.get(concrete)
          : method === 'delete'
            ? user.delete(concrete)
            : user[method](concrete, {}, 1));
        if (answer.status !== 403) wrong.push(`${method} ${path}: ${answer.status}`);
      }
      expect(wrong).toEqual([]);
      const kept = (await refusals(name)).slice(before).map(({ detail }) => JSON.parse(detail));
      expect(kept.map(({ permission }) => permission)).toEqual(
        foreign.map(({ actions }) => actions.join(' | ')),
      );
      refused += foreign.length;
    },
  );

  it.each<[string, string, string, object]>([
    ['the system administrator', 'grants a role', 'admin', { roles: ['DIRECTOR'] }],
    ['the system administrator', 'disables somebody', 'admin', { disabled: true }],
    ['the security administrator', 'moves somebody', 'security', { unitId: null }],
    ['the security administrator', 'renames somebody', 'security', { name: '经办人丙' }],
    ['the security administrator', 'changes an address', 'security', { email: 'a@example.cn' }],
    ['the auditor', 'grants a role', 'auditor', { roles: ['DIRECTOR'] }],
  ])('S22 %s cannot: %s', async (_who, _what, by, body) => {
    const account = await accountOf('qinghe.clerk');
    const before = (await refusals(by)).length;
    expect((await change(by, 'qinghe.clerk', body)).status).toBe(403);
    expect(await accountOf('qinghe.clerk')).toEqual(account);
    expect(await refusals(by)).toHaveLength(before + 1);
    refused += 1;
  });

  it('S22 nobody grants himself a role, disables or resets himself', async () => {
    for (const [name] of ADMINISTRATORS) {
      const account = await accountOf(name);
      const before = (await refusals(name)).length;
      const attempts = [
        await change(name, name, { roles: ['DIRECTOR'] }),
        await change(name, name, { roles: [] }),
        await change(name, name, { disabled: true }),
        await (await app.as(name)).post(`/users/${account.id}/password-reset`),
      ];
      expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
      expect(await accountOf(name)).toEqual(account);
      expect(await refusals(name)).toHaveLength(before + attempts.length);
      refused += attempts.length;
    }
    const { status } = await (
      await app.as('admin')
    ).post(`/users/${await desk.idOf('qinghe.clerk')}/password-reset`);
    expect(status).toBe(403);
    refused += 1;
  });

  it('S22 nobody holds an administrator’s role beside any other', async () => {
    const pairs = ADMINISTRATOR_ROLES.flatMap((one) =>
      ROLE.codes.filter((other) => other !== one).map((other) => [one, other]),
    );
    const account = await accountOf('qinghe.clerk');
    for (const roles of pairs) {
      const answer = await change('security', 'qinghe.clerk', { roles });
      expect([roles, answer.status, answer.body.code]).toEqual([roles, 422, 'ROLES_INCOMPATIBLE']);
    }
    expect(await accountOf('qinghe.clerk')).toEqual(account);
    const holders = await app.rows<{ roles: string }>(sql`SELECT roles FROM users`);
    const mixed = holders
      .map(({ roles }) => JSON.parse(roles) as Role[])
      .filter((held) => held.length > 1 && held.some((one) => ADMINISTRATOR_ROLES.includes(one)));
    expect(mixed).toEqual([]);
    figure(
      'S22',
      `three administrators on ${engine}: ${refused} foreign acts refused, all on record; ` +
        `${pairs.length} mixed role pairs refused; 0 accounts changed`,
    );
  });
});

/** Every operation that asks for a permission, as the running program publishes them. */
async function operationsOf(app: TestApp): Promise<Operation[]> {
  const { body } = await app.anonymous().get('/api/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, { 'x-permission'?: string }>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const asked = item[method]?.['x-permission'];
      return asked ? [{ method, path, actions: asked.split(' | ') as Action[] }] : [];
    }),
  );
}
