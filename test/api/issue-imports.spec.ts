import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import {
  binaryParser,
  ImportDriver,
  ROW,
  sheetOf,
  told,
  workbookFrom,
} from '../support/imports.js';
import { createCampaign, FINDING, ok } from '../support/issues.js';

const STATEMENT = '问题表述（反馈原文）';
const OTHER = {
  ...ROW,
  [STATEMENT]: '望澜镇临时救助备用金台账登记不规范，缺少经办人签字',
  责任单位: '望澜镇',
  反馈文号: '示民函[2020]8号',
  原反馈条目号: '3',
};
const FAULTY = {
  ...ROW,
  '反馈（发现）时间': '2020-13-45',
  涉及户数: '三户',
  [STATEMENT]: '竹湾村公示栏未张贴本季度名单',
};

describe.each(ENGINES)('imports of findings on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let driver: ImportDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new ImportDriver(app, campaignId);
  });
  afterAll(() => app.stop());

  it('checks a file, imports its rows as drafts, and tells where each came from', async () => {
    const checked = await driver.check(await workbookFrom([ROW, OTHER]), '五月问题.xlsx');
    expect(checked).toMatchObject({ status: 'CHECKED', totalRows: 2, validRows: 2, errorRows: 0 });
    expect(checked.progress).toMatchObject({ status: 'SUCCEEDED', done: 3, total: 3 });

    const applied = await driver.apply(checked);
    expect(applied).toMatchObject({ status: 'APPLIED', appliedRows: 2 });
    const rows = await driver.rows(applied.id);
    const clerk = await app.as('div.clerk');
    const issue = ok(await clerk.get(`/issues/${rows[1]?.issueId}`)).body;
    expect(issue).toMatchObject({
      status: 'DRAFT',
      version: 1,
      sourceDocNo: '示民函〔2020〕8号',
      sourceItemNo: '3',
      source: 'SUPERVISION_CHECK',
      foundOn: '2020-03-25',
      category: 'A05_SPLIT_HOUSEHOLD',
      areaCode: '990101101201',
      householdCount: 3,
      severity: 'PROMINENT',
      responsibleUnit: { id: app.units.wanglan },
      allowedActions: ['register', 'void', 'edit', 'addEvidence', 'addPerson'],
    });
    const history = ok(await clerk.get(`/issues/${issue.id}/history`)).body;
    expect(history).toMatchObject([
      { label: '导入登记', actorName: '经办人甲', detail: { fileName: '五月问题.xlsx', row: 3 } },
    ]);
    const acts = await app.rows<{ action: string; actorName: string; detail: string }>(sql`
      SELECT action, actor_name, detail FROM audit_entries
      WHERE subject_id = ${applied.id} ORDER BY seq`);
    expect(acts.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['issueImport.upload', '经办人甲'],
      ['issueImport.apply', '经办人甲'],
    ]);
    expect(JSON.parse(acts[1]?.detail ?? '')).toMatchObject({ count: 2, totalRows: 2 });
  });

  it('counts the drafts by unit, so that totals of lists agree', async () => {
    const counts = await app.rows(sql`
      SELECT c.unit_id, c.count, COUNT(i.id) AS found FROM issue_counts AS c
      LEFT JOIN issues AS i ON i.responsible_unit_id = c.unit_id AND i.status = c.status
      WHERE c.status = 'DRAFT' GROUP BY c.unit_id, c.count`);
    expect(counts).toHaveLength(2);
    for (const row of counts)
      expect(row).toMatchObject({ count: (row as { found: number }).found });
  });

  it('imports nothing while a row is faulty, or only the good rows when asked to', async () => {
    const checked = await driver.check(
      await workbookFrom([FAULTY, { ...ROW, [STATEMENT]: '松山村敬老院消防通道被杂物占用' }]),
    );
    expect(checked).toMatchObject({ status: 'CHECKED', totalRows: 2, errorRows: 1 });
    const [faulty] = await driver.rows(checked.id, '&state=ERROR');
    expect(faulty).toMatchObject({ rowNo: 2, issueId: null, cells: { 涉及户数: '三户' } });
    expect(faulty && told(faulty)).toEqual([
      'ERROR 反馈（发现）时间 UNREADABLE',
      'ERROR 涉及户数 UNREADABLE',
    ]);
    const clerk = await app.as('div.clerk');
    const path = `/issue-imports/${checked.id}/application`;
    const refused = await clerk.post(path, { mode: 'ALL_OR_NOTHING' }, checked.version);
    expect([refused.status, refused.body.code]).toEqual([422, 'IMPORT_HAS_ERRORS']);
    const applied = await driver.apply(checked, { mode: 'VALID_ONLY' });
    expect(applied).toMatchObject({ status: 'APPLIED', appliedRows: 1 });
  });

  it('registers what can be registered when asked to, and says why the rest cannot', async () => {
    const complete = { ...ROW, [STATEMENT]: '栗坪镇死亡信息比对滞后一个月', 责任单位: '栗坪镇' };
    const { 问题性质: _nature, ...incomplete } = {
      ...ROW,
      [STATEMENT]: '梧坪乡近亲属备案表缺少签字',
      责任单位: '梧坪乡',
    };
    const checked = await driver.check(await workbookFrom([complete, incomplete]));
    expect(checked).toMatchObject({ validRows: 1, warningRows: 1 });
    const applied = await driver.apply(checked, { register: true });
    expect(applied).toMatchObject({ appliedRows: 2, registeredRows: 1 });
    const rows = await driver.rows(applied.id);
    expect(rows[0]?.issueNo).toMatch(/^990101-2020-WT-\d{4}$/);
    expect(rows[1]).toMatchObject({ issueNo: null, registerFault: '建账前请填写问题性质' });
    const entries = await app.rows(
      sql`SELECT kind FROM ledger_entries WHERE issue_id = ${rows[0]?.issueId}`,
    );
    expect(entries).toEqual([{ kind: 'OPENED' }]);
    const clerk = await app.as('div.clerk');
    const reconciled = ok(await clerk.get(`/campaigns/${campaignId}/reconciliation`)).body;
    const failed = reconciled.checks.filter((check: { passed: boolean }) => !check.passed);
    expect(failed.map(({ code }: { code: string }) => code)).not.toContain('TOTALS_EQUAL_ENTRIES');
  });

  it('notices the same file again and imports it only when that is confirmed', async () => {
    const bytes = await workbookFrom([{ ...ROW, [STATEMENT]: '坳口村特困人员照料协议未签订' }]);
    await driver.apply(await driver.check(bytes));
    const again = await driver.check(bytes);
    expect(again).toMatchObject({ appliedBefore: { appliedRows: 1 }, warningRows: 1 });
    const clerk = await app.as('div.clerk');
    const path = `/issue-imports/${again.id}/application`;
    const refused = await clerk.post(path, { mode: 'VALID_ONLY' }, again.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'IMPORTED_BEFORE']);
    expect(await driver.apply(again, { repeat: true })).toMatchObject({ status: 'APPLIED' });
  });

  it('can be withdrawn before, not after; stale versions and strangers are refused', async () => {
    const checked = await driver.check(await workbookFrom([ROW]));
    const clerk = await app.as('div.clerk');
    const chief = await app.as('div.chief');
    const path = `/issue-imports/${checked.id}/withdrawal`;
    await clerk.post(path, {}).expect(428);
    await clerk.post(path, {}, 1).expect(412);
    await chief.get(`/issue-imports/${checked.id}`).expect(404);
    await chief.post(path, {}, checked.version).expect(404);
    const withdrawn = await clerk.post(path, { reason: '选错了文件' }, checked.version).expect(200);
    expect(withdrawn.body).toMatchObject({ status: 'WITHDRAWN', withdrawnReason: '选错了文件' });
    const again = await clerk.post(path, {}, withdrawn.body.version);
    expect([again.status, again.body.code]).toEqual([409, 'IMPORT_NOT_WITHDRAWABLE']);
    const apply = `/issue-imports/${checked.id}/application`;
    const late = await clerk.post(apply, { mode: 'VALID_ONLY' }, withdrawn.body.version);
    expect([late.status, late.body.code]).toEqual([409, 'IMPORT_NOT_CHECKED']);
    const leader = await app.as('qinghe.leader');
    await leader.get('/issue-imports').expect(403);
  });

  it('finds the same feedback item and the same words, in the ledger and in the file', async () => {
    const clerk = await app.as('div.clerk');
    const registered = ok(
      await clerk.post('/issues?register=true', {
        ...FINDING,
        campaignId,
        responsibleUnitId: app.units.lanqiao,
        statement: '澜桥社区低保公示栏损坏，第二季度名单没有公示，群众不知情',
        sourceDocNo: '示民函〔2020〕9号',
        sourceItemNo: '7',
      }),
    ).body;
    const lanqiao = { ...ROW, 责任单位: '澜桥街道', 反馈文号: '示民函（2020）9号' };
    const words = '澜桥社区低保公示栏损坏，第二季度的名单没有公示，群众不知情。';
    const { id } = await driver.check(
      await workbookFrom([
        { ...lanqiao, 原反馈条目号: 7, [STATEMENT]: '说法完全不同但是条目相同的一个问题' },
        { ...lanqiao, 原反馈条目号: 8, [STATEMENT]: words },
        { ...lanqiao, 原反馈条目号: '８', [STATEMENT]: '另一个问题，条目号与上一行相同' },
      ]),
    );
    const rows = await driver.rows(id);
    expect(rows.map(told)).toEqual([
      ['ERROR 原反馈条目号 DUPLICATE_SOURCE_ITEM'],
      ['WARNING 问题表述（反馈原文） SIMILAR'],
      ['ERROR 原反馈条目号 DUPLICATE_IN_FILE'],
    ]);
    expect(rows[0]?.notes[0]?.message).toContain(registered.issueNo);
    expect(rows[1]?.notes[0]?.message).toContain(registered.issueNo);
  });

  it('is refused at application when an item was registered after the check', async () => {
    const row = { ...ROW, 反馈文号: '示民函〔2020〕10号', 原反馈条目号: '1' };
    const checked = await driver.check(
      await workbookFrom([{ ...row, [STATEMENT]: '石磨村渐退期没有备案' }]),
    );
    const clerk = await app.as('div.clerk');
    const item = { sourceDocNo: '示民函〔2020〕10号', sourceItemNo: '1' };
    const body = { ...FINDING, ...item, campaignId, responsibleUnitId: app.units.liping };
    ok(await clerk.post('/issues?register=true', body));
    const after = await driver.apply(checked);
    expect(after).toMatchObject({ status: 'CHECKED', appliedRows: 0 });
    expect(after.failure).toContain('检查之后情况有变');
    expect(after.progress.status).toBe('FAILED');
  });

  it('limits towns to their own area', async () => {
    const town = new ImportDriver(app, campaignId, 'qinghe.clerk');
    const { id } = await town.check(
      await workbookFrom([
        { ...ROW, [STATEMENT]: '本镇自查发现的一个问题' },
        { ...ROW, [STATEMENT]: '别的镇的一个问题', 责任单位: '望澜镇' },
      ]),
    );
    expect((await town.rows(id)).map(told)).toEqual([[], ['ERROR 责任单位 NOT_OWN_UNIT']]);
    const foreign = new ImportDriver(app, campaignId, 'yunqi.clerk');
    expect((await foreign.send(await workbookFrom([ROW]))).status).toBe(404);
  });

  it('gives a template whose lists are those of the campaign, and takes it back filled in', async () => {
    const clerk = await app.as('div.clerk');
    const path = `/issue-imports/template.xlsx?campaignId=${campaignId}`;
    const answer = ok(await clerk.get(path).buffer(true).parse(binaryParser));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(answer.body as ArrayBuffer);
    expect(workbook.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['问题清单', 'visible'],
      ['填写说明', 'visible'],
      ['_options', 'veryHidden'],
    ]);
    const sheet = workbook.worksheets[0] as ExcelJS.Worksheet;
    const headers = sheet.getRow(2).values as string[];
    expect(headers.slice(1, 6)).toEqual([
      '序号',
      '问题编号',
      '问题来源',
      '反馈文号',
      '原反馈条目号',
    ]);
    const options = optionsOf(workbook);
    for (const word of [
      '未脱贫建档立卡贫困户中重点对象分户保障未落实',
      '青禾镇人民政府',
      '督查检查',
    ]) {
      expect(options).toContain(word);
    }
    expect(options).not.toContain('松溪镇');
    const rule = sheet.getCell(3, headers.indexOf('问题类别')).dataValidation;
    expect(String(rule.formulae[0])).toMatch(/^INDIRECT\(IF\(\$G3=""/);
    const filled = {
      ...ROW,
      [STATEMENT]: '石磨村漏保一户',
      问题大类: '低保政策落实',
      责任单位: '石磨村',
    };
    for (const [header, value] of Object.entries(filled)) {
      sheet.getCell(3, headers.indexOf(header)).value = value;
    }
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    const checked = await driver.check(bytes, '模板.xlsx');
    expect(checked).toMatchObject({ status: 'CHECKED', totalRows: 1, errorRows: 0 });
    expect(checked.notes).toMatchObject([{ message: '读取的工作表：问题清单；未读取：填写说明' }]);
    const town = await app.as('qinghe.clerk');
    const own = new ExcelJS.Workbook();
    await own.xlsx.load(
      ok(await town.get(path).buffer(true).parse(binaryParser)).body as ArrayBuffer,
    );
    expect(optionsOf(own)).toContain('青禾镇人民政府');
    expect(optionsOf(own)).not.toContain('望澜镇');
    await (await app.as('yunqi.clerk')).get(path).expect(404);
  });

  it('gives the result and the faulty rows back as workbooks that can be sent again', async () => {
    const checked = await driver.check(
      await workbookFrom([FAULTY, { ...ROW, [STATEMENT]: '麻柳村护理补贴没有按档发放' }]),
    );
    await driver.apply(checked, { mode: 'VALID_ONLY' });
    const clerk = await app.as('div.clerk');
    const fetch = async (name: string) =>
      ok(await clerk.get(`/issue-imports/${checked.id}/${name}`).buffer(true).parse(binaryParser));
    const result = await sheetOf(await fetch('result.xlsx'));
    expect(result.getColumn(2).values.slice(2)).toEqual([
      '导入结果',
      '有错误，未导入',
      '已导入（草稿）',
    ]);
    const faulty = await fetch('faulty-rows.xlsx');
    const sheet = await sheetOf(faulty);
    expect(JSON.stringify(sheet.getSheetValues())).toContain('三户');
    // Corrected by hand, it can be sent as it is.
    const second = await driver.check(faulty.body as Buffer, '待改正.xlsx');
    expect(second).toMatchObject({ totalRows: 1, errorRows: 1 });
  });
});

/** All that the lists of a template offer: short ones stand in the rules, long ones in the hidden sheet. */
function optionsOf(workbook: ExcelJS.Workbook): string {
  const [sheet, , hidden] = workbook.worksheets;
  const rules = Array.from({ length: 30 }, (_, at) =>
    (sheet?.getCell(3, at + 1).dataValidation?.formulae ?? []).map(String),
  );
  return JSON.stringify([rules, hidden?.getSheetValues()]);
}
