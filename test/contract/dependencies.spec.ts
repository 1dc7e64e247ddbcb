import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type AllowScripts, isLower, type Lock, lockFaults } from './dependency-rules.js';

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const lock = readJson<Lock>('package-lock.json');
const { allowScripts, scripts } = readJson<{
  allowScripts: AllowScripts;
  scripts: Record<string, string>;
}>('package.json');

const SOUND = { version: '1.0.0', license: 'MIT', integrity: `sha512-${'A'.repeat(86)}==` };

describe('the rules for packages themselves', () => {
  it('find nothing in a sound lock file', () => {
    const packages = {
      '': { version: '0.1.0' },
      web: { version: '0.1.0' },
      'node_modules/web': { link: true, resolved: 'web' },
      'node_modules/a': SOUND,
      'node_modules/@b/c': { ...SOUND, license: '(GPL-3.0-or-later OR MIT)' },
      'node_modules/d': { ...SOUND, dev: true, license: 'MPL-2.0' },
      'node_modules/e': { ...SOUND, hasInstallScript: true },
      'node_modules/handlebars': { ...SOUND, version: '4.7.9' },
    };
    expect(lockFaults({ lockfileVersion: 3, packages }, { e: false })).toEqual([]);
  });

  it.each([
    ['a banned package', 'node_modules/xlsx', {}, 'banned'],
    ['a banned package of another one', 'node_modules/a/node_modules/sqlite3', {}, 'banned'],
    ['an old version', 'node_modules/handlebars', { version: '4.7.8' }, 'known holes'],
    [
      'an old version of another one',
      'node_modules/a/node_modules/fastify',
      { version: '5.8.3-rc.1' },
      'known holes',
    ],
    ['a licence that binds ours', 'node_modules/a', { license: 'AGPL-3.0-only' }, 'licence'],
    ['half a licence', 'node_modules/a', { license: 'MIT AND GPL-2.0-only' }, 'licence'],
    ['a licence for tools in the program', 'node_modules/a', { license: 'MPL-2.0' }, 'licence'],
    ['no licence', 'node_modules/a', { license: undefined }, 'no licence'],
    ['no hash', 'node_modules/a', { integrity: undefined }, 'no SHA-512'],
    [
      'a weak hash',
      'node_modules/a',
      { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      'SHA-512',
    ],
    ['a package from elsewhere', 'node_modules/a', { resolved: 'git+ssh://x' }, 'registry'],
    ['an unknown script', 'node_modules/a', { hasInstallScript: true }, 'allowScripts'],
  ])('refuse %s', (_what, place, over, reason) => {
    const packages = { 'node_modules/z': SOUND, [place]: { ...SOUND, ...over } };
    const faults = lockFaults({ lockfileVersion: 3, packages }, {});
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join()).toContain(place);
    expect(faults.join()).toContain(reason);
  });

  it('refuse a lock file that says nothing', () => {
    expect(lockFaults({ lockfileVersion: 2, packages: { '': {} } }, {})).toHaveLength(2);
  });

  it.each([
    ['4.7.8', '4.7.9', true],
    ['4.7.9', '4.7.9', false],
    ['4.10.0', '4.7.9', false],
    ['5.0.0', '4.7.9', false],
    ['3.9.9', '4.7.9', true],
    ['4.7.9-beta.1', '4.7.9', true],
    ['latest', '4.7.9', true],
  ])('%s before %s: %s', (version, lowest, expected) => {
    expect(isLower(version, lowest)).toBe(expected);
  });
});

describe('the packages', () => {
  it('are allowed, new enough, freely licensed, proved by hashes, and run no unknown scripts', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
    expect(lockFaults(lock, allowScripts)).toEqual([]);
  });

  it('are all in the bill of materials, but for what only builds or tests', () => {
    expect(scripts.sbom).toBe('node scripts/sbom.mjs > sbom.cdx.json');
    const text = execFileSync(process.execPath, ['scripts/sbom.mjs'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const bill = JSON.parse(text) as { bomFormat: string; components: { purl: string }[] };
    expect(bill.bomFormat).toBe('CycloneDX');
    const listed = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)));
    const installed = Object.entries(lock.packages).flatMap(([place, entry]) => {
      const [, name] = /.*node_modules\/(.*)$/.exec(place) ?? [];
      const counts = name !== undefined && !entry.link && !entry.dev;
      return counts ? [`pkg:npm/${entry.name ?? name}@${entry.version}`] : [];
    });
    expect(installed.length).toBeGreaterThan(300);
    expect(installed.filter((purl) => !listed.has(purl))).toEqual([]);
    const tools = [...listed].filter((purl) => /\/(jest|eslint|vite|supertest)@/.test(purl));
    expect(tools).toEqual([]);
  });
});
