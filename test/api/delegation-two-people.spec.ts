import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { type DelegationAnswer, DelegationDesk, RescueDriver } from './delegation.fixture.js';
import { refusal } from './schedule.fixture.js';

const REVIEW = { decision: 'APPROVED', opinion: '同意实施' };
const NO_SELF_REVIEW = [403, 'SELF_REVIEW'];

/** Where two people are asked for, a deputy and the one for whom he acts count as one. */
describe.each(ENGINES)('two people and their deputies on %s', (engine) => {
  let app: TestApp;
  let desk: DelegationDesk;
  let driver: IssueDriver;
  let rescue: RescueDriver;
  let chiefs: DelegationAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    desk = new DelegationDesk(app);
    const campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    rescue = new RescueDriver(app, campaignId);
    chiefs = await desk.name('div.chief', 'div.clerk');
  });
  afterAll(() => app?.stop());

  const clerkAsChief = () => desk.acting('div.clerk', chiefs);
  const mayReview = (issue: DrivenIssue): boolean => issue.allowedActions.includes('approvePlan');
  const readActing = async (id: string): Promise<DrivenIssue> =>
    ok(await (await clerkAsChief()).get(`/issues/${id}`)).body as DrivenIssue;

  /** A plan of the division, written by its clerk and handed in by somebody. */
  async function handedIn(by: 'div.clerk' | 'div.chief'): Promise<DrivenIssue> {
    const issue = await rescue.savePlan(await rescue.to('PLANNING'));
    return rescue.step(by, issue, 'plan-submission', {});
  }

  it('does not let the deputy review what he handed in himself', async () => {
    const issue = await handedIn('div.clerk');
    const answer = await (
      await clerkAsChief()
    ).post(`/issues/${issue.id}/plan-review`, REVIEW, issue.version);
    expect(refusal(answer)).toEqual(NO_SELF_REVIEW);
    expect(mayReview(await readActing(issue.id))).toBe(false);
  });

  it('does not let the deputy review in the name of the one who handed it in', async () => {
    const issue = await handedIn('div.chief');
    const answer = await (
      await clerkAsChief()
    ).post(`/issues/${issue.id}/plan-review`, REVIEW, issue.version);
    expect(refusal(answer)).toEqual(NO_SELF_REVIEW);
    expect(mayReview(await readActing(issue.id))).toBe(false);
    // In his own name he is the second person.
    await rescue.step('div.clerk', issue, 'plan-review', REVIEW);
  });

  it('does not let the one who was away review what was handed in in his name', async () => {
    const issue = await rescue.savePlan(await rescue.to('PLANNING'));
    const sent = ok(
      await (await clerkAsChief()).post(`/issues/${issue.id}/plan-submission`, {}, issue.version),
    ).body as DrivenIssue;
    const [plan] = await app.rows<{ submittedBy: string }>(
      sql`SELECT submitted_by FROM plans WHERE issue_id = ${issue.id}`,
    );
    expect(plan?.submittedBy).toBe(await desk.idOf('div.clerk'));
    const chief = await app.as('div.chief');
    const own = await chief.post(`/issues/${issue.id}/plan-review`, REVIEW, sent.version);
    expect(refusal(own)).toEqual(NO_SELF_REVIEW);
    expect(mayReview(await rescue.read(issue.id, 'div.chief'))).toBe(false);
    const waiting = async (user: string): Promise<string[]> =>
      ok(await (await app.as(user)).get('/issues?myStep=approvePlan&pageSize=200')).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await waiting('div.chief')).not.toContain(issue.id);
    expect(await waiting('office.clerk')).toContain(issue.id);
    await rescue.step('office.clerk', sent, 'plan-review', REVIEW);
  });

  it('does not let anybody decide two steps of one chain, in whatever names', async () => {
    const deputies = await desk.name('deputy', 'div.clerk');
    const issue = await driver.to('CLOSURE_REVIEW');
    let application = await driver.pending(issue);
    while (application.awaiting !== 'SECOND_REVIEW') application = await driver.review(issue);
    const path = `/closure-applications/${application.id}`;
    const body = { decision: 'APPROVED', opinion: '经核查，措施已全部落实，同意。' };
    const acting = await desk.acting('div.clerk', deputies);
    const answer = await acting.post(`${path}/reviews`, body, application.version);
    expect(refusal(answer)).toEqual([403, 'DECIDED_BEFORE']);
    expect(ok(await acting.get(path)).body.canReview).toBe(false);
    const queue = ok(await acting.get('/closure-applications?mine=true')).body.items;
    expect(queue.map(({ id }: { id: string }) => id)).not.toContain(application.id);
    await driver.review(issue);
  });

  it('keeps both people of a decision that only the absent could take', async () => {
    const directors = await desk.name('director', 'office.clerk');
    const issue = await driver.to('RECTIFYING', { severity: 'SERIOUS' });
    const asked = await driver.step('qinghe.clerk', issue, 'extensions', {
      newDeadline: '2020-06-10',
      reason: '村民外出务工，入户核查尚需时日。',
      progressSoFar: '已核查2户。',
    });
    const [row] = await app.rows<{ id: string; version: number }>(
      sql`SELECT id, version FROM extensions WHERE issue_id = ${asked.id}`,
    );
    const decision = { decision: 'APPROVED', opinion: '同意延期' };
    const path = `/extensions/${row?.id}/decision`;
    const own = await (await app.as('office.clerk')).post(path, decision, row?.version);
    expect(refusal(own)).toEqual([403, 'FORBIDDEN']);
    const acting = await desk.acting('office.clerk', directors);
    ok(await acting.post(path, decision, row?.version));
    const [kept] = await app.rows<{ decidedBy: string; decidedByName: string }>(
      sql`SELECT decided_by, decided_by_name FROM extensions WHERE id = ${row?.id}`,
    );
    const decidedBy = await desk.idOf('office.clerk');
    expect(kept).toEqual({ decidedBy, decidedByName: '文秘壬（代局长丁）' });
    const [act] = await app.rows<{ actorId: string; onBehalfOfId: string }>(sql`
      SELECT actor_id, on_behalf_of_id FROM delegated_acts
      WHERE subject_id = ${issue.id} AND action = 'issue.decideExtension'`);
    expect(act).toEqual({ actorId: decidedBy, onBehalfOfId: await desk.idOf('director') });
  });
});
