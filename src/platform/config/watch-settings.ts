import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Who may read `/metrics`. With both a token and addresses, a reader must have the one and be at the other. */
export interface MetricsSettings {
  readonly token?: string;
  /** Addresses, or networks as `10.0.0.0/8`. */
  readonly from?: readonly string[];
}

export interface WatchSettings {
  /** Where the signed heads of the audit chains are kept; `audit-heads` of the data directory by default. */
  readonly auditHeadsDir?: string;
  /** Absent: there is no `/metrics`. */
  readonly metrics?: MetricsSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

const TOKEN = /^[\x21-\x7e]{16,}$/;
const PREFIX_MAX: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** Reads AUDIT_HEADS_DIR, METRICS_TOKEN and METRICS_FROM; faults name them. */
export function watchSettings(env: Environment, faults: string[]): WatchSettings {
  const { AUDIT_HEADS_DIR: folder } = env;
  const metrics = metricsOf(env, faults);
  return {
    ...(folder ? { auditHeadsDir: resolve(folder) } : {}),
    ...(metrics ? { metrics } : {}),
  };
}

function metricsOf(
  { METRICS_TOKEN: token, METRICS_FROM: list }: Environment,
  faults: string[],
): MetricsSettings | undefined {
  const from = (list ?? '').split(',').flatMap((part) => part.trim() || []);
  // Never repeats the token.
  if (token && !TOKEN.test(token)) {
    faults.push('METRICS_TOKEN must have at least 16 printable ASCII characters and no blanks');
  }
  const wrong = from.filter((address) => !isNetwork(address));
  if (wrong.length > 0) {
    faults.push(
      `METRICS_FROM must be addresses or networks separated by commas, not "${wrong.join(', ')}"`,
    );
  }
  if (!token && from.length === 0) return undefined;
  return { ...(token ? { token } : {}), ...(from.length > 0 ? { from } : {}) };
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= (PREFIX_MAX[family] ?? 0))
  );
}
