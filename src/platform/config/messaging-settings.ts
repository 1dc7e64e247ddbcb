import { EMAIL_PATTERN } from '../http/email.js';

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`); otherwise STARTTLS. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
  readonly from: { readonly name: string; readonly address: string };
  readonly perMinuteMax: number;
  /** Lowered by tests only. */
  readonly timeoutMs: number;
}

export interface WebhookSettings {
  /** Exact names of the hosts that group robots may have. */
  readonly hosts: readonly string[];
  /** Robots on this machine, over plain HTTP: for tests. */
  readonly allowLoopback: boolean;
  readonly timeoutMs: number;
}

export interface MessagingSettings {
  readonly mail?: MailSettings;
  readonly webhooks?: WebhookSettings;
  /** Where people open the program, for links in messages; without a slash at the end. */
  readonly publicUrl?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MAIL_TIMEOUT_MS = 60_000;
const WEBHOOK_TIMEOUT_MS = 5_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/** Reads SMTP_URL, MAIL_FROM, WEBHOOK_HOSTS, WEBHOOK_ALLOW_LOOPBACK and PUBLIC_URL; faults name them. */
export function messagingSettings(
  env: Environment,
  mailsPerMinuteMax: number,
  faults: string[],
): MessagingSettings {
  const mail = mailOf(env, mailsPerMinuteMax, faults);
  const webhooks = webhooksOf(env, faults);
  const publicUrl = publicUrlOf(env.PUBLIC_URL, faults);
  return {
    ...(mail ? { mail } : {}),
    ...(webhooks ? { webhooks } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
}

function mailOf(
  { SMTP_URL: address, MAIL_FROM: sender }: Environment,
  perMinuteMax: number,
  faults: string[],
): MailSettings | undefined {
  if (!address) {
    if (sender) faults.push('MAIL_FROM is set, but SMTP_URL is not: set both, or neither');
    return undefined;
  }
  const server = serverOf(address);
  // Never repeats what was given: it may hold a password.
  if (!server) {
    faults.push('SMTP_URL must look like smtp://host:587 or smtps://user:password@host:465');
  }
  const from = senderOf(sender ?? '');
  if (!from) faults.push('MAIL_FROM must be an address, for example Office <noreply@example.org>');
  if (!server || !from) return undefined;
  return { ...server, from, perMinuteMax, timeoutMs: MAIL_TIMEOUT_MS };
}

function serverOf(
  address: string,
): Pick<MailSettings, 'host' | 'port' | 'secure' | 'login'> | undefined {
  const url = parsed(address);
  const defaultPort = url && DEFAULT_PORTS[url.protocol];
  if (!url?.hostname || !defaultPort) return undefined;
  if (url.search !== '' || url.hash !== '' || !/^\/?$/.test(url.pathname)) return undefined;
  const [user, pass] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || pass === undefined || (user === '' && pass !== '')) return undefined;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || defaultPort,
    secure: url.protocol === 'smtps:',
    login: user === '' ? undefined : { user, pass },
  };
}

/** Undefined when the text is not percent-encoded as it should be. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function senderOf(text: string): MailSettings['from'] | undefined {
  const [, name = '', quoted] = /^([^<>"\r\n]*?)\s*<([^<>\s]+)>$/.exec(text.trim()) ?? [];
  const address = quoted ?? text.trim();
  return EMAIL_PATTERN.test(address) ? { name: name.trim(), address } : undefined;
}

const HOST_PATTERN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

function webhooksOf(
  { WEBHOOK_HOSTS: list = '', WEBHOOK_ALLOW_LOOPBACK: loopback = '0' }: Environment,
  faults: string[],
): WebhookSettings | undefined {
  const hosts = list.split(',').flatMap((part) => part.trim().toLowerCase() || []);
  const wrong = hosts.filter((host) => !HOST_PATTERN.test(host));
  if (wrong.length > 0) {
    faults.push(`WEBHOOK_HOSTS must be host names separated by commas, not "${wrong.join(', ')}"`);
  }
  if (!['0', '1'].includes(loopback)) {
    faults.push(`WEBHOOK_ALLOW_LOOPBACK must be 0 or 1, not "${loopback}"`);
  }
  const allowLoopback = loopback === '1';
  if (hosts.length === 0 && !allowLoopback) return undefined;
  return { hosts, allowLoopback, timeoutMs: WEBHOOK_TIMEOUT_MS };
}

function publicUrlOf(text: string | undefined, faults: string[]): string | undefined {
  if (!text) return undefined;
  const url = parsed(text);
  const plain = url && url.username === '' && url.search === '' && url.hash === '';
  if (plain && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '');
  faults.push('PUBLIC_URL must look like https://xiaohao.example.org');
  return undefined;
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
