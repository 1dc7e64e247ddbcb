import { type Command, EXIT, parsed } from './command.js';

export const command: Command = {
  help: `xiaohao serve

Serves the API and the browser UI until it is stopped; "npm start" does the same. The settings are
those of the environment (docs/operations.md); "xiaohao doctor" checks them.`,
  async run(args) {
    parsed(args, {});
    await import('../main.js');
    return EXIT.done;
  },
};
