import { withProgram } from '../operations/open-program.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { type Command, EXIT, parsed } from './command.js';
import { say } from './output.js';

export const command: Command = {
  help: `xiaohao migrate

Brings the database schema up to date and ends. An empty database gets its schema, its keys and the
user admin, whose one-time password is printed once. Take a backup before an upgrade: there is no way
back to an older schema but to restore it.`,
  async run(args) {
    parsed(args, {});
    await withProgram(loadConfig(), new SystemClock(), () => Promise.resolve());
    say('The database schema is up to date.');
    return EXIT.done;
  },
};
