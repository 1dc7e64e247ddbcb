import { copyFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Config, DatabaseTarget } from '../../src/platform/config/config.js';
import { newId } from '../../src/platform/database/ids.js';

export type Engine = 'sqlite' | 'postgres';

/** Engines to run API specs on: both, unless `TEST_ENGINES=sqlite` asks for a quick run. */
export const ENGINES: readonly Engine[] =
  process.env.TEST_ENGINES === 'sqlite' ? ['sqlite'] : ['sqlite', 'postgres'];

export interface TestPlace {
  readonly dir: string;
  readonly config: Config;
  /** Removes files and database. */
  remove(): Promise<void>;
}

/**
 * A fresh data directory and a database on the engine, with a configuration that uses them.
 * @param template a database of the engine, in use by nobody, to begin with a copy of; empty without it
 */
export async function makePlace(engine: Engine, template?: DatabaseTarget): Promise<TestPlace> {
  const dir = mkdtempSync(join(base(), 'xiaohao-test-'));
  const database = engine === 'sqlite' ? sqliteIn(dir, template) : await createPostgres(template);
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    database,
    dataDir: dir,
    demoOutput: join(dir, 'demo-output'),
    adminPassword: 'Xiaohao-2020',
    trustProxy: [],
    logLevel: 'silent',
    scheduler: false,
    uploadBytesMax: 2 * 1024 * 1024,
    passwordProfile: 'asvs',
    passwordCost: { memoryKiB: 1024, iterations: 1 },
  };
  return {
    dir,
    config,
    remove: async () => {
      rmSync(dir, { recursive: true, force: true });
      if (database.engine === 'postgres') await dropPostgres(database.url);
    },
  };
}

const MEMORY_DISK = '/dev/shm';
const MEMORY_BYTES_MIN = 2 ** 30;

/**
 * Where files are kept: in memory where there is room, since SQLite waits for the disk at every commit
 * (PostgreSQL runs without fsync in tests).
 */
function base(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    return bavail * bsize >= MEMORY_BYTES_MIN ? MEMORY_DISK : tmpdir();
  } catch {
    return tmpdir();
  }
}

function sqliteIn(dir: string, template?: DatabaseTarget): DatabaseTarget {
  const file = join(dir, 'xiaohao.sqlite');
  if (template?.engine === 'sqlite') copyFileSync(template.file, file);
  return { engine: 'sqlite', file };
}

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES;
  if (!url) throw new Error('TEST_POSTGRES is not set: run the specs through `npm test`');
  return url;
}

async function createPostgres(template?: DatabaseTarget): Promise<DatabaseTarget> {
  const name = `t${newId().replaceAll('-', '')}`;
  const from = template?.engine === 'postgres' ? ` TEMPLATE ${nameOf(template.url)}` : '';
  await onServer((client) => client.query(`CREATE DATABASE ${name}${from}`));
  return { engine: 'postgres', url: `${serverUrl()}/${name}` };
}

async function dropPostgres(url: string): Promise<void> {
  await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${nameOf(url)} WITH (FORCE)`));
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(`${serverUrl()}/postgres`);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
