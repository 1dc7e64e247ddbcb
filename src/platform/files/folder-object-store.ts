import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { OutcomeUnknownError } from '../database/database-faults.js';
import { FifoLock } from '../database/fifo-lock.js';
import { Problem } from '../http/problem.js';
import {
  type IsRecorded,
  ObjectMissingError,
  ObjectStore,
  type PendingObject,
  type Recovery,
} from './object-store.js';

export interface FolderStoreOptions {
  /**
   * False when other processes may work on the same folder: then only leftovers older than an hour
   * are cleared at start, since younger ones may be somebody's running upload.
   */
  readonly exclusive: boolean;
}

const SHA256 = /^[0-9a-f]{64}$/;
const INTENT_SUFFIX = '.intent';
const ASIDE_SUFFIX = '.aside';
const MARK = /^([0-9a-f]{64})\.[0-9a-f-]+\.(intent|aside)$/;
const INCOMING = 'incoming';
const SHARED_AGE_MS = 60 * 60 * 1000;

/**
 * Objects as files `ab/cd/abcd…` of a folder. Uploads are written to `incoming/` of the same file
 * system and renamed when they are complete and on disk. Around the transaction that records an object
 * an empty `<sha256>.<uuid>.intent` file marks it as not yet certain, so that a crash leaves no orphan.
 */
export class FolderObjectStore extends ObjectStore {
  private readonly lock = new FifoLock();

  private constructor(
    private readonly folder: string,
    private readonly options: FolderStoreOptions,
  ) {
    super();
  }

  static async open(folder: string, options: FolderStoreOptions): Promise<FolderObjectStore> {
    await mkdir(join(folder, INCOMING), { recursive: true, mode: 0o700 });
    return new FolderObjectStore(folder, options);
  }

  async receive(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<PendingObject> {
    const path = join(this.folder, INCOMING, randomUUID());
    try {
      const handle = await open(path, 'wx', 0o600);
      try {
        return this.pending(path, await copy(source, handle, bytesMax));
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw storageProblem(error);
    }
  }

  async read(sha256: string): Promise<Readable> {
    try {
      const handle = await open(this.pathOf(sha256), 'r');
      return handle.createReadStream();
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? new ObjectMissingError(sha256) : error;
    }
  }

  async withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = this.pathOf(sha256);
    await stat(path).catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? new ObjectMissingError(sha256) : error;
    });
    return work(path);
  }

  async verify(sha256: string): Promise<boolean> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(this.pathOf(sha256))) {
        hash.update(chunk as Buffer);
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
    return hash.digest('hex') === sha256;
  }

  async recover(isRecorded: IsRecorded, serving = false): Promise<Recovery> {
    const alone = this.options.exclusive && !serving;
    const youngest = alone ? Infinity : (await this.folderTime()) - SHARED_AGE_MS;
    let uploads = 0;
    let objects = 0;
    for (const name of await readdir(join(this.folder, INCOMING))) {
      const path = join(this.folder, INCOMING, name);
      const found = await stat(path).catch(() => undefined);
      if (!found || found.mtimeMs > youngest) continue;
      const [, sha256, mark] = MARK.exec(name) ?? [];
      if (sha256 === undefined) uploads += 1;
      else if (await isRecorded(sha256)) {
        if (mark === 'aside') await rename(path, this.pathOf(sha256));
      } else if (mark === 'aside') objects += 1;
      // Another upload of equal content may be under way.
      else if (await this.lock.run(() => this.retract(sha256, path, isRecorded))) objects += 1;
      await rm(path, { force: true });
    }
    return { uploads, objects };
  }

  private pending(path: string, content: { sha256: string; size: number }): PendingObject {
    return {
      ...content,
      path,
      discard: () => rm(path, { force: true }),
      keepWhile: async (work, isRecorded) => {
        const intent = join(
          this.folder,
          INCOMING,
          `${content.sha256}.${randomUUID()}${INTENT_SUFFIX}`,
        );
        try {
          await this.lock.run(() => this.publish(path, content.sha256, intent));
          const result = await work();
          await rm(intent, { force: true }).catch(() => undefined);
          return result;
        } catch (error) {
          // The row may be there, or come yet: object and mark stay, and a later start decides.
          if (error instanceof OutcomeUnknownError) throw error;
          // What cannot be cleared now is cleared at the next start; the first error is the one to tell.
          await this.lock
            .run(() => this.retract(content.sha256, intent, isRecorded))
            .catch(() => undefined);
          await rm(path, { force: true }).catch(() => undefined);
          throw storageProblem(error);
        }
      },
    };
  }

  /** Puts a complete upload in its place; renaming over equal content is harmless and heals damage. */
  private async publish(path: string, sha256: string, intent: string): Promise<void> {
    const target = this.pathOf(sha256);
    await syncFile(path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await (await open(intent, 'wx', 0o600)).close();
    await rename(path, target);
    const fanOut = dirname(target);
    for (const folder of [fanOut, dirname(fanOut), this.folder]) await syncFolder(folder);
  }

  /**
   * Takes an object away whose transaction failed, unless a row or another upload needs it. It is put
   * aside first and looked at then: an upload of equal content, also by another process, that declares
   * its intent later puts its own bytes in the place.
   * @returns true when it is gone.
   */
  private async retract(sha256: string, intent: string, isRecorded: IsRecorded): Promise<boolean> {
    const aside = `${intent.slice(0, -INTENT_SUFFIX.length)}${ASIDE_SUFFIX}`;
    let gone = false;
    if (await moved(this.pathOf(sha256), aside)) {
      try {
        if ((await this.isClaimed(sha256, intent)) || (await isRecorded(sha256))) {
          await rename(aside, this.pathOf(sha256));
        } else {
          await rm(aside, { force: true });
          gone = true;
        }
      } catch (error) {
        // A database that cannot be asked may have an older row that needs these bytes.
        await rename(aside, this.pathOf(sha256)).catch(() => undefined);
        throw error;
      }
    }
    await rm(intent, { force: true });
    return gone;
  }

  private async isClaimed(sha256: string, exceptBy: string): Promise<boolean> {
    const names = await readdir(join(this.folder, INCOMING));
    return names.some(
      (name) =>
        name.startsWith(sha256) && name.endsWith(INTENT_SUFFIX) && name !== basename(exceptBy),
    );
  }

  private pathOf(sha256: string): string {
    if (!SHA256.test(sha256)) throw new RangeError(`"${sha256}" is not a SHA-256 in hex`);
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** The present by the clock of the file system that holds the folder, which may be a server's. */
  private async folderTime(): Promise<number> {
    const probe = join(this.folder, INCOMING, `${randomUUID()}.probe`);
    const handle = await open(probe, 'wx', 0o600);
    try {
      return (await handle.stat()).mtimeMs;
    } finally {
      await handle.close();
      await rm(probe, { force: true });
    }
  }
}

async function copy(
  source: AsyncIterable<Uint8Array>,
  target: FileHandle,
  bytesMax: number,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge(bytesMax);
    hash.update(chunk);
    await target.appendFile(chunk);
  }
  return { sha256: hash.digest('hex'), size };
}

/** False when there was nothing to move. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename survive a power cut. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function tooLarge(bytesMax: number): Problem {
  const megabytes = Math.round((bytesMax / 1024 / 1024) * 10) / 10;
  return new Problem(413, 'FILE_TOO_LARGE', `文件超过了${megabytes}MB，请压缩或拆分后再上传。`);
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

function storageProblem(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Problem(507, 'STORAGE_FULL', '存储空间不足，文件没有保存，请联系系统管理员。');
}
