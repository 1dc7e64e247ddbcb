import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const WEB = join(import.meta.dirname, '../../web');

it('gives the browser UI the types of the committed OpenAPI document; run `npm run openapi`', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaohao-schema-'));
  const file = join(folder, 'schema.d.ts');
  execFileSync('npx', ['openapi-typescript', '../docs/openapi.json', '-o', file], { cwd: WEB });
  // Compared as a whole, not by the matcher: a difference of thousands of lines helps nobody.
  const same =
    readFileSync(file, 'utf8') === readFileSync(join(WEB, 'src/api/schema.d.ts'), 'utf8');
  rmSync(folder, { recursive: true });
  expect(same).toBe(true);
});
