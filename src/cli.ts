#!/usr/bin/env node
import 'reflect-metadata';
import { type Command, EXIT, UsageError } from './cli/command.js';
import { say, warn } from './cli/output.js';
import { programVersion } from './operations/program.js';

type Load = () => Promise<{ command: Command }>;

/** Loaded only when called, so that a look at the settings does not wait for the whole program. */
const COMMANDS: Readonly<Record<string, readonly [summary: string, load: Load]>> = {
  serve: ['serve the API and the browser UI', () => import('./cli/serve.js')],
  migrate: ['bring the database schema up to date', () => import('./cli/migrate.js')],
  demo: ['make the demo and serve it', () => import('./cli/demo.js')],
  backup: ['make an archive of everything, also while serving', () => import('./cli/backup.js')],
  restore: ['restore or prove a backup', () => import('./cli/restore.js')],
  verify: ['prove the present data', () => import('./cli/verify.js')],
  user: ['add, list, disable, unlock users; reset passwords', () => import('./cli/user.js')],
  unit: ['add or list units', () => import('./cli/unit.js')],
  doctor: ['check settings, folders, database and machine', () => import('./cli/doctor.js')],
  permissions: ['write docs/permissions.md', () => import('./cli/permissions.js')],
  openapi: ['write docs/openapi.json', () => import('./cli/openapi.js')],
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

async function main([name = '', ...args]: readonly string[]): Promise<number> {
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
    const { explain } = await import('./cli/explain.js');
    warn(explain(error));
    return EXIT.failed;
  }
}

process.exitCode = await main(process.argv.slice(2));
