import { expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { AGREED, CaseDesk, type Versioned } from '../api/cases.fixture.js';
import { textOf } from '../api/reporting.fixture.js';
import type { TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { Dialog } from './support/dialogs.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const CHANGE = { 更正处: '典型问题（一）', 原文: '将该户2人纳入', 更正为: '将该户1人纳入' };
const CORRECTION_REASON = '人数核算有误';
const WITHDRAWAL_REASON = '处分决定经复审变更';
const STEP_MS = 30_000;

interface World {
  readonly desk: CaseDesk;
  readonly bulletin: Versioned & { readonly docNo: string; readonly sha256: string };
}

/** A bulletin that the public may see, issued. */
async function prepare(app: TestApp): Promise<World> {
  const desk = new CaseDesk(app, await createCampaign(app));
  app.moveTo('2020-07-06T09:00:00+08:00');
  const open = { disclosure: 'PUBLIC' };
  const { id } = await desk.approved(open);
  const draft = await desk.compose([id], { ...open, feedbackOn: '2020-07-31' });
  return { desk, bulletin: (await desk.issued(draft)) as World['bulletin'] };
}

describeInBrowser('a bulletin that is issued', () => {
  const { stage, world } = useStage(prepare);
  const read = async (id: string) =>
    ok(await (await stage().app.as('div.clerk')).get(`/bulletins/${id}`)).body;
  const at = async (username: string, id: string): Promise<Person> => {
    const person = await stage().person(username);
    await person.open(`/bulletins/${id}`);
    return person;
  };
  const actsOn = (id: string) =>
    stage().app.rows<{ action: string; actorName: string }>(sql`
      SELECT action, actor_name FROM audit_entries WHERE subject_id = ${id} ORDER BY seq`);

  async function confirm(person: Person, action: string, title: string, name: string) {
    await person.action(action).click();
    const dialog = person.page.getByRole('dialog', { name: title, exact: true });
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached', timeout: STEP_MS });
    await person.settled();
  }

  /** Opens the dialog that drafts a notice; where it leads is the notice's own page. */
  async function draft(clerk: Person, action: string, title: string, fill: () => Promise<void>) {
    await clerk.action(action).click();
    const dialog = await Dialog.of(clerk, title);
    expect(await dialog.unfit()).toEqual([]);
    await fill();
    await dialog.confirm(title);
    await clerk.isTold('通知已起草，核对后报送会签、审批');
    await clerk.page.waitForURL((url) => !url.pathname.endsWith(world().bulletin.id));
    await clerk.settled();
    return clerk.address.split('/').at(-1) ?? '';
  }

  /** The reviewers agree, the director signs, the office numbers and issues it. */
  async function sendOut(id: string): Promise<void> {
    const { desk } = world();
    let notice = await read(id);
    while (notice.awaiting !== 'SIGNATURE') {
      notice = ok(await desk.act(desk.reviewerOf(notice.awaiting), notice, 'reviews', AGREED)).body;
    }
    await confirm(await at('director', id), '主要领导签发', '主要领导签发', '同意');
    const office = await at('office.clerk', id);
    await office.takeStep('编号用印');
    await office.takeStep('印发');
  }

  it('is published, which its page and the log tell', async () => {
    const { bulletin } = world();
    const office = await at('office.clerk', bulletin.id);
    await office.takeStep('公开', () => office.fill({ 说明: '区政府门户网站' }), {
      title: '公开',
      confirm: '登记公开',
    });
    await office.isTold(`${bulletin.docNo}已登记公开`);
    expect(await read(bulletin.id)).toMatchObject({ publishedOn: '2020-07-06' });
    const facts = await office.page.locator('#main').innerText();
    expect(facts).toMatch(/公开日期\s*2020-07-06/);
    expect((await actsOn(bulletin.id)).at(-1)).toEqual({
      action: 'bulletin.publish',
      actorName: '文秘壬',
    });
  }, 60_000);

  it('is corrected by a notice of its own, and stays as it was', async () => {
    const { bulletin } = world();
    const clerk = await at('div.clerk', bulletin.id);
    const id = await draft(clerk, '更正', '起草更正通知', () =>
      clerk.fill({ 更正原因: CORRECTION_REASON, ...CHANGE }),
    );
    const table = clerk.page.getByRole('region', { name: '更正内容' });
    expect(await table.innerText()).toContain(CHANGE.更正为);
    await confirm(clerk, '报送审批', '报送会签、审批', '报送');
    await sendOut(id);
    const notice = await read(id);
    expect(notice).toMatchObject({ noticeKind: 'CORRECTION', status: 'ISSUED' });
    const print = await textOf(await world().desk.pdf('qinghe.clerk', id));
    expect(print).toContain(`原文：${CHANGE.原文}更正为：${CHANGE.更正为}`);
    expect(await read(bulletin.id)).toMatchObject({ sha256: bulletin.sha256, withdrawn: false });

    const town = await at('qinghe.clerk', bulletin.id);
    await town.page.getByRole('link', { name: notice.docNo }).click();
    await town.page.waitForURL(`**/bulletins/${id}`);
    await town.settled();
    expect(await town.page.getByRole('article', { name: '通报文稿' }).innerText()).toContain(
      CHANGE.更正为,
    );
  }, 120_000);

  it('is withdrawn by a notice of its own, and both say so', async () => {
    const { bulletin } = world();
    const clerk = await at('div.clerk', bulletin.id);
    const id = await draft(clerk, '撤回通报', '起草撤回通知', () =>
      clerk.fill({ 撤回原因: WITHDRAWAL_REASON }),
    );
    await confirm(clerk, '报送审批', '报送会签、审批', '报送');
    await sendOut(id);
    expect(await read(id)).toMatchObject({ noticeKind: 'WITHDRAWAL', status: 'ISSUED' });
    expect(await read(bulletin.id)).toMatchObject({ withdrawn: true, sha256: bulletin.sha256 });
    const acts = (await actsOn(id)).map(({ actorName }) => actorName);
    expect([acts[0], acts.at(-1)]).toEqual(['经办人甲', '文秘壬']);

    const town = await at('qinghe.clerk', bulletin.id);
    await town.page.locator('.el-tag', { hasText: '已撤回' }).first().waitFor();
    const print = await textOf(await world().desk.pdf('qinghe.clerk', id));
    expect(print).toContain(bulletin.docNo);
    expect(print).toContain('撤回');
  }, 120_000);
});
