import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const LONGER_THAN_A_SESSION_MS = 9 * 60 * 60 * 1000;

/** A plan as it is typed, by the labels of its fields. */
const PLAN = {
  原因分析: '对分户政策理解不一，担心错保，没有逐户复核。',
  整改目标: '3户全部按单人户纳入低保，并补发。',
  措施1: '逐户核定，参照单人户办理；补发自审批月起。',
  责任条目2姓名: '分管领导',
  责任条目2职务: '副镇长',
  责任条目3姓名: '经办人',
  责任条目3职务: '民政办经办',
  责任条目3联系电话: '13800005678',
};
const FIELDS = Object.keys(PLAN) as (keyof typeof PLAN)[];

describeInBrowser('a session that runs out while somebody works', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    await driver.draft({ statement: '两户材料不齐' });
    await driver.draft({ statement: '一户未按时复核' });
    return driver;
  });

  const signInAgain = async ({ page }: Person): Promise<void> => {
    const dialog = page.getByRole('dialog', { name: '登录已过期' });
    await dialog.getByLabel('密码', { exact: true }).fill('Xiaohao-2020');
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  /** Nobody does anything for longer than a session lasts. */
  const stayAway = (): void => {
    const { app } = stage();
    app.moveTo(new Date(Date.parse(app.clock.now()) + LONGER_THAN_A_SESSION_MS).toISOString());
  };
  const typed = async (person: Person): Promise<Record<string, string>> => {
    const values = FIELDS.map(async (name) => [name, await person.field(name).inputValue()]);
    return Object.fromEntries(await Promise.all(values));
  };
  const bodyOf = async (path: string) =>
    (await (await stage().app.as('qinghe.clerk')).get(path)).body;
  const actsOn = async (id: string): Promise<string[]> =>
    (await bodyOf(`/issues/${id}/history`)).map(
      ({ label, actorName }: Record<string, string>) => `${label} ${actorName}`,
    );

  it('asks for the password over the open page, and goes on with what was typed', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues');
    const keyword = clerk.page.getByLabel('关键字');
    await keyword.fill('未按时复核');
    stayAway();
    await clerk.button('查询').click();
    const dialog = clerk.page.getByRole('dialog', { name: '登录已过期' });
    await dialog.getByText('经办人甲').waitFor();

    await dialog.getByLabel('密码', { exact: true }).fill('wrong-password-1');
    await dialog.getByRole('button', { name: '继续办理' }).click();
    await dialog.getByRole('alert').filter({ hasText: '用户名或密码不对' }).waitFor();
    await signInAgain(clerk);
    await clerk.settled();
    expect(await keyword.inputValue()).toBe('未按时复核');
    expect(await clerk.page.locator('.el-table__body tbody tr').count()).toBe(1);
  });

  it('hands a long plan in once, after the password, with all that was typed', async () => {
    const { id } = await world().to('PLANNING');
    const town = await stage().person('qinghe.clerk');
    await town.open(`/issues/${id}/plan`);
    await town.fill(PLAN);
    await town.enterDay('整改时限', '2020-05-20');
    await town.enterDay('措施1完成时限', '2020-05-10');
    stayAway();
    await town.button('保存并报送').click();
    await town.page.getByRole('dialog', { name: '登录已过期' }).waitFor();
    expect(await typed(town)).toEqual(PLAN);
    await signInAgain(town);
    await town.isTold('整改方案已报送审核');
    await town.settled();

    expect(await bodyOf(`/issues/${id}`)).toMatchObject({ status: 'PLAN_REVIEW' });
    expect(await bodyOf(`/issues/${id}/plan`)).toMatchObject({
      causeAnalysis: PLAN.原因分析,
      goal: PLAN.整改目标,
      measures: [{ measure: PLAN.措施1, dueOn: '2020-05-10' }],
      responsibilities: [{ kind: 'LEAD' }, { personName: '分管领导' }, { phone: '138****5678' }],
    });
    const acts = await actsOn(id);
    for (const act of ['填写方案', '报方案']) {
      expect(acts.filter((one) => one.startsWith(act))).toEqual([`${act} 青禾镇经办人`]);
    }
  }, 90_000);

  it('offers what was typed back after a crash, and tells what others have saved since', async () => {
    const issue = await world().to('PLANNING');
    const path = `/issues/${issue.id}/plan`;
    const town = await stage().person('qinghe.clerk');
    const crashed = await stage().tabOf(town);
    await crashed.open(path);
    await crashed.fill(PLAN);
    await crashed.sees(
      `Object.values(localStorage).some((text) => text.includes('${PLAN.责任条目3联系电话}'))`,
    );
    // Nothing of the page is asked any more, as when the PC goes down.
    await crashed.page.close();
    await world().savePlan(issue, { causeAnalysis: '别人先保存的原因分析。' });

    await town.open(path);
    const offer = town.page.getByRole('status').filter({ hasText: '填写的内容没有提交' });
    await offer.getByRole('button', { name: '接着填写' }).click();
    await offer.waitFor({ state: 'detached' });
    expect(await typed(town)).toEqual(PLAN);
    await town.enterDay('措施1完成时限', '2020-05-10');
    await town.button('保存（Ctrl+Enter）').click();
    await town.page.getByRole('alert').filter({ hasText: '没有丢失' }).waitFor();
    expect((await bodyOf(path)).causeAnalysis).toBe('别人先保存的原因分析。');
    await town.button('以我填写的内容重新提交').click();
    await town.isTold('方案已保存');
    await town.settled();
    expect(await bodyOf(path)).toMatchObject({
      causeAnalysis: PLAN.原因分析,
      measures: [{ measure: PLAN.措施1 }],
    });
    await town.open(path);
    expect(await typed(town)).toEqual({ ...PLAN, 责任条目3联系电话: '138****5678' });
    expect(await town.page.getByText('填写的内容没有提交').count()).toBe(0);
  }, 90_000);

  it('leaves nothing of the first person on the page when somebody else takes the seat', async () => {
    const chief = await stage().person('div.chief');
    await chief.open('/issues');
    const text = () => chief.page.locator('body').innerText();
    expect(await text()).toContain('科长乙');
    stayAway();
    await chief.button('刷新').click();
    await chief.button(/换人登录/).click();
    await chief.page.waitForURL('**/login');
    await chief.settled();
    expect(await text()).not.toContain('科长乙');
  });
});
