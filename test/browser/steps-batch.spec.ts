import { expect, it } from '@jest/globals';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';
import { Dialog } from './support/dialogs.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

/** All statements of this file have it, so that one search finds them. */
const WORD = '批量办理';
const NOTE = '月底前务必完成，逐户上传佐证。';

/** Some twenty clicks each, while other specs keep both processors busy. */
const PATIENCE_MS = 90_000;

interface World {
  readonly driver: IssueDriver;
  readonly issues: Readonly<Record<'draft' | 'first' | 'second' | 'rectifying', DrivenIssue>>;
}

async function prepare(driver: IssueDriver): Promise<World> {
  const named = (name: string): object => ({ statement: `${WORD}：${name}` });
  return {
    driver,
    issues: {
      draft: await driver.draft(named('尚未建账')),
      first: await driver.to('REGISTERED', named('第一件')),
      second: await driver.to('REGISTERED', named('第二件')),
      rectifying: await driver.to('RECTIFYING', named('整改中')),
    },
  };
}

describeInBrowser('many issues at once', () => {
  const { stage, world } = useStage(async (app) =>
    prepare(new IssueDriver(app, await createCampaign(app))),
  );

  /** Finds the issues of this file, ticks them all and opens the dialog. */
  async function start(username: string, batch: string): Promise<[Person, Dialog]> {
    const person = await stage().person(username);
    await person.open(`/issues?q=${WORD}`);
    await person.page.locator('.el-table__header .el-checkbox').click();
    await person.page.getByRole('status').filter({ hasText: '已选 4 项' }).waitFor();
    await person.button(batch).click();
    return [person, await Dialog.of(person, batch)];
  }

  /** What the report says of each issue that was left out. */
  const skippedIn = async (report: Dialog): Promise<string[]> =>
    (await report.root.getByRole('listitem').allInnerTexts()).map((text) =>
      text.replaceAll(/\s+/g, ' ').trim(),
    );

  it(
    'are assigned to the units they were logged for; the others are left out, each with the reason',
    async () => {
      const { driver, issues } = world();
      const [chief, dialog] = await start('div.chief', '批量交办');
      await dialog.root.getByText('4个问题交办给各自登记的责任单位').waitFor();
      await chief.enterDay('整改时限', '2020-03-01');
      await chief.choose('处置方式', '督办');
      await chief.fill({ 办理要求: NOTE });
      expect(await dialog.unfit()).toEqual([]);
      await dialog.button('交办').click();
      const refused = await Dialog.of(chief, '批量交办');
      await refused.root.getByText('已交办0个问题').waitFor();
      expect((await skippedIn(refused)).join('\n')).toContain('整改时限应晚于发现时间');
      await refused.confirm('知道了');

      const [, again] = await start('div.chief', '批量交办');
      await chief.enterDay('整改时限', '2020-06-30');
      await chief.choose('处置方式', '督办');
      await chief.fill({ 办理要求: NOTE });
      await again.button('交办').click();
      await again.root.getByText('已交办2个问题').waitFor();
      const report = await Dialog.of(chief, '批量交办');
      expect(await report.unfit()).toEqual([]);
      const skipped = (await skippedIn(report)).sort();
      expect(skipped).toEqual([
        `${issues.rectifying.issueNo} 该问题目前为“整改中”，不能办理“交办”。`,
        '未编号的草稿 该问题目前为“草拟”，不能办理“交办”。',
      ]);
      await report.confirm('知道了');
      for (const { id } of [issues.first, issues.second]) {
        expect(await driver.read(id)).toMatchObject({
          status: 'ASSIGNED',
          currentDeadline: '2020-06-30',
          handlingMode: 'SUPERVISE',
          assignmentNote: NOTE,
        });
      }
      expect((await driver.read(issues.draft.id)).status).toBe('DRAFT');
    },
    PATIENCE_MS,
  );

  it(
    'are urged; who was urged already or has nothing to do is left out, with the reason',
    async () => {
      const { issues } = world();
      const app = stage().app;
      const clerk = await app.as('div.clerk');
      await clerk.post(`/issues/${issues.first.id}/urges`, { note: '请签收。' });
      const [person, dialog] = await start('div.clerk', '批量催办');
      await person.fill({ 催办内容: NOTE });
      expect(await dialog.unfit()).toEqual([]);
      await dialog.button('催办').click();
      await dialog.root.getByText('已催办2个问题').waitFor();
      const report = await Dialog.of(person, '批量催办');
      expect((await skippedIn(report)).sort()).toEqual(
        [`${issues.first.issueNo} 24小时内已催办过`, '未编号的草稿 尚未交办'].sort(),
      );
      await report.confirm('知道了');
      const told = await clerk.get(`/issues/${issues.rectifying.id}/supervision`);
      expect(told.body.urges).toEqual([
        expect.objectContaining({ note: NOTE, urgedByName: '经办人甲' }),
      ]);
    },
    PATIENCE_MS,
  );
});
