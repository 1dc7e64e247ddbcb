import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
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

const STATEMENT = '问题表述（反馈原文）';
const HEADERS = Object.keys(ROW);
const VALUES = Object.values(ROW);

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
