import { resolve } from 'node:path';
import type { KeySource } from '../crypto/key-ring.js';
import { keySource } from './key-settings.js';
import { type MessagingSettings, messagingSettings } from './messaging-settings.js';
import { type WatchSettings, watchSettings } from './watch-settings.js';
import { type SignInSettings, signInSettings } from './sign-in-settings.js';

export interface DatabaseLimits {
  /** How long a request waits for the database while another program holds it or it cannot be reached. */
  readonly waitMs: number;
  /** How long the server may take for one statement before the line to it is taken for dead. */
  readonly answerMs: number;
}

export type DatabaseTarget = { readonly limits?: DatabaseLimits } & (
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string }
);

/** Every setting of the program, read once at start and never from `process.env` again. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseTarget;
  readonly dataDir: string;
  readonly demoOutput: string;
  /** First password of `admin` on an empty database; generated and printed once when absent. */
  readonly adminPassword: string | undefined;
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustProxy: readonly string[];
  readonly logLevel: LogLevel;
  readonly uploadBytesMax: number;
  /** How long the door stays open at SIGTERM after `/ready` has begun to refuse. */
  readonly shutdownWaitMs?: number;
  /** Whether a serving program carries out what falls due by itself: opening, reminding, urging. */
  readonly scheduler: boolean;
  /** `dengbao` adds the composition and rotation rules of GB/T 22239; `asvs` is OWASP's advice. */
  readonly passwordProfile: PasswordProfile;
  /** Where the secret keys come from, when not from `keys.json` in `dataDir`. */
  readonly keys?: KeySource | undefined;
  /** How many people's personal data one user may look at in clear on one day; 50 when left out. */
  readonly revealsPerDay?: number;
  /** None unless given: every test would have to count along. */
  readonly requestLimits?: RequestLimits;
  /** One-time codes and sign-in through the bureau's own provider. */
  readonly signIn?: SignInSettings;
  /** Ways out of the program; each is off where it is not configured. */
  readonly messaging?: MessagingSettings;
  /** How the program may be watched from outside. */
  readonly watch?: WatchSettings;
  /** Cost of password hashing, lowered by tests only. */
  readonly passwordCost?: { readonly memoryKiB: number; readonly iterations: number };
}

/** More than a day's handling of cases needs, far fewer than a copy of the register would take. */
export const REVEALS_PER_DAY = 50;
/** Most requests in a minute; 0 for any number. */
export interface RequestLimits {
  readonly perUser: number;
  readonly perAddress: number;
}

export type PasswordProfile = 'asvs' | 'dengbao';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Raised at start when the environment cannot be used; the message names every faulty variable. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and validates the environment; throws {@link ConfigError} naming all faults at once. */
export function loadConfig(env: Environment = process.env): Config {
  const faults: string[] = [];
  const messaging = messagingSettings(
    env,
    integer(env, 'MAILS_PER_MINUTE', 60, 1, 10_000, faults),
    faults,
  );
  const config: Config = {
    host: env.HOST ?? '127.0.0.1',
    port: integer(env, 'PORT', 3000, 0, 65_535, faults),
    database: {
      ...database(env.DATABASE_URL ?? 'sqlite:./data/xiaohao.sqlite', faults),
      limits: {
        waitMs: integer(env, 'DATABASE_WAIT_MS', 5000, 0, 60_000, faults),
        answerMs: integer(env, 'DATABASE_ANSWER_MS', 30_000, 500, 600_000, faults),
      },
    },
    dataDir: resolve(env.DATA_DIR ?? './data'),
    demoOutput: resolve(env.DEMO_OUTPUT ?? './demo-output'),
    adminPassword: env.XIAOHAO_ADMIN_PASSWORD,
    trustProxy: (env.TRUST_PROXY ?? '').split(',').flatMap((part) => part.trim() || []),
    logLevel: logLevel(env.LOG_LEVEL ?? 'info', faults),
    shutdownWaitMs: integer(env, 'SHUTDOWN_WAIT_MS', 1000, 0, 8000, faults),
    scheduler: onOff(env, 'SCHEDULER', true, faults),
    uploadBytesMax: integer(env, 'UPLOAD_MAX_MB', 20, 1, 500, faults) * 1024 * 1024,
    passwordProfile: passwordProfile(env.PASSWORD_PROFILE ?? 'asvs', faults),
    keys: keySource(env, faults),
    revealsPerDay: integer(env, 'REVEALS_PER_DAY', REVEALS_PER_DAY, 0, 10_000, faults),
    requestLimits: {
      perUser: integer(env, 'USER_REQUESTS_PER_MINUTE', 1_200, 0, 1_000_000, faults),
      perAddress: integer(env, 'ADDRESS_REQUESTS_PER_MINUTE', 12_000, 0, 1_000_000, faults),
    },
    signIn: signInSettings(env, messaging.publicUrl, faults),
    messaging,
    watch: watchSettings(env, faults),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function integer(
  env: Environment,
  name: string,
  fallback: number,
  min: number,
  max: number,
  faults: string[],
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  faults.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  return fallback;
}

function onOff(env: Environment, name: string, fallback: boolean, faults: string[]): boolean {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (text !== 'on' && text !== 'off') faults.push(`${name} must be on or off, not "${text}"`);
  return text === 'on';
}

function logLevel(text: string, faults: string[]): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${text}"`);
  return level ?? 'info';
}

function passwordProfile(text: string, faults: string[]): PasswordProfile {
  if (text === 'asvs' || text === 'dengbao') return text;
  faults.push(`PASSWORD_PROFILE must be asvs or dengbao, not "${text}"`);
  return 'asvs';
}

function database(url: string, faults: string[]): DatabaseTarget {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (file === '' || file === ':memory:') {
      faults.push('DATABASE_URL must name a file, for example sqlite:./data/xiaohao.sqlite');
    }
    return { engine: 'sqlite', file: resolve(file) };
  }
  if (/^postgres(ql)?:\/\//.test(url)) return { engine: 'postgres', url };
  faults.push(`DATABASE_URL must start with sqlite: or postgres://, not "${url.split(':')[0]}:"`);
  return { engine: 'sqlite', file: '' };
}
