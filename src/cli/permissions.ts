import { writeFileSync } from 'node:fs';
import { renderPermissionTable } from '../identity/permission-table.js';
import { type Command, EXIT, parsed } from './command.js';
import { say } from './output.js';

export const command: Command = {
  help: `xiaohao permissions

Writes the role × action table to docs/permissions.md; for developers.`,
  run(args) {
    parsed(args, {});
    const table = renderPermissionTable();
    writeFileSync('docs/permissions.md', table);
    say(table);
    return Promise.resolve(EXIT.done);
  },
};
