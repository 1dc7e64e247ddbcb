/** `off`: nobody is asked for a code. `required`: administrators and approvers cannot do without one. */
export type SecondFactorMode = 'off' | 'optional' | 'required';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button on the sign-in page says. */
  readonly label: string;
  /** The claim that holds the user name of this program. */
  readonly usernameClaim: string;
  /** Values of `acr` or `amr` that count as the second factor; none by default. */
  readonly secondFactorValues: readonly string[];
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
}

export interface SignInSettings {
  readonly secondFactor: SecondFactorMode;
  readonly oidc?: OidcSettings;
}

export const OIDC_CALLBACK = '/api/auth/oidc/callback';

type Environment = Readonly<Record<string, string | undefined>>;

const MODES: readonly SecondFactorMode[] = ['off', 'optional', 'required'];
const LABEL_MAX = 20;

/** Reads SECOND_FACTOR and OIDC_…; faults name them and never repeat a secret. */
export function signInSettings(
  env: Environment,
  publicUrl: string | undefined,
  faults: string[],
): SignInSettings {
  const text = env.SECOND_FACTOR || 'optional';
  const secondFactor = MODES.find((mode) => mode === text);
  if (!secondFactor) faults.push(`SECOND_FACTOR must be off, optional or required, not "${text}"`);
  const oidc = oidcOf(env, publicUrl, faults);
  return { secondFactor: secondFactor ?? 'optional', ...(oidc ? { oidc } : {}) };
}

function oidcOf(
  env: Environment,
  publicUrl: string | undefined,
  faults: string[],
): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = env;
  if (!issuer) {
    if (id || secret) faults.push('OIDC_CLIENT_ID is set, but OIDC_ISSUER is not');
    return undefined;
  }
  if (!isIssuer(issuer)) {
    faults.push('OIDC_ISSUER must look like https://id.example.org (http only on this machine)');
  }
  if (!id || !secret) faults.push('OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET');
  // Taken from the request, the address would be whatever the request says.
  if (!publicUrl) faults.push('OIDC_ISSUER needs PUBLIC_URL: the provider sends people back there');
  const label = env.OIDC_LABEL || '统一身份认证登录';
  if ([...label].length > LABEL_MAX) {
    faults.push(`OIDC_LABEL must not be longer than ${LABEL_MAX} characters`);
  }
  return {
    issuer,
    clientId: id ?? '',
    clientSecret: secret ?? '',
    label,
    usernameClaim: env.OIDC_USERNAME_CLAIM || 'preferred_username',
    secondFactorValues: (env.OIDC_MFA_VALUES ?? '').split(',').flatMap((part) => part.trim() || []),
    redirectUri: `${publicUrl ?? ''}${OIDC_CALLBACK}`,
  };
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** True for names that lead nowhere but to this machine: plain HTTP does not leave it. */
export const isLoopback = (hostname: string): boolean =>
  ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
