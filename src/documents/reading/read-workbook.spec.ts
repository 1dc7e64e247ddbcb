import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { readWorkbook } from './read-workbook.js';
import { type TableCell, type TableFacts, type TableRow } from './table.js';
import { isDateFormat } from './workbook-parts.js';

type Fill = (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void;

describe('reading a workbook', () => {
  let folder: string;

  const read = async (fill: Fill): Promise<{ rows: TableRow[]; facts: TableFacts }> => {
    const workbook = new ExcelJS.Workbook();
    fill(workbook.addWorksheet('表'), workbook);
    const path = join(folder, 'book.xlsx');
    writeFileSync(path, Buffer.from(await workbook.xlsx.writeBuffer()));
    const rows: TableRow[] = [];
    const facts = await readWorkbook(path, '表', (row) => rows.push(row));
    return { rows, facts };
  };
  const cellOf = async (value: ExcelJS.CellValue, numFmt?: string): Promise<TableCell> => {
    const { rows } = await read((sheet) => {
      sheet.getCell('A1').value = value;
      if (numFmt) sheet.getCell('A1').numFmt = numFmt;
    });
    return rows[0]?.cells[0] ?? null;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xiaohao-book-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['text', '问题 1', '问题 1'],
    ['an 18-digit text', '990101196503150018', '990101196503150018'],
    ['a text with an escape in it', 'a_x0041_b', 'aAb'],
    ['rich text', { richText: [{ text: '晒谷' }, { font: { bold: true }, text: '村' }] }, '晒谷村'],
    ['a hyperlink', { text: '反馈文件', hyperlink: 'http://127.0.0.1/' }, '反馈文件'],
    ['marks of XML', '<a> & "b"', '<a> & "b"'],
    ['several lines', '一\n二', '一\n二'],
  ] as const)('keeps %s', async (_name, value, expected) => {
    expect(await cellOf(value as ExcelJS.CellValue)).toBe(expected);
  });

  it.each([
    ['a number', 3, { text: '3', kind: 'number', formula: false }],
    ['a damaged number', 1.2e17, { text: '120000000000000000', kind: 'number', formula: false }],
    ['a flag', true, { text: 'true', kind: 'flag', formula: false }],
    ['an error', { error: '#REF!' }, { text: '#REF!', kind: 'error', formula: false }],
    ['a formula', { formula: 'B1+1', result: 4 }, { text: '4', kind: 'number', formula: true }],
    [
      'a text formula',
      { formula: 'B1', result: '甲' },
      { text: '甲', kind: 'text', formula: true },
    ],
    ['a formula without value', { formula: 'B1' }, { text: '', kind: 'error', formula: true }],
  ] as const)('tells %s by its kind', async (_name, value, expected) => {
    expect(await cellOf(value as ExcelJS.CellValue)).toEqual(expected);
  });

  it.each(['yyyy-mm-dd', 'm"月"d"日"', 'yyyy/m/d h:mm', '[$-804]yyyy"年"m"月"d"日";@'])(
    'reads a day in the format %s',
    async (format) => {
      const day = new Date('2020-05-09T00:00:00Z');
      expect(await cellOf(day, format)).toEqual({
        text: '2020-05-09',
        kind: 'date',
        formula: false,
      });
    },
  );

  it('counts days from 1904 where the workbook does', async () => {
    const { rows } = await read((sheet, workbook) => {
      workbook.properties.date1904 = true;
      sheet.getCell('A1').value = 42498;
      sheet.getCell('A1').numFmt = 'yyyy-mm-dd';
    });
    expect(rows[0]?.cells[0]).toMatchObject({ text: '2020-05-09', kind: 'date' });
  });

  it.each([
    ['yyyy-mm-dd', true],
    ['d', true],
    ['mmm', true],
    ['[Red]0.00', false],
    ['0.00E+00', false],
    ['h:mm', false],
    ['mm:ss', false],
    ['General', false],
    ['@', false],
    ['#,##0.00"元/月"', false],
    ['[$¥-804]#,##0.00', false],
  ])('takes %s for a format of days: %s', (format, expected) => {
    expect(isDateFormat(format)).toBe(expected);
  });

  it('numbers rows as the sheet does, marks hidden ones and leaves empty ones out', async () => {
    const { rows } = await read((sheet) => {
      sheet.getCell('B2').value = '甲';
      sheet.getCell('A5').value = '乙';
      sheet.getRow(5).hidden = true;
      sheet.getCell('D9').border = { top: { style: 'thin' } };
    });
    expect(rows).toEqual([
      { no: 2, hidden: false, cells: [null, '甲'] },
      { no: 5, hidden: true, cells: ['乙'] },
    ]);
  });

  it('reads the sheet of the wanted name, else the first that can be seen', async () => {
    const named = await read((sheet, workbook) => {
      sheet.name = '说明';
      workbook.addWorksheet('表').getCell('A1').value = '数据';
    });
    expect(named.facts).toMatchObject({ sheet: '表', otherSheets: ['说明'] });
    const first = await read((sheet, workbook) => {
      sheet.name = '甲';
      sheet.state = 'hidden';
      workbook.addWorksheet('乙').getCell('A1').value = '数据';
    });
    expect(first.facts).toMatchObject({ sheet: '乙', otherSheets: [] });
  });
});
