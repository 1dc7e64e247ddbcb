import { describe, expect, it } from '@jest/globals';
import type { TableRow } from '../../documents/reading/table.js';
import { findHeader, isBlank, skipReason } from './import.header.js';
import { printedOrigin } from './import.field-readers.js';
import { likenessOf, similarity, Statements } from './import.similarity.js';

const rows = (...cells: (string | null)[][]): TableRow[] =>
  cells.map((row, index) => ({ no: index + 1, hidden: false, cells: row }));
const HEAD = ['序号', '问题表述', '责任单位', '备注'];

describe('the header', () => {
  it('is found under titles, in any order, with blanks, marks and other names', () => {
    const header = findHeader(
      rows(
        ['2020年农村低保专项治理问题清单'],
        ['填报单位：安澜区民政局', null, '2020年5月'],
        ['责任 单位*', '存在的问题', '反馈（发现）\n时间', '联系人'],
        ['青禾镇', '问题', '2020-05-09', '甲'],
      ),
    );
    expect(header?.rowNo).toBe(3);
    expect([...(header?.positions ?? [])]).toEqual([
      ['responsibleUnitId', 0],
      ['statement', 1],
      ['foundOn', 2],
    ]);
    expect(header?.notes).toMatchObject([{ code: 'UNKNOWN_COLUMN', column: '联系人' }]);
  });

  it('may have two rows, the lower one naming the parts of merged cells', () => {
    const header = findHeader(
      rows(
        ['序号', '问题表述', '涉及情况', null, '备注'],
        [null, null, '户数', '人数', null],
        ['1', '甲', '2', '3', null],
      ),
    );
    expect(header?.rowNo).toBe(2);
    expect(header?.positions.get('personCount')).toBe(3);
    expect(header?.positions.get('remark')).toBe(4);
  });

  it('is not taken from rows of data below it', () => {
    expect(findHeader(rows(HEAD, ['1', '备注', '青禾镇', '问题表述']))?.rowNo).toBe(1);
  });

  it('takes the first of columns with the same meaning', () => {
    const header = findHeader(rows([...HEAD, '问题描述']));
    expect(header?.positions.get('statement')).toBe(1);
    expect(header?.notes).toMatchObject([{ code: 'DUPLICATE_COLUMN' }]);
  });

  it('is missing where the statement is, or where too little is known', () => {
    expect(findHeader(rows(['序号', '责任单位', '备注']))).toBeUndefined();
    expect(findHeader(rows(['问题表述', '责任单位']))).toBeUndefined();
  });
});

describe('rows that are no findings', () => {
  const [head] = rows(HEAD);
  const header = findHeader([head!])!;
  const row = (...cells: (string | null)[]): TableRow => ({ no: 9, hidden: false, cells });

  it.each([
    [['合计：共3个问题', null, null, null], '合计、填表人等表尾'],
    [['小 计', null, null, '3'], '合计、填表人等表尾'],
    [['填表人：甲　　审核人：乙'], '合计、填表人等表尾'],
    [['注：本表'], '合计、填表人等表尾'],
    [HEAD, '重复的表头'],
    [['1', '合计数填错的问题', '青禾镇', null], undefined],
    [['1', null, '青禾镇', null], undefined],
  ])('%j: %s', (cells, expected) => {
    expect(skipReason(row(...cells), header)).toBe(expected);
  });

  it('are blank when only the serial number is filled in', () => {
    expect(isBlank(row('12', null, '　', null), header)).toBe(true);
    expect(isBlank(row('12', null, null, '待核'), header)).toBe(false);
  });
});

describe('the origin in one cell', () => {
  it.each([
    ['督查检查\n（示民函〔2020〕8号第3条）', ['示民函〔2020〕8号', '3']],
    ['督查检查\n（示民函〔2020〕8号）', ['示民函〔2020〕8号', null]],
    ['督查检查\n（第12条）', [null, '12']],
    ['督查检查\n（示民函〔2020〕8号附件一）', ['示民函〔2020〕8号', '附件一']],
    ['督查检查\r\n（检查反馈）', ['检查反馈', null]],
  ])('%j', (text, expected) => {
    const origin = printedOrigin(text);
    expect([origin?.docNo, origin?.itemNo]).toEqual(expected);
    expect(origin?.source).toBe('SUPERVISION_CHECK');
  });

  it('is not seen in a plain source', () => {
    expect(printedOrigin('督查检查')).toBeUndefined();
    expect(printedOrigin('不认识的来源\n（8号）')).toBeUndefined();
  });
});

describe('likeness', () => {
  const A = '澜桥社区低保公示栏损坏，第二季度名单没有公示，群众不知情';
  it.each([
    [A, A, 1, true],
    [A, `${A}。`, 1, true],
    [A, A.replace('名单', '的名单'), 0.95, true],
    [A, A.replace('损坏', '破损').replace('群众', '村民'), 0.8, false],
    [A, '备用金台账登记不规范', 0, false],
  ])('%s / %s', (a, b, least, alike) => {
    const first = likenessOf(a, '一');
    const second = likenessOf(b, '二');
    expect(similarity(first, second)).toBeGreaterThanOrEqual(least - 0.05);
    const known = new Statements();
    known.add(first);
    expect(known.findAlike(second) !== undefined).toBe(alike);
  });
});
