import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FILE = 'docs/error-codes.md';
const STATUS_OF: Readonly<Record<string, string>> = {
  conflict: '409',
  ruleBroken: '422',
  fieldBroken: '422',
};

/** Codes with the status and sentence they are raised with, as the sources state them. */
function codesOfSources(): Map<string, { status: string; detail: string }> {
  const codes = new Map<string, { status: string; detail: string }>();
  const raised =
    /(?:new Problem\(\s*(\d{3}),|(conflict|ruleBroken)\(|(fieldBroken)\(\s*'[^']*',)\s*'([A-Z_]+)',\s*(?:'([^']*)'|`([^`]*)`)?/g;
  for (const path of sourceFiles('src')) {
    for (const [, status, helper, field, code = '', plain, template] of readFileSync(
      path,
      'utf8',
    ).matchAll(raised)) {
      const sentence = (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '…');
      const detail = field && sentence ? `${sentence}。` : sentence;
      const known = codes.get(code);
      if (!known?.detail)
        codes.set(code, { status: status ?? STATUS_OF[helper ?? field ?? ''] ?? '', detail });
    }
  }
  return codes;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
}

function render(): string {
  const rows = [...codesOfSources()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { status, detail }]) =>
        `| \`${code}\` | ${status} | ${detail.replaceAll('|', '\\|')} |`,
    );
  return [
    '# Error codes',
    '',
    'Every error is `application/problem+json`. `code` never changes its meaning; `detail` is a sentence for',
    'people and may be reworded. Written by `UPDATE_DOCS=1 npm test -- test/contract/error-codes`.',
    '',
    '| code | status | detail |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

describe('docs/error-codes.md', () => {
  it('lists every code that the sources raise; run with UPDATE_DOCS=1 to write it', () => {
    const expected = render();
    if (process.env.UPDATE_DOCS) writeFileSync(FILE, expected);
    expect(readFileSync(FILE, 'utf8')).toBe(expected);
  });

  it('finds the codes at all', () => {
    const codes = codesOfSources();
    expect(codes.size).toBeGreaterThan(50);
    expect(codes.get('STALE_VERSION')?.status).toBe('412');
    expect(codes.get('CLOSURE_INCOMPLETE')?.status).toBe('422');
    expect(codes.get('NO_SUCH_PERIOD')).toEqual({
      status: '422',
      detail: '报送规则中没有这一期。',
    });
  });
});
