import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs the work with a folder of its own in `parent`, which is removed afterwards. */
export async function withStage<T>(
  parent: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  // Created readable by its owner only.
  const folder = await mkdtemp(join(parent, '.xiaohao-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
