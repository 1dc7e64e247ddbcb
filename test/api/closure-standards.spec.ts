import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { download, textOf } from './reporting.fixture.js';

const STANDARDS = [
  ...['FACTS', 'PERSONS', 'OUTCOME', 'MONEY'],
  ...['EXTENDED_CHECK', 'RULES', 'OPINION', 'MATERIALS'],
];
const sound = (standards = STANDARDS) =>
  standards.map((standard) => ({ standard, verdict: 'CONFIRMED' }));
const WRONG = { standard: 'MATERIALS', verdict: 'REFUTED', note: '审批表没有盖章' };
const RETURN = {
  decision: 'RETURNED',
  opinion: '材料不规范，退回。',
  reasonCode: 'R1',
  demand: '请补盖审批表的公章后重新提供。',
};

describe.each(ENGINES)('closing standards at the close-out on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-01T09:00:00+08:00');
    driver = new IssueDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  async function refusalOf(issue: DrivenIssue, body: object): Promise<string[][]> {
    const { id, version } = await driver.pending(issue);
    const leader = await app.as('qinghe.leader');
    const given = { decision: 'APPROVED', opinion: '同意销号。', ...body };
    const answer = await leader.post(`/closure-applications/${id}/reviews`, given, version);
    expect([answer.status, answer.body.code]).toEqual([422, 'REVIEW_INCOMPLETE']);
    return answer.body.errors.map(({ path, code }: Record<string, string>) => [path, code]);
  }

  it('are looked at one by one: nobody agrees to what is wrong, or before the last of them', async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    expect(await refusalOf(issue, { checks: sound(STANDARDS.slice(1)) })).toEqual([
      ['checks', 'REQUIRED'],
    ]);
    expect(await refusalOf(issue, { checks: [...sound(STANDARDS.slice(0, 7)), WRONG] })).toEqual([
      ['checks[7].verdict', 'REFUTED'],
    ]);
    const silent = { standard: 'MONEY', verdict: 'REFUTED' };
    expect(await refusalOf(issue, { ...RETURN, checks: [silent] })).toEqual([
      ['checks[0].note', 'REQUIRED'],
    ]);
    expect(await refusalOf(issue, { ...RETURN, checks: [WRONG, WRONG] })).toEqual([
      ['checks[1]', 'DUPLICATE'],
    ]);
    const { checks } = (await driver.review(issue, { checks: sound() })).steps[0] ?? {};
    expect(checks).toEqual(sound().map((check) => ({ ...check, note: null })));
  });

  it('that failed are told to the applicant, in the history and on the printed form', async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    await driver.review(issue, { ...RETURN, checks: [...sound(['FACTS', 'PERSONS']), WRONG] });
    const clerk = await app.as('qinghe.clerk');
    const [application] = ok(await clerk.get(`/issues/${issue.id}/closure-applications`)).body;
    expect(application).toMatchObject({ status: 'RETURNED' });
    expect(application.steps[0].checks.at(-1)).toEqual(WRONG);
    const history = ok(await clerk.get(`/issues/${issue.id}/history`)).body;
    const returned = history.find(({ action }: { action: string }) => /return/i.test(action));
    expect(returned.detail.checks.at(-1)).toEqual(WRONG);
    const pdf = await download(clerk, `/closure-applications/${application.id}/form.pdf`);
    const text = (await textOf(pdf)).replace(/\s/g, '');
    expect(text).toContain('逐项核对：见事、见人属实；材料规范（审批表没有盖章）不符。');
  });

  it('are tied to the files that prove them, and to no others', async () => {
    const issue = await driver.to('RECTIFYING');
    await driver.addEvidence(issue);
    const clerk = await app.as('qinghe.clerk');
    const files = ok(await clerk.get(`/issues/${issue.id}/evidence`)).body as { id: string }[];
    const proof = files.slice(0, 2).map(({ id }) => id);
    const apply = async (evidenceIds: string[]) => {
      const standards = STANDARDS.map((standard) => ({
        standard,
        answer: 'MET',
        ...(standard === 'OUTCOME' && { evidenceIds }),
      }));
      const body = await driver.application(issue, { standards });
      return clerk.post(`/issues/${issue.id}/closure-applications`, body, issue.version);
    };
    const refused = await apply([issue.id]);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([
      { path: 'standards[2].evidenceIds', code: 'UNKNOWN_EVIDENCE' },
    ]);
    const { standards } = ok(await apply(proof)).body;
    expect(standards.map((one: { evidenceIds: string[] }) => one.evidenceIds)).toEqual(
      STANDARDS.map((standard) => (standard === 'OUTCOME' ? proof : [])),
    );
  });
});
