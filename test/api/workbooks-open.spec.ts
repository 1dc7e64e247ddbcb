import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { TestApp } from '../support/app.js';
import { binaryParser } from '../support/imports.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';

const FORMULA = '=HYPERLINK("http://x","一")';
const hasOffice = spawnSync('soffice', ['--version']).status === 0;

/** Every kind of workbook the program gives, with a word that must be in its first sheet. */
const KINDS: readonly (readonly [string, string, string])[] = [
  ['问题清单', 'issues.xlsx?campaignId=', FORMULA],
  ['任务清单', 'tasks.xlsx?campaignId=', '逐户核定'],
  ['责任清单', 'responsibilities.xlsx?campaignId=', '分管领导'],
  ['整改台账', 'ledger.xlsx?campaignId=', FORMULA],
  ['对账数', 'ledger/balance.xlsx?campaignId=', '青禾镇人民政府'],
  ['导入模板', 'issue-imports/template.xlsx?campaignId=', '问题表述（反馈原文）'],
];

describe('workbooks', () => {
  let app: TestApp;
  const files = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation('sqlite');
    const campaignId = await createCampaign(app);
    await new IssueDriver(app, campaignId).to('RECTIFYING', { statement: FORMULA });
    const clerk = await app.as('div.clerk');
    const save = async (name: string, path: string): Promise<void> => {
      const answer = ok(await clerk.get(path).buffer(true).parse(binaryParser));
      files.set(name, join(app.place.dir, `${name}.xlsx`));
      writeFileSync(files.get(name) ?? '', answer.body as Buffer);
    };
    for (const [name, path] of KINDS) await save(name, `/${path}${campaignId}`);
    await save('对账结果', `/campaigns/${campaignId}/reconciliation.xlsx`);
  }, 60_000);
  afterAll(() => app.stop());

  it.each([...KINDS.map(([name]) => name), '对账结果'])(
    '%s has a frozen header, repeated on each page, and no formula',
    async (name) => {
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.readFile(files.get(name) ?? '');
      const sheet = workbook.worksheets[0] as ExcelJS.Worksheet;
      expect(sheet.views[0]).toMatchObject({ state: 'frozen' });
      expect(sheet.pageSetup).toMatchObject({
        orientation: 'landscape',
        paperSize: 9,
        fitToWidth: 1,
      });
      expect(sheet.pageSetup.printTitlesRow).toBeDefined();
      expect(sheet.headerFooter.oddFooter).toContain('第&P页');
      sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()));
    },
  );

  (hasOffice ? it : it.skip)(
    'open in LibreOffice without repair',
    () => {
      const profile = `-env:UserInstallation=file://${join(app.place.dir, 'profile')}`;
      const convert = ['--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1'];
      const run = spawnSync('soffice', [profile, ...convert, ...files.values()], {
        cwd: app.place.dir,
        timeout: 170_000,
      });
      expect(run.status).toBe(0);
      expect(run.stderr.toString()).not.toMatch(/error/i);
      for (const [name, , word] of [...KINDS, ['对账结果', '', '相符'] as const]) {
        const text = readFileSync(join(app.place.dir, `${name}.csv`), 'utf8');
        expect(text.replaceAll('""', '"')).toContain(word);
      }
    },
    180_000,
  );
});
