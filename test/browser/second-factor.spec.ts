import { expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

describeInBrowser('one-time codes', () => {
  const { stage } = useStage(() => Promise.resolve());
  let secret = '';
  let paper = '';

  const codeNow = (): string =>
    generateSync({ secret, epoch: Math.floor(Date.parse(stage().app.clock.now()) / 1000) });
  const nextCode = (): string => {
    stage().app.clock.advanceMs(30_000);
    return codeNow();
  };
  const secondStep = async (person: Person, code: string) => {
    await person.page.getByLabel('动态口令', { exact: true }).fill(code);
    await person.button('登录').click();
    await person.settled();
  };

  it('are set up from the menu of the user: camera, code, recovery codes', async () => {
    const chief = await stage().person('div.chief');
    await chief.page.getByRole('button', { name: /科长乙/ }).click();
    await chief.page.getByRole('menuitem', { name: '安全设置' }).click();
    await chief.button('启用动态口令').click();
    await chief.page.getByLabel('登录密码', { exact: true }).fill(DEMO_PASSWORD);
    await chief.button('下一步').click();
    const picture = chief.page.getByRole('img', { name: '动态口令二维码' });
    expect((await picture.locator('path').getAttribute('d'))?.length).toBeGreaterThan(1000);
    secret = (await chief.page.locator('form code').innerText()).replaceAll(' ', '');
    await chief.page.getByLabel('手机上显示的6位动态口令').fill(codeNow());
    await chief.button('确认').click();
    const codes = chief.page.getByRole('list', { name: '恢复码' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    paper = await codes.first().innerText();
    await chief.button('已妥善保存').click();
    await chief.page.getByText('恢复码还剩').waitFor();
  });

  it('are asked for after the password', async () => {
    const chief = await stage().visitor('div.chief');
    await chief.open('/login?to=/issues');
    await chief.fillSignIn(DEMO_PASSWORD);
    await chief.page.getByRole('heading', { name: '输入动态口令' }).waitFor();
    await secondStep(chief, '000000');
    await chief.page.getByRole('alert').filter({ hasText: '动态口令或恢复码不对' }).waitFor();
    await secondStep(chief, nextCode());
    await chief.page.waitForURL('**/issues');
    expect(chief.refusals).toEqual([
      expect.stringContaining('401 POST /api/auth/login/second-step'),
    ]);
  });

  it('are asked for over the open page too, when the session has run out', async () => {
    const chief = await stage().visitor('div.chief');
    await chief.open('/login?to=/issues');
    await chief.fillSignIn(DEMO_PASSWORD);
    await secondStep(chief, paper);
    await chief.page.waitForURL('**/issues');
    await chief.settled();
    await chief.context.clearCookies();
    await chief.page.getByLabel('关键字').fill('低保');
    await chief.button('查询').click();
    const dialog = chief.page.getByRole('dialog', { name: '登录已过期' });
    await dialog.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD);
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.getByLabel('动态口令').fill(nextCode());
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.waitFor({ state: 'detached' });
    await chief.page.waitForURL('**/issues?q=**');
  });

  it('are reset by the security administrator', async () => {
    const security = await stage().person('security');
    await security.open('/users?q=div.chief');
    await security.button(/^办理/).first().click();
    await security.page.getByRole('menuitem', { name: '重置动态口令' }).click();
    await security.page
      .getByRole('dialog')
      .getByRole('button', { name: '重置', exact: true })
      .click();
    await security.page.getByText('的动态口令已重置').waitFor();
    const chief = await stage().visitor('div.chief');
    await chief.signIn();
    expect(chief.address).toBe('/home');
  });
});
