import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What `new Worker` is started with. */
export interface WorkerEntry {
  readonly url: URL;
  readonly execArgv: readonly string[];
}

/**
 * Finds the file of a worker: `workerEntry('./x.worker.js', import.meta.url)`. Compiled, that is the
 * `.js` file beside the caller. Run from source (tests), only `x.worker.ts` exists; the thread is
 * then started with hooks that strip the types, so that tests run the same thread and protocol.
 */
export function workerEntry(relativePath: string, callerUrl: string): WorkerEntry {
  const compiled = new URL(relativePath, callerUrl);
  if (fs.existsSync(fileURLToPath(compiled))) return { url: compiled, execArgv: [] };
  const source = new URL(relativePath.replace(/\.js$/, '.ts'), callerUrl);
  const hooks = new URL('./typescript-register.mjs', import.meta.url);
  return { url: source, execArgv: ['--no-warnings', '--import', hooks.href] };
}
