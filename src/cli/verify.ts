import { verifyPlace } from '../operations/verify.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { type Command, parsed } from './command.js';
import { report } from './output.js';

export const command: Command = {
  help: `xiaohao verify

Proves the present data while the program may be serving: every audit chain, held against the heads
that are kept outside the database (AUDIT_HEADS_DIR), the ledger totals of every campaign, the seals of all
reports, the digest of every stored file. Names each fault. Changes nothing.
On SQLite it needs room for a copy of the database in the system's temporary folder.
Exit code 3: a fault was found.`,
  async run(args) {
    parsed(args, {});
    return report(await verifyPlace(loadConfig(), new SystemClock()));
  },
};
