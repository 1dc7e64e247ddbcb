import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/platform/database/ids.js';
import { ENGINES, type Engine } from '../support/engines.js';
import { builtProgram } from './support/build.js';
import { runProcess } from './support/command.js';
import { figure } from './support/figure.js';

// Every step starts the program; how long that takes, the machine decides.
jest.setTimeout(600_000);

const DOCUMENT = readFileSync('docs/operations.md', 'utf8');
const FIRST_PASSWORD = 'Zaoshang-Hao-2020';

/** The commands of the document's fences with one of the marks, in its order. */
function commandsMarked(...marks: readonly string[]): string {
  return [...DOCUMENT.matchAll(/^```sh (drill[a-z-]*)\n(.*?)^```$/gms)]
    .filter(([, mark = '']) => marks.includes(mark))
    .map(([, , commands = '']) => commands)
    .join('\n');
}

/** What stands in the document, from the settings to the sign-in at the restored place. */
const drillOf = (engine: Engine): string =>
  [
    'set -euo pipefail',
    commandsMarked(`drill-${engine}`),
    commandsMarked('drill'),
    commandsMarked('drill-after', `drill-${engine}-after`),
  ].join('\n');

/** Commands of a machine that the tests cannot take for granted, each as a program of a few lines. */
const TOOLS: Readonly<Record<string, string>> = {
  createdb: `await query('CREATE DATABASE ' + process.argv[2]);`,
  dropdb: `await query('DROP DATABASE ' + process.argv[2] + ' WITH (FORCE)');`,
  curl: `
    const args = process.argv.slice(2);
    const after = (name) => args[args.indexOf(name) + 1];
    const body = args.includes('-d') ? after('-d') : undefined;
    const headers = args.includes('-H') ? [after('-H').split(': ')] : [];
    const url = args.find((arg) => arg.startsWith('http'));
    const answer = await fetch(url, { method: body ? 'POST' : 'GET', headers, body }).catch(() => ({}));
    if (!answer.ok) process.exit(22);
    process.stdout.write(await answer.text());`,
};

describe.each(ENGINES)('a new machine on %s', (engine) => {
  let dir: string;
  let port: number;
  const database = `t${newId().replaceAll('-', '')}`;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'xiaohao-drill-'));
    for (const folder of ['bin', 'srv/backup', 'srv/keys']) {
      mkdirSync(join(dir, folder), { recursive: true });
    }
    port = await freePort();
    const cli = join(await builtProgram(), 'src', 'cli.js');
    addTool('xiaohao', `#!/bin/sh\nexec ${process.execPath} --no-warnings ${cli} "$@"\n`);
    for (const [name, text] of Object.entries(TOOLS)) {
      writeFileSync(join(dir, 'bin', `${name}.mjs`), `${CONNECT}\n${text}`);
      const tool = join(dir, 'bin', `${name}.mjs`);
      addTool(name, `#!/bin/sh\nexec ${process.execPath} ${tool} "$@"\n`);
    }
  });
  afterAll(async () => {
    if (engine === 'postgres') await run(`dropdb ${database}`);
    rmSync(dir, { recursive: true, force: true });
  });

  const CONNECT = `
    import { createRequire } from 'node:module';
    const require = createRequire('${join(process.cwd(), 'package.json')}');
    async function query(text) {
      const client = new (require('pg').Client)(process.env.TEST_POSTGRES + '/postgres');
      await client.connect();
      await client.query(text);
      await client.end();
    }`;

  function addTool(name: string, text: string): void {
    writeFileSync(join(dir, 'bin', name), text);
    chmodSync(join(dir, 'bin', name), 0o755);
  }

  /** The document's places and addresses become those of the test. */
  const here = (commands: string): string =>
    commands
      .replaceAll(
        'postgres://xiaohao:secret@db/xiaohao',
        `${process.env.TEST_POSTGRES}/${database}`,
      )
      .replace(/(createdb|dropdb) xiaohao/g, `$1 ${database}`)
      .replaceAll('/var/lib/xiaohao', join(dir, 'lib'))
      .replaceAll('/srv/', join(dir, 'srv/'))
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`);

  const run = (commands: string) =>
    runProcess('bash', ['-c', commands], {
      PATH: `${join(dir, 'bin')}:${process.env.PATH}`,
      PORT: String(port),
      LOG_LEVEL: 'error',
      FIRST_PASSWORD,
    });

  it('is set up, lost and restored with exactly the commands of docs/operations.md', async () => {
    const script = drillOf(engine);
    expect(script.match(/^xiaohao (\w+)/gm)).toEqual(
      ['unit', 'doctor', 'serve', 'backup', 'restore', 'serve'].map((name) => `xiaohao ${name}`),
    );
    const begun = performance.now();
    const { code, stdout, stderr } = await run(here(script));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Added jingban, 经办人: 科室经办, 安澜区民政局');
    expect(
      stdout.match(/^✓ +(tables equal after restoring|audit chain|stored files)/gm),
    ).toHaveLength(3);
    // The sign-in at the restored place, where the first password is still to be replaced.
    const answer = stdout.slice(stdout.lastIndexOf('{"token"'));
    expect(answer).toMatch(/"mustChangePassword":true/);
    const seconds = Math.round((performance.now() - begun) / 1000);
    figure('R13', `${engine}: a bureau set up, lost, restored and signed in to in ${seconds} s`);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
