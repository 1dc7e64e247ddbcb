import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { OIDC_CALLBACK } from '../../src/platform/config/sign-in-settings.js';
import { ENGINES } from '../support/app.js';
import { TestProvider } from '../support/oidc-provider.js';
import { Visitor } from '../support/visitor.js';
import { IdentityWorld, PASSWORD } from './identity.fixture.js';
import {
  actAs,
  atCallback,
  atEnd,
  codeOf,
  faultOf,
  HOME,
  settingsOf,
  START,
} from './oidc.fixture.js';
import { Authenticators } from './second-factor.fixture.js';

describe.each(ENGINES)('signing in through the provider on %s', (engine) => {
  let provider: TestProvider;
  let id: IdentityWorld;

  beforeAll(async () => {
    provider = await TestProvider.start(HOME + OIDC_CALLBACK);
    id = await IdentityWorld.start(engine, {
      signIn: { secondFactor: 'required', oidc: settingsOf(provider) },
    });
  });
  afterAll(async () => {
    await id?.[Symbol.asyncDispose]();
    await provider?.[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    provider.amr = ['pwd'];
  });

  const browser = () => new Visitor({ [HOME]: id.url });
  const me = (visitor: Visitor) => visitor.get(`${HOME}/api/auth/me`);
  const acts = async (username: string) => {
    const rows = await id.test.rows<{ action: string; detail: string }>(sql`
      SELECT a.action, a.detail FROM audit_entries a JOIN users u ON u.id = a.subject_id
      WHERE u.username = ${username} AND a.action <> 'USER_CREATED' ORDER BY a.seq`);
    return rows.map(({ action, detail }) => ({ action, ...JSON.parse(detail) }));
  };
  /** As far as the way back, which the test may bend. */
  const comeBack = async (visitor: Visitor, person: string | null) => {
    provider.person = person;
    return visitor.walk(START, atCallback);
  };
  const signIn = async (visitor: Visitor, person: string | null, to = '/issues') => {
    provider.person = person;
    return visitor.walk(`${START}?to=${encodeURIComponent(to)}`, atEnd);
  };

  it('says that there is one', async () => {
    const { body } = await id.call('GET', 'auth/methods');
    expect(body).toEqual({ provider: { label: '市统一身份认证' } });
  });

  it('opens the session of the person whom the provider names', async () => {
    const visitor = browser();
    const { username } = await id.newClerk();
    expect(await signIn(visitor, username, '/issues?status=CLOSED')).toBe(
      `${HOME}/issues?status=CLOSED`,
    );
    const answer = await me(visitor);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ username, mustChangePassword: false });
    expect(visitor.cookie(HOME, 'provider')).toBeUndefined();
    expect(await acts(username)).toEqual([
      {
        action: 'SIGNED_IN',
        address: '127.0.0.1',
        via: 'COOKIE',
        method: 'OIDC',
        secondFactor: null,
      },
    ]);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example'])(
    'leads nowhere else: %j',
    async (to) => {
      const { username } = await id.newClerk();
      expect(await signIn(browser(), username, to)).toBe(`${HOME}/`);
    },
  );

  it('does not ask for a first password that nobody has used', async () => {
    const { username } = await id.newClerk();
    await id.organisation.resetPassword(username);
    const visitor = browser();
    await signIn(visitor, username);
    expect(await (await me(visitor)).json()).toMatchObject({ mustChangePassword: false });
  });

  it.each([
    ['nobody here', () => Promise.resolve('nobody.here'), 'PROVIDER_UNKNOWN_USER'],
    ['a person without the claim', () => Promise.resolve('nameless'), 'PROVIDER_UNKNOWN_USER'],
    ['somebody who says no', () => Promise.resolve(null), 'PROVIDER_DENIED'],
    [
      'a disabled person',
      async () => {
        const clerk = await id.newClerk();
        await id.test.uow.run((tx) =>
          tx.execute(sql`UPDATE users SET disabled_at = ${tx.now} WHERE id = ${clerk.id}`),
        );
        return clerk.username;
      },
      'PROVIDER_UNKNOWN_USER',
    ],
    [
      'a locked person',
      async () => {
        const clerk = await id.newClerk();
        for (let guess = 0; guess < 5; guess += 1) {
          const body = { username: clerk.username, password: `guess-number-${guess}` };
          await id.call('POST', 'auth/login', { body });
        }
        return clerk.username;
      },
      'ACCOUNT_LOCKED',
    ],
  ])('lets %s not in', async (_name, person, fault) => {
    const visitor = browser();
    const name = await person();
    const end = await signIn(visitor, name);
    expect(new URL(end).pathname).toBe('/login');
    expect(faultOf(end)).toBe(fault);
    expect((await me(visitor)).status).toBe(401);
    if (fault !== 'PROVIDER_DENIED') {
      const [last] = await id.test.rows<{ action: string; detail: string }>(sql`
        SELECT action, detail FROM audit_entries WHERE chain = 'system' ORDER BY seq DESC LIMIT 1`);
      expect(last).toMatchObject({ action: 'SIGN_IN_FAILED' });
      expect(JSON.parse(last?.detail ?? '')).toEqual({ address: '127.0.0.1', step: 'OIDC' });
    }
  });

  describe('refuses an answer', () => {
    const bent = async (bend: (back: URL, visitor: Visitor) => Promise<void> | void) => {
      const { username } = await id.newClerk();
      const visitor = browser();
      const back = new URL(await comeBack(visitor, username));
      await bend(back, visitor);
      const end = await visitor.walk(back.href, atEnd);
      expect((await me(visitor)).status).toBe(401);
      expect(await acts(username)).toEqual([]);
      return faultOf(end);
    };

    it('with another state', async () => {
      expect(await bent((back) => back.searchParams.set('state', 'x'.repeat(43)))).toBe(
        'PROVIDER_EXPIRED',
      );
    });

    it('in a browser that did not ask', async () => {
      const { username } = await id.newClerk();
      const back = await comeBack(browser(), username);
      const stranger = browser();
      expect(faultOf(await stranger.walk(back, atEnd))).toBe('PROVIDER_EXPIRED');
      // Nor in one that has asked something else.
      await comeBack(stranger, username);
      expect(faultOf(await stranger.walk(back, atEnd))).toBe('PROVIDER_EXPIRED');
      expect((await me(stranger)).status).toBe(401);
    });

    it('with a cookie that was made up', async () => {
      const made = await bent((back, visitor) => {
        const flow = { state: back.searchParams.get('state'), expiresAt: '9999', to: '/' };
        visitor.setCookie(
          HOME,
          'provider',
          Buffer.from(JSON.stringify(flow)).toString('base64url'),
        );
      });
      expect(made).toBe('PROVIDER_EXPIRED');
    });

    it('later than ten minutes', async () => {
      expect(await bent(() => id.clock.advanceMs(10 * 60_000))).toBe('PROVIDER_EXPIRED');
    });

    it('a second time, with the same cookie too', async () => {
      const { username } = await id.newClerk();
      const visitor = browser();
      const back = await comeBack(visitor, username);
      const cookie = visitor.cookie(HOME, 'provider') ?? '';
      expect(faultOf(await visitor.walk(back, atEnd))).toBeNull();
      const thief = browser();
      thief.setCookie(HOME, 'provider', cookie);
      expect(faultOf(await thief.walk(back, atEnd))).toBe('PROVIDER_EXPIRED');
      expect((await me(thief)).status).toBe(401);
    });

    it('with the code of another flow: it was made for another verifier', async () => {
      const { username } = await id.newClerk();
      const stolen = new URL(await comeBack(browser(), username)).searchParams.get('code') ?? '';
      expect(await bent((back) => back.searchParams.set('code', stolen))).toBe('PROVIDER_REFUSED');
    });

    it('of another issuer', async () => {
      const foreign = await bent((back) => back.searchParams.set('iss', 'http://evil.example'));
      expect(foreign).toBe('PROVIDER_REFUSED');
    });

    it('with another nonce in the ID token', async () => {
      const { username } = await id.newClerk();
      provider.person = username;
      const visitor = browser();
      const ask = await visitor.walk(START, (next) => next.origin === provider.issuer);
      const forged = new URL(ask);
      forged.searchParams.set('nonce', 'of-somebody-else');
      const end = await visitor.walk(forged.href, atEnd);
      expect(faultOf(end)).toBe('PROVIDER_REFUSED');
      expect((await me(visitor)).status).toBe(401);
    });
  });

  describe('and one-time codes', () => {
    it('are asked for here, unless the provider has asked and is believed', async () => {
      const phones = new Authenticators(id);
      const clerk = await phones.enrol(await id.newClerk());
      const visitor = browser();
      const end = new URL(await signIn(visitor, clerk.username));
      expect([end.pathname, end.searchParams.get('step')]).toEqual(['/login', 'code']);
      expect(end.searchParams.get('to')).toBe('/issues');
      expect((await me(visitor)).status).toBe(401);
      const answer = await id.call('POST', 'auth/login/second-step', {
        body: { code: phones.code(clerk.secret) },
        headers: { origin: id.url, cookie: `challenge=${visitor.cookie(HOME, 'challenge')}` },
      });
      expect(answer.status).toBe(200);
      expect((await acts(clerk.username)).at(-1)).toMatchObject({
        method: 'OIDC',
        secondFactor: 'TOTP',
      });

      provider.amr = ['pwd', 'mfa'];
      const believed = browser();
      expect(await signIn(believed, clerk.username)).toBe(`${HOME}/issues`);
      expect((await me(believed)).status).toBe(200);
      expect((await acts(clerk.username)).at(-1)).toMatchObject({ secondFactor: 'IDP' });
    });

    it('are not asked of a deputy for whom the provider has asked and is believed', async () => {
      const phones = new Authenticators(id);
      const leader = await phones.enrol(await id.newClerk(['TOWN_LEADER']));
      const clerk = await id.newClerk();
      const delegation = await id.standIn(leader, clerk);
      const headersOf = (visitor: Visitor) => actAs(visitor, id, delegation);
      const status = async (visitor: Visitor) =>
        (await id.call('GET', 'units', { headers: headersOf(visitor) })).status;
      const owner = { ownerId: clerk.id, ownerScope: delegation };
      const job = () => id.organisation.jobCaller(owner).then(() => 'runs', codeOf);

      const [weak, strong] = [browser(), browser()];
      await signIn(weak, clerk.username);
      expect([await status(weak), await job()]).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
      provider.amr = ['pwd', 'mfa'];
      await signIn(strong, clerk.username);
      expect(await status(strong)).toBe(200);
      expect(await job()).toBe('runs');
      // The word is that of one session; another one of the same person has not heard it.
      expect(await status(weak)).toBe(403);
      const body = { currentPassword: PASSWORD, newPassword: '青禾镇 民政办 二零二零' };
      const changed = await id.call('POST', 'auth/password', { headers: headersOf(strong), body });
      expect(changed.status).toBe(200);
      const [cookie = ''] = changed.headers.getSetCookie();
      strong.setCookie(HOME, 'session', /=([^;]*)/.exec(cookie)?.[1] ?? '');
      expect(await status(strong)).toBe(200);
      expect(await job()).toBe('runs');
      await id.call('POST', 'auth/logout', { headers: headersOf(strong) });
      expect(await job()).toBe('SECOND_FACTOR_REQUIRED');
    });

    it('are set up without the password by who has none', async () => {
      const { username } = await id.newClerk(['TOWN_LEADER']);
      const visitor = browser();
      await signIn(visitor, username);
      expect(await (await me(visitor)).json()).toMatchObject({ mustSetUpSecondFactor: true });
      const headers = { origin: id.url, cookie: `session=${visitor.cookie(HOME, 'session')}` };
      const proposal = await id.call('POST', 'auth/second-factor/proposal', { headers, body: {} });
      expect(proposal.status).toBe(200);
    });
  });

  it('counts against the address what is no sign-in', async () => {
    await using fresh = await IdentityWorld.startEmpty(engine, {
      signIn: { secondFactor: 'off', oidc: settingsOf(provider) },
    });
    const visitor = new Visitor({ [HOME]: fresh.url });
    const faults = [];
    for (let attempt = 0; attempt < 32; attempt += 1) {
      faults.push(faultOf(await visitor.walk(`${HOME}${OIDC_CALLBACK}?state=x&code=y`, atEnd)));
    }
    expect(faults).toEqual([
      ...Array<string>(30).fill('PROVIDER_EXPIRED'),
      ...Array<string>(2).fill('TOO_MANY_ATTEMPTS'),
    ]);
  });
});

