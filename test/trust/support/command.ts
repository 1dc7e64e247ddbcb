import { spawn } from 'node:child_process';
import { join } from 'node:path';
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

/** Runs `xiaohao …` in a process of its own, with nothing on its standard input but `input`. */
export async function xiaohao(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CommandResult> {
  const cli = join(await builtProgram(), 'src', 'cli.js');
  return runProcess(process.execPath, ['--no-warnings', cli, ...args], env, input);
}

export function runProcess(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, NODE_OPTIONS: '', ...env } });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') }));
    child.stdin.end(input);
  });
}
