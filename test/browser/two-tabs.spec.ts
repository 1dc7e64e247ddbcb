import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const TOLD = '已填写的内容仍在下面，没有丢失。';
/** The program asks for what it shows again when it is older than 15 seconds and somebody looks at it. */
const LONG_AGO_MS = 60_000;

/** Waits until the form says that somebody else has saved meanwhile. */
const conflictOn = (person: Person) => person.page.getByRole('alert').filter({ hasText: TOLD });

const field = (person: Person, name: string) =>
  person.page.getByRole('textbox', { name, exact: true });

/** Comes back to a tab after a while, as from another window: what is on the page is loaded anew. */
async function comeBack(tab: Person, path: string): Promise<void> {
  const loaded = tab.page.waitForResponse(`**/api${path}`);
  await tab.page.clock.fastForward(LONG_AGO_MS);
  await tab.page.evaluate("dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
  await loaded;
  await tab.settled();
}

describeInBrowser('two tabs or two people with one record', () => {
  const { stage, world } = useStage(async (app) => new IssueDriver(app, await createCampaign(app)));

  /** The same page in two tabs of one person. */
  async function inTwoTabs(username: string, path: string): Promise<[Person, Person]> {
    const first = await stage().person(username);
    const second = await stage().tabOf(first);
    await second.page.clock.install();
    await first.open(path);
    await second.open(path);
    return [first, second];
  }

  const bodyOf = async (path: string, username = 'div.clerk') =>
    (await (await stage().app.as(username)).get(path)).body;

  it('keeps what both have typed into an issue, and neither is lost unseen', async () => {
    const { id } = await world().draft({ remark: '原备注' });
    const [first, second] = await inTwoTabs('div.clerk', `/issues/${id}/edit`);
    await second.fill({ 具体表现: '第二个窗口写的具体表现，共有五户。' });
    await first.fill({ 具体表现: '第一个窗口写的具体表现，共有四户。', 备注: '第一个窗口的备注' });
    await first.button('保存草稿').click();
    await first.isTold('已保存修改');

    // A reload in the background must not make the newest version that of the text typed before.
    await comeBack(second, `/issues/${id}`);
    await second.button('保存草稿').click();
    await conflictOn(second).waitFor();
    expect(await field(second, '具体表现').inputValue()).toContain('共有五户');
    expect(await bodyOf(`/issues/${id}`)).toMatchObject({ remark: '第一个窗口的备注', version: 2 });

    await second.button('以我填写的内容重新提交').click();
    await second.isTold('已保存修改');
    expect(await bodyOf(`/issues/${id}`)).toMatchObject({
      detail: '第二个窗口写的具体表现，共有五户。',
      // Not touched in the second tab.
      remark: '第一个窗口的备注',
      version: 3,
    });
    const history = await bodyOf(`/issues/${id}/history`);
    expect(
      history.map(({ label, actorName }: Record<string, string>) => [label, actorName]),
    ).toEqual([
      ['登记', '经办人甲'],
      ['修改', '经办人甲'],
      ['修改', '经办人甲'],
    ]);
    await second.page.close();
  }, 90_000);

  it('shows the newest plan to one who gives way, and sends that of one who does not', async () => {
    const planned = await world().savePlan(await world().to('PLANNING'));
    const path = `/issues/${planned.id}/plan`;
    const [first, second] = await inTwoTabs('qinghe.clerk', path);
    const save = (person: Person) => person.button('保存（Ctrl+Enter）').click();
    await second.fill({ 整改目标: '第二个窗口的目标。' });
    await first.fill({ 原因分析: '第一个窗口的原因分析。' });
    await save(first);
    await first.isTold('方案已保存');

    await comeBack(second, path);
    await save(second);
    await conflictOn(second).waitFor();
    expect(await field(second, '整改目标').inputValue()).toBe('第二个窗口的目标。');
    await second.button('查看最新内容').click();
    await conflictOn(second).waitFor({ state: 'detached' });
    await second.settled();
    expect(await field(second, '原因分析').inputValue()).toBe('第一个窗口的原因分析。');
    expect(await field(second, '整改目标').inputValue()).not.toContain('第二个窗口');
    await second.fill({ 整改目标: '第二个窗口的目标。' });
    await save(second);
    await second.isTold('方案已保存');

    await first.fill({ 原因分析: '第一个窗口改过的原因分析。', 措施1工作目标: '五月底前办结。' });
    await save(first);
    await conflictOn(first).waitFor();
    expect(await field(first, '措施1工作目标').inputValue()).toBe('五月底前办结。');
    await first.button('以我填写的内容重新提交').click();
    await conflictOn(first).waitFor({ state: 'detached' });
    await first.settled();
    const plan = await bodyOf(path, 'qinghe.clerk');
    expect(plan).toMatchObject({
      causeAnalysis: '第一个窗口改过的原因分析。',
      measures: [{ goal: '五月底前办结。' }],
    });
    expect(plan.measures).toHaveLength(1);
    const history = await bodyOf(`/issues/${planned.id}/history`);
    const saved = history.filter(({ label }: { label: string }) => label === '填写方案');
    expect(saved.map(({ actorName }: { actorName: string }) => actorName)).toEqual(
      Array.from({ length: 4 }, () => '青禾镇经办人'),
    );

    await second.fill({ 整改目标: '来不及保存的目标。' });
    await first.button('保存并报送').click();
    await first.isTold('整改方案已报送审核');
    await comeBack(second, path);
    expect(await field(second, '整改目标').inputValue()).toBe('来不及保存的目标。');
    await save(second);
    await conflictOn(second).waitFor();
    await second.button('以我填写的内容重新提交').click();
    await second.page
      .getByRole('alert')
      .filter({ hasText: /不能|状态/ })
      .waitFor();
    expect(await field(second, '整改目标').inputValue()).toBe('来不及保存的目标。');
    await second.page.close();
  }, 120_000);

  it('keeps what two people write into one plan, and the history names both', async () => {
    const planned = await world().savePlan(await world().to('PLANNING'));
    const path = `/issues/${planned.id}/plan`;
    const clerk = await stage().person('qinghe.clerk');
    const leader = await stage().person('qinghe.leader');
    for (const person of [clerk, leader]) await person.open(path);
    const save = (person: Person) => person.button('保存（Ctrl+Enter）').click();
    await clerk.fill({ 原因分析: '经办人写的原因分析。' });
    await leader.fill({ 整改目标: '分管领导写的目标。' });
    await save(clerk);
    await clerk.isTold('方案已保存');

    // Whoever comes second is told, overwrites nothing unasked, and may still send what is his.
    await save(leader);
    await conflictOn(leader).waitFor();
    expect(await field(leader, '整改目标').inputValue()).toBe('分管领导写的目标。');
    expect(await bodyOf(path, 'qinghe.clerk')).toMatchObject({
      causeAnalysis: '经办人写的原因分析。',
    });
    await leader.button('以我填写的内容重新提交').click();
    await leader.isTold('方案已保存');

    // The clerk, who has gone on from his own version, now is the second, and gives way.
    await clerk.fill({ 整改目标: '经办人写的目标。' });
    await save(clerk);
    await conflictOn(clerk).waitFor();
    await clerk.button('查看最新内容').click();
    await conflictOn(clerk).waitFor({ state: 'detached' });
    await clerk.settled();
    expect(await field(clerk, '整改目标').inputValue()).toBe('分管领导写的目标。');

    expect(await bodyOf(path, 'qinghe.clerk')).toMatchObject({
      causeAnalysis: '经办人写的原因分析。',
      goal: '分管领导写的目标。',
    });
    const history = await bodyOf(`/issues/${planned.id}/history`);
    const saved = history.filter(({ label }: { label: string }) => label === '填写方案');
    expect(saved.map(({ actorName }: { actorName: string }) => actorName).slice(1)).toEqual([
      '青禾镇经办人',
      '青禾镇分管领导',
    ]);
  }, 90_000);
});
