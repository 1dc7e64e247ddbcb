import { beforeAll, expect, it } from '@jest/globals';
import { SUMMARY } from '../../src/demo/report-narratives.js';
import { sql } from '../../src/platform/database/queryable.js';
import { CaseDesk, everythingStored, FAVOUR } from '../api/cases.fixture.js';
import { ReportDesk, textOf } from '../api/reporting.fixture.js';
import type { TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

/** A name that stands nowhere in the sources of the program, and how it may be printed. */
const REAL_NAME = '鄢珑璟';
const PUBLIC_NAME = '鄢某某';
const TITLE = '青禾镇某村党支部书记违规将亲属纳入低保问题';
const OTHER = '望澜镇低保对象去世后未及时报停问题';
const FEEDBACK_ON = '2020-07-31';
/** A document is printed to see that it can be, before it goes on. */
const STEP_MS = 30_000;

/** Who takes which step between the drafting and the signature. */
const REVIEWERS = [
  ['discipline', '会签（派驻纪检监察组）'],
  ['finance', '会签（财政部门）'],
  ['office.clerk', '办公室核稿'],
  ['inspector', '保密和公开审查'],
  ['deputy', '分管领导审核'],
] as const;

interface World {
  readonly issue: DrivenIssue;
}

/** A closed issue, another approved case, and a town's summary of the quarter that is accepted. */
async function prepare(app: TestApp): Promise<World> {
  const campaignId = await createCampaign(app);
  const issue = await new IssueDriver(app, campaignId).to('CLOSED');
  app.moveTo('2020-07-06T09:00:00+08:00');
  await new CaseDesk(app, campaignId).approved({ title: OTHER, disclosure: 'PUBLIC' });
  const reports = new ReportDesk(app, campaignId);
  const opened = await reports.open('qinghe', '2020Q2', 'QJ-Q');
  const town = await app.as('qinghe.clerk');
  const draft = { narrative: SUMMARY };
  const written = ok(await town.put(`/reports/${opened.id}/draft`, draft, opened.version)).body;
  ok(await reports.submission('qinghe', written));
  await reports.accept(opened);
  return { issue };
}

describeInBrowser('the bulletin of a quarter', () => {
  const { stage, world } = useStage(prepare);
  let labels: Record<string, { items: { code: string; label: string }[] }>;
  let caseId = '';
  let bulletinId = '';
  beforeAll(async () => {
    labels = (await (await stage().app.as('div.clerk')).get('/dictionary')).body;
  });
  const label = (list: string, code: string): string =>
    labels[list]?.items.find((item) => item.code === code)?.label ?? code;
  const read = async (path: string, username = 'div.clerk') =>
    ok(await (await stage().app.as(username)).get(path)).body;

  const at = async (username: string, path: string): Promise<Person> => {
    const person = await stage().person(username);
    await person.open(path);
    return person;
  };

  /** Takes a step whose dialog and confirmation have names of their own. */
  async function confirm(person: Person, action: string, title: string, name: string) {
    await person.action(action).click();
    await inDialog(person, title, name);
  }
  async function inDialog(person: Person, title: string, name: string): Promise<void> {
    const dialog = person.page.getByRole('dialog', { name: title, exact: true });
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached', timeout: STEP_MS });
    await person.settled();
  }
  /** Agrees to a step, whose confirmation is named by the decision. */
  const agree = (person: Person, step: string): Promise<void> =>
    confirm(person, step, step, label('Decision', 'APPROVED'));

  async function writeCase(clerk: Person): Promise<void> {
    await clerk.fill({ 案例标题: TITLE });
    await clerk.choose('违纪违法类型', label('ViolationType', FAVOUR.violationType));
    await clerk.enterDay('结案日期', FAVOUR.concludedOn);
    await clerk.choose('公开方式', label('Disclosure', 'PUBLIC'));
    await clerk.fill({ 人员1真实姓名: REAL_NAME, 时任职务: '村党支部书记' });
    await clerk.choose('人员身份', label('CaseIdentity', 'VILLAGE_CADRE'));
    await clerk.choose('处理结果', label('SanctionType', 'PARTY_SERIOUS_WARNING'));
    await clerk.fill({ 处理机关: '青禾镇纪委' });
    await clerk.enterDay('决定日期', '2020-05-12');
    await clerk.enterDay('生效日期', '2020-05-12');
    await clerk.fill({
      主要事实: `2018年6月，青禾镇某村时任村党支部书记${PUBLIC_NAME}，将不符合条件的亲属纳入低保。`,
      整改及建章立制: FAVOUR.rectification,
      原因剖析: FAVOUR.analysis,
      警示意义: FAVOUR.lesson,
    });
    for (const [name, value] of [
      ['涉及户数', '1'],
      ['涉及人数', '2'],
      ['违规金额（元）', '11640'],
      ['已追缴金额（元）', '11640'],
    ] as const) {
      await clerk.page.getByRole('spinbutton', { name, exact: true }).fill(value);
    }
  }

  it('begins with a case that the clerk makes of an issue, and its facts are checked', async () => {
    const { issue } = world();
    const clerk = await at('div.clerk', `/issues/${issue.id}`);
    await clerk.page.getByRole('link', { name: '起草案例' }).click();
    await clerk.page.waitForURL(`**/cases/new?issue=${issue.id}`);
    await clerk.settled();
    await writeCase(clerk);
    await clerk.button('保存并提交核实').click();
    await clerk.isTold(/已提交核实/);
    await clerk.page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
    caseId = clerk.address.split('/').at(-1) ?? '';

    await agree(await at('discipline', `/cases/${caseId}`), label('CaseStep', 'VERIFICATION'));
    await agree(await at('deputy', `/cases/${caseId}`), label('CaseStep', 'REVIEW'));
    const item = await read(`/cases/${caseId}`);
    expect(item).toMatchObject({
      status: 'APPROVED',
      issueId: issue.id,
      placeUnitId: stage().app.units.qinghe,
      amountFen: 1_164_000,
      recoveredFen: 1_164_000,
      persons: [{ publicName: PUBLIC_NAME, sanctions: [{ type: 'PARTY_SERIOUS_WARNING' }] }],
      masking: null,
    });
    expect(JSON.stringify(item)).not.toContain(REAL_NAME);
    await clerk.open(`/issues/${issue.id}`);
    const made = clerk.page.getByRole('region', { name: '典型案例' });
    await made.getByRole('link', { name: TITLE }).waitFor();
    await made.getByText(label('CaseStatus', 'APPROVED')).waitFor();
  }, 90_000);

  it('has its names confirmed by a second person, who sees what stands for what', async () => {
    const clerk = await at('div.clerk', `/cases/${caseId}`);
    expect(await clerk.action('确认称谓').count()).toBe(0);
    const chief = await at('div.chief', `/cases/${caseId}`);
    await chief.action('确认称谓').click();
    await chief.page.waitForURL(`**/cases/${caseId}/masking`);
    await chief.settled();
    const names = chief.page.getByRole('region', { name: '称谓对照' });
    expect(await names.last().innerText()).not.toContain(REAL_NAME);
    await chief.action('对照真实姓名').click();
    await chief.fill({ 查看原因: '核对处分决定书' });
    await chief.button('查看').click();
    await names.getByText(REAL_NAME).waitFor();
    await chief.action('确认称谓').click();
    await chief.fill({ 核对意见: '逐项核对，称谓符合要求。' });
    await inDialog(chief, '确认公开称谓', '确认称谓');
    await chief.isTold(/公开称谓已确认/);
    const { masking } = await read(`/cases/${caseId}`);
    expect(masking).toMatchObject({ confirmedByName: '科长乙' });
  }, 60_000);

  it('is composed of two cases in the order that the clerk wants, and handed in', async () => {
    const clerk = await at('div.clerk', '/bulletins');
    await clerk.button('编排通报').click();
    await clerk.page.waitForURL('**/bulletins/new');
    await clerk.settled();
    await clerk.button(`编入${OTHER}`).click();
    await clerk.button(`编入${TITLE}`).click();
    await clerk.button(`${TITLE}上移`).click();
    await clerk.choose('公开方式', label('Disclosure', 'PUBLIC'));
    await clerk.enterDay('报送自查情况的日期', FEEDBACK_ON);
    await clerk.button('生成文稿').click();
    await clerk.isTold(/已按案例生成文稿/);
    await clerk.page.waitForURL(/\/bulletins\/[0-9a-f-]{36}\/edit$/);
    bulletinId = clerk.address.split('/').at(-2) ?? '';
    await clerk.settled();
    await clerk.button('保存').click();
    await clerk.page.waitForURL(`**/bulletins/${bulletinId}`);
    await clerk.settled();
    const paper = await clerk.page.getByRole('article', { name: '通报文稿' }).innerText();
    expect(paper.indexOf(TITLE)).toBeGreaterThan(0);
    expect(paper.indexOf(OTHER)).toBeGreaterThan(paper.indexOf(TITLE));
    await confirm(clerk, '报送审批', '报送会签、审批', '报送');
    await clerk.isTold(/下一步：会签（派驻纪检监察组）/);
    expect((await read(`/bulletins/${bulletinId}`)).caseIds[0]).toBe(caseId);
  }, 60_000);

  it('passes through the hands of all who check it, and stops at the signature while a sanction is appealed against', async () => {
    for (const [username, step] of REVIEWERS) {
      await agree(await at(username, `/bulletins/${bulletinId}`), step);
    }
    const clerk = await at('div.clerk', `/cases/${caseId}`);
    const appeal = async (act: string, title: string): Promise<void> => {
      await clerk.button(act).click();
      await clerk.fill({ 说明: '本人于7月6日提出复审申请。' });
      await inDialog(clerk, title, '登记');
    };
    await appeal('登记申诉', '登记申诉（复审、复核）');

    const step = label('BulletinStep', 'SIGNATURE');
    const director = await at('director', `/bulletins/${bulletinId}`);
    const cases = director.page.getByRole('region', { name: '编入的案例' });
    await cases.getByText('申诉中', { exact: true }).waitFor();
    await director.action(step).click();
    const dialog = director.page.getByRole('dialog', { name: step });
    const opinion = dialog.getByRole('textbox', { name: '意见' });
    await opinion.fill('同意，请尽快印发。');
    const consent = dialog.getByRole('button', { name: '同意', exact: true });
    await consent.click();
    const refusal = dialog.getByRole('alert').filter({ hasText: '通报还不能签发' });
    expect(await refusal.innerText()).toContain(`“${PUBLIC_NAME}”的处理决定正在申诉`);
    expect(await read(`/bulletins/${bulletinId}`)).toMatchObject({ status: 'REVIEW', docNo: null });

    await appeal('解除申诉', '解除申诉');
    expect(await opinion.inputValue()).toBe('同意，请尽快印发。');
    await consent.click();
    await director.isTold(/下一步：编号用印/);
    const { steps, status } = await read(`/bulletins/${bulletinId}`);
    expect(status).toBe('SIGNED');
    expect(steps.map((act: { decidedByName: string }) => act.decidedByName)).toEqual([
      '组长戊',
      '股长己',
      '文秘壬',
      '督查员庚',
      '副局长丙',
      '局长丁',
    ]);
    expect(steps.at(-1).opinion).toBe('同意，请尽快印发。');
  }, 120_000);

  it('is numbered and issued, and its print names nobody', async () => {
    const secretary = await at('office.clerk', `/bulletins/${bulletinId}`);
    await secretary.takeStep(label('BulletinStep', 'NUMBERING'));
    await secretary.takeStep(label('BulletinStep', 'ISSUANCE'));
    const { docNo, title, issuedOn } = await read(`/bulletins/${bulletinId}`);
    expect([docNo, issuedOn]).toEqual(['安民发〔2020〕1号', '2020-07-06']);
    const files = secretary.page.getByRole('region', { name: '印发件' });
    const print = files.getByRole('link', { name: '印发件 PDF' });
    const text = await textOf(await secretary.download(print));
    for (const part of [title, docNo, '2020年7月6日', TITLE, PUBLIC_NAME]) {
      expect(text).toContain(part);
    }
    expect(text.indexOf(OTHER)).toBeGreaterThan(text.indexOf(TITLE));
    const archive = files.getByRole('link', { name: /^归档件/ });
    expect(await textOf(await secretary.download(archive))).toContain('局长丁');
    // Nowhere: neither in print nor in any row, the log included; the search would find what is in the open.
    const stored = await everythingStored(stage().app);
    expect(stored).toContain(PUBLIC_NAME);
    for (const place of [text, stored]) expect(place.includes(REAL_NAME)).toBe(false);
  }, 60_000);

  it('gives every town a self-check, which one signs for and answers', async () => {
    const town = await at('qinghe.clerk', '/home');
    const duties = town.page.getByRole('navigation', { name: '待办事项' });
    await duties.getByRole('link', { name: /待办通报自查/ }).click();
    await town.page.waitForURL('**/follow-ups?**');
    await town.settled();
    await town.page.getByRole('link', { name: '青禾镇人民政府' }).click();
    await town.settled();
    await confirm(town, '签收', '签收通报', '签收');
    await town.action('反馈自查情况').click();
    const dialog = town.page.getByRole('dialog', { name: '反馈自查情况' });
    await town.fill({ 自查情况: '自查近亲属备案12户，补备案2户。' });
    await dialog.getByRole('spinbutton', { name: '自查发现同类问题数' }).fill('2');
    await inDialog(town, '反馈自查情况', '反馈');
    await town.isTold('自查情况已反馈');
    const { items } = await read(`/bulletins/${bulletinId}/follow-ups`);
    expect(items).toHaveLength(5);
    const answered = items.filter((item: { status: string }) => item.status !== 'SENT');
    expect(answered).toMatchObject([
      { status: 'ANSWERED', foundCount: 2, answeredByName: '青禾镇经办人', dueOn: FEEDBACK_ON },
    ]);
    const acts = await stage().app.rows<{ action: string; actorName: string }>(sql`
      SELECT action, actor_name FROM audit_entries WHERE subject_id = ${answered[0].id}
      ORDER BY recorded_at, seq`);
    expect(acts).toEqual([
      { action: 'bulletin.acknowledge', actorName: '青禾镇经办人' },
      { action: 'bulletin.answer', actorName: '青禾镇经办人' },
    ]);
  }, 60_000);

  it('is pulled by the leadership together with the summary of the quarter', async () => {
    const leader = await at('leadership', '/documents');
    const quarter = leader.page.getByRole('region', { name: '2020年第二季度' });
    const printOf = async (name: RegExp): Promise<string> =>
      textOf(await leader.download(quarter.getByRole('link', { name })));
    expect(await printOf(/^下载 PDF：关于2起/)).toContain(PUBLIC_NAME);
    const summary = await printOf(/^下载 PDF：.*工作总结/);
    expect(summary).toContain('2020年第二季度农村低保专项治理工作总结');
    expect(summary).toContain('青禾镇人民政府');
    expect(summary).toContain(SUMMARY.practices?.[0]?.text ?? 'practices');
  }, 60_000);
});
