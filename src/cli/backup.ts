import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeBackup } from '../operations/backup.js';
import { keysPath, openKeys } from '../operations/keys-place.js';
import { recordBackup } from '../operations/record.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { type Command, EXIT, parsed } from './command.js';
import { say, warn } from './output.js';

const OPTIONS = {
  to: { type: 'string', default: '.' },
  'with-keys': { type: 'boolean', default: false },
  'pg-dump': { type: 'boolean', default: false },
} as const;

export const command: Command = {
  help: `xiaohao backup [--to FILE|FOLDER] [--with-keys] [--pg-dump]

Makes one archive (tar.gz, mode 0600) of the database, all stored files and the heads of the audit log,
signed with the audit key. The program may be serving meanwhile. The backup is recorded in the audit log.

  --to         a file, or a folder for a file named after the moment; default: this folder
  --with-keys  puts keys.json inside: whoever has the archive can then read everything
  --pg-dump    PostgreSQL only: uses pg_dump, which must be as new as the server, instead of the
               program's own copy of the rows

Without --with-keys keep a copy of keys.json somewhere else: nothing can be restored without it.
Exit code 3: the backup was made, but recorded files are missing or damaged.`,
  async run(args) {
    const { values } = parsed(args, OPTIONS);
    const config = loadConfig();
    const clock = new SystemClock();
    const keys = openKeys(config);
    const file = fileOf(values.to, clock.now());
    const withKeys = values['with-keys'];
    const options = { file, withKeys, pgDump: values['pg-dump'] };
    const manifest = await makeBackup(config, keys, clock, options);
    await recordBackup(config, keys, clock, file, manifest, withKeys);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const objects = manifest.files.filter(({ path }) => path.startsWith('objects/')).length;
    say(`${file}: ${rows} rows, ${objects} stored files, ${statSync(file).size} bytes`);
    if (withKeys) warn('WARNING: the archive holds the keys. Keep it as you would keep the keys.');
    else say(`The keys are not inside: keep a copy of ${keysPath(config)} elsewhere.`);
    for (const sha256 of manifest.lostFiles) {
      warn(`✗ stored file ${sha256} is missing or damaged and not in the backup`);
    }
    return manifest.lostFiles.length === 0 ? EXIT.done : EXIT.faults;
  },
};

function fileOf(to: string, now: string): string {
  const path = resolve(to);
  const isFolder = to.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());
  const moment = now.slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return isFolder ? join(path, `xiaohao-${moment}.tar.gz`) : path;
}
