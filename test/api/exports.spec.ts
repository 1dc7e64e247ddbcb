import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type ExcelJS from 'exceljs';
import { sql } from '../../src/platform/database/queryable.js';
import { Jobs } from '../../src/platform/jobs/jobs.service.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { binaryParser, sheetOf } from '../support/imports.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';

describe.each(ENGINES)('exports in the background on %s', (engine) => {
  let app: TestApp;
  let chief: TestUser;
  let campaignId: string;

  const fetch = (user: TestUser, path: string) => user.get(path).buffer(true).parse(binaryParser);
  const exported = async (body: object, user = chief) => {
    const asked = await user.post('/exports', body).expect(202);
    expect(asked.body).toMatchObject({ kind: 'export', status: 'PENDING' });
    await app.app.get(Jobs).idle();
    return ok(await user.get(`/jobs/${asked.body.id}`)).body;
  };

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    chief = await app.as('div.chief');
    const driver = new IssueDriver(app, campaignId);
    await driver.to('RECTIFYING', { statement: '=1+1', amountInvolvedFen: 132_050 });
    driver.town = 'wanglan';
    await driver.to('ASSIGNED', { statement: '望澜镇的问题' });
  }, 60_000);
  afterAll(() => app.stop());

  it.each(['ISSUES', 'TASKS', 'RESPONSIBILITIES', 'LEDGER'])(
    'makes %s as workbook, CSV and PDF, the same as the direct download',
    async (list) => {
      const paths = { ISSUES: 'issues', TASKS: 'tasks', LEDGER: 'ledger' } as const;
      const path = paths[list as keyof typeof paths] ?? 'responsibilities';
      for (const format of ['csv', 'xlsx', 'pdf']) {
        const job = await exported({ list, format, filters: { campaignId } });
        expect(job).toMatchObject({ status: 'SUCCEEDED' });
        expect(job.resultName).toMatch(new RegExp(`_20200401\\.${format}$`));
        const made = await fetch(chief, `/jobs/${job.id}/result`).expect(200);
        const direct = await fetch(chief, `/${path}.${format}?campaignId=${campaignId}`);
        expect(made.headers['content-type']).toBe(direct.headers['content-type']);
        if (format === 'csv') expect(made.body).toEqual(direct.body);
        else
          expect((made.body as Buffer).subarray(0, 2)).toEqual(
            (direct.body as Buffer).subarray(0, 2),
          );
      }
    },
  );

  it('keeps the filters and the scope of who asked, and leaves a trace', async () => {
    const town = await app.as('wanglan.clerk');
    const job = await exported(
      { list: 'ISSUES', format: 'csv', filters: { status: ['ASSIGNED'] } },
      town,
    );
    const text = ((await fetch(town, `/jobs/${job.id}/result`)).body as Buffer).toString();
    expect(text).toContain('望澜镇的问题');
    expect(text.trim().split('\r\n')).toHaveLength(2);
    await chief.get(`/jobs/${job.id}/result`).expect(404);
    const acts = await app.rows(
      sql`SELECT action, actor_unit_id FROM audit_entries WHERE subject_id = ${job.id}`,
    );
    expect(acts).toEqual([{ action: 'export.request', actorUnitId: app.units.wanglan }]);
  });

  it('numbers the rows of a long CSV on and on, beyond what is downloaded directly', async () => {
    const other = await createCampaign(app);
    await app.uow.run((tx) =>
      tx.execute(sql`
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20100)
        INSERT INTO issues (id, campaign_id, bureau_id, status, statement, registered_unit_id,
                            created_by, created_at, updated_by, updated_at)
        SELECT CONCAT('many-', i), ${other}, ${app.units.anlan}, 'DRAFT', '多', ${app.units.anlan},
               'x', '2020-04-01T01:00:00.000Z', 'x', '2020-04-01T01:00:00.000Z' FROM n`),
    );
    const filters = { campaignId: other, status: ['DRAFT'] };
    const job = await exported({ list: 'ISSUES', format: 'csv', filters });
    expect(job).toMatchObject({ status: 'SUCCEEDED', done: 20_100, total: 20_100 });
    const bytes = (await fetch(chief, `/jobs/${job.id}/result`)).body as Buffer;
    const lines = bytes.toString().trim().split('\r\n');
    expect(lines).toHaveLength(20_101);
    expect(lines.at(-1)).toMatch(/^20100,/);
    const refused = await exported({ list: 'ISSUES', format: 'xlsx', filters });
    expect(refused).toMatchObject({ status: 'FAILED', errorCode: 'TOO_MANY_ROWS' });
  }, 60_000);

  it('refuses what is no list, format or filter, and those without the permission', async () => {
    const bad = [
      { list: 'USERS', format: 'csv' },
      { list: 'ISSUES', format: 'doc' },
      { list: 'ISSUES', format: 'csv', filters: { colour: 'red' } },
      { list: 'ISSUES', format: 'csv', filters: [] },
    ];
    for (const body of bad) await chief.post('/exports', body).expect(400);
    await (
      await app.as('leadership')
    )
      .post('/exports', { list: 'ISSUES', format: 'csv' })
      .expect(403);
    await app.anonymous().post('/api/exports').send({}).expect(401);
  });

  it('gives the balance and the reconciliation as workbooks', async () => {
    const query = `campaignId=${campaignId}&by=unit`;
    const balance = await sheetOf(await fetch(chief, `/ledger/balance.xlsx?${query}`).expect(200));
    expect(valuesOf(balance, 3).slice(0, 3)).toEqual(['序号', '单位（含下级）', '期初']);
    const total = rowsOf(balance).find((row) => row[1] === '合计');
    expect(total).toEqual([null, '合计', 0, 2, 0, 0, 0, 0, 0, 2]);
    const csv = (await fetch(chief, `/ledger/balance.csv?${query}`)).body as Buffer;
    expect(csv.toString()).toContain('合计,0,2,0,0,0,0,0,2');
    const path = `/campaigns/${campaignId}/reconciliation.xlsx`;
    const checks = await sheetOf(await fetch(chief, path).expect(200));
    expect(rowsOf(checks).filter((row) => row[3] === '相符').length).toBeGreaterThan(5);
    const leader = await app.as('yunqi.clerk');
    await leader.get(path).expect(404);
  });
});

const valuesOf = (sheet: ExcelJS.Worksheet, row: number): ExcelJS.CellValue[] =>
  (sheet.getRow(row).values as ExcelJS.CellValue[]).slice(1);

function rowsOf(sheet: ExcelJS.Worksheet): ExcelJS.CellValue[][] {
  return Array.from({ length: sheet.rowCount }, (_, at) => {
    const row = sheet.getRow(at + 1);
    return Array.from({ length: 10 }, (_cell, column) => row.getCell(column + 1).value);
  });
}
