import { resolve } from 'node:path';
import { keysFault, type StoredKeys } from '../crypto/key-file.js';
import type { KeySource } from '../crypto/key-ring.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads XIAOHAO_KEYS_FILE (path of the key file) or XIAOHAO_KEYS (all keys as JSON, or that JSON in
 * base64); with neither the keys are in `keys.json` of the data directory. Faults never repeat a key.
 */
export function keySource(env: Environment, faults: string[]): KeySource | undefined {
  const { XIAOHAO_KEYS_FILE: file, XIAOHAO_KEYS: text } = env;
  if (file && text) {
    faults.push('XIAOHAO_KEYS_FILE and XIAOHAO_KEYS are both set: set one of them');
    return undefined;
  }
  if (file) return { file: resolve(file) };
  if (!text) return undefined;
  const keys = parsed(text);
  const fault = keys === undefined ? 'it is neither JSON nor JSON in base64' : keysFault(keys);
  if (fault === undefined) return { keys: keys as Required<StoredKeys> };
  faults.push(`XIAOHAO_KEYS cannot be used: ${fault}`);
  return undefined;
}

function parsed(text: string): unknown {
  const json = text.trimStart().startsWith('{') ? text : Buffer.from(text, 'base64').toString();
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
