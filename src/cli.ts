import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.setup.js';
import { buildOpenApi } from './app.openapi.js';
import { runDemo } from './demo/demo.js';
import { renderPermissionTable } from './identity/permission-table.js';
import { SystemClock } from './platform/calendar/clock.js';
import { type Config, ConfigError, loadConfig } from './platform/config/config.js';
import { DatabaseInUseError } from './platform/database/connections.js';

/** What `node dist/src/cli.js <command>` can do; each entry only calls a service. */
const COMMANDS: Readonly<Record<string, { help: string; run: () => Promise<void> }>> = {
  serve: { help: 'serve the API (the default of `npm start`)', run: serve },
  migrate: { help: 'bring the database schema up to date and exit', run: migrate },
  demo: { help: 'make the demo database, documents and workbooks, then serve', run: runDemo },
  permissions: { help: 'write the role × action table to docs/permissions.md', run: permissions },
  openapi: { help: 'write the OpenAPI document to docs/openapi.json', run: openApi },
};

async function serve(): Promise<void> {
  await import('./main.js');
}

async function migrate(): Promise<void> {
  const app = await createApp(loadConfig(), new SystemClock());
  await app.init();
  await app.close();
  console.log('The database schema is up to date.');
}

async function permissions(): Promise<void> {
  const table = renderPermissionTable();
  writeFileSync('docs/permissions.md', table);
  console.log(table);
  return Promise.resolve();
}

async function openApi(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xiaohao-openapi-'));
  const database = { engine: 'sqlite', file: join(dataDir, 'empty.sqlite') } as const;
  const config: Config = { ...loadConfig(), dataDir, database, logLevel: 'error' };
  const app = await createApp({ ...config, adminPassword: randomUUID() }, new SystemClock());
  await app.init();
  writeFileSync('docs/openapi.json', `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
  console.log('Wrote docs/openapi.json');
}

function usage(): string {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const lines = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(12)} ${help}`);
  return [`xiaohao ${version}`, 'usage: node dist/src/cli.js <command>', ...lines].join('\n');
}

const USAGE_EXIT = 2;
const command = COMMANDS[process.argv[2] ?? ''];
if (!command) {
  console.error(usage());
  process.exitCode = USAGE_EXIT;
} else {
  try {
    await command.run();
  } catch (error) {
    const expected = error instanceof ConfigError || error instanceof DatabaseInUseError;
    console.error(expected ? error.message : error);
    process.exitCode = 1;
  }
}
