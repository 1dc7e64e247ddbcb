import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BusyServer } from '../api/jobs.fixture.js';
import { ROW, type SampleRow } from '../support/imports.js';
import { createCampaign } from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';
import { OfficeWorkbook } from './support/workbook.js';

const STATEMENT = '问题表述（反馈原文）';
const FOUND_ON = '反馈（发现）时间';
const MARKUP = '公示栏<img src=x onerror="window.broken=1"><b>未张贴</b>{{7*7}}';
const ROWS = 20;

/** Places in the file with what is wrong there, how it is told, and how it is put right. */
const FAULTS: readonly {
  readonly at: number;
  readonly wrong: SampleRow;
  readonly told: RegExp;
  readonly right: SampleRow;
}[] = [
  {
    at: 3,
    wrong: { [FOUND_ON]: '2020-02-30' },
    told: /错误.*反馈（发现）时间：.*日期/,
    right: { [FOUND_ON]: '2020-02-28' },
  },
  {
    at: 9,
    wrong: { 责任单位: '青河镇人民政府' },
    told: /错误.*责任单位：.*青河镇人民政府/,
    right: { 责任单位: '青禾镇人民政府' },
  },
  {
    at: 16,
    wrong: { 问题大类: null, 问题类别: '价格临时补贴未按时足额' },
    told: /错误.*问题类别：.*价格临时补贴未按时足额/,
    right: { 问题类别: '漏保' },
  },
];

/** Findings as different from each other as those of twenty villages. */
const statementOf = (at: number): string =>
  at === 5 ? MARKUP : `第${at}组${'甲乙丙丁戊己庚辛壬癸'.charAt(at % 10)}户第${at}件`;

const finding = (at: number): SampleRow => ({
  ...ROW,
  [STATEMENT]: statementOf(at),
  具体表现: `经入户核查，第${at}组有人未按规定纳入保障，材料编号${at * 7919}。`,
});

/** Chooses a file without touching the mouse. */
async function chooseByKeyboard(clerk: Person, name: string, buffer: Buffer): Promise<void> {
  // Asked for before the focus moves: the browser must know of it when the key comes.
  const choosing = clerk.page.waitForEvent('filechooser');
  await clerk.button('选择问题清单文件').focus();
  await clerk.page.keyboard.press('Enter');
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await (await choosing).setFiles({ name, mimeType, buffer });
  await clerk.page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
}

/** Waits for the row of this number and gives its text. */
async function rowText(page: Page, rowNo: number): Promise<string> {
  const row = page
    .getByRole('region', { name: '行列表' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: String(rowNo), exact: true }) });
  return (await row.innerText()).replaceAll(/\s+/g, ' ');
}

