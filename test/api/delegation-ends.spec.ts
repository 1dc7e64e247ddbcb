import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { AccountRescue } from '../../src/identity/account-rescue.service.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import type { Role } from '../../src/identity/codes.js';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { DelegationDesk } from './delegation.fixture.js';

/** A delegation ends the moment its reason does, and stays ended. */
describe.each(ENGINES)('the end of a delegation on %s', (engine) => {
  let app: TestApp;
  let desk: DelegationDesk;
  let serial = 0;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    desk = new DelegationDesk(app);
  });
  afterAll(() => app?.stop());

  async function newUser(role: Role): Promise<string> {
    serial += 1;
    const username = `leaver${serial}`;
    await app.app.get(OrganisationService).createUser({
      username,
      name: `科员${serial}`,
      post: '科员',
      unitId: app.units.rescue ?? null,
      roles: [role],
      password: DEMO_PASSWORD,
    });
    return username;
  }

  const change = async (by: string, username: string, body: object) => {
    const caller = await app.as(by);
    const id = await desk.idOf(username);
    const { version } = ok(await caller.get(`/users/${id}`)).body as { version: number };
    return ok(await caller.patch(`/users/${id}`, body, version));
  };

  it.each<[string, string, () => object, string]>([
    ['is disabled', 'security', () => ({ disabled: true }), 'ACCOUNT_DISABLED'],
    ['moves', 'admin', () => ({ unitId: app.units.office }), 'UNIT_CHANGED'],
    ['becomes an administrator', 'security', () => ({ roles: ['AUDITOR'] }), 'ADMINISTRATOR'],
  ])('comes at once when either %s, and nothing revives it', async (_name, by, body, endKind) => {
    for (const side of ['delegator', 'deputy'] as const) {
      const people = {
        delegator: await newUser('DIVISION_CHIEF'),
        deputy: await newUser('DIVISION_CLERK'),
      };
      const made = await desk.name(people.delegator, people.deputy);
      expect(await desk.barOf(people.deputy, made)).toBeUndefined();
      const before = await app.as(people.deputy);
      await change(by, people[side], body());
      const answer = await before.get('/issues').set('x-acting-for', made.id);
      // Whose account changed has lost the session too.
      expect(answer.status).toBe(side === 'deputy' ? 401 : 403);
      const [row] = await app.rows<{ endKind: string; endedByName: string }>(
        sql`SELECT end_kind, ended_by_name FROM delegations WHERE id = ${made.id}`,
      );
      expect(row?.endKind).toBe(endKind);
      const entries = await app.rows<{ actorName: string }>(sql`
        SELECT actor_name FROM audit_entries
        WHERE action = 'DELEGATION_ENDED' AND subject_id = ${made.id}`);
      expect(entries).toEqual([{ actorName: row?.endedByName }]);
    }
  });

  it('comes at once when the command line disables either, and enabling does not revive it', async () => {
    const rescue = app.app.get(AccountRescue, { strict: false });
    for (const side of ['delegator', 'deputy'] as const) {
      const people = {
        delegator: await newUser('DIVISION_CHIEF'),
        deputy: await newUser('DIVISION_CLERK'),
      };
      const made = await desk.name(people.delegator, people.deputy);
      await rescue.setDisabled(people[side], true);
      await rescue.setDisabled(people[side], false);
      const rows = await app.rows<{ endKind: string; endedByName: string }>(
        sql`SELECT end_kind, ended_by_name FROM delegations WHERE id = ${made.id}`,
      );
      expect(rows).toEqual([{ endKind: 'ACCOUNT_DISABLED', endedByName: '系统' }]);
      const entries = await app.rows<{ actorName: string }>(sql`
        SELECT actor_name FROM audit_entries
        WHERE action = 'DELEGATION_ENDED' AND subject_id = ${made.id}`);
      expect(entries).toEqual([{ actorName: '系统' }]);
    }
  });

  it('follows the roles that the delegator has now', async () => {
    const delegator = await newUser('DIVISION_CHIEF');
    const deputy = await newUser('DIVISION_CLERK');
    const made = await desk.name(delegator, deputy);
    await change('security', delegator, { roles: ['INSPECTOR'] });
    const { actingFor } = ok(await (await app.as(deputy)).get('/auth/me')).body;
    expect(actingFor).toEqual([
      expect.objectContaining({ delegationId: made.id, roles: ['INSPECTOR'] }),
    ]);
  });

  it('comes on the next request after it was revoked', async () => {
    const delegator = await newUser('DIVISION_CHIEF');
    const deputy = await newUser('DIVISION_CLERK');
    const made = await desk.name(delegator, deputy);
    ok(await desk.revoke(delegator, made));
    expect(await desk.barOf(deputy, made)).toBe('DELEGATION_NOT_IN_FORCE');
    expect(ok(await (await app.as(deputy)).get('/auth/me')).body.actingFor).toEqual([]);
    const after = await desk.name(delegator, deputy);
    expect(after.status).toBe('ACTIVE');
  });

  it('takes what the deputy had running in the background with it', async () => {
    const delegator = await newUser('DIVISION_CHIEF');
    const deputy = await newUser('DIVISION_CLERK');
    const made = await desk.name(delegator, deputy);
    const person = await app.as(deputy);
    const service = app.app.get(OrganisationService);
    const ownerId = await desk.idOf(deputy);
    const owner = { ownerId, ownerScope: made.id };
    expect(await service.jobCaller(owner)).toMatchObject({
      userId: ownerId,
      roles: ['DIVISION_CHIEF'],
      onBehalfOf: { delegationId: made.id },
    });
    ok(await person.get('/jobs'));
    ok(await desk.revoke(delegator, made));
    await expect(service.jobCaller(owner)).rejects.toMatchObject({ code: 'OWNER_MOVED' });
  });
});
