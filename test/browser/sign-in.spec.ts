import { expect, it } from '@jest/globals';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { describeInBrowser, useStage } from './support/stage.js';

const FIRST_PASSWORD = 'Chushi-2020-mima';
const OWN_PASSWORD = 'Wode-2020-mima-xin';

describeInBrowser('signing in', () => {
  const { stage } = useStage(async (app) => {
    const organisation = app.app.get(OrganisationService);
    await organisation.createUser({
      username: 'newcomer',
      name: '新来的经办人',
      unitId: app.units.qinghe,
      roles: ['TOWN_CLERK'],
      password: FIRST_PASSWORD,
      mustChangePassword: true,
    });
  });

  it('says that the password is wrong and lets the person try again', async () => {
    const clerk = await stage().visitor('div.clerk');
    await clerk.open('/login');
    await clerk.fillSignIn('wrong-password-1');
    await clerk.page.getByRole('alert').filter({ hasText: '用户名或密码不对' }).waitFor();
    await clerk.signIn();
    expect(clerk.address).toBe('/home');
    await clerk.page.getByText('经办人甲').first().waitFor();
  });

  it('asks for what was left out before it asks the server', async () => {
    const clerk = await stage().visitor('div.clerk');
    await clerk.open('/login');
    await clerk.button('登录').click();
    expect(await clerk.page.getByRole('alert').innerText()).toBe('请输入用户名。');
    expect(clerk.refusals).toEqual([]);
  });

  it('tells how long an account is locked after five wrong passwords, even with the right one', async () => {
    const leader = await stage().visitor('wuping.leader');
    await leader.open('/login');
    for (let attempt = 1; attempt <= 5; attempt++) {
      await leader.fillSignIn(`wrong-password-${attempt}`);
    }
    await leader.fillSignIn('Xiaohao-2020');
    const alert = leader.page.getByRole('alert').filter({ hasText: '锁定' });
    expect(await alert.innerText()).toMatch(/锁定15分钟/);
  });

  it('lets somebody with a first password do nothing before they have chosen their own', async () => {
    const newcomer = await stage().visitor('newcomer');
    await newcomer.signIn(FIRST_PASSWORD);
    expect(newcomer.address).toBe('/password');
    await newcomer.open('/issues');
    expect(newcomer.address).toBe('/password');
    await newcomer.page.getByLabel('原密码', { exact: true }).fill(FIRST_PASSWORD);
    await newcomer.page.getByLabel('新密码', { exact: true }).fill(OWN_PASSWORD);
    await newcomer.page.getByLabel('再输一次新密码', { exact: true }).fill('something-else-1');
    await newcomer.button('修改密码').click();
    await newcomer.page.getByRole('alert').filter({ hasText: '不一致' }).waitFor();
    await newcomer.page.getByLabel('再输一次新密码', { exact: true }).fill(OWN_PASSWORD);
    await newcomer.button('修改密码').click();
    await newcomer.page.waitForURL('**/home');
  });

  it('goes to the address that was asked for, with its filters', async () => {
    const clerk = await stage().visitor('div.clerk');
    await clerk.open('/issues?status=DRAFT&page=2');
    expect(clerk.address).toMatch(/^\/login\?to=/);
    await clerk.fillSignIn('Xiaohao-2020');
    await clerk.page.waitForURL('**/issues?status=DRAFT&page=2');
  });

  it.each(['https://example.org/', '//example.org/', '/\\example.org'])(
    'does not follow a link to %s after the sign-in',
    async (foreign) => {
      const clerk = await stage().visitor('div.clerk');
      await clerk.open(`/login?to=${encodeURIComponent(foreign)}`);
      await clerk.fillSignIn('Xiaohao-2020');
      await clerk.page.waitForURL(`${clerk.url}/home`);
    },
  );

  it('shows the password only when it is asked to', async () => {
    const clerk = await stage().visitor('div.clerk');
    await clerk.open('/login');
    const password = clerk.page.getByLabel('密码', { exact: true });
    expect(await password.getAttribute('type')).toBe('password');
    await clerk.button('显示密码').click();
    expect(await password.getAttribute('type')).toBe('text');
  });
});
