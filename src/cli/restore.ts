import { join, resolve } from 'node:path';
import { faultsOf } from '../operations/fault.js';
import {
  type Outcome,
  restoreBackup,
  type RestorePlace,
  verifyArchive,
} from '../operations/restore.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { type Command, parsed, UsageError } from './command.js';
import { report, say } from './output.js';

const OPTIONS = {
  to: { type: 'string' },
  'data-dir': { type: 'string' },
  keys: { type: 'string' },
  verify: { type: 'boolean', default: false },
} as const;

export const command: Command = {
  help: `xiaohao restore FILE --to FOLDER [--keys FILE] [--verify]
xiaohao restore FILE --to postgres://… [--data-dir FOLDER] [--keys FILE] [--verify]
xiaohao restore FILE --verify [--keys FILE]

Restores a backup into an empty place: a folder (database xiaohao.sqlite, files, keys), or an empty
PostgreSQL database with a folder for files and keys. A backup of either engine can be restored to the
other, but for one made with --pg-dump. Nothing is kept of an archive in which a fault is found.

  --to        the folder, or the address of the database
  --data-dir  with PostgreSQL: the folder for files and keys; default: DATA_DIR
  --keys      the keys.json that was in use; default: the one in the folder, else the one inside the
              backup (with --verify alone: the one in DATA_DIR)
  --verify    proves the restored place: rows and digests of all tables, every file, audit chain,
              ledger totals, sealed reports. Without --to the archive is proven and nothing is kept.

Afterwards start the program with DATA_DIR and DATABASE_URL set to the place.
Exit code 3: a fault was found; each is named.`,
  async run(args) {
    const { values, positionals } = parsed(args, OPTIONS, ['FILE']);
    const [file = ''] = positionals;
    const config = loadConfig();
    const clock = new SystemClock();
    const options = { file: resolve(file), keysFile: values.keys && resolve(values.keys) };
    if (values.to === undefined) {
      if (!values.verify) throw new UsageError('Give --to to restore, or --verify to prove only.');
      return told(await verifyArchive(config, clock, options), 'nothing was kept');
    }
    const place = placeOf(config, values.to, values['data-dir']);
    const outcome = await restoreBackup(config, clock, options, place, values.verify);
    return told(outcome, `restored to ${hidden(values.to)}, files and keys in ${place.dataDir}`);
  },
};

function told({ manifest, results, kept }: Outcome, where: string): number {
  const { program, createdAt, form } = manifest;
  say(`Backup of ${createdAt}, program ${program}, database as ${form}`);
  if (form === 'pg_dump' && !kept) {
    say('The contents of a pg_dump can be proven only by restoring it: --to postgres://…');
  }
  const code = report(results);
  say(kept || faultsOf(results).length === 0 ? where : 'nothing was restored');
  return code;
}

function placeOf(config: Config, to: string, dataDir: string | undefined): RestorePlace {
  if (/^postgres(ql)?:\/\//.test(to)) {
    const folder = dataDir === undefined ? config.dataDir : resolve(dataDir);
    return { database: { engine: 'postgres', url: to }, dataDir: folder };
  }
  if (dataDir !== undefined) throw new UsageError('--data-dir is for PostgreSQL only.');
  const folder = resolve(to.replace(/^sqlite:/, ''));
  return { database: { engine: 'sqlite', file: join(folder, 'xiaohao.sqlite') }, dataDir: folder };
}

/** An address without its password. */
const hidden = (to: string): string => to.replace(/(:\/\/[^:@/]*):[^@]*@/, '$1:…@');
