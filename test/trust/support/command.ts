import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { main } from '../../../src/cli/main.js';
import type { Config } from '../../../src/platform/config/config.js';
import { builtProgram } from './build.js';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a test's place, as the environment of a process. */
export const envOf = ({ database, dataDir }: Config): Record<string, string> => ({
  DATABASE_URL: database.engine === 'sqlite' ? `sqlite:${database.file}` : database.url,
  DATA_DIR: dataDir,
});

/** Carries a command out in this process as `xiaohao` does, with the settings given, and keeps what it prints. */
export async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const before = { ...process.env };
  const said: string[] = [];
  const keep = (text: unknown) => said.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(keep),
  );
  Object.assign(process.env, env);
  try {
    return { code: await main(args), said: said.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before;
  }
}

/** Runs `xiaohao …` in a process of its own, with nothing on its standard input but `input`. */
export async function xiaohao(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CommandResult> {
  const cli = join(await builtProgram(), 'src', 'cli.js');
  return runProcess(process.execPath, ['--no-warnings', cli, ...args], env, input);
}

/** Below the time that a test has, which would leave the process behind. */
const LIMIT_MS = 580_000;

export function runProcess(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    // In a group of its own, so that what it has started ends with it when it takes too long.
    const child = spawn(program, args, {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      detached: true,
    });
    const limit = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), LIMIT_MS);
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code, stdout: out.join(''), stderr: err.join('') });
    });
    child.stdin.end(input);
  });
}
