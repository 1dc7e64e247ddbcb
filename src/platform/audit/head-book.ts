import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { FifoLock } from '../database/fifo-lock.js';
import type { SignedHeads } from './head-signer.js';

const FILE = /^heads-\d{4}-\d{2}\.jsonl$/;
const PUBLIC_KEY_FILE = 'public-key.pem';
const NEW_LINE = 0x0a;

/** Where the exported heads of a place are kept. */
export const headsFolderOf = ({ watch, dataDir }: Pick<Config, 'watch' | 'dataDir'>): string =>
  watch?.auditHeadsDir ?? join(dataDir, 'audit-heads');

/**
 * The exported heads: a folder outside the database with one file for each month, to which lines are
 * only ever added. Whoever may write to the database should not be able to write there: another disk,
 * another machine, or write-once storage.
 */
export class HeadBook {
  private readonly lock = new FifoLock();

  constructor(
    readonly folder: string,
    private readonly publicKeyPem: string,
  ) {}

  /** Resolves when the line is on the disk. */
  append(signed: SignedHeads): Promise<void> {
    const file = `heads-${signed.at.slice(0, 7)}.jsonl`;
    return this.lock.run(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o750 });
      await this.keepPublicKey();
      const handle = await open(join(this.folder, file), 'a+', 0o640);
      try {
        // A line that a power cut has broken off must not take the next one with it.
        const start = (await endsOpen(handle)) ? '\n' : '';
        await handle.appendFile(`${start}${JSON.stringify(signed)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  /** All lines, oldest month first; '' when nothing has been exported yet. */
  async text(): Promise<string> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'ENOENT') return [];
      throw error;
    });
    const files = names.filter((name) => FILE.test(name)).sort();
    const texts: string[] = [];
    for (const name of files) {
      const text = await readFile(join(this.folder, name), 'utf8');
      texts.push(text === '' || text.endsWith('\n') ? text : `${text}\n`);
    }
    return texts.join('');
  }

  private async keepPublicKey(): Promise<void> {
    await writeFile(join(this.folder, PUBLIC_KEY_FILE), this.publicKeyPem, {
      mode: 0o644,
      flag: 'wx',
    }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    });
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function endsOpen(handle: Handle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] !== NEW_LINE;
}
