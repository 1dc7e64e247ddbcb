import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import {
  bomb,
  encryptedBook,
  external,
  laughs,
  long,
  lyingBomb,
  manyParts,
  rubbish,
  wide,
} from '../support/hostile-tables.js';
import {
  csvFrom,
  gb18030,
  ImportDriver,
  ROW,
  type RowAnswer,
  type SampleRow,
  told,
  workbookFrom,
} from '../support/imports.js';
import { createCampaign } from '../support/issues.js';
import { pdf, png, zip } from './file-samples.js';

const STATEMENT = '问题表述（反馈原文）';
const HEADERS = Object.keys(ROW);
const VALUES = Object.values(ROW);

// prettier-ignore
const REFUSED: readonly (readonly [string, string, Buffer, number, string])[] = [
  ['a zip bomb', 'a.xlsx', bomb(), 422, 'TABLE_TOO_COMPLEX'],
  ['too many parts', 'a.xlsx', manyParts(), 422, 'TABLE_TOO_COMPLEX'],
  ['an encrypted workbook', 'a.xlsx', encryptedBook(), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['an encrypted archive', 'a.xlsx', zip([['[Content_Types].xml', 'x']], { encrypted: true }), 422, 'FILE_ENCRYPTED'],
  ['a PDF named XLSX', 'a.xlsx', pdf(), 422, 'FILE_TYPE_MISMATCH'],
  ['a picture named CSV', 'a.csv', png(), 422, 'FILE_TYPE_MISMATCH'],
  ['an old workbook', 'a.xls', encryptedBook(), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a program', 'a.exe', Buffer.from('MZ'), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['an empty file', 'a.csv', Buffer.alloc(0), 422, 'FILE_EMPTY'],
];

// prettier-ignore
const UNREADABLE: readonly (readonly [string, string, Buffer, string])[] = [
  ['a bomb whose directory lies', 'a.xlsx', lyingBomb(), '文件不完整或已损坏'],
  ['an external entity', 'a.xlsx', external(), '文件内容异常'],
  ['entities that multiply', 'a.xlsx', laughs(), '文件内容异常'],
  ['16,384 columns', 'a.xlsx', wide(), '超过了200列'],
  ['20,200 rows', 'a.xlsx', long(), '一次最多导入20000行'],
  ['rubbish for XML', 'a.xlsx', rubbish(), '没有找到表头'],
  ['HTML named CSV', 'a.csv', Buffer.from('<!doctype html><script>alert(1)</script>'), '没有找到表头'],
  ['a cell that never ends', 'a.csv', Buffer.from(`"${'长'.repeat(600_000)}`), '文件不完整或已损坏'],
  ['a header without rows', 'a.csv', Buffer.from(HEADERS.join(',')), '表头下面没有数据'],
];

/** Rows of one file, each with what is told about it. */
const SAMPLES: readonly (readonly [string, SampleRow, string[]])[] = [
  ['a date cell', { '反馈（发现）时间': new Date('2020-03-25T00:00:00Z') }, []],
  ['a date of another shape', { '反馈（发现）时间': '２０２０年３月２５日' }, []],
  ['no date', { '反馈（发现）时间': '三月底' }, ['ERROR 反馈（发现）时间 UNREADABLE']],
  ['a day to come', { '反馈（发现）时间': '2020-04-02' }, ['ERROR 反馈（发现）时间 IN_FUTURE']],
  ['a code', { 问题来源: 'AUDIT', 严重程度: '严重' }, []],
  ['a short source', { 问题来源: '自查' }, ['WARNING 问题来源 DOUBTFUL']],
  ['a source of several', { 问题来源: '考核' }, ['ERROR 问题来源 UNREADABLE']],
  ['an unknown source', { 问题来源: '道听途说' }, ['ERROR 问题来源 UNREADABLE']],
  ['a damaged number', { 反馈文号: 1.23e17 }, ['ERROR 反馈文号 UNREADABLE']],
  ['a number of a category', { 问题类别: 'B04' }, []],
  ['a short category', { 问题类别: '备用金' }, ['WARNING 问题类别 DOUBTFUL']],
  [
    'a short category of another group',
    { 问题大类: '低保政策落实', 问题类别: '备用金' },
    ['ERROR 问题类别 UNREADABLE'],
  ],
  ['an unknown category', { 问题类别: '不存在的类别' }, ['ERROR 问题类别 UNREADABLE']],
  ['a wrong group', { 问题大类: '临时救助' }, ['WARNING 问题类别 DOUBTFUL']],
  ['an unknown unit', { 责任单位: '青河镇' }, ['ERROR 责任单位 UNREADABLE']],
  ['an unknown place', { '涉及镇街、村': '晒谷屯' }, ['ERROR 涉及镇街、村 UNREADABLE']],
  ['a code of a place', { '涉及镇街、村': 990101101201 }, []],
  ['a malformed code', { '涉及镇街、村': '9901' }, ['ERROR 涉及镇街、村 WRONG_FORMAT']],
  ['fewer persons', { 涉及户数: 3, 涉及人数: 2 }, ['ERROR 涉及人数 TOO_SMALL']],
  ['money', { '涉及金额（元）': '1,320.50元' }, []],
  ['a formula', { 涉及户数: { formula: '1+2', result: 3 } }, ['WARNING 涉及户数 FORMULA']],
  ['a broken formula', { 涉及户数: { error: '#REF!' } }, ['ERROR 涉及户数 FORMULA_ERROR']],
  ['a picture sign', { 备注: '好👍' }, ['ERROR 备注 NOT_PRINTABLE']],
  ['no statement', { [STATEMENT]: '\u200b', 备注: '空' }, ['ERROR 问题表述（反馈原文） REQUIRED']],
  ['a short detail', { 具体表现: '未纳入' }, ['WARNING 具体表现 TOO_SHORT']],
  ['a missing column', { 严重程度: null }, ['WARNING 严重程度 REQUIRED']],
  ['long text', { 原因分析: '长'.repeat(5001) }, ['ERROR 原因分析 TOO_LONG']],
];

describe.each(ENGINES)('files to be imported on %s', (engine) => {
  let app: TestApp;
  let driver: ImportDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    driver = new ImportDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  it.each(REFUSED)('refuses %s at once', async (_name, file, bytes, status, code) => {
    const answer = await driver.send(bytes, file);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each(UNREADABLE)('says why %s cannot be read', async (_name, file, bytes, reason) => {
    const checked = await driver.check(bytes, file);
    expect(checked).toMatchObject({ status: 'UNREADABLE', progress: { status: 'FAILED' } });
    expect(checked.failure).toContain(reason);
    expect(checked.totalRows).toBe(0);
  });

  it('answers others while hostile files are read', async () => {
    const clerk = await app.as('div.clerk');
    const sent = [lyingBomb(), wide(), long(), external()].map((bytes) => driver.send(bytes));
    await Promise.all(sent);
    let waited = 0;
    for (let call = 0; call < 20; call += 1) {
      const begun = performance.now();
      await clerk.get('/issues?pageSize=20').expect(200);
      waited = Math.max(waited, performance.now() - begun);
    }
    await driver.settled();
    // A generous bound: the machine may be busy with other things.
    expect(waited).toBeLessThan(1500);
  });

  it.each([
    ['UTF-8', Buffer.from(`\ufeff${csvFrom([HEADERS, VALUES])}`)],
    ['UTF-8', Buffer.from(csvFrom([HEADERS, VALUES]))],
    ['UTF-16LE', Buffer.from(`\ufeff${csvFrom([HEADERS, VALUES])}`, 'utf16le')],
    ['GB18030', gb18030(csvFrom([HEADERS, VALUES]))],
  ])('reads CSV in %s', async (encoding, bytes) => {
    const checked = await driver.check(bytes, '问题.csv');
    expect(checked).toMatchObject({ status: 'CHECKED', totalRows: 1, errorRows: 0 });
    expect(checked.notes[0]?.message).toBe(`文字编码：${encoding}`);
  });

  it('finds the table under titles, leaves sums out and tells of columns it does not know', async () => {
    const bytes = await workbookFrom([ROW, { ...ROW, [STATEMENT]: '第二个问题' }], (sheet) => {
      sheet.spliceRows(1, 0, ['2020年农村低保专项治理问题清单'], ['填报单位：安澜区民政局']);
      sheet.mergeCells('A1:H1');
      sheet.getCell(3, HEADERS.length + 1).value = '联系人';
      sheet.getRow(5).hidden = true;
      sheet.addRow(['合计：共2个问题']);
      sheet.addRow(['填表人：甲　审核人：乙']);
      sheet.getRow(12).getCell(2).border = { top: { style: 'thin' } };
    });
    const checked = await driver.check(bytes);
    expect(checked).toMatchObject({ totalRows: 2, errorRows: 0 });
    expect(checked.notes.map(({ code, column }) => [code, column])).toEqual([
      ['SOURCE', null],
      ['UNKNOWN_COLUMN', '联系人'],
      ['SKIPPED_ROWS', null],
    ]);
    const rows = await driver.rows(checked.id);
    expect(rows.map((row) => [row.rowNo, ...told(row)])).toEqual([
      [4],
      [5, 'WARNING - HIDDEN_ROW'],
    ]);
  });

  it('has two rows of header, and a template that has been filled in', async () => {
    const headers = ['问题表述', '责任单位', '涉及情况', null, '问题来源', '发现时间'];
    const bytes = await workbookFrom([], (sheet) => {
      sheet.spliceRows(
        1,
        1,
        headers,
        [null, null, '户数', '金额（元）'],
        ['一个问题', '青禾镇', 2, 1320.5, '审计', '2020.3.25'],
      );
      sheet.mergeCells('C1:D1');
    });
    const [row] = await driver.rows((await driver.check(bytes)).id);
    expect(row?.cells).toMatchObject({
      涉及户数: '2',
      '涉及金额（元）': '1320.5',
      问题来源: '审计',
    });
    expect(row?.state).toBe('WARNING');
  });

  describe('checks of rows', () => {
    let rows: RowAnswer[];

    beforeAll(async () => {
      const table = SAMPLES.map(([name, change]) => ({
        ...ROW,
        [STATEMENT]: `${name}的问题`,
        ...change,
      }));
      rows = await driver.rows((await driver.check(await workbookFrom(table))).id);
    });

    it.each(SAMPLES)('checks a row with %s', (name, _change, expected) => {
      const row = rows[SAMPLES.findIndex((sample) => sample[0] === name)];
      expect(row && told(row)).toEqual(expected);
    });

    it('gives an answer for each row', () => {
      expect(rows).toHaveLength(SAMPLES.length);
    });
  });

  it('warns of deadlines that have passed', async () => {
    app.moveTo('2021-02-01T09:00:00+08:00');
    const row = await driver.checkRow({ ...ROW, [STATEMENT]: '去年发现的问题' });
    expect(told(row)).toEqual(['WARNING 反馈（发现）时间 DEADLINE_PASSED']);
    app.moveTo('2020-04-01T09:00:00+08:00');
  });
});
