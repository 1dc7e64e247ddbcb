import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { describeInBrowser, useStage } from './support/stage.js';

const LONGER_THAN_A_SESSION_MS = 9 * 60 * 60 * 1000;

describeInBrowser('a session that runs out while somebody works', () => {
  const { stage } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    await driver.draft({ statement: '两户材料不齐' });
    await driver.draft({ statement: '一户未按时复核' });
  });

  it('asks for the password over the open page, and goes on with what was typed', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues');
    const keyword = clerk.page.getByLabel('关键字');
    await keyword.fill('未按时复核');
    stage().app.clock.advanceMs(LONGER_THAN_A_SESSION_MS);
    await clerk.button('查询').click();
    const dialog = clerk.page.getByRole('dialog', { name: '登录已过期' });
    await dialog.getByText('经办人甲').waitFor();

    await dialog.getByLabel('密码', { exact: true }).fill('wrong-password-1');
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.getByRole('alert').filter({ hasText: '用户名或密码不对' }).waitFor();
    await dialog.getByLabel('密码', { exact: true }).fill('Xiaohao-2020');
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.waitFor({ state: 'detached' });
    await clerk.settled();
    expect(await keyword.inputValue()).toBe('未按时复核');
    expect(await clerk.page.locator('.el-table__body tbody tr').count()).toBe(1);
  });

  it('leaves nothing of the first person on the page when somebody else takes the seat', async () => {
    const chief = await stage().person('div.chief');
    await chief.open('/issues');
    const text = () => chief.page.locator('body').innerText();
    expect(await text()).toContain('科长乙');
    stage().app.clock.advanceMs(LONGER_THAN_A_SESSION_MS);
    await chief.button('刷新').click();
    await chief.button(/换人登录/).click();
    await chief.page.waitForURL('**/login');
    await chief.settled();
    expect(await text()).not.toContain('科长乙');
  });
});
