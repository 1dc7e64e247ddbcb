import { describe, expect, it } from '@jest/globals';
import { attachmentHeader, extensionOf, normalizeFileName } from './file-name.js';

const CASES: readonly (readonly [what: string, raw: string, expected: string])[] = [
  ['keeps an ordinary Chinese name', '单人户低保审批表.pdf', '单人户低保审批表.pdf'],
  ['keeps only the last part of a path', '../../etc/审批表.pdf', '审批表.pdf'],
  ['keeps only the last part of a Windows path', 'C:\\Users\\a\\审批表.pdf', '审批表.pdf'],
  ['composes characters (NFC)', 'Cafe\u0301.pdf', 'Caf\u00e9.pdf'],
  ['takes out a right-to-left override', '审批表\u202Efdp.exe', '审批表fdp.exe'],
  ['takes out isolates and zero-width characters', 'a\u2067b\u200Bc\uFEFF.pdf', 'abc.pdf'],
  ['takes out control characters and NUL', 'a\r\nb\0c.pdf', 'abc.pdf'],
  ['takes out line separators', 'a\u2028b\u2029.pdf', 'ab.pdf'],
  ['takes out lone surrogates', 'a\uD800b.pdf', 'ab.pdf'],
  ['replaces what Windows forbids', 'a<b>:"|?*.pdf', 'a_b______.pdf'],
  ['takes off trailing dots and spaces', '审批表.pdf . .', '审批表.pdf'],
  ['takes off leading dots', '..审批表.pdf', '审批表.pdf'],
  ['gives a nameless file a name', '.pdf', '附件.pdf'],
  ['gives an empty name a name', '', '附件'],
  ['gives a folder a name', 'a/b/', '附件'],
  ['joins runs of blanks', 'a \u3000 b.pdf', 'a b.pdf'],
];

describe('normalizeFileName', () => {
  it.each(CASES)('%s', (_what, raw, expected) => {
    expect(normalizeFileName(raw)).toBe(expected);
  });

  it('shortens by characters, not by bytes, and keeps the extension', () => {
    const name = normalizeFileName(`${'𠮷'.repeat(300)}.PDF`);
    expect([...name]).toHaveLength(200);
    expect(name).toBe(`${'𠮷'.repeat(196)}.PDF`);
  });

  it('is settled after one pass', () => {
    for (const [, raw] of CASES) {
      const once = normalizeFileName(raw);
      expect(normalizeFileName(once)).toBe(once);
    }
  });
});

describe('extensionOf', () => {
  it.each([
    ['a.PDF', 'pdf'],
    ['a.tar.gz', 'gz'],
    ['a', ''],
    ['a.', ''],
    ['a.文档', ''],
  ])('%s → "%s"', (name, expected) => expect(extensionOf(name)).toBe(expected));
});

describe('attachmentHeader', () => {
  it('names the file in UTF-8 and, for old browsers, in ASCII', () => {
    expect(attachmentHeader(`审"批'(1).pdf`)).toBe(
      `attachment; filename="__批'(1).pdf"; filename*=UTF-8''%E5%AE%A1%22%E6%89%B9%27%281%29.pdf`.replace(
        '批',
        '_',
      ),
    );
  });

  it('lets no line break through', () => {
    expect(attachmentHeader('a\r\nSet-Cookie: x=1.pdf')).not.toMatch(/[\r\n]/);
  });
});
