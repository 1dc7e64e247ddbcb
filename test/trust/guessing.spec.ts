import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { type Answer, IdentityWorld, PASSWORD } from '../api/identity.fixture.js';
import { Authenticators } from '../api/second-factor.fixture.js';
import { ENGINES } from '../support/app.js';
import { figure, size } from './support/figure.js';

const LOCK_MS = 15 * 60_000;
const AT_ONCE = 20;

/** Sends many requests, some at the same time. @returns how many got each status and code */
async function tally(
  count: number,
  send: (index: number) => Promise<Answer>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let start = 0; start < count; start += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, at) => start + at);
    for (const { status, body } of await Promise.all(batch.map(send))) {
      const key = `${status} ${body.code ?? 'SIGNED_IN'}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return counts;
}

describe.each(ENGINES)('S7 guessing on %s', (engine) => {
  /** Behind a proxy that is believed: each request may come from an address of its own. */
  let id: IdentityWorld;
  // What counts is the same on both engines; that it counts once under load is not.
  const guesses = engine === 'sqlite' ? 1000 : size(200, 1000);

  beforeAll(async () => {
    id = await IdentityWorld.start(engine, { trustProxy: ['127.0.0.1'] });
  });
  afterAll(() => id?.[Symbol.asyncDispose]());

  let address = 0;
  const nextAddress = () => {
    address += 1;
    return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
  };
  const login = (username: string, password: string, from = nextAddress()) =>
    id.call('POST', 'auth/login', {
      body: { username, password },
      headers: { 'x-forwarded-for': from },
    });
  const failures = async (userId: string) => {
    const acts = await id.actsOn(userId);
    return ['SIGN_IN_FAILED', 'ACCOUNT_LOCKED', 'SIGNED_IN'].map(
      (action) => acts.filter((act) => act === action).length,
    );
  };

  it(`S7 ${guesses} guesses at one account, each from another address: five are tried`, async () => {
    const clerk = await id.newClerk();
    const counts = await tally(guesses, (guess) => login(clerk.username, `guess-number-${guess}`));
    expect(counts).toEqual({
      '401 WRONG_CREDENTIALS': 5,
      '429 ACCOUNT_LOCKED': guesses - 5,
    });
    expect(await failures(clerk.id)).toEqual([5, 1, 0]);
    // The right password does not help while the lock lasts.
    expect((await login(clerk.username, PASSWORD)).status).toBe(429);
    id.clock.advanceMs(LOCK_MS);
    expect((await login(clerk.username, PASSWORD)).status).toBe(200);
    figure(
      'S7',
      `${engine}: ${guesses} guesses at one account from as many addresses, ${AT_ONCE} at a time: 5 tried, ${guesses - 5} refused unseen, locked 15 min even for the right password`,
    );
  });

  it('S7 500 sprayed names from one address: thirty are tried, whatever it claims to be', async () => {
    const from = '203.0.113.7';
    const counts = await tally(500, (name) =>
      login(`someone${name}`, 'wrong-password', `${nextAddress()}, ${from}`),
    );
    expect(counts).toEqual({ '401 WRONG_CREDENTIALS': 30, '429 TOO_MANY_ATTEMPTS': 470 });
    // The office next door goes on working.
    const clerk = await id.newClerk();
    expect((await login(clerk.username, PASSWORD, '203.0.113.8')).status).toBe(200);
    expect((await login(clerk.username, PASSWORD, from)).status).toBe(429);
    figure(
      'S7',
      `${engine}: 500 names sprayed from one address under 500 forged X-Forwarded-For: 30 tried, 470 refused`,
    );
  });

  it('S7 without a proxy X-Forwarded-For is not looked at', async () => {
    await using alone = await IdentityWorld.startEmpty(engine);
    const counts = await tally(60, (name) =>
      alone.call('POST', 'auth/login', {
        body: { username: `someone${name}`, password: 'wrong-password' },
        headers: { 'x-forwarded-for': nextAddress() },
      }),
    );
    expect(counts).toEqual({ '401 WRONG_CREDENTIALS': 30, '429 TOO_MANY_ATTEMPTS': 30 });
  });

  it(`S7 whoever knows the password gets five guesses at the code, not ${guesses}`, async () => {
    const phones = new Authenticators(id);
    const clerk = await phones.enrol(await id.newClerk());
    const wrong = phones.wrongCode(clerk.secret);
    const before = await failures(clerk.id);
    // Each guess comes with the right password again: that must not buy new guesses.
    const counts = await tally(guesses, async () => {
      const first = await login(clerk.username, PASSWORD);
      if (first.status !== 200) return first;
      return id.call('POST', 'auth/login/second-step', {
        body: { challenge: first.body.challenge.token, code: wrong },
        headers: { 'x-forwarded-for': nextAddress() },
      });
    });
    expect(Object.keys(counts).sort()).toEqual(['401 WRONG_CODE', '429 ACCOUNT_LOCKED']);
    const tried = counts['401 WRONG_CODE'] ?? 0;
    expect(tried).toBeLessThanOrEqual(5);
    expect(tried).toBeGreaterThan(0);
    const [failed = 0, locked = 0, signedIn = 0] = (await failures(clerk.id)).map(
      (count, at) => count - (before[at] ?? 0),
    );
    expect([failed, signedIn]).toEqual([tried, 0]);
    expect(locked).toBeGreaterThan(0);
    const [{ count = -1 } = {}] = await id.test.rows<{ count: number }>(
      sql`SELECT failed_attempts AS count FROM users WHERE id = ${clerk.id}`,
    );
    expect(count).toBe(5);
    // Nor does the right code, nor one on paper, while the lock lasts.
    expect((await login(clerk.username, PASSWORD)).status).toBe(429);
    id.clock.advanceMs(LOCK_MS);
    const code = phones.code(clerk.secret);
    expect((await phones.answer(await phones.ask(clerk.username), code)).status).toBe(200);
    figure(
      'S7',
      `${engine}: ${guesses} guesses at the one-time code with the right password each time: ${tried} tried, then locked 15 min`,
    );
  });
});
