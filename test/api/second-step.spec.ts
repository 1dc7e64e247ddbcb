import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';
import { Authenticators, type Enrolled } from './second-factor.fixture.js';

const MINUTE = 60_000;

describe.each(ENGINES)('the second step of signing in on %s', (engine) => {
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

  it('takes password and code; the challenge is good for nothing else and for once', async () => {
    const clerk = await enrolled();
    const challenge = await phones.ask(clerk.username);
    expect((await me(challenge)).status).toBe(401);
    const { status, body } = await phones.answer(challenge, phones.code(clerk.secret));
    expect(status).toBe(200);
    expect((await me(body.token)).body).toEqual(body.user);
    phones.wait();
    const again = await phones.answer(challenge, phones.code(clerk.secret));
    expect(again).toMatchObject({ status: 401, body: { code: 'CHALLENGE_EXPIRED' } });
    const [signedIn] = await id.test.rows<{ detail: string }>(sql`
        SELECT detail FROM audit_entries WHERE subject_id = ${clerk.id} AND action = 'SIGNED_IN'
        ORDER BY seq DESC LIMIT 1`);
    expect(JSON.parse(signedIn?.detail ?? '')).toEqual({
      address: '127.0.0.1',
      via: 'BEARER',
      method: 'PASSWORD',
      secondFactor: 'TOTP',
    });
  });

  it('keeps only the hash of a challenge', async () => {
    const clerk = await enrolled();
    const challenge = await phones.ask(clerk.username);
    const rows = await id.test.rows(
      sql`SELECT * FROM sign_in_challenges WHERE user_id = ${clerk.id}`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(challenge);
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('a telephone %i steps off is answered %i', async (steps, status) => {
    const clerk = await enrolled();
    phones.wait();
    const code = phones.code(clerk.secret, steps);
    expect((await phones.answer(await phones.ask(clerk.username), code)).status).toBe(status);
  });

  it('takes a code once, also from two who send it at the same time', async () => {
    const clerk = await enrolled();
    const code = phones.code(clerk.secret);
    const [one, two] = [await phones.ask(clerk.username), await phones.ask(clerk.username)];
    const answers = await Promise.all([phones.answer(one, code), phones.answer(two, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const replay = await phones.answer(await phones.ask(clerk.username), code);
    expect(replay).toMatchObject({ status: 401, body: { code: 'WRONG_CODE' } });
  });

  it('takes each recovery code once, however it is typed', async () => {
    const clerk = await enrolled();
    const [paper = ''] = clerk.recoveryCodes;
    const typed = paper.replaceAll('-', ' ').toLowerCase();
    const first = await phones.answer(await phones.ask(clerk.username), typed);
    expect(first.status).toBe(200);
    expect((await state(first.body.token)).body.recoveryCodesLeft).toBe(9);
    const second = await phones.answer(await phones.ask(clerk.username), paper);
    expect(second.status).toBe(401);
    expect((await id.actsOn(clerk.id)).slice(-3)).toEqual([
      'SIGNED_IN',
      'RECOVERY_CODE_USED',
      'SIGN_IN_FAILED',
    ]);
  });

  it('does not take the recovery code of somebody else', async () => {
    const [one, two] = [await enrolled(), await enrolled()];
    const answer = await phones.answer(await phones.ask(one.username), two.recoveryCodes[0] ?? '');
    expect(answer.status).toBe(401);
  });

  it('waits five minutes for the code', async () => {
    const clerk = await enrolled();
    const challenge = await phones.ask(clerk.username);
    id.clock.advanceMs(5 * MINUTE);
    const late = await phones.answer(challenge, phones.code(clerk.secret));
    expect(late).toMatchObject({ status: 401, body: { code: 'CHALLENGE_EXPIRED' } });
  });

  it.each([
    ['password reset', 'password-reset'],
    ['reset of the codes', 'second-factor-reset'],
  ])('is broken off by a %s', async (_name, reset) => {
    const clerk = await enrolled();
    const challenge = await phones.ask(clerk.username);
    const done = await id.call('POST', `users/${clerk.id}/${reset}`, { token: security });
    expect(done.status).toBe(200);
    const answer = await phones.answer(challenge, phones.code(clerk.secret));
    expect(answer).toMatchObject({ status: 401, body: { code: 'CHALLENGE_EXPIRED' } });
  });

  it('by cookie keeps the challenge out of reach of scripts and to its own origin', async () => {
    const clerk = await enrolled();
    const origin = id.url;
    const first = await id.call('POST', 'auth/login', {
      body: { username: clerk.username, password: PASSWORD, cookie: true },
      headers: { origin },
    });
    expect(first.body.challenge.token).toBeNull();
    expect(first.headers.get('set-cookie')).toMatch(
      /^challenge=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=300$/,
    );
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const code = phones.code(clerk.secret);
    const second = (headers: Record<string, string>, body: object) =>
      id.call('POST', 'auth/login/second-step', { body: { code, ...body }, headers });
    const foreign = await second({ cookie, origin: 'http://evil.example' }, {});
    expect(foreign).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } });
    const challenge = cookie.slice('challenge='.length);
    expect((await second({}, { challenge })).status).toBe(401);
    const answer = await second({ cookie, origin }, {});
    expect(answer.status).toBe(200);
    expect(answer.body.token).toBeNull();
    const cookies = answer.headers.getSetCookie();
    expect(cookies[0]).toMatch(/^challenge=; .*Max-Age=0$/);
    const session = cookies[1]?.split(';')[0] ?? '';
    expect((await id.call('GET', 'auth/me', { headers: { cookie: session } })).status).toBe(200);
  });
});
