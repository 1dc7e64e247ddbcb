import { chmod, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { create, extract, list, type ReadEntry } from 'tar';
import { OperationError } from './fault.js';
import { MEMBER } from './manifest.js';

/** Raised for an archive that cannot be read to its end. */
export class ArchiveDamagedError extends OperationError {
  constructor(file: string, reason: string) {
    super(`${file} cannot be unpacked: ${reason}`);
    this.name = 'ArchiveDamagedError';
  }
}

/**
 * Packs the named files of a folder into one archive, readable by its owner only. It has its name only
 * when it is complete and on the disk.
 */
export async function pack(folder: string, paths: readonly string[], file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    const made = await open(part, 'wx', 0o600);
    await made.close();
    await create(
      // Without names and ids of this machine; links are followed, so that the store need not be copied.
      { file: part, cwd: folder, gzip: { level: 6 }, portable: true, follow: true, strict: true },
      [...paths],
    );
    await chmod(part, 0o600);
    const written = await open(part, 'r+');
    await written.sync().finally(() => written.close());
    await rename(part, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Unpacks an archive into an empty folder, after it has been read through to its end.
 * @returns names in the archive that a backup never holds; they are not unpacked.
 * @throws {ArchiveDamagedError}
 */
export async function unpack(file: string, folder: string): Promise<string[]> {
  const foreign: string[] = [];
  const options = { file, strict: true, maxDecompressionRatio: Infinity };
  try {
    // A pass of its own: an unpacking that breaks off goes on writing for a while.
    await list({
      ...options,
      onReadEntry: (entry) => {
        // Folders are made as they are needed.
        if (!isMember(entry) && entry.type !== 'Directory') foreign.push(entry.path);
      },
    });
    await extract({
      ...options,
      cwd: folder,
      fmode: 0o600,
      dmode: 0o700,
      filter: (_path, entry) => isMember(entry as ReadEntry),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new OperationError(`There is no file ${file}.`);
    if (code === 'ENOSPC')
      throw new OperationError(`No space left in ${folder} to unpack ${file}.`);
    throw new ArchiveDamagedError(file, reasonOf(message));
  }
  return foreign;
}

const isMember = ({ path, type }: ReadEntry): boolean => MEMBER.test(path) && type === 'File';

function reasonOf(message: string): string {
  if (/incorrect header check|unrecognized archive/i.test(message)) {
    return 'it is no backup of Xiaohao, or damaged at its beginning';
  }
  const cut = /unexpected end|truncated/i.test(message);
  return `${cut ? 'it is cut off' : 'it is damaged'} (${message}); take another copy`;
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
