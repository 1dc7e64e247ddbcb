import { constants, existsSync, statSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Config } from '../platform/config/config.js';
import { keysPath } from './keys-place.js';
import { type Finding, fine, hint, wrong } from './finding.js';

/** The nearest folder that exists: what is missing below it is made at the first start. */
function existing(folder: string): string {
  let path = folder;
  while (!existsSync(path) && path !== dirname(path)) path = dirname(path);
  return path;
}

export async function folders({ dataDir, database }: Config): Promise<Finding[]> {
  const findings = [await writable('data directory', dataDir)];
  if (database.engine === 'sqlite' && dirname(database.file) !== dataDir) {
    findings.push(await writable('folder of the database', dirname(database.file)));
  }
  return findings;
}

async function writable(what: string, folder: string): Promise<Finding> {
  const there = existing(folder);
  try {
    await access(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const advice = 'give the user of the program reading and writing there (chown)';
    return wrong(what, `${there} cannot be written to`, advice);
  }
  if (there !== folder) return fine(what, `${folder} will be made at the first start`);
  const open = process.platform !== 'win32' && (statSync(folder).mode & 0o007) !== 0;
  if (!open) return fine(what, folder);
  return hint(what, `${folder} can be read by everybody`, `chmod 750 ${folder}`);
}

/** The keys must be readable by their owner only. */
export function keyFile(config: Config): Finding {
  const file = keysPath(config);
  const what = 'keys';
  if (!existsSync(file)) {
    return existsSync(join(config.dataDir, 'objects'))
      ? wrong(what, `${file} is missing`, 'put back the copy that you keep, before you start')
      : fine(what, `${file} will be made at the first start`);
  }
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return fine(what, file);
  return wrong(what, `${file} has mode ${mode.toString(8)}`, `chmod 600 ${file}`);
}

/** Below this the program calls itself not ready. */
const FREE_SHARE_MIN = 0.05;
const FREE_BYTES_COMFORTABLE = 2 * 1024 ** 3;

export async function room({ dataDir }: Config): Promise<Finding[]> {
  const { bavail, blocks, bsize } = await statfs(existing(dataDir));
  const free = bavail * bsize;
  const state = `${(free / 1024 ** 3).toFixed(1)} GB free (${Math.round((bavail / blocks) * 100)} %)`;
  const what = 'disk';
  if (bavail < blocks * FREE_SHARE_MIN) {
    return [wrong(what, state, 'make room: below 5 % the program takes itself out of service')];
  }
  if (free < FREE_BYTES_COMFORTABLE) return [hint(what, state, 'make room soon')];
  return [fine(what, state)];
}

export async function freePort({ host, port }: Config): Promise<Finding> {
  const what = 'port';
  const fault = await new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'error'));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  const place = `${host}:${port}`;
  if (fault === undefined) return fine(what, `${place} is free`);
  if (fault === 'EADDRINUSE') {
    return hint(what, `${place} is in use`, 'right when the program serves now; else change PORT');
  }
  const advice =
    fault === 'EACCES' ? 'choose a PORT above 1023' : 'set HOST to an address of this machine';
  return wrong(what, `${place}: ${fault}`, advice);
}
