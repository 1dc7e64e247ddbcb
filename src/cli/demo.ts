import { runDemo } from '../demo/demo.js';
import { type Command, EXIT, parsed } from './command.js';

export const command: Command = {
  help: `xiaohao demo

Makes the demo database, documents and workbooks in a folder of its own, then serves. Real data is
never touched.`,
  async run(args) {
    parsed(args, {});
    await runDemo();
    return EXIT.done;
  },
};
