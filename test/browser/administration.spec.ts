import { afterAll, expect, it } from '@jest/globals';
import { Messaging } from '../api/messaging.fixture.js';
import { TestApp } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import { Robot } from '../support/robot.js';
import { refusal, SmtpReceiver } from '../support/smtp.js';
import { Dialog } from './support/dialogs.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const OWN_PASSWORD = 'Shaigu-2020-new';

/** Some twenty clicks each, while other specs keep both processors busy. */
const PATIENCE_MS = 90_000;

describeInBrowser('what administrators do', () => {
  let robot: Robot;
  let smtp: SmtpReceiver;

  async function start(): Promise<TestApp> {
    robot = await Robot.start();
    smtp = await SmtpReceiver.start();
    return TestApp.startWithOrganisation('sqlite', undefined, {
      messaging: {
        mail: smtp.settings({ timeoutMs: 20_000 }),
        webhooks: { hosts: [], allowLoopback: true, timeoutMs: 20_000 },
      },
    });
  }
  const { stage, world } = useStage(
    async (app) => ({ campaignId: await createCampaign(app), messaging: new Messaging(app) }),
    start,
  );
  afterAll(async () => {
    await robot.stop();
    await smtp.stop();
  });

  const rowOf = (person: Person, text: string) =>
    person.page.getByRole('row').filter({ hasText: text });

  /** Opens a dialog by its button, which stands in the row of `text` or above the list. */
  async function open(person: Person, button: string, title = button): Promise<Dialog> {
    await person.button(button).click();
    return Dialog.of(person, title);
  }

  /** One of the entries behind 办理 in the row of a person. */
  async function handle(person: Person, name: string, entry: string): Promise<Dialog> {
    await person.button(new RegExp(`^办理.*${name}`)).click();
    await person.page.getByRole('menuitem', { name: entry, exact: true }).click();
    return Dialog.of(person, entry);
  }

  it(
    'register a group robot, try it and switch it off',
    async () => {
      const admin = await stage().person('admin');
      await admin.open('/webhooks');
      const form = await open(admin, '登记群机器人');
      const missing = ['名称', '民政局', '机器人地址', '发送的消息类别'];
      expect(await form.isRefused('保存', missing)).toEqual(missing);
      await admin.fill({ 名称: '救助科工作群', 机器人地址: robot.url('/robot/send?key=abc') });
      await admin.chooseUnit('民政局', '安澜区民政局');
      for (const topic of ['催报', '督办升级']) {
        await form.root.getByText(topic, { exact: true }).click();
      }
      expect(await form.unfit()).toEqual([]);
      await form.confirm('保存');
      await admin.isTold('“救助科工作群”已登记，可发一条测试消息');

      await admin.button(/^测试.*救助科工作群$/).click();
      await admin.isTold('“救助科工作群”已收到测试消息');
      expect(robot.calls.map(({ path }) => path)).toEqual(['/robot/send?key=abc']);

      await admin.button(/^修改.*救助科工作群$/).click();
      const change = await Dialog.of(admin, '修改群机器人');
      expect(await change.root.getByLabel('机器人地址').inputValue()).toBe('');
      expect(await change.unfit()).toEqual([]);
      await change.root.locator('.el-switch').click();
      await change.confirm('保存');
      await rowOf(admin, '救助科工作群').getByText('停用').waitFor();
      const listed = await (await stage().app.as('admin')).get('/webhooks');
      expect(listed.body.items).toEqual([
        expect.objectContaining({
          name: '救助科工作群',
          enabled: false,
          topics: expect.any(Array),
        }),
      ]);
      await world().messaging.send(world().messaging.notice());
      await world().messaging.dispatch();
      expect(robot.calls).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'send a refused mail again once the receiver takes it',
    async () => {
      const { messaging } = world();
      await messaging.setEmail('qinghe.clerk', 'qinghe.clerk@example.gov.cn');
      smtp.onRcpt = () => {
        throw refusal(550);
      };
      expect(await messaging.sendOne()).toMatchObject({ channel: 'EMAIL', status: 'DEAD' });
      smtp.reset();
      const admin = await stage().person('admin');
      await admin.open('/outbox');
      await admin.page.getByRole('navigation', { name: '常用视图' }).getByText('发送失败').click();
      await admin.settled();
      const row = rowOf(admin, 'qinghe.clerk');
      expect(await row.innerText()).toContain('拒收');
      await row.getByRole('button', { name: '重发' }).click();
      await admin.isTold('发给qinghe.clerk的消息已重新排队');
      await messaging.dispatch();
      expect(smtp.mails).toHaveLength(1);
      await admin.open('/outbox?status=SENT');
      expect(await rowOf(admin, 'qinghe.clerk').innerText()).toContain('已发送');
      expect((await messaging.audit('OUTBOX_RETRIED'))[0]?.actorName).toBe('系统管理员');
    },
    PATIENCE_MS,
  );

  it(
    'add a person, who gets roles and a one-time password from another officer and chooses an own one',
    async () => {
      const admin = await stage().person('admin');
      await admin.open('/users');
      const form = await open(admin, '新增人员');
      const missing = ['用户名', '姓名'];
      expect(await form.isRefused('保存', missing)).toEqual(missing);
      await admin.fill({ 用户名: 'shaigu.clerk', 姓名: '新任经办', 职务: '民政办经办' });
      // From the top of the province down, one types rather than unfolds.
      await form.root.getByRole('combobox', { name: '所在单位' }).fill('青禾镇');
      await admin.chooseUnit('所在单位', '青禾镇人民政府');
      expect(await form.unfit()).toEqual([]);
      await form.confirm('保存');
      await admin.isTold('新任经办已新增，请安全管理员授予角色、发放密码');

      const officer = await stage().person('security');
      await officer.open('/users?q=shaigu.clerk');
      const roles = await handle(officer, '新任经办', '授予角色');
      await roles.root.getByText('镇街经办人', { exact: true }).click();
      expect(await roles.unfit()).toEqual([]);
      await roles.confirm('保存');
      await officer.isTold('新任经办的角色已保存');
      const issue = await handle(officer, '新任经办', '发放密码');
      await issue.button('生成一次性密码').click();
      const secret = await Dialog.of(officer, '一次性密码');
      const password = await secret.root.locator('code').innerText();
      expect(await secret.unfit()).toEqual([]);
      await secret.confirm('已记下，关闭');
      expect(await officer.page.getByText(password).count()).toBe(0);

      const newcomer = await (await stage().visitor('shaigu.clerk')).signIn(password);
      expect(newcomer.address).toBe('/password');
      await newcomer.page.getByLabel('原密码', { exact: true }).fill(password);
      await newcomer.page.getByLabel('新密码', { exact: true }).fill(OWN_PASSWORD);
      await newcomer.page.getByLabel('再输一次新密码', { exact: true }).fill(OWN_PASSWORD);
      await newcomer.button('修改密码').click();
      await newcomer.page.waitForURL('**/home');
      const listed = await (await stage().app.as('admin')).get('/users?q=shaigu.clerk');
      expect(listed.body.items).toEqual([
        expect.objectContaining({
          name: '新任经办',
          unitName: '青禾镇人民政府',
          roles: ['TOWN_CLERK'],
          mustChangePassword: false,
        }),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'change a unit',
    async () => {
      const unitId = stage().app.units.liping ?? '';
      const admin = await stage().person('admin');
      await admin.open(`/units?id=${unitId}`);
      const form = await open(admin, '修改', '修改单位');
      await admin.fill({ 单位名称: '' });
      expect(await form.isRefused('保存', ['单位名称'])).toEqual(['单位名称']);
      await admin.fill({ 单位名称: '栗坪街道办事处', 简称: '栗坪街道', 机关代字: '栗街' });
      await form.root.getByRole('spinbutton', { name: '排列顺序' }).fill('30');
      expect(await form.unfit()).toEqual([]);
      await form.confirm('保存');
      await admin.isTold('栗坪街道办事处已修改');
      await admin.page.getByRole('heading', { name: '栗坪街道办事处' }).waitFor();
      const { body } = await (await stage().app.as('admin')).get(`/units/${unitId}`);
      expect(body).toMatchObject({ shortName: '栗坪街道', docCode: '栗街', position: 30 });
    },
    PATIENCE_MS,
  );

  it(
    'amend the parameters of a campaign, with the reason in the audit log',
    async () => {
      const chief = await stage().person('div.chief');
      await chief.open(`/campaigns/${world().campaignId}`);
      const form = await open(chief, '修改期限和参数');
      await chief.fill({ 名称: '' });
      expect(await form.isRefused('保存', ['名称'])).toEqual(['名称']);
      await chief.fill({ 名称: '2020年农村低保专项治理', 修改原因: '节后统一放宽签收时限。' });
      await form.root.getByRole('spinbutton', { name: '签收期限（个工作日）' }).fill('5');
      await form.root
        .getByRole('spinbutton', { name: '临近时限亮黄灯（天）', exact: true })
        .fill('9');
      expect(await form.unfit()).toEqual([]);
      await form.confirm('保存');
      await chief.isTold('专项治理已修改');
      await chief.page.getByText('5个工作日').first().waitFor();
      const { body } = await (
        await stage().app.as('div.chief')
      ).get(`/campaigns/${world().campaignId}`);
      expect(body.title).toBe('2020年农村低保专项治理');
      expect(body.definition).toMatchObject({
        parameters: { receiptWorkdays: 5, reviewWorkdays: 5 },
        lightRule: { nearDays: 9 },
      });
      const [entry] = await world().messaging.audit('campaign.amend');
      expect(entry).toMatchObject({
        actorName: '科长乙',
        detail: expect.stringContaining('节后统一放宽签收时限。'),
      });
    },
    PATIENCE_MS,
  );
});
