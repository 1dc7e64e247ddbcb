import { describe, expect, it } from '@jest/globals';
import type { TableCell } from '../../documents/reading/table.js';
import {
  readDate,
  readInteger,
  type Reading,
  readNumberText,
  readText,
  readYuan,
} from './import.values.js';

const number = (text: string): TableCell => ({ text, kind: 'number', formula: false });
const day = (text: string): TableCell => ({ text, kind: 'date', formula: false });
/** The value, or ✗ where there is a fault. */
const outcome = <T>(reading: Reading<T>): T | null | '✗' =>
  'fault' in reading ? '✗' : reading.value;

describe('dates', () => {
  it.each<[TableCell, string | null]>([
    ['2020-5-9', '2020-05-09'],
    ['2020/5/9', '2020-05-09'],
    ['2020.5.9', '2020-05-09'],
    ['2020年5月9日', '2020-05-09'],
    ['2020年05月09日', '2020-05-09'],
    ['2020年 5 月 9 号', '2020-05-09'],
    ['20200509', '2020-05-09'],
    ['２０２０－５－９', '2020-05-09'],
    ['２０２０年５月９日', '2020-05-09'],
    ['2020　-5-　9', '2020-05-09'],
    ['\u200b2020-05-09\u00a0', '2020-05-09'],
    ["'2020-05-09", '2020-05-09'],
    ['2020-05-09 10:30', '2020-05-09'],
    ['2020-05-09T10:30:00', '2020-05-09'],
    ['2020/5/9\n', '2020-05-09'],
    [day('2020-05-09'), '2020-05-09'],
    [number('43960'), '2020-05-09'],
    [number('20200509'), '2020-05-09'],
    ['43960', '2020-05-09'],
    [null, null],
    ['　', null],
    ['2020-02-30', '✗'],
    ['2020年5月', '✗'],
    ['5/9/2020', '✗'],
    ['20-5-9', '✗'],
    ['11月底', '✗'],
    [number('4.396E+4'), '✗'],
  ])('%j is %j', (cell, expected) => {
    expect(outcome(readDate(cell))).toBe(expected);
  });
});

describe('whole numbers', () => {
  it.each<[TableCell, number | null]>([
    ['3', 3],
    ['３', 3],
    ['3户', 3],
    [' 1,234 人', 1234],
    [number('3'), 3],
    [number('3.0'), 3],
    ['', null],
    ['三户', '✗' as unknown as number],
    ['-1', '✗' as unknown as number],
    [number('3.5'), '✗' as unknown as number],
  ])('%j is %j', (cell, expected) => {
    expect(outcome(readInteger(cell))).toBe(expected);
  });
});

describe('money', () => {
  it.each<[TableCell, number | string | null]>([
    ['1320.01', 132_001],
    ['1,320元', 132_000],
    ['￥１３２０', 132_000],
    ['0.1', 10],
    ['1.3201万元', 1_320_100],
    ['0.0000001万元', '✗'],
    ['1.30万元', 1_300_000],
    [number('1320.01'), 132_001],
    [number('0.30000000000000004'), 30],
    [number('1.5E3'), 150_000],
    [number('0.125'), '✗'],
    ['12.345', '✗'],
    ['-5', '✗'],
    ['约三千', '✗'],
    ['', null],
  ])('%j is %j fen', (cell, expected) => {
    expect(outcome(readYuan(cell))).toBe(expected);
  });
});

describe('texts', () => {
  it.each<[TableCell, string | null]>([
    ['  一\r\n二\u200b\u00a0', '一\r\n二'],
    ['＝不是公式', '＝不是公式'],
    ["'引号开头", "'引号开头"],
    [number('12'), '12'],
    [number('0.30000000000000004'), '0.3'],
    [number('1.2E+17'), '✗'],
    [number('990101196503150000'), '✗'],
    ['9.90101E+17', '✗'],
    ['\ufeff', null],
  ])('%j is %j', (cell, expected) => {
    expect(outcome(readText(cell))).toBe(expected);
  });

  it.each<[TableCell, string | null]>([
    ['990101196503150018', '990101196503150018'],
    ['Ａ１２', 'A12'],
    ["'0012", '0012'],
    [number('12'), '12'],
    [number('1234567890123456'), '✗'],
  ])('as a number of a document %j is %j', (cell, expected) => {
    expect(outcome(readNumberText(cell))).toBe(expected);
  });
});
