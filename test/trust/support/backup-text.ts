import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { makeBackup } from '../../../src/operations/backup.js';
import { openKeys } from '../../../src/operations/keys-place.js';
import { DUMP_FILE } from '../../../src/operations/manifest.js';
import { PgToolMissingError, PgToolTooOldError } from '../../../src/operations/pg-tools.js';
import { withStage } from '../../../src/operations/stage.js';
import { textOf } from '../../api/reporting.fixture.js';
import type { TestApp } from '../../support/app.js';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Every file below the folder as text; of a PDF, which is packed, what can be read in it as well. */
export async function filesBelow(folder: string): Promise<TextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const bytes = await readFile(join(parentPath, name));
      const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-';
      return { name, text: `${bytes.toString('utf8')}${isPdf ? await textOf(bytes) : ''}` };
    }),
  );
}

/** The members of a real archive of the place, unpacked by somebody who is not the program. */
export const unpackedBackup = (app: TestApp): Promise<TextFile[]> =>
  withBackup(app, false, filesBelow);

/** What `pg_dump` wrote, in clear; undefined where there is none as new as the server. */
export async function dumpedText(app: TestApp): Promise<string | undefined> {
  try {
    return await withBackup(app, true, async (folder) => {
      // The custom format is packed: searched as it lies there, nothing would ever be found.
      const { stdout } = await promisify(execFile)(
        'pg_restore',
        ['--file=-', join(folder, DUMP_FILE)],
        { maxBuffer: 2 ** 30 },
      );
      return stdout;
    });
  } catch (error) {
    if (error instanceof PgToolMissingError || error instanceof PgToolTooOldError) return undefined;
    throw error;
  }
}

function withBackup<T>(
  { place, clock }: TestApp,
  pgDump: boolean,
  look: (folder: string) => Promise<T>,
): Promise<T> {
  return withStage(tmpdir(), async (stage) => {
    const file = join(stage, 'backup.tar.gz');
    const folder = join(stage, 'unpacked');
    await makeBackup(place.config, openKeys(place.config), clock, { file, pgDump });
    await mkdir(folder);
    await extract({ file, cwd: folder });
    return look(folder);
  });
}
