import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Deputies } from '../../src/identity/deputies/deputies.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';
import { Authenticators } from './second-factor.fixture.js';

describe.each(ENGINES)('one-time codes where they are required on %s', (engine) => {
  let id: IdentityWorld;
  let phones: Authenticators;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine, { signIn: { secondFactor: 'required' } });
    phones = new Authenticators(id);
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  it('lets an approver do nothing until they are set up', async () => {
    const leader = await id.newClerk(['TOWN_LEADER']);
    const token = await id.signIn(leader.username);
    const me = await id.call('GET', 'auth/me', { token });
    expect(me.body.mustSetUpSecondFactor).toBe(true);
    for (const path of ['issues', 'units', 'dictionary', 'notifications']) {
      expect(await id.call('GET', path, { token })).toMatchObject({
        status: 403,
        body: { code: 'SECOND_FACTOR_REQUIRED' },
      });
    }
    const proposal = await phones.post(token, 'proposal', { password: PASSWORD });
    const { secret } = proposal.body as { secret: string };
    const confirmed = await phones.post(token, 'confirmation', { code: phones.code(secret) });
    expect(confirmed.body.secondFactor.required).toBe(true);
    expect((await id.call('GET', 'units', { token })).status).toBe(200);
    expect((await id.call('GET', 'auth/me', { token })).body.mustSetUpSecondFactor).toBe(false);
    phones.wait();
    const removal = { password: PASSWORD, code: phones.code(secret) };
    expect(await phones.post(token, 'removal', removal)).toMatchObject({
      status: 409,
      body: { code: 'SECOND_FACTOR_INDISPENSABLE' },
    });
  });

  it('asks nothing of those who only fill in', async () => {
    const token = await id.signIn((await id.newClerk()).username);
    expect((await id.call('GET', 'units', { token })).status).toBe(200);
  });

  it('comes after a first password, and a new password does not lead around it', async () => {
    const leader = await id.newClerk(['TOWN_LEADER']);
    const first = await id.organisation.resetPassword(leader.username);
    const token = await id.signIn(leader.username, first);
    expect(await phones.post(token, 'proposal', { password: first })).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_CHANGE_REQUIRED' },
    });
    const { body } = await id.call('POST', 'auth/password', {
      token,
      body: { currentPassword: first, newPassword: '青禾镇 民政办 二零二零' },
    });
    expect(body.user).toMatchObject({ mustChangePassword: false, mustSetUpSecondFactor: true });
    expect(await id.call('GET', 'units', { token: body.token })).toMatchObject({
      status: 403,
      body: { code: 'SECOND_FACTOR_REQUIRED' },
    });
  });

  it('lets nobody have an approver’s powers as deputy without them', async () => {
    const clerk = await id.newClerk();
    const token = await id.signIn(clerk.username);
    const ofLeader = await id.standIn(
      await phones.enrol(await id.newClerk(['TOWN_LEADER'])),
      clerk,
    );
    const as = (delegation: string, bearer = token) =>
      id.call('GET', 'units', { token: bearer, headers: { 'x-acting-for': delegation } });
    const refused = { status: 403, body: { code: 'SECOND_FACTOR_REQUIRED' } };
    expect(await as(ofLeader)).toMatchObject(refused);
    // Neither by way of a background job, nor as a look at what waits for the other.
    const owner = { ownerId: clerk.id, ownerScope: ofLeader };
    await expect(id.organisation.jobCaller(owner)).rejects.toMatchObject({ status: 403 });
    const own = await id.organisation.jobCaller({
      ownerId: clerk.id,
      ownerScope: id.unit('qinghe'),
    });
    const names = () => id.test.app.get(Deputies).actingCallers(own);
    expect(await names()).toEqual([]);
    // His own work goes on, and he is told for whom he is to act once he has them.
    expect((await id.call('GET', 'units', { token })).status).toBe(200);
    const { body } = await id.call('GET', 'auth/me', { token });
    expect(body).toMatchObject({
      mustSetUpSecondFactor: false,
      actingFor: [{ delegationId: ofLeader }],
    });
    const enrolled = await phones.enrol(clerk);
    expect((await as(ofLeader, enrolled.token)).status).toBe(200);
    expect(await names()).toHaveLength(1);
    const proof = { password: PASSWORD, code: phones.code(enrolled.secret) };
    expect((await phones.post(enrolled.token, 'removal', proof)).status).toBe(200);
    expect(await as(ofLeader, enrolled.token)).toMatchObject(refused);
  });

  it('asks nothing of the deputy of somebody who only fills in', async () => {
    const [away, deputy] = [await id.newClerk(), await id.newClerk()];
    const delegation = await id.standIn({ token: await id.signIn(away.username) }, deputy);
    const headers = { 'x-acting-for': delegation };
    const token = await id.signIn(deputy.username);
    expect((await id.call('GET', 'units', { token, headers })).status).toBe(200);
  });

  it('after a rescue from the command line has to be set up again', async () => {
    const leader = await phones.enrol(await id.newClerk(['DIRECTOR']));
    await id.organisation.resetSecondFactor(leader.username);
    const token = await id.signIn(leader.username);
    expect((await id.call('GET', 'auth/me', { token })).body.mustSetUpSecondFactor).toBe(true);
  });
});

// What a setting says is the same on both engines.
describe.each(ENGINES.slice(0, 1))('one-time codes switched off on %s', (engine) => {
  it('can neither be set up nor are asked for', async () => {
    await using id = await IdentityWorld.start(engine, { signIn: { secondFactor: 'off' } });
    const token = await id.signIn('security');
    const body = { password: PASSWORD };
    expect(await id.call('POST', 'auth/second-factor/proposal', { token, body })).toMatchObject({
      status: 409,
      body: { code: 'SECOND_FACTOR_OFF' },
    });
    const state = await id.call('GET', 'auth/second-factor', { token });
    expect(state.body.available).toBe(false);
  });
});
