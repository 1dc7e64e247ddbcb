import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ENGINES, TestApp } from '../support/app.js';
import {
  createCampaign,
  type DrivenIssue,
  FINDING,
  IssueDriver,
  ok,
  PDF_BYTES,
} from '../support/issues.js';
import { consolidate } from './consolidation.fixture.js';
import { download, type ReportAnswer, ReportDesk, textOf } from './reporting.fixture.js';
import { amend, refusal } from './schedule.fixture.js';

/** Domain §1.2: leadership sees figures, reports and bulletins, not the single matters. */
describe.each(ENGINES)('reports as leadership reads them on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: ReportDesk;
  let issue: DrivenIssue;
  let ledger: ReportAnswer;
  let letter: ReportAnswer;
  let summary: ReportAnswer;
  let nil: ReportAnswer;
  let draft: ReportAnswer;
  let consolidationId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    await addProgressReport();
    desk = new ReportDesk(app, campaignId);
    const driver = new IssueDriver(app, campaignId);
    issue = await driver.to('ASSIGNED');
    app.moveTo('2020-04-29T09:00:00+08:00');
    ledger = await corrected(await attached('qinghe', 'QJ-M'));
    letter = await signed(await attached('qinghe', 'X-P'));
    nil = await desk.accept(await desk.seal('wanglan', '2020-04', { isNil: true }));
    summary = await summarised(await desk.open('qinghe', '2020Q1', 'QJ-Q'));
    const body = { campaignId, ruleCode: 'QJ-M', period: '2020-04' };
    const made = await consolidate(app, { ...body, acceptMissing: { reason: '提前汇总。' } });
    consolidationId = (ok(made).body as { id: string }).id;
    app.moveTo('2020-07-02T09:00:00+08:00');
    draft = await desk.open('qinghe', '2020-05');
  });
  afterAll(() => app.stop());

  /** A monthly letter with its ledger beside the rules of the template. */
  async function addProgressReport(): Promise<void> {
    const chief = await app.as('div.chief');
    const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
    const rules = definition.reportRules as { code: string }[];
    const monthly = rules.find(({ code }) => code === 'QJ-M');
    const progress = { ...monthly, code: 'X-P', name: '月度进展', reportType: 'PROGRESS' };
    await amend(app, campaignId, { reportRules: [...rules, progress] });
  }

  async function attached(town: string, ruleCode: string): Promise<ReportAnswer> {
    const report = await desk.open(town, '2020-04', ruleCode);
    const clerk = await app.as(`${town}.clerk`);
    const path = `/api/reports/${report.id}/attachments`;
    ok(await clerk.with(request(app.server).post(path)).attach('file', PDF_BYTES, '附件.pdf'));
    const narrative = { narrative: { opening: '现将有关情况报告如下。' } };
    return ok(await clerk.put(`/reports/${report.id}/draft`, narrative, report.version))
      .body as ReportAnswer;
  }

  async function summarised(report: ReportAnswer): Promise<ReportAnswer> {
    const narrative = {
      practices: [{ title: '“三方比对”堵漏洞', text: '公安、卫健、民政按月比对。' }],
      discipline: '本季度没有查处违纪违法案件。',
    };
    const clerk = await app.as('qinghe.clerk');
    return signed(
      ok(await clerk.put(`/reports/${report.id}/draft`, { narrative }, report.version))
        .body as ReportAnswer,
    );
  }

  const signed = async (report: ReportAnswer): Promise<ReportAnswer> =>
    ok(await desk.submission('qinghe', report)).body as ReportAnswer;

  async function corrected(report: ReportAnswer): Promise<ReportAnswer> {
    const accepted = await desk.accept(await signed(report));
    const body = {
      reason: '原填的整改进展不准确，予以更正。',
      rows: [{ issueNo: issue.issueNo, cell: 'progress', value: '已入户复核。' }],
    };
    ok(await desk.step('qinghe.leader', accepted, 'correction', body));
    const decision = { decision: 'APPROVED', opinion: '同意更正。' };
    return ok(await desk.step('div.clerk', accepted, 'correction-decision', decision))
      .body as ReportAnswer;
  }

  /** What goes through the issues one by one, with what a reader of issues gets. */
  const withheld = (): string[] => [
    `/reports/${ledger.id}/versions/1.json`,
    `/reports/${ledger.id}/versions/1.xlsx`,
    `/reports/${ledger.id}/versions/1.pdf`,
    `/reports/${ledger.id}/versions/2.json`,
    `/reports/${ledger.id}/versions/2.xlsx`,
    `/reports/${ledger.id}/versions/2.pdf`,
    `/reports/${ledger.id}/versions/2/correction.pdf`,
    `/reports/${ledger.id}/corrections`,
    `/reports/${ledger.id}/attachments/1/content`,
    `/reports/${letter.id}/versions/1.json`,
    `/reports/${letter.id}/versions/1.xlsx`,
    `/reports/${letter.id}/versions/1/ledger.pdf`,
    `/reports/${draft.id}/precheck`,
    `/report-consolidations/${consolidationId}/versions/1.json`,
  ];

  it('refuses everything that goes through the issues one by one', async () => {
    const [leader, clerk] = [await app.as('leadership'), await app.as('div.clerk')];
    expect((await leader.get(`/issues/${issue.id}`)).status).toBe(403);
    for (const path of withheld()) {
      expect([path, ...refusal(await leader.get(path))]).toEqual([path, 403, 'FORBIDDEN']);
      expect([path, (await clerk.get(path)).status]).toEqual([path, 200]);
    }
  });

  it('shows the contents of a version on a screen: figures and texts, the lines to readers of issues', async () => {
    const [leader, clerk] = [await app.as('leadership'), await app.as('div.clerk')];
    const path = `/reports/${ledger.id}/versions/1`;
    const full = ok(await clerk.get(path)).body;
    expect(full).toMatchObject({
      versionNo: 1,
      balance: { opening: 0, opened: 1, closing: 1 },
      sections: [],
    });
    expect(full.rows).toEqual([expect.objectContaining({ issueNo: issue.issueNo })]);
    expect(full.figures).toContainEqual({ id: 'open', value: 1 });
    const figures = ok(await leader.get(path)).body;
    expect(figures).toEqual({ ...full, rows: [], notes: [] });
    const text = ok(await leader.get(`/reports/${letter.id}/versions/1`)).body;
    expect(text.sections[0]).toEqual({ title: '引语', text: '现将有关情况报告如下。' });
    expect((await clerk.get(`/reports/${ledger.id}/versions/9`)).status).toBe(404);
  });

  it('tells nobody outside whether there is such a report', async () => {
    const stranger = await app.as('yunqi.clerk');
    for (const path of withheld()) {
      expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
    }
  });

  it('leaves the registers, without one issue in them', async () => {
    const leader = await app.as('leadership');
    const paths = [
      `/reports?campaignId=${campaignId}`,
      ...[ledger, letter, draft, summary].flatMap(({ id }) =>
        ['', '/history', '/versions', '/reviews', '/attachments', '/verification'].map(
          (part) => `/reports/${id}${part}`,
        ),
      ),
      `/report-consolidations?campaignId=${campaignId}`,
      `/report-consolidations/${consolidationId}`,
      `/report-consolidations/${consolidationId}/versions`,
      `/report-consolidations/${consolidationId}/verification`,
      `/report-calendar?campaignId=${campaignId}&from=2020-04-01&to=2020-07-31`,
    ];
    for (const path of paths) {
      const { text } = ok(await leader.get(path));
      for (const secret of [issue.issueNo, issue.id, FINDING.statement]) {
        expect([path, text.includes(secret)]).toEqual([path, false]);
      }
    }
  });

  it('says how many issues are overdue, but not which', async () => {
    const problems = async (user: string): Promise<string> => {
      const { suggested } = ok(await (await app.as(user)).get(`/reports/${draft.id}`)).body;
      return (suggested.problems as string[])[0] ?? '';
    };
    expect(await problems('leadership')).toBe('整改进度不平衡，1个问题逾期未销号。');
    expect(await problems('div.clerk')).toBe(
      `整改进度不平衡，1个问题逾期未销号（${issue.issueNo}）。`,
    );
  });

  it('leaves letters, summaries, nil slips and consolidated tables', async () => {
    const leader = await app.as('leadership');
    const text = await textOf(await download(leader, `/reports/${letter.id}/versions/1.pdf`));
    expect(text).toContain('共梳理问题1个');
    expect(text).not.toContain(FINDING.statement);
    for (const ending of ['pdf', 'xlsx']) {
      await download(leader, `/reports/${summary.id}/versions/1.${ending}`);
      await download(leader, `/report-consolidations/${consolidationId}/versions/1.${ending}`);
    }
    const slip = await download(leader, `/reports/${nil.id}/versions/1/nil-report.pdf`);
    expect(await textOf(slip)).toContain('零报告');
    const ledgerOfNil = await leader.get(`/reports/${nil.id}/versions/1.pdf`);
    expect(refusal(ledgerOfNil)).toEqual([403, 'FORBIDDEN']);
  });
});
