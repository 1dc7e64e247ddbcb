import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from './read-csv.js';
import { textOfCell } from './table.js';
import { decoded, encodingOf } from './text-decoding.js';

/** 3 bytes in UTF-8, 2 in GB18030; 4 bytes in both, a pair of halves in UTF-16. */
const THREE = '低';
const FOUR = '𠀀';
/** GB18030 bytes of the two. */
const GB: Readonly<Record<string, readonly number[]>> = {
  [THREE]: [0xb5, 0xcd],
  [FOUR]: [0x95, 0x32, 0x82, 0x36],
};
const ENCODINGS = ['utf-8', 'utf-16le', 'gb18030'] as const;

function encode(text: string, encoding: (typeof ENCODINGS)[number]): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  return Buffer.from([...text].flatMap((letter) => GB[letter] ?? [letter.charCodeAt(0)]));
}

async function decode(bytes: Buffer, size: number, encoding: string): Promise<string> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  let text = '';
  for await (const part of decoded(chunks, encoding)) text += part;
  return text;
}

describe.each(ENCODINGS)('%s in chunks', (encoding) => {
  it.each(Array.from({ length: 17 }, (_, at) => at + 1))(
    'keeps every character when chunks have %i bytes',
    async (size) => {
      const text = `a${THREE}${FOUR}b${FOUR}${THREE}`.repeat(20);
      expect(await decode(encode(text, encoding), size, encoding)).toBe(text);
    },
  );

  it('keeps any mixture, however it is cut', async () => {
    const letters = fc.array(fc.constantFrom(THREE, FOUR, 'a', ',', '\n', '"'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(letters, fc.integer({ min: 1, max: 40 }), async (picked, size) => {
        const text = picked.join('');
        expect(await decode(encode(text, encoding), size, encoding)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('files', () => {
  let folder: string;
  const file = (bytes: Buffer): string => {
    const path = join(folder, 'table.csv');
    writeFileSync(path, bytes);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xiaohao-text-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const BOM = '\ufeff';
  it.each([
    ['utf-8', Buffer.from(`${BOM}问题`)],
    ['utf-8', Buffer.from('问题表述')],
    ['utf-16le', Buffer.from(`${BOM}问题`, 'utf16le')],
    ['utf-16le', Buffer.from('abc,def,问题\r\n', 'utf16le')],
    ['gb18030', Buffer.from([0xce, 0xca, 0xcc, 0xe2])],
  ])('are recognized as %s', async (expected, bytes) => {
    expect(await encodingOf(file(bytes))).toBe(expected);
  });

  it.each(ENCODINGS)(
    'larger than 256 KB in %s keep the characters on every 64 KB boundary',
    async (encoding) => {
      // One more byte before the text moves all boundaries: each offset within a character is met.
      for (let shift = 0; shift < 4; shift += 1) {
        const rows = Array.from({ length: 900 }, () => `"${`${THREE}${FOUR}`.repeat(60)}"`);
        const text = `${'a'.repeat(shift)}\r\n${rows.join('\r\n')}`;
        const bytes = encode(text, encoding);
        expect(bytes.length).toBeGreaterThan(256 * 1024);
        const mark = encoding === 'utf-16le' ? encode(BOM, encoding) : Buffer.alloc(0);
        const read: string[] = [];
        await readCsv(file(Buffer.concat([mark, bytes])), (row) => {
          if (row.no > 1) read.push(textOfCell(row.cells[0]));
        });
        expect(read).toHaveLength(900);
        expect(new Set(read)).toEqual(new Set([`${THREE}${FOUR}`.repeat(60)]));
      }
    },
  );

  it.each([
    ['commas and quotes', 'a,"b ""c"", d",e\r\n', ['a', 'b "c", d', 'e']],
    ['tabs', 'a\tb,c\td\n', ['a', 'b,c', 'd']],
    ['semicolons', 'a;b;"c\nd"\n', ['a', 'b', 'c\nd']],
    ['trailing empty cells', 'a,b,,,\r\n,,,\r\n', ['a', 'b']],
  ])('with %s are taken apart', async (_name, text, cells) => {
    const rows: unknown[] = [];
    await readCsv(file(Buffer.from(text)), (row) => rows.push(row));
    expect(rows).toEqual([{ no: 1, hidden: false, cells }]);
  });
});
