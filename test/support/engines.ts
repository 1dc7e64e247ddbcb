import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
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

/** A fresh data directory and an empty database on the engine, with a configuration that uses them. */
export async function makePlace(engine: Engine): Promise<TestPlace> {
  const dir = mkdtempSync(join(base(), 'xiaohao-test-'));
  const database = engine === 'sqlite' ? sqliteIn(dir) : await createPostgres();
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

const sqliteIn = (dir: string): DatabaseTarget => ({
  engine: 'sqlite',
  file: join(dir, 'xiaohao.sqlite'),
});

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES;
  if (!url) throw new Error('TEST_POSTGRES is not set: run the specs through `npm test`');
  return url;
}

async function createPostgres(): Promise<DatabaseTarget> {
  const name = `t${newId().replaceAll('-', '')}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name}`));
  return { engine: 'postgres', url: `${serverUrl()}/${name}` };
}

async function dropPostgres(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(`${serverUrl()}/postgres`);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
