import { describe, expect, it } from '@jest/globals';
import { codeList } from '../dictionary/code-list.js';
import { namesField } from './field-names.js';
import { readableLines, type Word } from './readable.js';

const COLOUR = codeList('ReadableColour', '颜色', { RED: '红', BLUE: '蓝' });

describe('a record as people read it', () => {
  for (const label of ['说明甲', '说明乙', '说明乙']) namesField({ label })({}, 'readableNote');
  namesField({ label: '颜色', list: COLOUR })({}, 'readableColour');
  namesField({ label: '金额（分）' })({}, 'readableFen');
  namesField({ label: '日期', format: 'date' })({}, 'readableDay');
  namesField({ label: '条目' })({}, 'readableItems');

  it.each<[string, object, [string, string][]]>([
    ['the usual name of a key', { readableNote: '好' }, [['说明乙', '好']]],
    ['codes by their labels', { readableColour: ['RED', 'BLUE'] }, [['颜色', '红、蓝']]],
    ['an unknown key and code as they are', { zzz: 'ABC' }, [['zzz', 'ABC']]],
    ['no name that cannot hold the value', { readableDay: 'RED' }, [['readableDay', 'RED']]],
    ['money in yuan', { readableFen: 12345 }, [['金额', '123.45元']]],
    ['yes and no', { readableNote: false }, [['说明乙', '否']]],
    ['nothing of what is empty', { readableNote: '', a: null, b: [], c: {} }, []],
    [
      'the items of a list one by one',
      { readableItems: [{ readableColour: 'RED' }, { readableNote: '好' }] },
      [
        ['条目 · 第1项 · 颜色', '红'],
        ['条目 · 第2项 · 说明乙', '好'],
      ],
    ],
    [
      'what a field was and is on one line',
      { readableColour: { from: 'RED', to: null } },
      [['颜色', '红 → （空）']],
    ],
  ])('has %s', (_what, detail, expected) => {
    expect(readableLines(detail).map(({ label, value }) => [label, value])).toEqual(expected);
  });

  it('has the words of its own kind before the usual ones', () => {
    const words: Record<string, Word> = {
      readableNote: { label: '理由' },
      readableColour: { label: '灯', codes: { RED: '红灯' } },
      keys: { label: '栏目', ofKeys: true },
    };
    const detail = {
      readableNote: '好',
      readableColour: ['RED', 'BLUE'],
      keys: ['readableNote', 'readableDay', 'zzz'],
    };
    expect(readableLines(detail, (key) => words[key])).toEqual([
      { label: '理由', value: '好' },
      { label: '灯', value: '红灯、蓝' },
      { label: '栏目', value: '理由、日期、zzz' },
    ]);
  });
});
