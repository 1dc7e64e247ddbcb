import { afterEach, describe, expect, it, jest } from '@jest/globals';
import ExcelJS from 'exceljs';
import { type WorkbookModel, type WorkbookSheet } from '../models-workbook.js';
import { renderWorkbook } from './workbook.js';

const stamp = { createdAt: '2020-05-30T10:00:00Z', id: '9f2c' };

const sheet: WorkbookSheet = {
  name: '台账',
  title: '整改台账',
  subtitle: ['填报单位：安澜区民政局', '2020年5月'],
  columns: [
    { header: '序号', key: 'seq', width: 6, kind: 'integer' },
    { header: ['问题', '问题编号'], key: 'no', width: 22, kind: 'text' },
    {
      header: ['问题', '状态'],
      key: 'status',
      width: 10,
      kind: 'text',
      dropdown: ['整改中', '已销号'],
    },
    { header: '金额（元）', key: 'amount', width: 14, kind: 'yuan' },
    { header: '时限', key: 'due', width: 12, kind: 'date' },
    { header: '销号率', key: 'rate', width: 10, kind: 'percent' },
  ],
  rows: [
    { seq: 1, no: '=1+1', status: '整改中', amount: 132_001, due: '2020-05-31', rate: 0.9618 },
    { seq: null, no: '', status: '已销号', amount: null, due: '长期坚持', rate: '—' },
  ],
  footer: ['填表人：经办人甲'],
};
const model: WorkbookModel = { title: '整改台账', sheets: [sheet] };

async function open(workbook: WorkbookModel): Promise<ExcelJS.Worksheet> {
  const read = new ExcelJS.Workbook();
  const bytes = await renderWorkbook(workbook, stamp);
  await read.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return read.worksheets[0]!;
}

/** Only the date is faked: zipping needs its timers. */
const REAL_TIMERS = [
  ...(['nextTick', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
  ...(['setInterval', 'clearInterval', 'queueMicrotask'] as const),
];

afterEach(() => {
  jest.useRealTimers();
});

describe('workbook', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '=cmd|"/c calc"!A1'])(
    'keeps %j a text cell',
    async (text) => {
      const cell = (await open({ ...model, sheets: [{ ...sheet, rows: [{ no: text }] }] })).getCell(
        'B5',
      );
      expect(cell.type).toBe(ExcelJS.ValueType.String);
      expect(cell.formula).toBeUndefined();
      expect(cell.numFmt).toBe('@');
      expect(cell.text.trim()).toBe(text.trim());
    },
  );

  it('stores numbers, yuan, dates and ratios in their types', async () => {
    const read = await open(model);
    const row = read.getRow(5);
    expect(row.getCell(1).value).toBe(1);
    expect(row.getCell(4).value).toBe(1320.01);
    expect(row.getCell(4).numFmt).toBe('#,##0.00');
    expect(row.getCell(5).value).toEqual(new Date('2020-05-31T00:00:00Z'));
    expect(row.getCell(5).numFmt).toBe('yyyy-mm-dd');
    expect(row.getCell(6).value).toBe(0.9618);
    expect(row.getCell(6).numFmt).toBe('0.00%');
  });

  it('keeps a value that does not fit its kind as text and leaves nothing out', async () => {
    const row = (await open(model)).getRow(6);
    expect(row.getCell(5).value).toBe('长期坚持');
    expect(row.getCell(6).value).toBe('—');
    expect(row.getCell(1).value).toBeNull();
  });

  it('refuses money that is not whole fen', async () => {
    const broken = { ...sheet, rows: [{ amount: 13.2 }] };
    await expect(open({ ...model, sheets: [broken] })).rejects.toThrow('whole fen');
  });

  it('freezes and repeats a two-level header with merged groups', async () => {
    const read = await open(model);
    expect(read.views[0]).toMatchObject({ state: 'frozen', ySplit: 4 });
    expect(read.pageSetup).toMatchObject({
      ...{ printTitlesRow: '3:4', orientation: 'landscape', paperSize: 9 },
      ...{ fitToWidth: 1, fitToHeight: 0 },
    });
    expect(read.getCell('B3').value).toBe('问题');
    expect(read.getCell('C3').master.address).toBe('B3');
    expect(read.getCell('A4').master.address).toBe('A3');
    expect([read.getCell('B4').value, read.getCell('C4').value]).toEqual(['问题编号', '状态']);
  });

  it('offers the allowed values of a column as a list', async () => {
    const validation = (await open(model)).getCell('C5').dataValidation;
    expect(validation).toMatchObject({ type: 'list', formulae: ['"整改中,已销号"'] });
  });

  it('prints title, subtitle and footer lines', async () => {
    const read = await open(model);
    expect(read.getCell('A1').value).toBe('整改台账');
    expect([read.getCell('A2').value, read.getCell('D2').value]).toEqual(sheet.subtitle);
    expect(read.getCell('A7').value).toBe('填表人：经办人甲');
  });

  it.each([
    ['a/b:c', 'a b c'],
    ['x'.repeat(40), 'x'.repeat(31)],
    ['  ', '工作表'],
  ])('names a sheet %j as %j', async (name, expected) => {
    expect((await open({ ...model, sheets: [{ ...sheet, name }] })).name).toBe(expected);
  });

  it('keeps sheets of the same name apart', async () => {
    const read = new ExcelJS.Workbook();
    const bytes = await renderWorkbook({ ...model, sheets: [sheet, sheet] }, stamp);
    await read.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    expect(read.worksheets.map((w) => w.name)).toEqual(['台账', '台账(2)']);
  });

  it('has the same bytes whenever it is made', async () => {
    const first = await renderWorkbook(model, stamp);
    jest.useFakeTimers({ now: new Date('2031-01-02T03:04:05Z'), doNotFake: REAL_TIMERS });
    expect((await renderWorkbook(model, stamp)).equals(first)).toBe(true);
    const other = await renderWorkbook(model, { ...stamp, createdAt: '2020-06-30T10:00:00Z' });
    expect(other.equals(first)).toBe(false);
  });
});
