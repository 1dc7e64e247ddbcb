import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import type { OidcSettings } from '../platform/config/sign-in-settings.js';

/** What a browser has to come back with. */
export interface ProviderFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person wanted to go. */
  readonly to: string;
  readonly expiresAt: string;
}

export interface ProviderPerson {
  /** Undefined when the provider does not give the claim. */
  readonly username: string | undefined;
  /** The provider says that it has asked for a second factor, and the settings believe it. */
  readonly secondFactor: boolean;
}

const TIMEOUT_SECONDS = 10;

/** The bureau's own OpenID provider: authorization code with PKCE, state, nonce and signed ID token. */
@Injectable()
export class OidcClient {
  readonly settings: OidcSettings | undefined;
  private readonly log = new Logger(OidcClient.name);
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    this.settings = config.signIn?.oidc;
  }

  async authorizationUrl(flow: ProviderFlow): Promise<string> {
    const url = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.required().redirectUri,
      scope: 'openid profile',
      response_type: 'code',
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      state: flow.state,
      nonce: flow.nonce,
    });
    return url.href;
  }

  /**
   * Exchanges the code for the word of the provider.
   * @throws when code, state, nonce, issuer, audience or signature is not right.
   */
  async redeem(query: string, flow: ProviderFlow): Promise<ProviderPerson> {
    const { redirectUri, usernameClaim, secondFactorValues } = this.required();
    const configuration = await this.configuration();
    const back = new URL(redirectUri);
    back.search = query;
    const tokens = await oidc.authorizationCodeGrant(configuration, back, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('no ID token');
    let name: unknown = claims[usernameClaim];
    if (typeof name !== 'string') {
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      name = more[usernameClaim];
    }
    const proofs: unknown[] = [claims.acr, ...(Array.isArray(claims.amr) ? claims.amr : [])];
    return {
      username: typeof name === 'string' && name !== '' ? name : undefined,
      secondFactor: secondFactorValues.some((value) => proofs.includes(value)),
    };
  }

  /** Asked for at the first sign-in, not at the start: the program must not wait for its neighbour. */
  private configuration(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      this.log.warn(`provider not found: ${error instanceof Error ? error.message : 'unknown'}`);
      throw error;
    });
    return this.discovered;
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.required();
    const url = new URL(issuer);
    return oidc.discovery(url, clientId, clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute: [
        oidc.enableNonRepudiationChecks,
        // The settings take plain HTTP on this machine only.
        ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    });
  }

  private required(): OidcSettings {
    if (!this.settings) throw new Error('OIDC_ISSUER is not set');
    return this.settings;
  }
}
