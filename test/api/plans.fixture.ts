import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { type TestApp, TestUser } from '../support/app.js';
import { FINDING } from '../support/issues.js';

export interface IssueAt {
  readonly id: string;
  readonly version: number;
}

/**
 * Signs the user in at the moment the clock shows. These specs move the clock by weeks, past the end of
 * every session that was opened before.
 */
export async function signIn(app: TestApp, username: string): Promise<TestUser> {
  const answer = await app
    .anonymous()
    .post('/api/auth/login')
    .send({ username, password: DEMO_PASSWORD })
    .expect(200);
  return new TestUser(app.server, username, (answer.body as { token: string }).token);
}

/** A complete plan of 青禾镇 for an issue due on 2020-05-20. */
export const planOf = (app: TestApp, over: object = {}) => ({
  causeAnalysis: '对单人户政策理解有偏差，未开展逐户核查。',
  goal: '符合条件的3户全部纳入低保',
  rectificationType: 'TIME_LIMITED',
  deadline: '2020-05-20',
  measures: [
    { measure: '对晒谷村3户逐户入户复核', goal: '3户全部复核', dueOn: '2020-04-20' },
    {
      measure: '符合条件的按单人户纳入低保',
      dueOn: '2020-05-15',
      continues: true,
      milestones: [{ name: '完成审批', dueOn: '2020-05-10' }],
    },
  ],
  responsibilities: [
    { kind: 'LEAD', unitId: app.units.qinghe },
    { kind: 'RESPONSIBLE_LEADER', personName: '张某', post: '分管副镇长', phone: '13900001111' },
    { kind: 'RESPONSIBLE_PERSON', personName: '李某', post: '民政办主任', phone: '13800005678' },
    { kind: 'DIVISION', unitId: app.units.rescue },
    { kind: 'CO', unitId: app.units.finance },
  ],
  ...over,
});

/** Logs an issue, hands it to 青禾镇 with the deadline 2020-05-20 and has it signed for. */
export async function issueInPlanning(
  app: TestApp,
  campaignId: string,
  finding: object = {},
): Promise<IssueAt> {
  const clerk = await signIn(app, 'div.clerk');
  const town = await signIn(app, 'qinghe.clerk');
  const body = { ...FINDING, campaignId, responsibleUnitId: app.units.qinghe, ...finding };
  const issue = await clerk.post('/issues?register=true', body).expect(201);
  const { id } = issue.body as IssueAt;
  const assigned = await clerk
    .post(`/issues/${id}/assignment`, { deadline: '2020-05-20' }, issue.body.version)
    .expect(200);
  const signed = await town
    .post(`/issues/${id}/acknowledgement`, {}, assigned.body.version)
    .expect(200);
  return { id, version: signed.body.version };
}

/** The same with a plan handed in. */
export async function issueInPlanReview(
  app: TestApp,
  campaignId: string,
  plan: object = planOf(app),
  finding: object = {},
): Promise<IssueAt> {
  const town = await signIn(app, 'qinghe.clerk');
  const { id, version } = await issueInPlanning(app, campaignId, finding);
  const saved = await town.put(`/issues/${id}/plan`, plan, version).expect(200);
  const submitted = await town
    .post(`/issues/${id}/plan-submission`, {}, saved.body.version)
    .expect(200);
  return { id, version: submitted.body.version };
}

/** The same with the plan approved: 整改中. */
export async function issueInRectification(
  app: TestApp,
  campaignId: string,
  plan: object = planOf(app),
  finding: object = {},
): Promise<IssueAt> {
  const chief = await signIn(app, 'div.chief');
  const { id, version } = await issueInPlanReview(app, campaignId, plan, finding);
  const approved = await chief
    .post(`/issues/${id}/plan-review`, { decision: 'APPROVED', opinion: '同意实施' }, version)
    .expect(200);
  return { id, version: approved.body.version };
}

/** Paths and codes of a problem's field faults. */
export const faultsOf = (body: { errors?: { path: string; code: string }[] }): [string, string][] =>
  (body.errors ?? []).map(({ path, code }) => [path, code]);
