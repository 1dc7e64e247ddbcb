import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

/** As stored: keys in base64. Files of the first release hold `audit` only. */
export interface StoredKeys {
  readonly audit: string;
  readonly fields?: { readonly current: string; readonly keys: Readonly<Record<string, string>> };
  readonly lookup?: string;
}

export const KEY_BYTES = 32;
const FIRST_FIELD_KEY = 'k1';
/** A change takes milliseconds: what is older was left by a program that died. */
const ABANDONED_MS = 60_000;

export const newKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/** All keys: those that are missing are made. */
export const completed = ({ audit, fields, lookup }: StoredKeys): Required<StoredKeys> => ({
  audit,
  fields: fields ?? { current: FIRST_FIELD_KEY, keys: { [FIRST_FIELD_KEY]: newKey() } },
  lookup: lookup ?? newKey(),
});

/** The next free id: k1, k2 … in the order in which the keys were made. */
export function nextKeyId(ids: readonly string[]): string {
  const numbers = ids.flatMap((id) => /^k(\d+)$/.exec(id)?.[1] ?? []).map(Number);
  return `k${Math.max(0, ...numbers) + 1}`;
}

/**
 * What makes a key set unusable, in English for the operator; never with a key in it. Undefined when it
 * is complete.
 */
export function keysFault(value: unknown): string | undefined {
  const { audit, fields, lookup } = (value ?? {}) as Partial<StoredKeys>;
  if (!isKey(audit)) return `"audit" must be ${KEY_BYTES} bytes in base64`;
  if (!isKey(lookup)) return `"lookup" must be ${KEY_BYTES} bytes in base64`;
  const keys = Object.entries(fields?.keys ?? {});
  for (const [id, key] of keys) {
    if (!/^[a-z0-9-]{1,16}$/.test(id)) return 'ids of field keys are like k1, k2';
    if (!isKey(key)) return `"fields.keys.${id}" must be ${KEY_BYTES} bytes in base64`;
  }
  if (!keys.some(([id]) => id === fields?.current)) {
    return '"fields.current" must name one of "fields.keys"';
  }
  return undefined;
}

const isKey = (value: unknown): boolean =>
  typeof value === 'string' && Buffer.from(value, 'base64').length === KEY_BYTES;

/** The file that holds the keys, readable by its owner only. */
export class KeyFile {
  constructor(readonly path: string) {}

  read(): StoredKeys | undefined {
    try {
      return JSON.parse(readFileSync(this.path, 'utf8')) as StoredKeys;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return undefined;
    }
  }

  /** Changes whenever the file is written, by whichever program; undefined while there is none. */
  stamp(): string | undefined {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found && `${found.mtimeMs} ${found.ino} ${found.size}`;
  }

  /**
   * Writes what `change` makes of the keys that are there now. Through a second file, which also keeps
   * two programs from changing them at once: a crash half-way must not cost the keys that are there. The
   * new ones are safely on the disk before anything is sealed with them.
   */
  change(change: (stored: StoredKeys | undefined) => Required<StoredKeys>): Required<StoredKeys> {
    mkdirSync(dirname(this.path), { recursive: true });
    const next = `${this.path}.next`;
    const file = openExclusive(next);
    try {
      const keys = change(this.read());
      writeSync(file, JSON.stringify(keys));
      fsyncSync(file);
      renameSync(next, this.path);
      return keys;
    } catch (error) {
      rmSync(next, { force: true });
      throw error;
    } finally {
      closeSync(file);
      syncFolder(dirname(this.path));
    }
  }
}

function openExclusive(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (Date.now() - statSync(path).mtimeMs < ABANDONED_MS) {
      throw new Error(`Another program is changing the keys (${path}); try again in a minute.`, {
        cause: error,
      });
    }
    rmSync(path);
    return openSync(path, 'wx', 0o600);
  }
}

/** A rename is on the disk when its folder is; not every system lets a folder be opened. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // The file itself has been synced: at worst the older keys are found after a power cut.
  }
}