// Nothing of this touches the database.
describe('a provider that is not what it should be', () => {
  const [engine = 'sqlite'] = ENGINES;

  it.each([
    ['is not there', 'http://127.0.0.1:9'],
    ['calls itself otherwise', 'localhost'],
  ])('%s: the program starts, and says so at the door', async (_name, issuer) => {
    await using provider = await TestProvider.start(HOME + OIDC_CALLBACK);
    const wrong = issuer === 'localhost' ? provider.issuer.replace('127.0.0.1', issuer) : issuer;
    await using id = await IdentityWorld.startEmpty(engine, {
      signIn: { secondFactor: 'off', oidc: { ...settingsOf(provider), issuer: wrong } },
    });
    const end = await new Visitor({ [HOME]: id.url }).walk(`${START}?to=/issues`, () => true);
    expect(end).toBe(`${HOME}/login?error=PROVIDER_UNAVAILABLE&to=%2Fissues`);
    const body = { username: 'admin', password: PASSWORD };
    expect((await id.call('POST', 'auth/login', { body })).status).toBe(200);
  });

  it('none at all: 404', async () => {
    await using id = await IdentityWorld.startEmpty(engine);
    expect((await id.call('GET', 'auth/methods')).body).toEqual({ provider: null });
    expect((await id.call('GET', 'auth/oidc/start')).status).toBe(404);
    expect((await id.call('GET', 'auth/oidc/callback?state=x')).status).toBe(404);
  });
});
