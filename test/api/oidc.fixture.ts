import { OIDC_CALLBACK, type OidcSettings } from '../../src/platform/config/sign-in-settings.js';
import type { TestProvider } from '../support/oidc-provider.js';
import type { Visitor } from '../support/visitor.js';

export const HOME = 'http://xiaohao.test';
export const START = `${HOME}/api/auth/oidc/start`;

export const settingsOf = (provider: TestProvider): OidcSettings => ({
  issuer: provider.issuer,
  ...provider.client,
  label: '市统一身份认证',
  usernameClaim: 'preferred_username',
  secondFactorValues: ['mfa'],
  redirectUri: HOME + OIDC_CALLBACK,
});

export const atCallback = (next: URL): boolean => next.pathname === OIDC_CALLBACK;
/** A page of the browser UI. */
export const atEnd = (next: URL): boolean =>
  next.origin === HOME && !next.pathname.startsWith('/api/');
export const faultOf = (address: string): string | null =>
  new URL(address).searchParams.get('error');

/** A request of the visitor's browser, as deputy. */
export const actAs = (visitor: Visitor, { url }: { url: string }, delegation: string) => ({
  origin: url,
  cookie: `session=${visitor.cookie(HOME, 'session')}`,
  'x-acting-for': delegation,
});

/** With which code something was refused. */
export const codeOf = ({ code }: { code: string }): string => code;
