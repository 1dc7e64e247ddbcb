import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface Measured {
  readonly size: number;
  readonly sha256: string;
}

/** Size and digest of a file; undefined when it is not there. */
export async function measure(path: string): Promise<Measured | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    if (!(await stat(path)).isFile()) return undefined;
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { size, sha256: hash.digest('hex') };
}
