import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const WHO = '办公室文秘';
const STATEMENT = '台账登记不全';
const TYPED = '两户未按时复核，正在核实。';
const ENDED = '代理已经结束或被撤销，现以本人身份办理。';

describeInBrowser('a deputy', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    return driver.to('REGISTERED', { statement: STATEMENT });
  });

  /** Where the page says that one is: above it, and in the menu. */
  const placeOf = async ({ page }: Person) => ({
    crumbs: await page
      .getByRole('navigation', { name: '当前位置' })
      .locator(':scope > span')
      .allInnerTexts(),
    current: await page
      .getByRole('navigation', { name: '主菜单' })
      .locator('[aria-current="page"]')
      .allInnerTexts(),
  });

  it('is named by who leaves, out of the same house', async () => {
    const chief = await stage().person('div.chief');
    await chief.button(/^科长乙/).click();
    await chief.page.getByRole('menuitem', { name: '代理设置' }).click();
    await chief.settled();
    expect(await placeOf(chief)).toEqual({ crumbs: ['个人设置', '代理设置'], current: [] });
    await chief.button('请人代理').click();
    const dialog = chief.page.getByRole('dialog', { name: '请人代理' });
    await dialog.getByRole('button', { name: '确定' }).click();
    for (const missing of ['请选择代理人', '请选择代理首日', '请选择代理末日', '请填写原因']) {
      await dialog.getByText(missing).first().waitFor();
    }
    await chief.choose('代理人', `文秘壬，${WHO}`);
    const today = stage().app.clock.today();
    await chief.enterDay('代理首日', today);
    await chief.enterDay('代理末日', today);
    await chief.fill({ 原因: '年休假' });
    await dialog.getByRole('button', { name: '确定' }).click();
    await chief.isTold('已请文秘壬代科长乙办理');
    await chief.page.getByRole('row', { name: /科长乙.*文秘壬.*代理中/ }).waitFor();
  });

  it('is found by administrators among units and people', async () => {
    const admin = await stage().person('admin');
    await admin.open('/units');
    const tabs = admin.page.getByRole('navigation', { name: '单位与人员', exact: true });
    await tabs.getByRole('link', { name: '代理设置' }).click();
    await admin.settled();
    expect(await placeOf(admin)).toEqual({
      crumbs: ['系统管理', '代理设置'],
      current: ['单位与人员'],
    });
  });

  it('takes on the other’s name, with his desk, and everything done shows both', async () => {
    const deputy = await stage().person('office.clerk');
    await deputy.open('/home');
    await deputy.page
      .getByRole('link', { name: /代科长乙：/ })
      .first()
      .waitFor();
    await deputy.button(/^文秘壬/).click();
    await deputy.page.getByRole('menuitem', { name: '代科长乙办理' }).click();
    await deputy.page.getByRole('status').filter({ hasText: '正在代科长乙' }).waitFor();
    await deputy.settled();
    await deputy.open(`/issues/${world().id}`);
    await deputy.takeStep('撤销', () =>
      deputy.fill({ 理由: '经核查该问题登记有误，按程序办理。' }),
    );
    await deputy.page.getByText('文秘壬（代科长乙）').nth(1).waitFor();
    const [last] = (
      await (await stage().app.as('div.clerk')).get(`/issues/${world().id}/history`)
    ).body.slice(-1);
    expect(last).toMatchObject({ label: '撤销', actorName: '文秘壬（代科长乙）' });
  });

  it('stops at once when it is taken back, is told so, and keeps nothing but what was typed', async () => {
    const reader = await stage().person('office.clerk');
    await reader.open('/issues');
    const asked: (string | undefined)[] = [];
    reader.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/api/issues') asked.push(request.headers()['x-acting-for']);
    });
    await reader.page.evaluate(
      "document.querySelector('.el-table').setAttribute('data-of-the-other', '')",
    );
    const writer = await stage().anotherWindow('office.clerk');
    await writer.button(/^文秘壬/).click();
    await writer.page.getByRole('menuitem', { name: '代科长乙办理' }).click();
    await writer.page.getByRole('status').filter({ hasText: '正在代科长乙' }).waitFor();
    await writer.settled();
    await writer.open('/issues/new');
    await writer.fill({ 问题表述: TYPED });

    const chief = await stage().person('div.chief');
    await chief.open('/delegations');
    await chief.button(/^代办事项/).click();
    const acts = chief.page.getByRole('dialog', { name: '文秘壬代科长乙办理的事项' });
    await acts.getByText('撤销问题').waitFor();
    await chief.page.keyboard.press('Escape');
    await acts.waitFor({ state: 'hidden' });
    await chief.button(/^撤销/).click();
    const dialog = chief.page.getByRole('dialog', { name: '撤销代理' });
    await chief.fill({ 撤销原因: '提前返岗' });
    await dialog.getByRole('button', { name: '撤销代理' }).click();
    await chief.isTold('代理已撤销，即时生效');
    await chief.page.getByRole('row', { name: /文秘壬.*科长乙：提前返岗/ }).waitFor();

    await reader.button('刷新').click();
    await reader.page.getByText(ENDED).waitFor();
    await reader.settled();
    expect(await reader.page.getByText('（代科长乙）').count()).toBe(0);
    expect(reader.refusals.splice(0)).toEqual([expect.stringMatching(/^403 GET /)]);
    // The list is another one, and was asked for in the deputy's own name.
    expect(await reader.page.locator('[data-of-the-other]').count()).toBe(0);
    expect(await reader.page.getByText(STATEMENT).count()).toBe(1);
    expect(asked.at(-1)).toBeUndefined();

    await writer.button('保存草稿').click();
    await writer.page.getByText(ENDED).waitFor();
    await writer.settled();
    expect(await writer.field('问题表述').inputValue()).toBe(TYPED);
    writer.refusals.splice(0);
    await writer.page.getByRole('link', { name: '问题清单' }).first().click();
    await writer.button('离开').click();
    await writer.page.getByText(STATEMENT).waitFor();
    await writer.settled();
    expect(writer.refusals).toEqual([]);
  });
});
