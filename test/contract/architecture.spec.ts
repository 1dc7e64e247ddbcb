import { describe, expect, it } from '@jest/globals';
import {
  bannedFault,
  circles,
  codeLines,
  type Import,
  importsOf,
  isBarrel,
  orderFault,
  readSource,
  ROOMS,
  sourceExists,
  sourceFiles,
  targetOf,
} from './source-rules.js';

const ROOT = process.cwd();
const LINES_MAX = 300;

const sources = new Map(
  ['src', 'migrations', 'test', 'bench']
    .filter((folder) => sourceExists(ROOT, folder))
    .flatMap((folder) => sourceFiles(ROOT, folder))
    .map((file) => [file, readSource(ROOT, file)]),
);
const product = [...sources].filter(([file]) => file.startsWith('src/'));
const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));

/** One line for each import that the rule refuses: where it is and why. */
const faults = (rule: (item: Import) => string | undefined): string[] =>
  imports.flatMap((item) => {
    const reason = rule(item);
    return reason ? [`${item.file}:${item.line} imports ${item.specifier}: ${reason}`] : [];
  });

/** The places of a pattern in the product's sources. */
const places = (pattern: RegExp, files: readonly (readonly [string, string])[]): string[] =>
  files.flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
  );

describe('the rules themselves', () => {
  it.each([
    ['src/identity/a.ts', 'src/platform/http/b.ts', true],
    ['src/platform/http/a.ts', 'src/identity/b.ts', false],
    ['src/identity/a.ts', 'src/documents/b.ts', false],
    ['src/documents/a.ts', 'src/identity/b.ts', false],
    ['src/campaigns/a.ts', 'src/campaigns/codes/b.ts', true],
    ['src/campaigns/a.ts', 'src/registers/codes.ts', false],
    ['src/registers/tasks/a.ts', 'src/registers/evidence/b.ts', true],
    ['src/registers/evidence/a.ts', 'src/registers/tasks/b.ts', false],
    ['src/registers/issues/a.ts', 'src/registers/codes.ts', true],
    ['src/registers/codes.ts', 'src/registers/issues/a.ts', false],
    ['src/registers/unheard-of/a.ts', 'src/registers/issues/b.ts', false],
    ['src/reporting/schedule/a.ts', 'src/registers/ledger/b.ts', true],
    ['src/reporting/schedule/a.ts', 'src/reporting/reports/b.ts', false],
    ['src/registers/ledger/a.ts', 'src/reporting/schedule/b.ts', false],
    ['src/platform/config/a.ts', 'src/app.setup.ts', false],
    ['src/registers/issues/a.ts', 'src/demo/world.ts', false],
    ['src/identity/a.spec.ts', 'src/app.setup.ts', true],
    ['src/identity/a.spec.ts', 'src/registers/issues/b.ts', false],
    ['src/app.module.ts', 'src/reporting/schedule/b.ts', true],
    ['src/demo/world.ts', 'src/registers/issues/b.ts', true],
  ])('%s → %s: allowed %s', (importer, target, allowed) => {
    expect(orderFault(importer, target) === undefined).toBe(allowed);
  });

  it('sees every kind of import with its line', () => {
    const text = [
      "import { A } from './a.js';",
      "import type { B } from './b.js';",
      "import { type C, D } from './c.js';",
      "import { type E } from './e.js';",
      "export { F } from './f.js';",
      "const g = await import('./g.js');",
    ].join('\n');
    expect(
      importsOf('src/x.ts', text).map((item) => [item.line, targetOf(item), item.typeOnly]),
    ).toEqual([
      [1, 'src/a.ts', false],
      [2, 'src/b.ts', true],
      [3, 'src/c.ts', false],
      [4, 'src/e.ts', true],
      [5, 'src/f.ts', false],
      [6, 'src/g.ts', false],
    ]);
  });

  it('finds a circle, but not one of types alone', () => {
    const file = (name: string, text: string) => importsOf(`src/${name}.ts`, text);
    const a = file('a', "import { B } from './b.js';");
    expect(circles([...a, ...file('b', "import { A } from './a.js';")])).toEqual([
      'src/a.ts → src/b.ts → src/a.ts',
    ]);
    expect(circles([...a, ...file('b', "import type { A } from './a.js';")])).toEqual([]);
  });

  it('knows a barrel and a banned import', () => {
    expect(isBarrel('src/a.ts', "export * from './b.js';\nexport { C } from './c.js';")).toBe(true);
    expect(isBarrel('src/index.ts', 'export const a = 1;')).toBe(true);
    expect(isBarrel('src/a.ts', "export { B } from './b.js';\nexport const c = 1;")).toBe(false);
    const banned = (file: string, text: string) => importsOf(file, text).map(bannedFault);
    expect(banned('src/registers/a.ts', "import { DataSource } from 'typeorm';")).not.toEqual([
      undefined,
    ]);
    expect(banned('src/platform/database/a.ts', "import { DataSource } from 'typeorm';")).toEqual([
      undefined,
    ]);
    expect(banned('test/a.ts', "import x from 'xlsx';")).not.toEqual([undefined]);
  });

  it('counts lines of code as the lint rule does', () => {
    expect(codeLines('/** a\n * b */\nconst c = 1; // d\n\n// e\nconst f = `g\n\nh`;\n')).toBe(3);
  });
});

