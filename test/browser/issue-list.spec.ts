import { expect, it } from '@jest/globals';
import { layoutFaultsOn, violationsOn } from './support/look.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';
import { createCampaign, IssueDriver } from '../support/issues.js';

const DRAFTS = 21;
const REGISTERED = 3;
const PHONE = { width: 390, height: 844 };

describeInBrowser('the list of issues', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    for (let n = 1; n <= DRAFTS; n++) {
      await driver.draft({ statement: `青禾镇第${n}户的材料不齐`, foundOn: '2020-03-26' });
    }
    driver.town = 'liping';
    for (let n = 1; n <= REGISTERED; n++) {
      await driver.to('REGISTERED', { statement: `栗坪镇第${n}户未按时复核` });
    }
    return driver;
  });

  const rows = ({ page }: Person) => page.locator('.el-table__body tbody tr');
  const total = ({ page }: Person) => page.locator('.el-pagination__total').innerText();

  const numbersOf = (person: Person) => rows(person).locator('td:nth-child(2)').allInnerTexts();

  async function search(person: Person, keyword: string): Promise<void> {
    await person.page.getByLabel('关键字').fill(keyword);
    await person.button('查询').click();
    await person.page.waitForURL((url) => url.searchParams.get('q') === keyword);
    await person.settled();
  }

  it('keeps its filters in the address: back, refresh and a shared link show the same rows', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues');
    expect(await total(clerk)).toContain(String(DRAFTS + REGISTERED));
    await search(clerk, '未按时复核');
    expect(await rows(clerk).count()).toBe(REGISTERED);

    await clerk.page.getByRole('navigation', { name: '常用视图' }).getByText('草拟').click();
    await clerk.page.waitForURL((url) => url.searchParams.get('status') === 'DRAFT');
    await clerk.settled();
    expect(await total(clerk)).toContain(String(DRAFTS));
    await clerk.page.goBack();
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(REGISTERED);
    expect(await clerk.page.getByLabel('关键字').inputValue()).toBe('未按时复核');
    await clerk.page.reload();
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(REGISTERED);

    const chief = await stage().person('div.chief');
    await chief.open(clerk.address);
    expect(await rows(chief).count()).toBe(REGISTERED);
    expect(await chief.page.getByLabel('关键字').inputValue()).toBe('未按时复核');
  });

  it('keeps page and order in the address', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues?status=DRAFT');
    expect(await rows(clerk).count()).toBe(20);
    await clerk.page.locator('.el-pager').getByText('2', { exact: true }).click();
    await clerk.page.waitForURL((url) => url.searchParams.get('page') === '2');
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(DRAFTS - 20);
    await clerk.page.reload();
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(DRAFTS - 20);

    await clerk.open('/issues?status=REGISTERED');
    const newestFirst = await numbersOf(clerk);
    await clerk.page.getByRole('columnheader', { name: '问题编号' }).click();
    await clerk.page.waitForURL((url) => url.searchParams.get('sort') === 'issueNo');
    await clerk.settled();
    const numbers = await numbersOf(clerk);
    expect(numbers).toEqual(newestFirst.toReversed());
    const { address } = clerk;
    await clerk.page.reload();
    await clerk.settled();
    expect(clerk.address).toBe(address);
    expect(await numbersOf(clerk)).toEqual(numbers);
  });

  it('shows the columns that a person wants, also the next time', async () => {
    const chief = await stage().person('div.chief');
    await chief.open('/issues');
    const header = chief.page.getByRole('columnheader', { name: '发现日期' });
    expect(await header.count()).toBe(0);
    await chief.button('列设置').click();
    await chief.page.locator('.settings').getByText('发现日期').click();
    await header.waitFor();
    await chief.open('/issues');
    await header.waitFor();
    await chief.button('列设置').click();
    await chief.button('恢复默认').click();
    await header.waitFor({ state: 'detached' });
  });

  it('says so when nothing fits, and takes the filters away', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues?q=没有这样的问题');
    await clerk.page.getByText('没有符合条件的问题').waitFor();
    await clerk.button('清除全部条件').click();
    await clerk.page.waitForURL('**/issues');
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(20);
  });

  it('shows the fault of the server with its number, and recovers', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.page.route('**/api/issues?**', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'BUSY',
          detail: '系统繁忙，请稍后再试。',
          traceId: 'trace-4711',
        }),
      }),
    );
    await clerk.open('/issues');
    const alert = clerk.page.getByRole('alert').filter({ hasText: '问题加载失败' });
    expect(await alert.innerText()).toMatch(/系统繁忙，请稍后再试。[\s\S]*trace-4711/);
    await clerk.page.unroute('**/api/issues?**');
    await clerk.button('重新加载').click();
    await clerk.settled();
    expect(await rows(clerk).count()).toBe(20);
    clerk.pardon(/503/);
  });

  it('tells those whose office it is not, and asks the server for nothing', async () => {
    const auditor = await stage().person('auditor');
    await auditor.open('/issues');
    await auditor.page.getByRole('heading', { name: '没有这项权限' }).waitFor();
    expect(await auditor.page.getByRole('link', { name: '问题清单' }).count()).toBe(0);
    expect(auditor.refusals).toEqual([]);
  });

  it('is walked by keyboard: / to the keyword, arrows through the rows, enter opens', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues?status=DRAFT');
    const { keyboard } = clerk.page;
    await keyboard.press('/');
    expect(await clerk.page.evaluate<string>('document.activeElement.ariaLabel')).toBe('关键字');
    await keyboard.type('第1');
    await keyboard.press('Enter');
    await clerk.page.waitForURL((url) => url.searchParams.get('q') === '第1');
    await clerk.settled();
    const grid = clerk.page.getByRole('region', { name: '问题列表' });
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await keyboard.press(key);
    const link = clerk.page.locator('tr.current-row').getByRole('link');
    const target = await link.first().getAttribute('href');
    expect(target).toBe(await rows(clerk).first().getByRole('link').first().getAttribute('href'));
    await keyboard.press(' ');
    await clerk.page.getByRole('status').filter({ hasText: '已选 1 项' }).waitFor();
    await grid.focus();
    await keyboard.press('Enter');
    await clerk.page.waitForURL(`**${target}`);
    await clerk.settled();
  });

  it('shows a row as a card on a phone, with the facts that matter, its order and its box', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.page.setViewportSize(PHONE);
    await clerk.open('/issues');
    const cards = clerk.page.getByRole('region', { name: '问题列表' }).getByRole('listitem');
    expect(await cards.count()).toBe(20);
    expect(await clerk.page.getByRole('table').count()).toBe(0);
    expect(await layoutFaultsOn(clerk.page)).toEqual([]);

    await search(clerk, '未按时复核');
    const first = cards.filter({ hasText: '栗坪镇第1户未按时复核' });
    expect(await first.innerText()).toMatch(
      /已建账[\s\S]*问题编号\s*\d{6}-2020-WT-\d{4}[\s\S]*责任单位\s*栗坪/,
    );
    const newestFirst = await cards.allInnerTexts();
    await clerk.choose('排序', '问题编号升序');
    await clerk.page.waitForURL((url) => url.searchParams.get('sort') === 'issueNo');
    await clerk.settled();
    expect(await cards.allInnerTexts()).toEqual(newestFirst.toReversed());

    const severity = clerk.page.getByRole('combobox', { name: '严重程度' });
    expect(await severity.count()).toBe(0);
    await clerk.button('更多条件').click();
    await severity.waitFor();
    const box = clerk.page.getByRole('checkbox', { name: '选择：栗坪镇第1户未按时复核' });
    await box.press('Space');
    await clerk.page.getByRole('status').filter({ hasText: '已选 1 项' }).waitFor();
    expect(await violationsOn(clerk.page)).toEqual([]);
    await first.getByRole('link').click();
    await clerk.page.waitForURL(/\/issues\/[0-9a-f-]{36}$/);
    await clerk.settled();
  });

  it('stands in a menu that shows where one is, and leads everybody to what is theirs', async () => {
    const chief = await stage().person('div.chief');
    const menu = chief.page.getByRole('navigation', { name: '主菜单' });
    for (const path of ['/supervision', '/notices', '/measures', '/extensions']) {
      await chief.goTo(path);
      expect([path, await menu.locator('[aria-current]').allInnerTexts()]).toEqual([
        path,
        ['督查督办'],
      ]);
    }
    const leader = await stage().person('leadership');
    await leader.page.getByRole('link', { name: '整改对账数' }).click();
    await leader.page.waitForURL('**/ledger/balance');
    await leader.settled();
    expect(leader.refusals).toEqual([]);
    expect(await chief.page.getByRole('link', { name: '整改对账数' }).count()).toBe(0);
  }, 60_000);

  it('is told of in the audit log line by line, as forms name things', async () => {
    const auditor = await stage().person('auditor');
    await auditor.open('/audit?action=issue.register');
    await auditor.button('详情').first().click();
    const content = auditor.page.getByRole('dialog').getByRole('region', { name: '内容' });
    const text = await content.innerText();
    expect(text).toMatch(/问题编号\s+\d{6}-2020-WT-\d{4}/);
    expect(text).not.toMatch(/[{}"]/);
  });

  it('leads on to tasks, of which all that counts is in sight on a small desk', async () => {
    await world().to('RECTIFYING');
    const clerk = await stage().person('div.clerk');
    await clerk.page.setViewportSize({ width: 1280, height: 800 });
    await clerk.open('/tasks');
    expect(await rows(clerk).count()).toBeGreaterThan(0);
    const room = await clerk.page.getByRole('columnheader', { name: '操作' }).boundingBox();
    for (const name of ['完成时限', '超期', '完成情况', '进度']) {
      const place = await clerk.page.getByRole('columnheader', { name }).boundingBox();
      const right = (place?.x ?? Infinity) + (place?.width ?? 0);
      expect(`${name} ${right <= (room?.x ?? 0) + 1}`).toBe(`${name} true`);
    }
  });

  it('cuts off no number of an issue and shows how far it is on a small desk', async () => {
    await world().to('RECTIFYING');
    const clerk = await stage().person('div.clerk');
    const { page } = clerk;
    await page.setViewportSize({ width: 1280, height: 800 });
    await clerk.open('/issues');
    const numbers = page.locator('.el-table__body .cell', { hasText: /-WT-\d+/ });
    await numbers.first().waitFor();
    const cut = await numbers.evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
    );
    expect(cut).toEqual([]);
    const list = await page.getByRole('region', { name: '问题列表' }).boundingBox();
    const progress = await page.getByRole('columnheader', { name: '进度' }).boundingBox();
    const right = (progress?.x ?? Infinity) + (progress?.width ?? 0);
    expect(right).toBeLessThanOrEqual((list?.x ?? 0) + (list?.width ?? 0) + 1);
  });
});
