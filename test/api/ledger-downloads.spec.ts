import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import type { Caller } from '../../src/identity/caller.js';
import { sql } from '../../src/platform/database/queryable.js';
import { DownloadsService } from '../../src/registers/ledger/downloads.service.js';
import { LedgerListQuery } from '../../src/registers/ledger/ledger.dto.js';
import { TaskListQuery } from '../../src/registers/tasks/task.dto.js';
import { readPdf } from '../documents/support/read-pdf.js';
import { ENGINES, TestApp } from '../support/app.js';
import { binaryParser } from '../support/imports.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';

const FORMULA = '=HYPERLINK("http://x","一")，见\n附件';
const LISTS: [string, string][] = [
  ['issues', '问题清单'],
  ['tasks', '任务清单'],
  ['responsibilities', '责任清单'],
  ['ledger', '整改台账'],
];

describe.each(ENGINES)('downloads on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let campaignId: string;
  let working: DrivenIssue;

  const download = async (path: string, user = 'div.chief'): Promise<Response> => {
    const caller = await app.as(user);
    return ok(await caller.get(path).buffer(true).parse(binaryParser));
  };
  const rowsOfCsv = async (path: string, user?: string): Promise<Record<string, string>[]> => {
    const [header = [], ...rows] = readCsv((await download(path, user)).body as Buffer);
    return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
  };
  const sheetOf = async (path: string): Promise<ExcelJS.Worksheet> => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await download(path)).body as ArrayBuffer);
    return workbook.worksheets[0] as ExcelJS.Worksheet;
  };
  const textOfPdf = async (path: string): Promise<string> => {
    const pages = await readPdf((await download(path)).body as Buffer);
    return pages.map((page) => page.text).join('');
  };

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    working = await driver.to('RECTIFYING', { statement: '四月整改中的问题' });
    driver.town = 'wanglan';
    await driver.to('ASSIGNED', { statement: '望澜镇的问题' });
    app.moveTo('2020-05-12T09:00:00+08:00');
    driver.town = 'liping';
    await driver.to('RECTIFYING', {
      statement: FORMULA,
      sourceDocNo: '示民函〔2020〕8号',
      sourceItemNo: '3',
      amountInvolvedFen: 123456789,
      householdCount: 3,
      personCount: 4,
      checkItem: 'T1-1',
    });
    driver.town = 'qinghe';
    await driver.to('CLOSED', { statement: '五月销号的问题' });
    working = await driver.addProgress(await driver.read(working.id));
  }, 120_000);
  afterAll(() => app.stop());

  it.each(LISTS)('%s.csv reads back line by line, as the list shows it', async (list) => {
    const chief = await app.as('div.chief');
    const shown = await chief.get(`/${list}?campaignId=${campaignId}&pageSize=200`).expect(200);
    const rows = await rowsOfCsv(`/${list}.csv?campaignId=${campaignId}`);
    expect(rows).toHaveLength(shown.body.total);
    expect(rows.map((row) => row['序号'])).toEqual(rows.map((_row, i) => String(i + 1)));
    const numbers = shown.body.items.map((item: { issueNo: string }) => item.issueNo);
    const numbered = Object.keys(rows[0] ?? {}).find((name) => /问题.*编号/.test(name)) ?? '';
    expect(rows.map((row) => row[numbered])).toEqual(numbers);
  });

  it('csv keeps the filters and the order, and texts that look like formulas as texts', async () => {
    const rows = await rowsOfCsv('/issues.csv?unitId=' + app.units.liping + '&sort=issueNo');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      '问题表述（反馈原文）': `'${FORMULA}`,
      问题来源: '督查检查\n（示民函〔2020〕8号第3条）',
      '反馈（发现）时间': '2020-03-25',
      '镇街、村': '青禾镇晒谷村',
      户数: '3',
      人数: '4',
      '金额（元）': '1234567.89',
      '共性/个性': '个性',
      责任单位: '栗坪镇人民政府',
    });
  });

  it('csv limits the lists to the scope of the caller', async () => {
    expect(await rowsOfCsv('/ledger.csv', 'wanglan.clerk')).toMatchObject([
      { 存在的问题: '望澜镇的问题', 整改状态: '已交办', 是否销号: '否' },
    ]);
    expect(await rowsOfCsv('/issues.csv', 'yunqi.clerk')).toEqual([]);
  });

  it.each(LISTS)('%s.xlsx has its list, title, unit and as-of', async (list, name) => {
    const sheet = await sheetOf(`/${list}.xlsx?campaignId=${campaignId}`);
    expect(sheet.name).toBe(name);
    const words = (row: number): string =>
      (sheet.getRow(row).values as ExcelJS.CellValue[]).map(String).join('|');
    expect(words(1)).toContain(`2020年全区农村低保专项治理${name}`);
    expect(words(2)).toContain('填报单位：安澜区民政局社会救助科');
    expect(words(2)).toContain('2020年5月　截至2020-05-12 09:00');
    expect(words(3)).toContain('序号');
    expect(JSON.stringify(sheet.getSheetValues())).toContain(working.issueNo);
  });

  it('are offered under their Chinese names', async () => {
    const { headers } = await download('/ledger.csv');
    const name = encodeURIComponent('整改台账_安澜区民政局社会救助科_20200512.csv');
    expect(headers['content-disposition']).toContain(`filename*=UTF-8''${name}`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  });

  it('xlsx holds dates as dates, money as numbers and formulas as text', async () => {
    const sheet = await sheetOf(`/issues.xlsx?unitId=${app.units.liping}`);
    const first = sheet.getRow(5);
    expect(first.getCell(6).type).toBe(ExcelJS.ValueType.String);
    expect(first.getCell(6).value).toBe(FORMULA);
    expect(first.getCell(11).value).toBe(1234567.89);
    expect(first.getCell(4).value).toEqual(new Date('2020-03-25T00:00:00Z'));
    expect(sheet.getCell('A1').font.name).toBe('黑体');
  });

  it.each(LISTS)('%s.pdf can be read: title, unit, as-of, every issue', async (list, name) => {
    const text = await textOfPdf(`/${list}.pdf?campaignId=${campaignId}`);
    expect(text).toContain(`2020年全区农村低保专项治理${name}`);
    expect(text).toContain('填报单位：安澜区民政局社会救助科');
    expect(text).toContain('截至2020-05-1209:00');
    expect(text).toContain(working.issueNo);
    expect(text).not.toContain('13800005678');
  });

  it('the ledger pdf prints progress, people, totals and a balance that holds', async () => {
    const text = await textOfPdf(`/ledger.pdf?campaignId=${campaignId}`);
    expect(text).toContain('5月12日：已完成入户核查，正在办理审批。（进度60%）');
    expect(text).toContain('共4项，其中已销号1项、未销号3项（逾期0项，挂账持续整改0项）');
    expect(text).toContain('对账：期初2＋新增2＋重开0＋移入0－销号1－移出0－撤并0＝期末3');
  });

  it('the task list tells the task of the campaign that the measure falls under', async () => {
    const rows = await rowsOfCsv(`/tasks.csv?unitId=${app.units.liping}`);
    expect(rows).toMatchObject([
      {
        类别: '清理纠正农村低保政策落实不到位问题',
        工作目标: '3户全部按单人户纳入低保。',
        完成时限: '2020-05-10',
      },
    ]);
  });

  it('refuses more rows than one file may hold, saying how many there are', async () => {
    const other = await createCampaign(app);
    await app.uow.run((tx) =>
      tx.execute(sql`
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
        INSERT INTO issues (id, campaign_id, bureau_id, status, statement, registered_unit_id,
                            created_by, created_at, updated_by, updated_at)
        SELECT CONCAT('many-', i), ${other}, ${app.units.anlan}, 'DRAFT', '多', ${app.units.anlan},
               'x', '2020-05-12T01:00:00.000Z', 'x', '2020-05-12T01:00:00.000Z' FROM n`),
    );
    const chief = await app.as('div.chief');
    const refused = await chief.get(
      `/issues.csv?campaignId=${other}&status=DRAFT&q=${encodeURIComponent('多')}`,
    );
    expect([refused.status, refused.body.code]).toEqual([422, 'TOO_MANY_ROWS']);
    expect(refused.body.detail).toContain('20001条');
  });

  it('makes two files at once, lets twenty wait and answers 503 to the rest', async () => {
    const [row] = await app.rows<{ id: string; unitId: string }>(
      sql`SELECT id, unit_id FROM users WHERE username = 'div.chief'`,
    );
    const caller: Caller = {
      userId: row?.id ?? '',
      username: 'div.chief',
      name: '科长乙',
      post: '科长',
      unitId: row?.unitId ?? '',
      bureauId: app.units.anlan ?? '',
      roles: ['DIVISION_CHIEF'],
      sessionId: '',
    };
    const downloads = app.app.get(DownloadsService);
    const query = Object.assign(new LedgerListQuery(), { campaignId });
    const makers = [
      () => downloads.issues(caller, query, 'csv'),
      () => downloads.tasks(caller, Object.assign(new TaskListQuery(), { campaignId }), 'csv'),
      () => downloads.responsibilities(caller, query, 'csv'),
      () => downloads.ledger(caller, query, 'csv'),
    ];
    const files = await Promise.allSettled(
      Array.from({ length: 7 }, () => makers.map((make) => make())).flat(),
    );
    const refused = files.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(6);
    for (const file of refused)
      expect(file).toMatchObject({ reason: { status: 503, code: 'BUSY' } });
  });

  it('refuses unknown filters and those without a session', async () => {
    const chief = await app.as('div.chief');
    await chief.get('/issues.csv?colour=red').expect(400);
    await app.anonymous().get('/api/ledger.pdf').expect(401);
  });
});

/** Reads CSV by RFC 4180, independently of how it was written. */
function readCsv(bytes: Buffer): string[][] {
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = bytes.subarray(3).toString('utf8');
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, quoted, plain = '', end] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}