describe('the house', () => {
  it('has sources to look at', () => {
    expect(product.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(product.length);
  });

  it('imports from lower floors and from rooms listed before only', () => {
    expect(
      faults((item) => {
        const target = targetOf(item);
        return target === undefined ? undefined : orderFault(item.file, target);
      }),
    ).toEqual([]);
  });

  it('has only rooms that the list knows', () => {
    const rooms = product.flatMap(([file]) => {
      const [, floor = '', room = '', inside] = file.split('/');
      return inside !== undefined && floor in ROOMS ? [`${floor}/${room}`] : [];
    });
    const known = Object.entries(ROOMS).flatMap(([floor, names]) =>
      names.map((name) => `${floor}/${name}`),
    );
    expect([...new Set(rooms)].filter((room) => !known.includes(room))).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(circles(imports)).toEqual([]);
  });

  it('has no forwardRef', () => {
    expect(places(/\bforwardRef\b/, product)).toEqual([]);
  });

  it('has no barrel files', () => {
    expect(product.filter(([file, text]) => isBarrel(file, text)).map(([file]) => file)).toEqual(
      [],
    );
  });

  it('imports nothing that is banned', () => {
    expect(faults(bannedFault)).toEqual([]);
  });

  it(`has no file of more than ${LINES_MAX} lines`, () => {
    const long = [...sources]
      .map(([file, text]) => [file, codeLines(text)] as const)
      .filter(([, lines]) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  it('keeps migrations apart from entities: only the schema helpers are known to them', () => {
    expect(
      faults(({ file, specifier }) => {
        if (!file.startsWith('migrations/') || file === 'migrations/index.ts') return undefined;
        const allowed = ['typeorm', '../src/platform/database/schema.js'];
        return allowed.includes(specifier)
          ? undefined
          : 'a migration never changes with the entities';
      }),
    ).toEqual([]);
  });

  it('changes issues in one place, which keeps their history and sums', () => {
    const writes = /(?:insert|update)\(\s*Issue,|(?:INSERT INTO|UPDATE|DELETE FROM) issues\b/;
    expect(product.filter(([, text]) => writes.test(text)).map(([file]) => file)).toEqual([
      // Moves the version on and nothing else.
      'src/registers/evidence/evidence.service.ts',
      // Drafts of an import, which are not on the books yet.
      'src/registers/issues/issue.intake.ts',
      'src/registers/issues/issue.lifecycle.ts',
      // Drafts, which are not on the books yet.
      'src/registers/issues/issue.registration.ts',
    ]);
  });

  it('has no civil-affairs word in the platform', () => {
    const platform = product.filter(
      ([file]) => file.startsWith('src/platform/') && !file.endsWith('.spec.ts'),
    );
    expect(places(/(?<!人)民政|低保|特困|救助|销号|整改|台账|佐证|镇街/, platform)).toEqual([]);
  });
});
