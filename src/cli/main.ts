import { type Command, EXIT, UsageError } from './command.js';
import { say, warn } from './output.js';
import { programVersion } from '../operations/program.js';

type Load = () => Promise<{ command: Command }>;

/** Loaded only when called, so that a look at the settings does not wait for the whole program. */
const COMMANDS: Readonly<Record<string, readonly [summary: string, load: Load]>> = {
  serve: ['serve the API and the browser UI', () => import('./serve.js')],
  migrate: ['bring the database schema up to date', () => import('./migrate.js')],
  demo: ['make the demo and serve it', () => import('./demo.js')],
  backup: ['make an archive of everything, also while serving', () => import('./backup.js')],
  restore: ['restore or prove a backup', () => import('./restore.js')],
  verify: ['prove the present data', () => import('./verify.js')],
  user: ['add, list, disable, unlock users; reset passwords', () => import('./user.js')],
  unit: ['add or list units', () => import('./unit.js')],
  'rotate-keys': ['give encrypted fields a new key', () => import('./rotate-keys.js')],
  doctor: ['check settings, folders, database and machine', () => import('./doctor.js')],
  permissions: ['write docs/permissions.md', () => import('./permissions.js')],
  openapi: ['write docs/openapi.json', () => import('./openapi.js')],
};

function overview(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, [summary]]) => `  ${name.padEnd(12)} ${summary}`,
  );
  return [
    `xiaohao ${programVersion()}`,
    'usage: xiaohao COMMAND …      (or: node dist/src/cli.js COMMAND …)',
    ...lines,
    '"xiaohao COMMAND --help" says more.',
    'Exit codes: 0 done, 1 failed, 2 called wrongly, 3 faults were found.',
  ].join('\n');
}

/** Carries a command out and tells people about it. @returns the exit code */
export async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) return (say(overview()), EXIT.done);
  if (['--version', '-v'].includes(name)) return (say(programVersion()), EXIT.done);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    warn(name === '' ? overview() : `There is no command "${name}".\n${overview()}`);
    return EXIT.usage;
  }
  const { command } = await entry[1]();
  if (args.some((arg) => arg === '--help' || arg === '-h')) return (say(command.help), EXIT.done);
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      warn(`${error.message}\n\n${command.help}`);
      return EXIT.usage;
    }
    const { explain } = await import('./explain.js');
    warn(explain(error));
    return EXIT.failed;
  }
}
