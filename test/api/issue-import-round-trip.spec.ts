import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type ExcelJS from 'exceljs';
import fc from 'fast-check';
import { ENGINES, TestApp } from '../support/app.js';
import { binaryParser, ImportDriver, sheetOf } from '../support/imports.js';
import { createCampaign, FINDING, ok } from '../support/issues.js';

const ISSUES = 60;
/** Columns that are not imported: the number is given at registration, the serial number is of the print. */
const NOT_IMPORTED = ['序号', '问题编号'];

/** What has broken an export or an import before, or looks as if it could. */
const TRICKY = [
  ...['=1+1', '+1', '-1', '@SUM(A1)', '\t', '＝1', '＋', "'", '"', ',', ';', '\n', '\r\n'],
  ...['_x000D_', '_x0041_', '<a>&amp;', ']]>', '{{x}}', '0012', '1E5', '2020-5-9', '2020年5月9日'],
  ...[
    '990101196503150018',
    'ａ１',
    '（',
    '）',
    '〔2020〕8号',
    '\u00a0',
    '　',
    '𠀀',
    '龘',
    'é',
    'e\u0301',
  ],
  ...['true', '#REF!', '合计', '第3条', '\\', '%', 'NULL', '低保', '公示栏', '未张贴', '名单'],
];

const words = fc
  .array(fc.constantFrom(...TRICKY), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));
const said = words.filter((text) => text.trim() !== '');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const findings = fc.record({
  statement: said,
  detail: maybe(said),
  remark: maybe(said),
  source: fc.constantFrom('SUPERVISION_CHECK', 'AUDIT', 'CENTRAL_INSPECTION_LOOKBACK', 'OTHER'),
  sourceDocNo: maybe(
    fc.constantFrom('示民函〔2020〕8号', '[2019]7号', '检查反馈', "'=8", 'A-1\n附'),
  ),
  sourceItemNo: maybe(fc.constantFrom('附件', '', '=3-', '第')),
  foundOn: maybe(fc.constantFrom('2020-03-01', '2019-12-31', '2020-02-29')),
  category: fc.constantFrom('A01_MISSED', 'A05_SPLIT_HOUSEHOLD', 'B04_RESERVE_FUND', 'H07_GANG'),
  areaCode: maybe(fc.constantFrom('990101', '990101101', '990101101201', '990101101299')),
  householdCount: maybe(fc.integer({ min: 0, max: 900 })),
  personCount: maybe(fc.integer({ min: 900, max: 10_000_000 })),
  amountInvolvedFen: maybe(fc.integer({ min: 0, max: 10_000_000_000_000 })),
  nature: maybe(fc.constantFrom('POLICY', 'CRIMINAL')),
  scope: maybe(fc.constantFrom('INDIVIDUAL', 'COMMON')),
  severity: maybe(fc.constantFrom('GENERAL', 'PROMINENT', 'SERIOUS')),
});

describe.each(ENGINES)('export, import, export on %s', (engine) => {
  let app: TestApp;
  let from: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    from = await createCampaign(app);
    const clerk = await app.as('div.clerk');
    const units = [app.units.qinghe, app.units.rescue, app.units.shaigu, undefined];
    for (const [index, finding] of fc.sample(findings, { numRuns: ISSUES, seed: 20 }).entries()) {
      // The same item twice in a file would be refused, as it is at registration.
      const { sourceItemNo } = finding;
      const item = sourceItemNo === undefined ? {} : { sourceItemNo: `${sourceItemNo}${index}` };
      const place = { campaignId: from, responsibleUnitId: units[index % units.length] };
      ok(await clerk.post('/issues', { ...finding, ...item, ...place }));
    }
    ok(await clerk.post('/issues', { ...FINDING, campaignId: from }));
  }, 60_000);
  afterAll(() => app.stop());

  const download = async (campaignId: string, format: string) => {
    const clerk = await app.as('div.clerk');
    const path = `/issues.${format}?campaignId=${campaignId}&status=DRAFT&sort=createdAt`;
    return ok(await clerk.get(path).buffer(true).parse(binaryParser));
  };

  /** Imports a download into a new campaign. */
  const importInto = async (bytes: Buffer, name: string): Promise<string> => {
    const to = await createCampaign(app);
    const driver = new ImportDriver(app, to);
    const checked = await driver.check(bytes, name);
    const faults = await driver.rows(checked.id, '&state=ERROR');
    expect(faults.flatMap(({ notes }) => notes.filter(({ level }) => level === 'ERROR'))).toEqual(
      [],
    );
    await driver.apply(checked);
    return to;
  };

  it('gives equal cells in every column that is imported (xlsx)', async () => {
    const first = await download(from, 'xlsx');
    const to = await importInto(first.body as Buffer, '问题清单.xlsx');
    const second = await download(to, 'xlsx');
    const before = cellsOf(await sheetOf(first));
    expect(before).toHaveLength(ISSUES + 1);
    expect(cellsOf(await sheetOf(second))).toEqual(before);
  });

  it('gives the same file (csv)', async () => {
    const first = await download(from, 'csv');
    const to = await importInto(first.body as Buffer, '问题清单.csv');
    const second = await download(to, 'csv');
    expect((second.body as Buffer).toString()).toBe((first.body as Buffer).toString());
  });
});

/** Values of the data rows by header, without the columns that are not imported. */
function cellsOf(sheet: ExcelJS.Worksheet): Record<string, unknown>[] {
  const headerAt = [3, 4].map((row) => sheet.getRow(row).values as ExcelJS.CellValue[]);
  const rows: Record<string, unknown>[] = [];
  for (let no = 5; no <= sheet.rowCount; no += 1) {
    if (typeof sheet.getRow(no).getCell(1).value !== 'number') continue;
    const cells: Record<string, unknown> = {};
    sheet.getRow(no).eachCell((cell, column) => {
      const header = (headerAt[1]?.[column] ?? headerAt[0]?.[column]) as string;
      if (!NOT_IMPORTED.includes(header)) cells[header] = cell.value;
    });
    rows.push(cells);
  }
  return rows;
}
