import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