describeInBrowser('a workbook of findings', () => {
  const { stage, world } = useStage(async (app) => {
    await createCampaign(app, 'rongchang-2020');
    return new BusyServer(app);
  });
  let imported: readonly string[] = [];

  const drafts = async (): Promise<{ id: string; statement: string; status: string }[]> => {
    const clerk = await stage().app.as('div.clerk');
    return (await clerk.get('/issues?pageSize=100')).body.items;
  };

  /** Uploads while the server has other work, looks at the progress, and waits until it is checked. */
  async function upload(clerk: Person, name: string, bytes: Buffer): Promise<void> {
    await world().hold();
    await chooseByKeyboard(clerk, name, bytes);
    const progress = clerk.page.getByRole('progressbar', { name: '处理进度' });
    await progress.waitFor();
    expect(await clerk.page.getByRole('status').filter({ hasText: '行' }).innerText()).toContain(
      '0 / ',
    );
    await world().release();
    await progress.waitFor({ state: 'detached' });
    await clerk.settled();
  }

  /** Has the good rows imported and waits until they are. */
  async function importRows(clerk: Person, count: number): Promise<void> {
    await clerk.button('开始导入').click();
    await clerk.isTold('开始导入');
    await clerk.page.getByText(`已导入`).first().waitFor();
    await clerk.settled();
    const facts = await clerk.page.locator('#main').innerText();
    expect(facts.replaceAll(/\s+/g, '')).toContain(`已导入${count}行`);
  }

  it('shows each fault at its row, refuses the whole, and imports what is right', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/imports');
    const template = await OfficeWorkbook.saveFrom(
      clerk,
      clerk.page.getByRole('link', { name: '下载导入模板' }),
    );
    const rowOf = (at: number): number => template.headerAt + at;
    for (let at = 1; at <= ROWS; at += 1) template.write(rowOf(at), finding(at));
    for (const { at, wrong } of FAULTS) template.write(rowOf(at), wrong);
    await upload(clerk, '四月督查问题.xlsx', await template.bytes());

    await clerk.page.getByRole('button', { name: /^有错误/ }).click();
    await clerk.settled();
    const rows = clerk.page.getByRole('region', { name: '行列表' }).locator('tbody tr');
    expect(await rows.count()).toBe(FAULTS.length);
    for (const { at, told } of FAULTS) expect(await rowText(clerk.page, rowOf(at))).toMatch(told);
    await clerk.page.getByRole('button', { name: /^全部/ }).click();
    await clerk.settled();
    expect(await rowText(clerk.page, rowOf(5))).toContain(MARKUP);
    expect(await clerk.page.evaluate('window.broken')).toBeUndefined();

    await clerk.button('导入').click();
    const dialog = clerk.page.getByRole('dialog', { name: '导入' });
    await dialog.getByText('共20行，可以导入17行，有错误3行。').waitFor();
    await dialog.getByRole('radio', { name: '全部正确才导入' }).check({ force: true });
    await clerk.button('开始导入').click();
    await dialog
      .getByRole('alert')
      .filter({ hasText: /3行.*错误/ })
      .waitFor();
    expect(await drafts()).toEqual([]);

    await dialog.getByRole('radio', { name: '只导入没有错误的行' }).check({ force: true });
    await importRows(clerk, ROWS - FAULTS.length);
    imported = (await drafts()).map(({ id }) => id);
    expect(imported).toHaveLength(ROWS - FAULTS.length);
  }, 120_000);

  it('gives the faulty rows back to be corrected, until all of them are in the list', async () => {
    const clerk = await stage().person('div.clerk');
    const faulty = await OfficeWorkbook.saveFrom(
      clerk,
      clerk.page.getByRole('link', { name: '下载有错误的行' }),
    );
    for (const [index, { wrong, right }] of FAULTS.entries()) {
      const rowNo = faulty.headerAt + 1 + index;
      for (const [header, text] of Object.entries(wrong)) {
        expect(faulty.read(rowNo, header)).toBe(text ?? '');
      }
      faulty.write(rowNo, right);
    }
    await clerk.open('/imports');
    await upload(clerk, '四月督查问题（改正）.xlsx', await faulty.bytes());
    await clerk.button('导入').click();
    await importRows(clerk, FAULTS.length);

    await clerk.open('/issues?status=DRAFT');
    const list = clerk.page.getByRole('region', { name: '问题列表' });
    expect(await list.locator('tbody tr').count()).toBe(ROWS);
    const text = await list.innerText();
    for (let at = 1; at <= ROWS; at += 1) expect(text).toContain(statementOf(at));
    expect(await clerk.page.evaluate('window.broken')).toBeUndefined();

    const all = await drafts();
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: ROWS }, () => 'DRAFT'));
    const late = all.find(({ id }) => !imported.includes(id));
    const { body } = await (await stage().app.as('div.clerk')).get(`/issues/${late?.id}/history`);
    expect(body).toMatchObject([
      {
        label: '导入登记',
        actorName: '经办人甲',
        detail: { fileName: '四月督查问题（改正）.xlsx' },
      },
    ]);
  }, 120_000);
});
