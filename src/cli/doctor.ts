import { examine } from '../operations/doctor.js';
import { type Command, EXIT, parsed } from './command.js';
import { columns, say } from './output.js';

export const command: Command = {
  help: `xiaohao doctor

Looks at Node, the installation, settings, folders, keys, disk, database, clock, port, mail and proxy; whether
every entry of the audit log is kept (six months at least) and its ends were written to AUDIT_HEADS_DIR lately.
Says what to do about each that is not right. Changes nothing.
✓ right, ! worth a look, ✗ wrong. Exit code 3: something is wrong.`,
  async run(args) {
    parsed(args, {});
    const findings = await examine(process.env);
    const marks = findings.map(({ advice, isHint }) =>
      advice === null ? '✓' : isHint ? '!' : '✗',
    );
    say(
      columns(
        findings.map(({ what, state, advice }, at) => [
          marks[at] ?? '',
          what,
          advice === null ? state : `${state} → ${advice}`,
        ]),
      ),
    );
    return marks.includes('✗') ? EXIT.faults : EXIT.done;
  },
};
