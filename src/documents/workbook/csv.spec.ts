import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf as partsOf, plainOf } from './csv.js';
import type { WorkbookColumn } from '../models-workbook.js';

const sheetColumn = (
  header: WorkbookColumn['header'],
  key: string,
  width: number,
  kind: WorkbookColumn['kind'] = 'text',
): WorkbookColumn => ({ header, key, width, kind });

const csvOf = (table: Parameters<typeof partsOf>[0]): string => [...partsOf(table)].join('');

const COLUMNS = [
  sheetColumn('序号', 'seq', 6, 'integer'),
  sheetColumn(['涉及情况', '金额（元）'], 'fen', 10, 'yuan'),
  sheetColumn('日期', 'day', 10, 'date'),
  sheetColumn('表述', 'words', 10),
];
const line = (row: Record<string, string | number | null>): string =>
  csvOf({ columns: COLUMNS, rows: [row] })
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .trimEnd();

describe('CSV', () => {
  it('begins with a byte order mark and the printed headers, and ends every line with CR LF', () => {
    expect(csvOf({ columns: COLUMNS, rows: [] })).toBe('\ufeff序号,金额（元）,日期,表述\r\n');
  });

  it.each<[string, Record<string, string | number | null>, string]>([
    [
      'plain values',
      { seq: 1, fen: 132000, day: '2020-05-09', words: '漏保' },
      '1,1320.00,2020-05-09,漏保',
    ],
    ['absent values', { seq: 1, fen: null, day: null, words: '' }, '1,,,'],
    [
      'a negative number, which is no text',
      { seq: -1, fen: -50, day: null, words: null },
      '-1,-0.50,,',
    ],
    ['a comma', { words: 'a,b' }, ',,,"a,b"'],
    ['a quotation mark', { words: '称"已办"' }, ',,,"称""已办"""'],
    ['a line break', { words: '一\n二' }, ',,,"一\n二"'],
    ['a formula', { words: '=1+1' }, ",,,'=1+1"],
    ['a plus', { words: '+86' }, ",,,'+86"],
    ['a minus', { words: '-2' }, ",,,'-2"],
    ['an at sign', { words: '@SUM(A1)' }, ",,,'@SUM(A1)"],
    ['a tab', { words: '\t=1' }, ",,,'\t=1"],
    ['a carriage return', { words: '\r=1' }, ',,,"\'\r=1"'],
    ['a full-width equals sign', { words: '＝1+1' }, ",,,'＝1+1"],
    ['an apostrophe', { words: "'引" }, ",,,''引"],
    ['a formula later on', { words: '见=1' }, ',,,见=1'],
  ])('writes %s', (_name, row, expected) => {
    expect(line(row)).toBe(expected);
  });

  it('loses no line between its parts', () => {
    const rows = Array.from({ length: 1001 }, (_, i) => ({ seq: i + 1 }));
    const lines = csvOf({ columns: COLUMNS.slice(0, 1), rows }).split('\r\n');
    expect(lines.slice(1)).toEqual([...rows.map(({ seq }) => String(seq)), '']);
  });

  it('gives every text back to a reader that takes one apostrophe off', () => {
    const risky = fc.string({
      unit: fc.constantFrom('=', "'", '"', ',', '\r', '\n', '-', '＝', '字', ' '),
    });
    fc.assert(
      fc.property(risky, (words) => {
        const columns = [sheetColumn('表述', 'words', 10)];
        const [, , cell] =
          /^\ufeff(表述)\r\n([\s\S]*)\r\n$/.exec(csvOf({ columns, rows: [{ words }] })) ?? [];
        const read = cell?.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : (cell ?? '');
        expect(plainOf(read)).toBe(words);
        expect(read).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
      { seed: 2020 },
    );
  });
});
