import { existsSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config/config.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { OperationError } from './fault.js';
import { KEYS_FILE } from './manifest.js';

/** Where the keys of the place lie. */
export const keysPath = ({ dataDir, keys }: Pick<Config, 'dataDir' | 'keys'>): string =>
  keys?.file ?? join(dataDir, KEYS_FILE);

/**
 * The keys of the place; never made here, for new ones would sign what nobody can check.
 * @throws {OperationError}
 */
export function openKeys(config: Config): KeyRing {
  if (!config.keys?.keys && !existsSync(keysPath(config))) {
    throw new OperationError(
      `There is no ${keysPath(config)}. Set DATA_DIR to the program's data directory; if the keys are ` +
        'lost, put back the copy that you keep.',
    );
  }
  return KeyRing.open(config.dataDir, config.keys);
}

/** Puts a copy of the keys into a folder that only its owner can read. */
export async function copyKeys(config: Config, folder: string): Promise<void> {
  // Given with the settings, they are there anyhow.
  if (config.keys?.keys) return;
  const copy = join(folder, KEYS_FILE);
  await copyFile(keysPath(config), copy);
  await chmod(copy, 0o600);
}

/** Where a program that is started on a stage finds the keys: beside its data, unless the settings hold them. */
export const stagedKeys = ({ keys }: Config): Config['keys'] => (keys?.keys ? keys : undefined);
