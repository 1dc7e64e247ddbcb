import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING } from '../support/issues.js';
import {
  faultsOf,
  issueInPlanning,
  issueInPlanReview,
  issueInRectification,
  planOf,
  signIn,
} from './plans.fixture.js';

const START = '2020-04-01T09:00:00+08:00';
const APPROVED = { decision: 'APPROVED', opinion: '同意实施' };
const RETURNED = {
  decision: 'RETURNED',
  opinion: '措施不够具体',
  reasonCode: 'R2',
  demand: '请逐户写明整改措施和责任人',
};

describe.each(ENGINES)('plans on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    campaignId = await createCampaign(app);
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  it('takes a plan from draft to approval and freezes the deadline', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const chief = await signIn(app, 'div.chief');
    const { id, version } = await issueInPlanning(app, campaignId);
    const empty = await town.get(`/issues/${id}/plan`).expect(200);
    expect(empty.body).toMatchObject({ state: 'NONE', measures: [], reviews: [], version });

    const saved = await town
      .put(`/issues/${id}/plan`, planOf(app, { deadline: '2020-05-16' }), version)
      .expect(200);
    expect(saved.headers.etag).toBe(`"${version + 1}"`);
    expect(saved.body).toMatchObject({ state: 'DRAFT', attempt: 0, version: version + 1 });
    expect(saved.body.measures).toMatchObject([
      { seq: 1, leadUnit: { name: '青禾镇人民政府' }, ownerName: '李某', ownerPost: '民政办主任' },
      { seq: 2, continues: true, coUnits: [{ name: '安澜区财政局' }], status: 'NOT_STARTED' },
    ]);

    const submitted = await town
      .post(`/issues/${id}/plan-submission`, {}, saved.body.version)
      .expect(200);
    expect(submitted.body).toMatchObject({ status: 'PLAN_REVIEW', originalDeadline: null });
    const approved = await chief
      .post(`/issues/${id}/plan-review`, APPROVED, submitted.body.version)
      .expect(200);
    expect(approved.body).toMatchObject({
      status: 'RECTIFYING',
      causeAnalysis: '对单人户政策理解有偏差，未开展逐户核查。',
      rectificationType: 'TIME_LIMITED',
      orderedDeadline: '2020-05-20',
      originalDeadline: '2020-05-16',
      currentDeadline: '2020-05-16',
      planApprovedOn: '2020-04-01',
    });
    const plan = await town.get(`/issues/${id}/plan`).expect(200);
    expect(plan.body).toMatchObject({
      state: 'APPROVED',
      attempt: 1,
      submittedByName: '青禾镇经办人',
    });
    expect(plan.body.reviews).toMatchObject([
      {
        attempt: 1,
        decision: 'APPROVED',
        submittedByName: '青禾镇经办人',
        decidedByName: '科长乙',
      },
    ]);
    const history = await town.get(`/issues/${id}/history`).expect(200);
    const labels = history.body.map((act: { label: string }) => act.label);
    expect(labels.slice(-3)).toEqual(['填写方案', '报方案', '方案批准']);
  });

  it('returns a plan with a reason and a demand, and takes a second attempt', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const chief = await signIn(app, 'div.chief');
    const { id, version } = await issueInPlanReview(app, campaignId);
    const bare = { decision: 'RETURNED', opinion: '措施不够具体', demand: '请补充' };
    const refused = await chief.post(`/issues/${id}/plan-review`, bare, version).expect(422);
    expect(faultsOf(refused.body)).toEqual([
      ['reasonCode', 'REQUIRED'],
      ['demand', 'TOO_SHORT'],
    ]);
    const returned = await chief.post(`/issues/${id}/plan-review`, RETURNED, version).expect(200);
    expect(returned.body).toMatchObject({ status: 'PLANNING', planApprovedOn: null });

    const again = planOf(app, { measures: [{ measure: '逐户制定保障方案', dueOn: '2020-05-18' }] });
    const saved = await town.put(`/issues/${id}/plan`, again, returned.body.version).expect(200);
    expect(saved.body.state).toBe('RETURNED');
    const submitted = await town
      .post(`/issues/${id}/plan-submission`, {}, saved.body.version)
      .expect(200);
    await chief.post(`/issues/${id}/plan-review`, APPROVED, submitted.body.version).expect(200);

    const plan = await town.get(`/issues/${id}/plan`).expect(200);
    expect(plan.body.measures).toMatchObject([{ measure: '逐户制定保障方案' }]);
    expect(plan.body.reviews).toMatchObject([
      { attempt: 1, decision: 'RETURNED', reasonCode: 'R2', demand: RETURNED.demand },
      { attempt: 2, decision: 'APPROVED', reasonCode: null, demand: null },
    ]);
    const kept = await app.rows<{ contents: string }>(
      sql`SELECT contents FROM plan_reviews WHERE issue_id = ${id} ORDER BY attempt`,
    );
    const first = JSON.parse(kept[0]?.contents ?? '') as { measures: { measure: string }[] };
    expect(first.measures.map(({ measure }) => measure)).toEqual([
      '对晒谷村3户逐户入户复核',
      '符合条件的按单人户纳入低保',
    ]);
  });

  it('supersedes what a later draft leaves out, deletes nothing, and keeps numbers', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id, version } = await issueInPlanning(app, campaignId);
    const first = await town.put(`/issues/${id}/plan`, planOf(app), version).expect(200);
    const [review, include] = first.body.measures;
    const next = planOf(app, {
      measures: [
        { measure: '开展全镇排查', dueOn: '2020-05-01' },
        { id: include.id, measure: '按单人户纳入低保并补发', dueOn: '2020-05-15' },
      ],
      responsibilities: planOf(app).responsibilities.slice(0, 3),
    });
    const second = await town.put(`/issues/${id}/plan`, next, first.body.version).expect(200);
    expect(second.body.measures[1]).toMatchObject({ taskNo: include.taskNo, seq: 2 });
    expect(second.body.measures[0].taskNo).not.toBe(review.taskNo);
    expect(second.body.responsibilities).toHaveLength(3);
    const rows = await app.rows<{ id: string; supersededAt: string | null }>(
      sql`SELECT id, superseded_at FROM tasks WHERE issue_id = ${id} ORDER BY created_at, id`,
    );
    expect(rows).toHaveLength(3);
    expect(rows.filter((row) => row.supersededAt !== null).map((row) => row.id)).toEqual([
      review.id,
    ]);
  });

  it('refuses the review of a plan by the one who handed it in', async () => {
    const chief = await signIn(app, 'div.chief');
    const clerk = await signIn(app, 'div.clerk');
    const { rescue } = app.units;
    const finding = await clerk.post('/issues?register=true', {
      campaignId,
      ...FINDING,
      responsibleUnitId: rescue,
    });
    const { id } = finding.body;
    let { version } = finding.body;
    const step = async (path: string, body: object) => {
      const answer = await chief.post(`/issues/${id}/${path}`, body, version).expect(200);
      version = answer.body.version;
    };
    await step('assignment', { deadline: '2020-05-20' });
    await step('acknowledgement', {});
    const saved = await chief.put(`/issues/${id}/plan`, planOf(app), version).expect(200);
    version = saved.body.version;
    await step('plan-submission', {});

    const own = await chief.get(`/issues/${id}`).expect(200);
    expect(own.body.allowedActions).not.toContain('approvePlan');
    const refused = await chief.post(`/issues/${id}/plan-review`, APPROVED, version).expect(403);
    expect(refused.body.code).toBe('SELF_REVIEW');
    const other = await clerk.get(`/issues/${id}`).expect(200);
    expect(other.body.allowedActions).toEqual(
      expect.arrayContaining(['approvePlan', 'returnPlan']),
    );
    await clerk.post(`/issues/${id}/plan-review`, APPROVED, version).expect(200);
  });

  it('lets exactly one of ten submissions and of ten reviews win', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const chief = await signIn(app, 'div.chief');
    const { id, version } = await issueInPlanning(app, campaignId);
    const drafts = await Promise.all(
      Array.from({ length: 5 }, () => town.put(`/issues/${id}/plan`, planOf(app), version)),
    );
    expect(drafts.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const submissions = await Promise.all(
      Array.from({ length: 10 }, () => town.post(`/issues/${id}/plan-submission`, {}, version + 1)),
    );
    expect(submissions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(submissions.filter(({ status }) => status === 412)).toHaveLength(9);
    const reviews = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        chief.post(`/issues/${id}/plan-review`, index % 2 ? APPROVED : RETURNED, version + 2),
      ),
    );
    expect(reviews.filter(({ status }) => status === 200)).toHaveLength(1);
    const kept = await app.rows(sql`SELECT id FROM plan_reviews WHERE issue_id = ${id}`);
    expect(kept).toHaveLength(1);
  });

  it('answers 404 out of scope, 403 without the permission, 409 in another status', async () => {
    const { id, version } = await issueInPlanning(app, campaignId);
    const plan = planOf(app);
    const status = async (username: string, send: 'put' | 'review') => {
      const user = await signIn(app, username);
      const answer =
        send === 'put'
          ? await user.put(`/issues/${id}/plan`, plan, version)
          : await user.post(`/issues/${id}/plan-review`, APPROVED, version);
      return answer.status;
    };
    expect(await status('yunqi.clerk', 'put')).toBe(404);
    expect(await status('wanglan.clerk', 'put')).toBe(404);
    expect(await status('div.clerk', 'put')).toBe(403);
    expect(await status('leadership', 'put')).toBe(403);
    expect(await status('qinghe.clerk', 'review')).toBe(403);
    expect(await status('div.chief', 'review')).toBe(409);
    const foreign = await signIn(app, 'yunqi.clerk');
    for (const path of ['plan', 'tasks', 'responsibilities', 'progress']) {
      await foreign.get(`/issues/${id}/${path}`).expect(404);
    }
  });

  it('cannot change or delete a decision or a progress entry, even in the database', async () => {
    const { id, version } = await issueInRectification(app, campaignId);
    const town = await signIn(app, 'qinghe.clerk');
    await town
      .post(`/issues/${id}/progress`, { text: '已完成入户复核', percent: 30 }, version)
      .expect(200);
    for (const statement of [
      sql`UPDATE plan_reviews SET opinion = 'x' WHERE issue_id = ${id}`,
      sql`DELETE FROM plan_reviews WHERE issue_id = ${id}`,
      sql`UPDATE progress_entries SET percent = 100 WHERE issue_id = ${id}`,
      sql`DELETE FROM progress_entries WHERE issue_id = ${id}`,
    ]) {
      await expect(app.uow.run((tx) => tx.execute(statement))).rejects.toThrow(/append-only/);
    }
  });
});
