import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import {
  faultsOf,
  issueInPlanReview,
  issueInRectification,
  planOf,
  signIn,
} from './plans.fixture.js';

const START = '2020-04-01T09:00:00+08:00';

describe.each(ENGINES)('progress on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    campaignId = await createCampaign(app);
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  it('files entries by the day they speak of and keeps the latest on the issue', async () => {
    const issue = await issueInRectification(app, campaignId);
    const { id } = issue;
    let { version } = issue;
    app.clock.set('2020-05-06T10:00:00+08:00');
    const town = await signIn(app, 'qinghe.clerk');
    const add = async (body: object) => {
      const answer = await town.post(`/issues/${id}/progress`, body, version).expect(200);
      version = answer.body.version;
      return answer.body;
    };
    await add({ text: '五月：2户已审批', percent: 70, effect: '2户已纳入' });
    const backdated = await add({ text: '四月：完成入户复核', percent: 40, asOf: '2020-04-28' });
    expect(backdated).toMatchObject({
      percent: 70,
      lastProgressMonth: '2020-05',
      latestProgress: '五月：2户已审批',
      effect: '2户已纳入',
    });
    const corrected = await add({ text: '五月：3户已审批（更正）', percent: 75 });
    expect(corrected).toMatchObject({ percent: 75, latestProgress: '五月：3户已审批（更正）' });
    const list = await town.get(`/issues/${id}/progress`).expect(200);
    expect(
      list.body.map((entry: { month: string; text: string }) => [entry.month, entry.text]),
    ).toEqual([
      ['2020-04', '四月：完成入户复核'],
      ['2020-05', '五月：2户已审批'],
      ['2020-05', '五月：3户已审批（更正）'],
    ]);
    expect(list.body[0]).toMatchObject({
      recordedByName: '青禾镇经办人',
      unit: { name: '青禾镇人民政府' },
    });
  });

  it('asks an overdue issue why, and what comes next', async () => {
    const { id, version } = await issueInRectification(app, campaignId);
    app.clock.set('2020-05-21T09:00:00+08:00');
    const town = await signIn(app, 'qinghe.clerk');
    const entry = { text: '1户仍未联系上', percent: 80 };
    const refused = await town.post(`/issues/${id}/progress`, entry, version).expect(422);
    expect(faultsOf(refused.body)).toEqual([
      ['unresolvedReason', 'REQUIRED'],
      ['nextStep', 'REQUIRED'],
    ]);
    const why = { unresolvedReason: 'U4', nextStep: '请村委会协助联系' };
    const added = await town
      .post(`/issues/${id}/progress`, { ...entry, ...why }, version)
      .expect(200);
    expect(added.body).toMatchObject({ ...why, overdue: true, percent: 80 });
  });

  const refusals: [string, object, number, string][] = [
    ['tomorrow', { asOf: '2020-04-02' }, 422, 'asOf'],
    ['four characters', { text: '已复核了' }, 400, 'text'],
    ['101 %', { percent: 101 }, 400, 'percent'],
    ['more recovered than due', { recoveredFen: 100_001 }, 422, 'recoveredFen'],
  ];
  it.each(refusals)('refuses %s', async (_name, over, status, path) => {
    const town = await signIn(app, 'qinghe.clerk');
    const due = { dueRecoveryFen: 100_000 };
    const { id, version } = await issueInRectification(app, campaignId, planOf(app), due);
    const body = { text: '已完成入户复核', percent: 30, ...over };
    const refused = await town.post(`/issues/${id}/progress`, body, version).expect(status);
    expect(faultsOf(refused.body).map(([at]) => at)).toEqual([path]);
    const entries = await app.rows(sql`SELECT id FROM progress_entries WHERE issue_id = ${id}`);
    expect(entries).toEqual([]);
  });

  it('is the responsible unit’s alone, and only while the issue is being rectified', async () => {
    const { id, version } = await issueInPlanReview(app, campaignId);
    const body = { text: '已完成入户复核', percent: 30 };
    const status = async (username: string) => {
      const user = await signIn(app, username);
      return (await user.post(`/issues/${id}/progress`, body, version)).status;
    };
    expect(await status('qinghe.clerk')).toBe(409);
    expect(await status('div.chief')).toBe(403);
    expect(await status('wanglan.clerk')).toBe(404);
  });
});
