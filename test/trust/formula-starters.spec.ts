import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { csvOf, plainOf } from '../../src/documents/workbook/csv.js';
import { renderWorkbook } from '../../src/documents/workbook/workbook.js';
import { stamp } from '../documents/support/rendering.js';
import { ENGINES, TestApp } from '../support/app.js';
import { binaryParser } from '../support/imports.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { figure } from './support/figure.js';

const STARTERS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', "'", '\t', '\r', '\n'];
/** Typed texts lose blanks at their ends, so these can only come from older data. */
const TYPED = STARTERS.filter((starter) => starter.trim() !== '');
const wordsOf = (starter: string): string => `${starter}HYPERLINK("http://x.example","甲")`;
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

async function sheetsOf(bytes: Buffer): Promise<ExcelJS.Cell[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const cells: ExcelJS.Cell[] = [];
  for (const sheet of book.worksheets)
    sheet.eachRow((row) => row.eachCell((cell) => void cells.push(cell)));
  return cells;
}

describe('S14 what begins like a formula', () => {
  it('S14 comes back letter by letter from CSV and workbook', async () => {
    const rows = STARTERS.map((starter, index) => ({ seq: index + 1, words: wordsOf(starter) }));
    const columns = [
      { header: '序号', key: 'seq', width: 6, kind: 'integer' },
      { header: '内容', key: 'words', width: 40, kind: 'text' },
    ] as const;
    const csv = [...csvOf({ columns, rows })].join('');
    const [, ...lines]: string[][] = parse(csv, { bom: true, relax_quotes: false });
    expect(lines.filter(([, cell]) => FORMULA.test(cell ?? ''))).toEqual([]);
    expect(lines.map(([, cell]) => plainOf(cell ?? ''))).toEqual(rows.map(({ words }) => words));
    const sheets = [{ name: '台账', title: '台账', columns, rows }];
    const cells = await sheetsOf(
      Buffer.from(await renderWorkbook({ title: '台账', sheets }, stamp)),
    );
    expect(cells.some((cell) => cell.type === ExcelJS.ValueType.Formula)).toBe(false);
    const texts = cells.map(({ value }) => value);
    // XML knows one kind of line end only.
    for (const { words } of rows) expect(texts).toContain(words.replace('\r', '\n'));
    figure(
      'S14',
      `${STARTERS.length} starters through CSV and workbook: all text, round trip exact`,
    );
  });
});

describe.each(ENGINES)('S14 exports on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    const driver = new IssueDriver(app, campaignId);
    for (const starter of TYPED)
      await driver.to('REGISTERED', { statement: wordsOf(starter), remark: wordsOf(starter) });
    const words = wordsOf('=');
    const planned = await driver.to('PLANNING', { statement: words });
    await driver.savePlan(planned, {
      ...{ causeAnalysis: words, goal: words },
      measures: TYPED.map((starter) => ({ measure: wordsOf(starter), dueOn: '2020-05-10' })),
      responsibilities: [
        { kind: 'LEAD', unitId: app.units.qinghe },
        { kind: 'RESPONSIBLE_LEADER', personName: '=甲', post: '@副镇长' },
        { kind: 'RESPONSIBLE_PERSON', personName: '+乙', post: '-经办' },
      ],
    });
  }, 60_000);
  afterAll(() => app?.stop());

  const download = async (path: string): Promise<Buffer> => {
    const clerk = await app.as('div.clerk');
    return ok(await clerk.get(path).buffer(true).parse(binaryParser)).body as Buffer;
  };

  it('S14 of every list hold texts and nothing to be calculated', async () => {
    let cells = 0;
    const files = ['issues', 'tasks', 'responsibilities', 'ledger', 'ledger/balance'];
    const exact: Record<string, readonly string[]> = {
      issues: TYPED.map(wordsOf),
      tasks: TYPED.map(wordsOf),
      responsibilities: ['=甲', '+乙'],
      ledger: TYPED.map(wordsOf),
    };
    for (const list of files) {
      const csv = (await download(`/${list}.csv?campaignId=${campaignId}`)).toString('utf8');
      const table: string[][] = parse(csv, { bom: true });
      const read = table.flat();
      const texts = read.filter((cell) => !/^-?\d+(\.\d+)?$/.test(cell));
      expect([list, texts.filter((cell) => FORMULA.test(cell))]).toEqual([list, []]);
      const shown = read.map(plainOf).join('\n');
      for (const words of exact[list] ?? [])
        expect([list, shown]).toEqual([list, expect.stringContaining(words)]);
      cells += read.length;
    }
    const books = [
      ...files.map((list) => `/${list}.xlsx?campaignId=${campaignId}`),
      `/campaigns/${campaignId}/reconciliation.xlsx`,
      `/statistics/unresolved.xlsx?campaignId=${campaignId}`,
      `/cases.xlsx?campaignId=${campaignId}`,
      `/issue-imports/template.xlsx?campaignId=${campaignId}`,
    ];
    for (const path of books) {
      const all = await sheetsOf(await download(path));
      expect([
        path,
        all.filter((cell) => cell.type === ExcelJS.ValueType.Formula).map(({ address }) => address),
      ]).toEqual([path, []]);
      const shown = all.map(({ value }) => (typeof value === 'string' ? value : '')).join('\n');
      for (const words of exact[path.slice(1).split('.')[0] ?? ''] ?? [])
        expect([path, shown]).toEqual([path, expect.stringContaining(words)]);
      cells += all.length;
    }
    figure(
      'S14',
      `${files.length} CSV files and ${books.length} workbooks on ${engine}: ${cells} cells, 0 formulas, ${TYPED.length} starters exact`,
    );
  }, 120_000);
});
