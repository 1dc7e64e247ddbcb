import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';

const ATTEMPTS = 50;
const RETURNED = {
  decision: 'RETURNED',
  opinion: '佐证不足。',
  reasonCode: 'R1',
  demand: '请补充首次发放低保金的银行回单。',
};
const APPROVED = { decision: 'APPROVED', opinion: '同意。' };

describe.each(ENGINES)('decisions on close-out applications on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    driver = new IssueDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const auditsOf = (issue: DrivenIssue) =>
    app.rows(sql`SELECT seq FROM audit_entries WHERE subject_id = ${issue.id}`);

  it.each([1, 2, 3])(`of ${ATTEMPTS} decisions at once exactly one wins (round %i)`, async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    await driver.review(issue);
    const { id, version } = await driver.pending(issue);
    const reviewers = [await app.as('div.clerk'), await app.as('div.chief')] as const;
    const before = await auditsOf(issue);
    const answers = await Promise.all(
      Array.from({ length: ATTEMPTS }, (_, index) =>
        reviewers[index % 2 === 0 ? 0 : 1].post(
          `/closure-applications/${id}/reviews`,
          index % 3 === 0 ? RETURNED : APPROVED,
          version,
        ),
      ),
    );
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // A loser of the same step is told so; a loser who may not decide the next step is refused.
    const losers = new Set(statuses.filter((status) => status !== 200));
    expect([...losers].every((status) => [403, 409, 412].includes(status))).toBe(true);
    expect(await auditsOf(issue)).toHaveLength(before.length + 1);
    const decided = await app.rows(
      sql`SELECT seq FROM closure_steps WHERE application_id = ${id} AND decision IS NOT NULL`,
    );
    expect(decided).toHaveLength(2);
  });

  it('posts one CLOSED entry when the final approval is sent many times at once', async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    for (let step = 0; step < 3; step += 1) await driver.review(issue);
    const { id, version } = await driver.pending(issue);
    const director = await app.as('director');
    const answers = await Promise.all(
      Array.from({ length: ATTEMPTS }, () =>
        director.post(`/closure-applications/${id}/reviews`, APPROVED, version),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const entries = await app.rows(
      sql`SELECT kind FROM ledger_entries WHERE issue_id = ${issue.id} AND kind = 'CLOSED'`,
    );
    expect(entries).toHaveLength(1);
  });

  it.each([
    ['the applicant', 'qinghe.clerk', 403],
    ['a clerk of another town', 'wanglan.clerk', 403],
    ['the director before his step', 'director', 403],
    ['a clerk of another county', 'yunqi.clerk', 404],
  ])('refuses %s', async (_who, user, expected) => {
    const issue = await driver.to('CLOSURE_REVIEW');
    const { id, version } = await driver.pending(issue);
    const caller = await app.as(user);
    const answer = await caller.post(`/closure-applications/${id}/reviews`, APPROVED, version);
    expect(answer.status).toBe(expected);
    expect((await driver.pending(issue)).version).toBe(version);
  });

  it('never lets a leader confirm an application of his own, nor decide twice', async () => {
    const issue = await driver.to('RECTIFYING');
    await driver.addEvidence(issue);
    const applied = await driver.applyClosure(issue, 'qinghe.leader');
    // The leader who applies has signed by applying.
    const application = await driver.pending(applied);
    expect(application.awaiting).toBe('FIRST_REVIEW');
    await driver.review(applied);
    const after = await driver.pending(applied);
    const clerk = await app.as('div.clerk');
    const again = await clerk.post(
      `/closure-applications/${after.id}/reviews`,
      APPROVED,
      after.version,
    );
    expect(again.status).toBe(403);
  });

  it('shows each reviewer only the applications that wait for them', async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    const queueOf = async (user: string): Promise<string[]> => {
      const caller = await app.as(user);
      const answer = await caller.get('/closure-applications?pageSize=200').expect(200);
      return (answer.body.items as { issueId: string }[]).map(({ issueId }) => issueId);
    };
    expect(await queueOf('qinghe.leader')).toContain(issue.id);
    expect(await queueOf('div.clerk')).not.toContain(issue.id);
    await driver.review(issue);
    expect(await queueOf('qinghe.leader')).not.toContain(issue.id);
    expect(await queueOf('div.clerk')).toContain(issue.id);
  });
});
