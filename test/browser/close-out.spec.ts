import { beforeAll, expect, it } from '@jest/globals';
import { readPdf } from '../documents/support/read-pdf.js';
import {
  createCampaign,
  EVIDENCE_TYPES,
  FINDING,
  IssueDriver,
  PDF_BYTES,
} from '../support/issues.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const PLAN_DUE = '2020-05-10';
const TODAY = '2020-04-01';

describeInBrowser('striking an issue off', () => {
  const { stage, world } = useStage(async (app) => {
    const campaignId = await createCampaign(app);
    return { driver: new IssueDriver(app, campaignId) };
  });
  let labels: Record<string, { items: { code: string; label: string }[] }>;
  beforeAll(async () => {
    labels = (await (await stage().app.as('div.clerk')).get('/dictionary')).body;
  });
  const label = (list: string, code: string): string =>
    labels[list]?.items.find((item) => item.code === code)?.label ?? code;

  async function applicationsOf(issueId: string) {
    const user = await stage().app.as('div.clerk');
    return (await user.get(`/issues/${issueId}/closure-applications`)).body;
  }

  /** Looks at every standard and agrees. */
  async function agree(reviewer: Person): Promise<void> {
    await reviewer.page.getByRole('button', { name: 'PAYMENT.pdf', exact: true }).waitFor();
    await reviewer.button('其余均属实').click();
    await reviewer.page
      .getByText(/^同意(，转下一步|销号)$/)
      .first()
      .click();
    const site = reviewer.page.getByRole('textbox', { name: '现场核查情况' });
    if ((await site.count()) > 0) await site.fill('2020年4月1日入户核实，情况属实。');
    const minutes = reviewer.page.getByRole('textbox', { name: '会议纪要编号' });
    if ((await minutes.count()) > 0) await minutes.fill('安民党组纪要〔2020〕8号');
    await reviewer.page.locator('#review').getByRole('button', { name: /^同意/ }).click();
    await reviewer.isTold(/^已同意/);
    await reviewer.settled();
  }

  async function apply(clerk: Person, issueId: string): Promise<void> {
    await clerk.open(`/issues/${issueId}`);
    await clerk.action('申请销号').click();
    await clerk.page.waitForURL(`**/issues/${issueId}/closure`);
    await clerk.settled();
    await clerk.enterDay('整改完成时间', TODAY);
    await clerk.fill({
      见人: '受益对象3户3人，责任人已落实。',
      见事: '逐户核定，参照单人户办理。',
      见结果: '3户均已纳入低保，4月起发放。',
      整改成效: '应保尽保，群众满意。',
      举一反三情况: '全镇排查同类对象12户，均已落实。',
      建章立制: '制定分户办理规程。',
      措施1落实情况: '已逐户核定并完成审批。',
    });
    await clerk.choose('群众意见', label('BeneficiaryOpinion', 'SATISFIED'));
    await clerk.button('未答的都填“达到”').click();
    await clerk.page
      .locator('.el-select__wrapper')
      .filter({ has: clerk.page.getByRole('combobox', { name: '见结果的佐证', exact: true }) })
      .click();
    await clerk.page.getByRole('option', { name: /PAYMENT\.pdf$/ }).click();
    await clerk.page.keyboard.press('Escape');
    await clerk.button('提交申请').click();
    await clerk.isTold(/销号申请.+已提交审核/);
    await clerk.settled();
  }

  /** Everybody in the chain agrees, each at the step that is theirs. */
  async function everybodyAgrees(issueId: string): Promise<string[]> {
    const reviewers: string[] = [];
    const chain = ['qinghe.leader', 'div.clerk', 'discipline', 'deputy', 'director'];
    for (const username of chain) {
      const user = await stage().app.as(username);
      const { body } = await user.get(`/issues/${issueId}/closure-applications`);
      const waiting = body.find(
        ({ status, canReview }: { status: string; canReview: boolean }) =>
          status === 'PENDING' && canReview,
      );
      if (!waiting) continue;
      const reviewer = await stage().person(username);
      await reviewer.open(`/issues/${issueId}`);
      await reviewer.action('审核销号').click();
      await reviewer.page.waitForURL(`**/closures/${waiting.id}`);
      await reviewer.settled();
      await agree(reviewer);
      reviewers.push(username);
    }
    return reviewers;
  }

  it('goes from the finding to the printed form through the hands of all concerned', async () => {
    const clerk = await stage().person('div.clerk');
    await clerk.open('/issues/new');
    await clerk.fill({ 问题表述: FINDING.statement, 具体表现: FINDING.detail });
    // As the campaign calls the category.
    await clerk.choose('问题类别', /分户保障未落实$/);
    await clerk.chooseUnit('责任单位', '青禾镇人民政府');
    await clerk.choose('问题来源', label('ProblemSource', FINDING.source));
    await clerk.enterDay('发现时间', FINDING.foundOn);
    await clerk.choose('问题性质', label('IssueNature', FINDING.nature));
    await clerk.choose('共性/个性', label('IssueScope', FINDING.scope));
    await clerk.choose('严重程度', label('Severity', FINDING.severity));
    await clerk.choose('整改类型', label('RectificationType', FINDING.rectificationType));
    await clerk.fill({ '涉及镇街、村': FINDING.areaCode });
    await clerk.button('建账').click();
    await clerk.isTold(/已建账，编号/);
    await clerk.page.waitForURL(/\/issues\/[0-9a-f-]{36}$/);
    const issueId = clerk.address.split('/').at(-1) ?? '';

    const chief = await stage().person('div.chief');
    await chief.open(`/issues/${issueId}`);
    await chief.takeStep('交办', () => chief.enterDay('整改时限', '2020-05-20'));
    await chief.isTold('已交办');

    const town = await stage().person('qinghe.clerk');
    await town.open(`/issues/${issueId}`);
    await town.takeStep('签收');
    await town.action('填写方案').click();
    await town.page.waitForURL('**/plan');
    await town.settled();
    await town.fill({
      原因分析: '对分户政策理解不一，担心错保。',
      整改目标: '3户全部按单人户纳入低保。',
      措施1: '逐户核定，参照单人户办理；补发自审批月起。',
      责任条目2姓名: '青禾镇分管领导',
      责任条目3姓名: '经办人',
      责任条目3职务: '民政办经办',
      责任条目3联系电话: '13800005678',
    });
    // Who is known brings the post along.
    expect(await town.page.getByLabel('责任条目2职务').inputValue()).not.toBe('');
    await town.enterDay('措施1完成时限', PLAN_DUE);
    await town.button('保存并报送').click();
    await town.isTold('整改方案已报送审核');

    await chief.open(`/issues/${issueId}`);
    await chief.takeStep('批准方案', () => chief.fill({ 审核意见: '措施可行，同意。' }));

    await town.open(`/issues/${issueId}`);
    await town.takeStep('填报进展', async () => {
      await town.fill({ 整改进展: '已完成入户核查，3户全部纳入低保。' });
      await town.page.getByRole('spinbutton', { name: '进度（%）' }).fill('100');
    });
    await town.action('上传佐证').click();
    for (const type of EVIDENCE_TYPES) {
      await town.choose('佐证类型', label('EvidenceType', type));
      await town.page
        .getByLabel('选择佐证文件')
        .last()
        .setInputFiles({
          name: `${type}.pdf`,
          mimeType: 'application/pdf',
          buffer: PDF_BYTES,
        });
      await town.isTold(`${type}.pdf已上传`);
    }
    await town.button('完成').click();
    await town.settled();

    await apply(town, issueId);
    const reviewers = await everybodyAgrees(issueId);
    expect(reviewers.length).toBeGreaterThanOrEqual(3);

    await town.open(`/issues/${issueId}`);
    await town.page.getByText(label('IssueStatus', 'CLOSED')).first().waitFor();
    const link = town.page.getByRole('link', { name: /销号申请（审批）表/ });
    const pages = await readPdf(await town.download(link));
    const text = pages.map((page) => page.text).join('');
    expect(text).toContain(FINDING.statement);
    expect(text).toContain('逐户核定，参照单人户办理。');
    expect(text).toContain('同意销号');
    expect(text.replace(/\s/g, '')).toContain('逐项核对：见事、见人、见结果、资金');
  }, 120_000);

  it('is returned with a demand, and struck off at the second attempt', async () => {
    const { driver } = world();
    const issue = await driver.to('CLOSURE_REVIEW', { statement: '竹湾村两户未按时复核' });
    const leader = await stage().person('qinghe.leader');
    await leader.open('/closures');
    await leader.page.getByRole('link', { name: '竹湾村两户未按时复核' }).click();
    await leader.settled();
    await leader.page.getByText('退回补充整改').first().click();
    const send = leader.page.locator('#review').getByRole('button', { name: '退回补充整改' });
    await send.click();
    await leader.page.getByRole('alert').first().waitFor();
    await leader.choose('退回原因', label('ReturnReason', 'R1'));
    const materials = leader.page.getByRole('radiogroup', { name: '材料规范的核对结果' });
    await materials.getByText(label('StandardVerdict', 'REFUTED')).click();
    await leader.fill({ 材料规范不符之处: '两户审批表没有盖章' });
    await leader.fill({ 补充整改要求: '请补充两户的复核审批表和发放凭证。' });
    await send.click();
    await leader.isTold('已退回');

    const town = await stage().person('qinghe.clerk');
    await town.open(`/issues/${issue.id}`);
    await town.page.getByText('请补充两户的复核审批表和发放凭证。').first().waitFor();
    await town.action('申请销号').click();
    const returned = town.page.getByRole('region', { name: '上次申请被退回' });
    expect(await returned.innerText()).toContain('材料规范不符：两户审批表没有盖章');
    const [first] = await applicationsOf(issue.id);
    expect(first.steps[0]).toMatchObject({
      decision: 'RETURNED',
      decidedByName: '青禾镇分管领导',
      checks: [{ standard: 'MATERIALS', verdict: 'REFUTED', note: '两户审批表没有盖章' }],
    });
    await apply(town, issue.id);
    await everybodyAgrees(issue.id);
    const end = await driver.read(issue.id);
    expect(end.status).toBe('CLOSED');
    const [, second] = await applicationsOf(issue.id);
    const proofs = second.standards.map(
      ({ evidenceIds }: { evidenceIds: string[] }) => evidenceIds,
    );
    expect(proofs.map((ids: string[]) => ids.length)).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    for (const { checks } of second.steps) expect(checks).toHaveLength(8);
  }, 90_000);
});
