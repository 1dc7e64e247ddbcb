import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';
import { Authenticators, type Enrolled } from './second-factor.fixture.js';

const MINUTE = 60_000;

describe.each(ENGINES)('one-time codes on %s', (engine) => {
  let id: IdentityWorld;
  let phones: Authenticators;
  let security: string;

  beforeAll(async () => {
    id = await IdentityWorld.start(engine);
    phones = new Authenticators(id);
    security = await id.signIn('security');
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  const enrolled = async (): Promise<Enrolled> => phones.enrol(await id.newClerk());
  const me = (token: string) => id.call('GET', 'auth/me', { token });
  const state = (token: string) => id.call('GET', 'auth/second-factor', { token });
  const login = (username: string) =>
    id.call('POST', 'auth/login', { body: { username, password: PASSWORD } });

  describe('setting up', () => {
    it('shows the secret once, and asks for a code before it counts', async () => {
      const clerk = await id.newClerk();
      const token = await id.signIn(clerk.username);
      const other = await id.signIn(clerk.username);
      expect((await state(token)).body).toEqual({
        available: true,
        required: false,
        enrolledAt: null,
        recoveryCodesLeft: 0,
        passwordNeeded: true,
      });
      const { status, body } = await phones.post(token, 'proposal', { password: PASSWORD });
      expect(status).toBe(200);
      expect(body.uri).toContain(`secret=${body.secret}`);
      expect((await login(clerk.username)).body.challenge).toBeNull();
      const wrong = await phones.post(token, 'confirmation', {
        code: phones.wrongCode(body.secret),
      });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'WRONG_CODE' } });
      const right = await phones.post(token, 'confirmation', { code: phones.code(body.secret) });
      expect(right.status).toBe(200);
      expect(right.body.recoveryCodes).toHaveLength(10);
      expect(right.body.secondFactor).toMatchObject({
        enrolledAt: id.clock.now(),
        recoveryCodesLeft: 10,
      });
      // This session goes on, the others were opened with less.
      expect([(await me(token)).status, (await me(other)).status]).toEqual([200, 401]);
      expect((await login(clerk.username)).body).toMatchObject({
        token: null,
        user: null,
        challenge: { expiresAt: expect.any(String) },
      });
      expect(await id.actsOn(clerk.id)).toEqual([
        ...Array<string>(3).fill('SIGNED_IN'),
        'SECOND_FACTOR_ENROLLED',
      ]);
    });

    it('keeps neither secret nor codes in the clear, and binds the secret to its user', async () => {
      const [one, two] = [await enrolled(), await enrolled()];
      const stored = await id.test.rows<{ userId: string; secret: string }>(
        sql`SELECT * FROM second_factors`,
      );
      const codes = await id.test.rows(sql`SELECT * FROM recovery_codes`);
      const keys = await id.test.rows(sql`SELECT * FROM idempotency_keys`);
      const audit = await id.test.rows(sql`SELECT * FROM audit_entries`);
      const everything = JSON.stringify([stored, codes, keys, audit]);
      for (const canary of [one.secret, ...one.recoveryCodes]) {
        expect(everything).not.toContain(canary);
        expect(everything).not.toContain(canary.replaceAll('-', ''));
      }
      // Another user's secret copied into the row opens nothing.
      const foreign = stored.find(({ userId }) => userId === two.id)?.secret ?? '';
      await id.test.uow.run((tx) =>
        tx.execute(sql`UPDATE second_factors SET secret = ${foreign} WHERE user_id = ${one.id}`),
      );
      const challenge = await phones.ask(one.username);
      expect((await phones.answer(challenge, phones.code(two.secret))).status).toBe(500);
    });

    it.each([
      ['no password', {}, 422, 'PASSWORD_NEEDED'],
      ['a wrong password', { password: 'not-the-password' }, 403, 'WRONG_PASSWORD'],
      ['another shape', { password: PASSWORD, code: '<script>' }, 400, 'INVALID_INPUT'],
    ])('begins with %s: refused', async (_name, body, status, code) => {
      const token = await id.signIn((await id.newClerk()).username);
      const answer = await phones.post(token, 'proposal', body);
      expect(answer).toMatchObject({ status, body: { code } });
    });

    it('forgets a secret that was not proved within 15 minutes', async () => {
      const token = await id.signIn((await id.newClerk()).username);
      const { body } = await phones.post(token, 'proposal', { password: PASSWORD });
      id.clock.advanceMs(15 * MINUTE);
      const late = await phones.post(token, 'confirmation', { code: phones.code(body.secret) });
      expect(late).toMatchObject({ status: 409, body: { code: 'NOTHING_PROPOSED' } });
      const none = await phones.post(token, 'confirmation', { code: '123456' });
      expect(none).toMatchObject({ status: 409, body: { code: 'NOTHING_PROPOSED' } });
    });

    it('another telephone takes over when the old one agrees; the old one then says nothing', async () => {
      const clerk = await enrolled();
      const without = await phones.post(clerk.token, 'proposal', { password: PASSWORD });
      expect(without).toMatchObject({ status: 422, body: { code: 'CODE_NEEDED' } });
      const proposal = await phones.post(clerk.token, 'proposal', {
        password: PASSWORD,
        code: phones.code(clerk.secret),
      });
      const { secret } = proposal.body as { secret: string };
      phones.wait();
      // Until the new one has proved itself, the old one goes on.
      const before = await phones.answer(
        await phones.ask(clerk.username),
        phones.code(clerk.secret),
      );
      expect(before.status).toBe(200);
      const confirmed = await phones.post(clerk.token, 'confirmation', {
        code: phones.code(secret),
      });
      expect(confirmed.status).toBe(200);
      phones.wait();
      const old = await phones.answer(await phones.ask(clerk.username), phones.code(clerk.secret));
      expect(old.status).toBe(401);
      const oldPaper = await phones.answer(
        await phones.ask(clerk.username),
        clerk.recoveryCodes[0] ?? '',
      );
      expect(oldPaper.status).toBe(401);
      const now = await phones.answer(await phones.ask(clerk.username), phones.code(secret));
      expect(now.status).toBe(200);
      expect(await id.actsOn(clerk.id)).toContain('SECOND_FACTOR_REPLACED');
    });
  });

  describe('life', () => {
    it('new recovery codes make the old ones worthless', async () => {
      const clerk = await enrolled();
      const renewed = await phones.post(clerk.token, 'recovery-codes', {
        password: PASSWORD,
        code: phones.code(clerk.secret),
      });
      expect(renewed.body.recoveryCodes).toHaveLength(10);
      const challenge = await phones.ask(clerk.username);
      expect((await phones.answer(challenge, clerk.recoveryCodes[1] ?? '')).status).toBe(401);
      expect((await phones.answer(challenge, renewed.body.recoveryCodes[1])).status).toBe(200);
      expect(await id.actsOn(clerk.id)).toContain('RECOVERY_CODES_RENEWED');
    });

    it.each([
      ['without a code', { password: PASSWORD }, 422],
      ['without the password', { code: '123456' }, 422],
      ['with a wrong code', { password: PASSWORD, code: '000000-00000' }, 403],
    ])('is not switched off %s', async (_name, body, status) => {
      const clerk = await enrolled();
      expect((await phones.post(clerk.token, 'removal', body)).status).toBe(status);
      expect((await login(clerk.username)).body.challenge).not.toBeNull();
    });

    it('is switched off by password and code; then the password is enough', async () => {
      const clerk = await enrolled();
      const { status, body } = await phones.post(clerk.token, 'removal', {
        password: PASSWORD,
        code: phones.code(clerk.secret),
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ enrolledAt: null, recoveryCodesLeft: 0 });
      expect((await login(clerk.username)).body.token).not.toBeNull();
      expect(await id.actsOn(clerk.id)).toContain('SECOND_FACTOR_DISABLED');
      const again = await phones.post(clerk.token, 'removal', { password: PASSWORD });
      expect(again).toMatchObject({ status: 409, body: { code: 'NOT_ENROLLED' } });
    });

    it('is reset by the security administrator only, which ends every session', async () => {
      const clerk = await enrolled();
      const reset = (token: string, user = clerk.id) =>
        id.call('POST', `users/${user}/second-factor-reset`, { token });
      expect((await reset(await id.signIn('admin'))).status).toBe(403);
      expect((await reset(clerk.token)).status).toBe(403);
      expect((await me(clerk.token)).status).toBe(200);
      const { status, body } = await reset(security);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: clerk.id, hasSecondFactor: false });
      expect((await me(clerk.token)).status).toBe(401);
      expect((await login(clerk.username)).body.token).not.toBeNull();
      const rows = await id.test.rows<{ actorName: string }>(sql`
        SELECT actor_name FROM audit_entries
        WHERE subject_id = ${clerk.id} AND action = 'SECOND_FACTOR_RESET'`);
      expect(rows).toEqual([{ actorName: '安全管理员' }]);
      expect(await reset(security)).toMatchObject({ status: 409, body: { code: 'NOT_ENROLLED' } });
      expect((await reset(security, '01a20326-1be5-76c1-959a-fa450883b62e')).status).toBe(404);
    });

    it('survives a new password', async () => {
      const clerk = await enrolled();
      const changed = await id.call('POST', 'auth/password', {
        token: clerk.token,
        body: { currentPassword: PASSWORD, newPassword: '青禾镇 民政办 二零二零' },
      });
      expect((await state(changed.body.token)).body.enrolledAt).not.toBeNull();
      const answer = await id.call('POST', 'auth/login', {
        body: { username: clerk.username, password: '青禾镇 民政办 二零二零' },
      });
      expect(answer.body.challenge).not.toBeNull();
    });
  });
});
