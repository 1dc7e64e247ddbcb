import { COMMAND_LINE } from '../operations/command-line.js';
import { withProgram } from '../operations/open-program.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { KeyRotation } from '../platform/crypto/key-rotation.js';
import { type Command, EXIT, parsed } from './command.js';
import { columns, say, warn } from './output.js';

const OPTIONS = {
  list: { type: 'boolean', default: false },
  retire: { type: 'string' },
} as const;

export const command: Command = {
  help: `xiaohao rotate-keys [--list | --retire KEY]

Makes a new key for encrypted fields and seals all of them with it, in small portions; broken off, it goes
on where it stopped. The old key stays, so that backups of before can be read. On SQLite stop the serving
program first. The key of the audit log is never changed.

  --list    shows how many values each key still opens
  --retire  forgets an old key that opens none any more; take a copy of keys.json first

Exit code 3: some values did not open; each is named.`,
  async run(args) {
    const { values } = parsed(args, OPTIONS);
    return withProgram(loadConfig(), new SystemClock(), async (app) => {
      const rotation = app.get(KeyRotation, { strict: false });
      if (values.list) {
        const use = Object.entries(await rotation.use());
        say(columns(use.map(([key, count]) => [key, `${count} values`])));
        return EXIT.done;
      }
      if (values.retire !== undefined) {
        await rotation.retire(values.retire, COMMAND_LINE);
        say(
          `Key ${values.retire} is forgotten. Keep its copy for as long as backups of its time are kept.`,
        );
        return EXIT.done;
      }
      const { keyId, keyIsNew, resealed, unopened } = await rotation.rotate(
        undefined,
        COMMAND_LINE,
      );
      say(
        `${keyIsNew ? 'New key' : 'Went on with key'} ${keyId}: ${resealed} values sealed with it.`,
      );
      say('Take a copy of keys.json now, apart from the backups.');
      for (const place of unopened) warn(`✗ ${place} did not open and was left alone`);
      return unopened.length === 0 ? EXIT.done : EXIT.faults;
    });
  },
};
