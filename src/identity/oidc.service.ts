import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { sha256Of } from '../platform/crypto/digest.js';
import { Clock } from '../platform/calendar/clock.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { notFound } from '../platform/http/problem.js';
import { localPath } from './local-path.js';
import { LoginAttempts, TooManyAttempts } from './login-attempts.js';
import { MeQueries } from './me.queries.js';
import { OidcClient, type ProviderFlow, type ProviderPerson } from './oidc.client.js';
import { UsedSignInState } from './oidc.entity.js';
import { SignInService, type SignInStep } from './sign-in.service.js';

const FLOW_MS = 10 * 60 * 1000;

/** The cookie is no row, but it is sealed like one, so that it opens as nothing else. */
const COOKIE_PLACE = { table: 'sign_in', column: 'provider', rowId: 'cookie' };

/** Why somebody who came back from the provider is not signed in; the sign-in page puts it in words. */
export type ProviderFault =
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_DENIED'
  | 'PROVIDER_EXPIRED'
  | 'PROVIDER_REFUSED'
  | 'PROVIDER_UNKNOWN_USER'
  | 'ACCOUNT_LOCKED'
  | 'TOO_MANY_ATTEMPTS';

export type ProviderResult =
  | { readonly step: SignInStep; readonly to: string }
  | { readonly fault: ProviderFault; readonly to: string };

/** Signing in through the bureau's own provider. It opens no accounts: only people who have one come in. */
@Injectable()
export class OidcService {
  private readonly log = new Logger(OidcService.name);

  constructor(
    private readonly client: OidcClient,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly attempts: LoginAttempts,
    private readonly me: MeQueries,
    private readonly signIn: SignInService,
  ) {}

  get label(): string | null {
    return this.client.settings?.label ?? null;
  }

  /**
   * Sends the browser to the provider. Nothing is stored here: what has to come back waits in the browser.
   * @throws {Problem} 404 where no provider is set up
   */
  async start(
    to: string | undefined,
  ): Promise<{ url: string; cookie: string } | { fault: ProviderFault; to: string }> {
    if (this.label === null) throw notFound();
    const flow: ProviderFlow = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      to: localPath(to),
      expiresAt: new Date(Date.parse(this.clock.now()) + FLOW_MS).toISOString(),
    };
    try {
      const url = await this.client.authorizationUrl(flow);
      return { url, cookie: this.cipher.seal(JSON.stringify(flow), COOKIE_PLACE) };
    } catch {
      return { fault: 'PROVIDER_UNAVAILABLE', to: flow.to };
    }
  }

  /** The browser is back. Whatever is wrong, the answer is a reason; a code or a token is never told. */
  async finish(
    query: string,
    cookie: string | undefined,
    address: string,
  ): Promise<ProviderResult> {
    if (this.label === null) throw notFound();
    const answer = new URLSearchParams(query);
    const flow = this.flowOf(cookie, answer.get('state'));
    const to = flow?.to ?? '/';
    try {
      await this.attempts.countAddress(address);
      if (!flow || !(await this.isFirstUse(flow))) return { fault: 'PROVIDER_EXPIRED', to };
      if (answer.has('error')) return { fault: 'PROVIDER_DENIED', to };
      const person = await this.redeem(query, flow);
      if (!person) return { fault: 'PROVIDER_REFUSED', to };
      const result = await this.unitOfWork.run((tx) => this.admit(tx, person, address));
      if (typeof result === 'string') return { fault: result, to };
      await this.attempts.refundAddress(address);
      return { step: result, to };
    } catch (error) {
      if (error instanceof TooManyAttempts) return { fault: 'TOO_MANY_ATTEMPTS', to };
      throw error;
    }
  }

  /** What this browser was sent away with, if the answer is the one to that. */
  private flowOf(cookie: string | undefined, state: string | null): ProviderFlow | undefined {
    if (!cookie || !state) return undefined;
    try {
      const flow = JSON.parse(this.cipher.open(cookie, COOKIE_PLACE)) as ProviderFlow;
      return flow.state === state && flow.expiresAt > this.clock.now() ? flow : undefined;
    } catch {
      return undefined;
    }
  }

  private isFirstUse({ state, expiresAt }: ProviderFlow): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      await tx.execute(sql`DELETE FROM used_sign_in_states WHERE expires_at <= ${tx.now}`);
      return tx.insertNew(UsedSignInState, { stateHash: sha256Of(state), expiresAt });
    });
  }

  private async redeem(query: string, flow: ProviderFlow): Promise<ProviderPerson | undefined> {
    try {
      return await this.client.redeem(query, flow);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.log.warn(`provider's answer refused: ${reason}`);
      return undefined;
    }
  }

  private async admit(
    tx: Tx,
    { username, secondFactor }: ProviderPerson,
    address: string,
  ): Promise<SignInStep | ProviderFault> {
    const name = username?.toLowerCase() ?? '';
    const person = await this.me.personWhere(tx, sql`u.username = ${name}`);
    if (!person || person.disabledAt) {
      const account = person && { ...person, lockedUntil: null };
      this.attempts.failed(tx, account, { address, step: 'OIDC' });
      return 'PROVIDER_UNKNOWN_USER';
    }
    if (this.attempts.isLocked(person, tx.now)) {
      this.attempts.failed(tx, { ...person, lockedUntil: null }, { address, step: 'OIDC' });
      return 'ACCOUNT_LOCKED';
    }
    return this.signIn.afterFirstFactor(tx, person, {
      via: 'COOKIE',
      method: 'OIDC',
      secondFactor: secondFactor ? 'IDP' : null,
      address,
    });
  }
}
