import { readFileSync } from 'node:fs';
import { programPath } from '../platform/files/program-path.js';

/** Version of the installed program, as its package.json says. */
export function programVersion(): string {
  const text = readFileSync(programPath('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
