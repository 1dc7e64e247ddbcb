import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { Keyboard } from './support/keyboard.js';
import { describeInBrowser, useStage } from './support/stage.js';

const REVIEWER = 'qinghe.leader';
const STATEMENTS = ['竹湾村两户未按时复核', '晒谷村一户漏发补贴'];
const STANDARDS = 8;

describeInBrowser('a reviewer without a mouse', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    for (const statement of STATEMENTS) await driver.to('CLOSURE_REVIEW', { statement });
    return driver;
  });

  it('goes from the list to the decision, and on to the next application', async () => {
    const reviewer = await stage().person(REVIEWER);
    const keyboard = new Keyboard(reviewer);
    await reviewer.open('/closures');
    expect((await keyboard.tabTo('跳到主要内容')).isInSight).toBe(true);
    await keyboard.press('Enter');
    await keyboard.tabTo('销号申请列表');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await reviewer.page.waitForURL(/\/closures\/[0-9a-f-]{36}$/);
    await reviewer.settled();
    const id = reviewer.address.split('/').at(-1) ?? '';
    // What was focused has gone with the list: the new page begins at its beginning.
    await keyboard.tabTo('销号审核');
    await keyboard.tabTo('填写审核意见');

    const answered = new Set<string>();
    for (let n = 1; n <= STANDARDS; n += 1) {
      const { name } = await keyboard.tabTo(/的核对结果：属实$/);
      answered.add(name);
      // An answer is changed with the arrows, like that of any group of choices.
      await keyboard.press('Space');
      await keyboard.press('ArrowRight');
      expect((await keyboard.here()).name).toBe(name.replace(/属实$/, '不符'));
      await keyboard.press('ArrowLeft');
      const said = n < STANDARDS ? `还有${STANDARDS - n}项没有核对` : '已全部核对';
      await reviewer.page.getByRole('status').filter({ hasText: said }).waitFor();
    }

    expect(answered.size).toBe(STANDARDS);
    await keyboard.tabTo(/^审核结论：同意/);
    await keyboard.press('Space');
    await keyboard.tabTo('审核意见');
    await keyboard.press('Control+a');
    await keyboard.type('逐项核对无误，同意上报。');
    await keyboard.tabTo(/^同意，转下一步$/);
    await keyboard.press('Enter');
    await reviewer.isTold(/^已同意/);
    await reviewer.settled();
    expect(keyboard.stops.filter(({ isMarked, isInSight }) => !isMarked || !isInSight)).toEqual([]);

    expect((await keyboard.here()).tag).toBe('MAIN');
    await keyboard.tabTo(new RegExp(STATEMENTS.join('|')));
    await keyboard.press('Enter');
    await reviewer.page.waitForURL((url) => !url.pathname.endsWith(id));
    await reviewer.settled();
    expect(reviewer.address).toMatch(/^\/closures\//);

    const user = await stage().app.as(REVIEWER);
    const { body } = await user.get(`/closure-applications/${id}`);
    expect(body.steps[0]).toMatchObject({
      decision: 'APPROVED',
      decidedByName: expect.any(String),
    });
    expect(body.steps[0].opinion).toContain('逐项核对无误，同意上报。');
    expect((await world().read(body.issueId)).status).toBe('CLOSURE_REVIEW');
  }, 90_000);
});
