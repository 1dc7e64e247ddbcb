import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where a file or folder that ships with the program lies: the same from `src` and from `dist`.
 * `programPath('templates', 'demo')`.
 * @returns undefined when there is none above the program.
 */
export function findProgramPath(...parts: readonly string[]): string | undefined {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, ...parts);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

/** @throws when it is missing: the installation is not whole. */
export function programPath(...parts: readonly string[]): string {
  const path = findProgramPath(...parts);
  if (path === undefined) throw new Error(`${parts.join('/')} is missing from the program`);
  return path;
}
