import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOpenApi } from '../app.openapi.js';
import { createApp } from '../app.setup.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { type Command, EXIT, parsed } from './command.js';
import { say } from './output.js';

export const command: Command = {
  help: `xiaohao openapi

Writes the OpenAPI document to docs/openapi.json; for developers.`,
  async run(args) {
    parsed(args, {});
    const dataDir = mkdtempSync(join(tmpdir(), 'xiaohao-openapi-'));
    const database = { engine: 'sqlite', file: join(dataDir, 'empty.sqlite') } as const;
    const config: Config = { ...loadConfig(), dataDir, database, logLevel: 'error' };
    const app = await createApp({ ...config, adminPassword: randomUUID() }, new SystemClock());
    await app.init();
    writeFileSync('docs/openapi.json', `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
    say('Wrote docs/openapi.json');
    return EXIT.done;
  },
};
