import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = join(ROOT, 'src/platform/config');
/** `env.NAME`, `{ NAME: local }` of an environment, `integer(env, 'NAME', …)`. */
const READ = /\benv\.([A-Z][A-Z_]+)|(?<=[{,]\s*)([A-Z][A-Z_]+): [a-z]+\b|\benv, '([A-Z][A-Z_]+)'/g;

function settings(): string[] {
  const files = readdirSync(CONFIG).filter((name) => /(?<!\.spec)\.ts$/.test(name));
  const names = files.flatMap((name) =>
    [...readFileSync(join(CONFIG, name), 'utf8').matchAll(READ)].map(
      ([, dotted, taken, passed]) => dotted ?? taken ?? passed ?? '',
    ),
  );
  return [...new Set(names)].sort();
}

it('every setting is explained to the operator, and nothing else is', () => {
  const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const table = text.slice(text.indexOf('## Settings'), text.indexOf('## Watching'));
  const explained = [...table.matchAll(/^\| (`[A-Z_`, ]+`)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/[A-Z_]+/g)].map(([name]) => name),
  );
  // The command line reads this one.
  expect(explained.filter((name) => name !== 'XIAOHAO_USER_PASSWORD').sort()).toEqual(settings());
});
