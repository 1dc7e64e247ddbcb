import { spawn } from 'node:child_process';
import pg from 'pg';
import { OperationError } from './fault.js';

type Tool = 'pg_dump' | 'pg_restore';

export class PgToolMissingError extends OperationError {
  constructor(tool: Tool) {
    super(
      `${tool} was not found. Install the PostgreSQL client programs (for example the package ` +
        'postgresql-client), or leave out --pg-dump: the program can copy the rows itself.',
    );
    this.name = 'PgToolMissingError';
  }
}

export class PgToolTooOldError extends OperationError {
  constructor(tool: Tool, major: number, server: number) {
    super(
      `${tool} is of version ${major}, older than the server's ${server}. Install the client programs ` +
        `of version ${server}, or leave out --pg-dump: the program can copy the rows itself.`,
    );
    this.name = 'PgToolTooOldError';
  }
}

/** @throws {PgToolMissingError} {PgToolTooOldError} */
export async function runPgDump(url: string, file: string, snapshot: string): Promise<void> {
  await assertUsable('pg_dump', url);
  await runTool('pg_dump', url, [
    '--format=custom',
    '--no-owner',
    '--no-privileges',
    `--snapshot=${snapshot}`,
    `--file=${file}`,
  ]);
}

/** Restores a custom dump into an empty database, in one transaction. */
export async function runPgRestore(url: string, file: string): Promise<void> {
  await assertUsable('pg_restore', url);
  const options = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];
  await runTool('pg_restore', url, [
    ...options,
    `--dbname=${new URL(url).pathname.slice(1)}`,
    file,
  ]);
}

/** Major version of the tool; undefined when it is not installed. */
export async function toolMajor(tool: Tool): Promise<number | undefined> {
  try {
    const text = await output(tool, ['--version'], {});
    return Number(/(\d+)(\.|\b)/.exec(text)?.[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function serverMajor(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version_num') AS version`,
    );
    return Math.floor(Number(rows[0]?.version) / 10_000);
  } finally {
    await client.end();
  }
}

async function assertUsable(tool: Tool, url: string): Promise<void> {
  const major = await toolMajor(tool);
  if (major === undefined) throw new PgToolMissingError(tool);
  const server = await serverMajor(url);
  if (major < server) throw new PgToolTooOldError(tool, major, server);
}

async function runTool(tool: Tool, url: string, options: readonly string[]): Promise<void> {
  await output(tool, options, connectionOf(url));
}

/** By the environment: arguments can be read by everybody on the machine. */
function connectionOf(address: string): Record<string, string> {
  const url = new URL(address);
  const sslmode = url.searchParams.get('sslmode');
  return {
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.port || '5432',
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    ...(sslmode ? { PGSSLMODE: sslmode } : {}),
  };
}

function output(
  tool: Tool,
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, options, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new OperationError(`${tool} failed: ${err.trim() || `exit code ${code}`}`));
    });
  });
}
