import { expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { ConsolidationAnswer } from '../api/consolidation.fixture.js';
import { type ReportAnswer, textOf } from '../api/reporting.fixture.js';
import { textOfWorkbook } from '../support/imports.js';
import { ok } from '../support/issues.js';
import { MATTER, PERIOD, prepareMonth } from './support/month.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const OPENING = '按照专项治理工作要求，青禾镇扎实推进问题整改，现将4月进展情况报告如下。';
const NOTE = '数据截至4月29日，含民政办自查问题。';
const DEMAND = '请核对两项问题的整改进展，写明补发到账日期后重报。';
const ANSWER = '已逐项核对，补发资金于4月28日全部到账。';
const REASON = '两次催报仍未报送，先行汇总，到后补报。';

describeInBrowser('the month of a ledger', () => {
  const { stage, world } = useStage(prepareMonth);
  /** Who has consolidated, on the page of what was sealed. */
  let consolidated: Person;

  const reportOf = async (town: string): Promise<ReportAnswer> => world().desk.open(town, PERIOD);

  /** From the menu to the report that is owed. */
  async function begin(clerk: Person): Promise<void> {
    await clerk.page.getByRole('navigation', { name: '主菜单' }).getByText('台账报送').click();
    await clerk.settled();
    const duty = clerk.page
      .getByRole('region', { name: '应报事项' })
      .getByRole('listitem')
      .filter({ hasText: `2020年4月${MATTER}` });
    const text = await duty.innerText();
    expect(text).toContain(MATTER);
    expect(text).toContain('距到期1天');
    expect(text).toContain('应于2020年4月30日（周四）前报送');
    await duty.getByRole('link').click();
    await clerk.page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
    await clerk.settled();
  }

  async function openListed(person: Person, row: string): Promise<void> {
    const { page } = person;
    const line = page.getByRole('region', { name: '报告列表' }).locator('tr', { hasText: row });
    await line.getByRole('link', { name: MATTER }).click();
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
    await person.settled();
  }

  const precheckOf = ({ page }: Person) => page.getByRole('region', { name: '报送前检查' });

  async function saveDraft(clerk: Person): Promise<void> {
    await clerk.button('保存草稿').click();
    await clerk.isTold('报告文字已保存');
    await clerk.settled();
  }

  /** What is to be done is on the first page; the leader signs what the clerk has prepared. */
  async function sign(leader: Person, fillIn?: () => Promise<void>): Promise<void> {
    await leader.open('/home');
    await leader.page
      .getByRole('navigation', { name: '待办事项' })
      .getByRole('link', { name: /本月应报/ })
      .click();
    await leader.settled();
    await openListed(leader, '2020年4月');
    await leader.takeStep('审签报送', fillIn, { confirm: '审签并报送' });
    await leader.isTold(/已审签报送，等待安澜区民政局接收/);
  }

  const acts = (person: Person): Promise<string[]> =>
    person.page.getByRole('list', { name: '办理过程' }).getByRole('listitem').allInnerTexts();

  it('is told what is missing, and leads to the issue and back', async () => {
    const clerk = await stage().person('qinghe.clerk');
    await begin(clerk);
    const report = clerk.address;
    const missing = precheckOf(clerk).getByRole('link', { name: /WT/ });
    const numbers = world().silent.map(({ issueNo }) => `去填报${issueNo}`);
    expect(await missing.allInnerTexts()).toEqual(numbers);

    await clerk.fill({ 引语: '写了一半' });
    await missing.first().click();
    const asked = clerk.page.getByRole('dialog', { name: '离开本页' });
    await asked.getByRole('button', { name: '继续填写' }).click();
    await asked.waitFor({ state: 'hidden' });
    const closing = clerk.page.waitForEvent('dialog');
    await clerk.page.close({ runBeforeUnload: true });
    const dialog = await closing;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    expect(clerk.address).toBe(report);
    expect(await clerk.page.getByRole('textbox', { name: '引语' }).inputValue()).toBe('写了一半');
    await saveDraft(clerk);

    for (const { id } of world().silent) {
      await missing.first().click();
      await clerk.page.waitForURL(`**/issues/${id}`);
      await clerk.settled();
      await clerk.takeStep('填报进展', async () => {
        await clerk.fill({ 整改进展: '已完成入户核查，补发手续正在办理。' });
        await clerk.page.getByRole('spinbutton', { name: '进度（%）' }).fill('60');
      });
      await clerk.page.goBack();
      await clerk.page.waitForURL(`**${report}`);
      await clerk.settled();
    }
    expect(await missing.count()).toBe(0);
    await precheckOf(clerk).getByText('请本单位负责人审签报送').waitFor();
  }, 60_000);

  it('is written on what the books suggest, and handed in by the leader', async () => {
    const clerk = await stage().person('qinghe.clerk');
    await clerk.page.getByRole('button', { name: '采用建议：引语' }).click();
    const opening = clerk.page.getByRole('textbox', { name: '引语' });
    expect(await opening.inputValue()).toContain('农村低保专项治理工作');
    await opening.fill(OPENING);
    await clerk.button('添加附注').click();
    await clerk.fill({ 附注第1条: NOTE, 审核人: '民政办主任', 联系电话: '023-61230002' });
    await saveDraft(clerk);
    expect(await clerk.action('审签报送').count()).toBe(0);

    const leader = await stage().person('qinghe.leader');
    await sign(leader);
    const report = await reportOf('qinghe');
    expect(report).toMatchObject({ status: 'SUBMITTED', late: false, isNil: false });
    expect(report.preparedByName).toBe('青禾镇经办人');
    const link = leader.page.getByRole('link', { name: '报告 PDF' });
    const { name, bytes } = await leader.save(link);
    expect(name).toMatch(/\.pdf$/);
    expect(await textOf(bytes)).toContain(OPENING);
    const ledger = leader.page.getByRole('link', { name: '整改台账 PDF' });
    const rows = await textOf((await leader.save(ledger)).bytes);
    for (const { issueNo } of world().silent) expect(rows).toContain(issueNo);
    expect(rows).toContain(NOTE);
  }, 60_000);

  it('is nil where nothing moved, once the leader has said so', async () => {
    const clerk = await stage().person('lanqiao.clerk');
    await begin(clerk);
    // There is nothing to write: the clerk only vouches for it.
    await saveDraft(clerk);
    const leader = await stage().person('lanqiao.leader');
    await sign(leader, async () => {
      await leader.page.getByRole('dialog').getByText('零报告（本期台账没有变动）').click();
      await leader.page.getByText('✓ 报送前检查通过').waitFor();
    });
    expect(await reportOf('lanqiao')).toMatchObject({
      status: 'SUBMITTED',
      isNil: true,
      preparedByName: '澜桥街道经办人',
    });
    const paper = await leader.save(leader.page.getByRole('link', { name: '零报告单 PDF' }));
    expect(await textOf(paper.bytes)).toContain('澜桥街道办事处');
  }, 60_000);

  it('is returned with a reason, and accepted at the second attempt', async () => {
    const reviewer = await stage().person('div.clerk');
    await reviewer.open('/reports?status=SUBMITTED');
    await openListed(reviewer, '青禾镇');
    await reviewer.takeStep(
      '退回重报',
      async () => {
        await reviewer.choose('退回原因', /^R4/);
        await reviewer.fill({ 补充要求: DEMAND });
      },
      { confirm: '退回' },
    );

    const clerk = await stage().person('qinghe.clerk');
    await clerk.open('/reports?status=RETURNED');
    await openListed(clerk, '青禾镇');
    const notice = await clerk.page.getByRole('note', { name: '退回意见' }).innerText();
    expect(notice).toContain('经办人甲退回重报');
    expect(notice).toContain(DEMAND);
    await clerk.fill({ 附注第1条: ANSWER });
    await saveDraft(clerk);
    await sign(await stage().person('qinghe.leader'));

    const { id } = await reportOf('qinghe');
    await reviewer.open(`/reports/${id}`);
    const versions = reviewer.page.getByRole('radiogroup', { name: '版本' });
    expect(await versions.innerText()).toMatch(/第2版\s*第1版/);
    await reviewer.takeStep('接收', undefined, { title: '接收报告' });
    expect(await versions.innerText()).toContain('第2版（生效）');
    await reviewer.page.getByText(`注：${ANSWER}`).waitFor();
    await versions.getByText('第1版').click();
    await reviewer.page.getByText(`注：${NOTE}`).waitFor();
    const told = await acts(reviewer);
    const expected = [
      ['接收', '经办人甲'],
      ['审签报送', '青禾镇分管领导', '第2版'],
      ['退回重报', '经办人甲', DEMAND],
      ['审签报送', '青禾镇分管领导', '第1版'],
    ];
    const found = expected.map((words) =>
      told.findIndex((act) => words.every((word) => act.includes(word))),
    );
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
    const after = await world().desk.read({ id });
    expect(after).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 2, returnCount: 1 });
  }, 90_000);

  /** Figures of a line of the table of units: 期初, 新增, 重开, 移入, 销号, 移出, 撤并, 期末. */
  const figuresOf = async (line: Locator): Promise<number[]> =>
    (await line.locator('td.right').allInnerTexts()).map(Number);

  /** The columns added up, when every line balances; units without a report count nothing. */
  async function addedUp(lines: Locator): Promise<number[]> {
    const sums = Array<number>(8).fill(0);
    for (const line of await lines.all()) {
      const figures = await figuresOf(line);
      if (figures.some(Number.isNaN)) continue;
      const [opening = 0, opened = 0, reopened = 0, into = 0, ...less] = figures;
      const [closed = 0, out = 0, removed = 0, closing] = less;
      expect(opening + opened + reopened + into - closed - out - removed).toBe(closing);
      figures.forEach((figure, at) => (sums[at] = (sums[at] ?? 0) + figure));
    }
    return sums;
  }

  /** From the menu to the standing of all units. */
  async function preview(): Promise<Person> {
    const clerk = await (await stage().visitor('div.clerk')).signIn();
    const { page } = clerk;
    await page.getByRole('navigation', { name: '主菜单' }).getByText('逐级汇总').click();
    await clerk.button('汇总').click();
    await page.waitForURL('**/consolidations/new');
    await page.getByRole('combobox', { name: '期间' }).fill(PERIOD);
    await page.keyboard.press('Enter');
    await page.getByText('缺1个单位').waitFor();
    await clerk.settled();
    return clerk;
  }

  it('is added up, with who is missing, late or nil', async () => {
    const { app } = stage();
    const { desk } = world();
    await desk.accept(await reportOf('lanqiao'));
    app.moveTo('2020-05-02T09:00:00+08:00');
    await desk.accept(await desk.seal('wuping', PERIOD));
    app.moveTo('2020-05-06T09:00:00+08:00');
    const clerk = await preview();
    const { page } = clerk;
    const table = page.getByRole('region', { name: '各单位报送情况' });
    const lines = table.locator('tbody tr');
    const standing = (await lines.locator('th, td:nth-child(2)').allInnerTexts()).join(' ');
    expect(standing).toMatch(/栗坪镇人民政府 漏报/);
    expect(standing).toMatch(/梧坪乡人民政府 已汇总\s*迟报2天/);
    expect(standing).toMatch(/澜桥街道办事处 已汇总\s*（零报告）/);

    await clerk.button('缺报汇总').click();
    await page.getByText('请写明理由').first().waitFor();
    await clerk.fill({ 缺报汇总的理由: REASON });
    await clerk.button('缺报汇总').click();
    await clerk.isTold(/已汇总，封存第1版/);
    await page.waitForURL(/\/consolidations\/[0-9a-f-]{36}$/);
    await clerk.settled();
    const sums = await addedUp(lines);
    const totals = table.locator('tfoot tr');
    expect(await totals.count()).toBe(2);
    for (const total of await totals.all()) expect(await figuresOf(total)).toEqual(sums);
    // 4 of 青禾镇, of which one is struck off, and one each of 望澜镇 and 梧坪乡.
    expect([sums[1], sums[4], sums[7]]).toEqual([6, 1, 5]);
    consolidated = clerk;
    expect(await desk.read(await reportOf('qinghe'))).toMatchObject({ status: 'CONSOLIDATED' });
    expect(await desk.read(await reportOf('liping'))).toMatchObject({ missed: true });
  }, 60_000);

  it('is printed from what was sealed, and proved', async () => {
    const { page } = consolidated;
    const pdf = await consolidated.save(page.getByRole('link', { name: '汇总表 PDF' }));
    const text = await textOf(pdf.bytes);
    for (const word of [REASON, '栗坪镇人民政府—————漏报', '迟报2天', '按时，零报告', '期末5']) {
      expect(text).toContain(word);
    }
    const { bytes } = await consolidated.save(page.getByRole('link', { name: 'Excel 工作簿' }));
    const cells = await textOfWorkbook(bytes);
    expect(cells).toContain('"栗坪镇人民政府","漏报"');
    expect(cells).toContain('"青禾镇人民政府","小计",4,1,1');

    await consolidated.button('验证封存内容').click();
    const proof = page.getByRole('status').filter({ hasText: '检查了1个版本' });
    expect(await proof.innerText()).toContain('全部相符');
    expect(await proof.innerText()).not.toContain('✗');
    const clerk = await stage().app.as('div.clerk');
    const path = `/report-consolidations/${consolidated.address.split('/').at(-1)}`;
    const body = ok(await clerk.get(path)).body as ConsolidationAnswer;
    expect(body.whole).toMatchObject({ opened: 6, closed: 1, closing: 5 });
    const proved = ok(await clerk.get(`${path}/verification`)).body;
    expect(proved).toMatchObject({ ok: true, versions: 1, faults: [] });
    const [version] = ok(await clerk.get(`${path}/versions`)).body;
    expect(version).toMatchObject({ versionNo: 1, sealedByName: '经办人甲' });
  });
});
