import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { raw } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { acts, inbox } from './supervision.fixture.js';

const NOBODY = '01a20326-1be5-76c1-959a-fa450883b62e';

interface Batch {
  urged: { issueNo: string }[];
  skipped: { issueId: string; issueNo: string | null; code: string; reason: string }[];
}

describe.each(ENGINES)('urging on %s', (engine) => {
  let app: TestApp;
  let issues: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  beforeEach(async () => {
    app.moveTo('2020-04-01T09:00:00+08:00');
    issues = new IssueDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const batch = async (body: object, user = 'div.clerk'): Promise<Batch> =>
    ok(await (await app.as(user)).post('/issue-urges', body)).body as Batch;
  type Client = Awaited<ReturnType<TestApp['as']>>;
  const obstacle = async (client: Client, id: string): Promise<unknown> =>
    ok(await client.get(`/issues/${id}/supervision`)).body.urgeObstacle;
  const skipped = ({ skipped: list }: Batch) =>
    list.map(({ issueId, code }) => `${issueId} ${code}`);

  it('tells the unit, once a day, and keeps it in the history', async () => {
    const issue = await issues.to('RECTIFYING');
    const clerk = await app.as('div.clerk');
    const note = '请尽快补报入户核查表。';
    const urge = ok(await clerk.post(`/issues/${issue.id}/urges`, { note })).body;
    expect(urge).toMatchObject({
      issueNo: issue.issueNo,
      unit: { name: '青禾镇人民政府' },
      note,
      urgedByName: '经办人甲',
    });
    for (const user of ['qinghe.clerk', 'qinghe.leader']) {
      expect(await inbox(app, user, 'ISSUE_URGE')).toEqual([
        expect.stringContaining(`催办：${issue.issueNo}`),
      ]);
    }
    expect(await inbox(app, 'wanglan.clerk', 'ISSUE_URGE')).toEqual([]);
    const again = await clerk.post(`/issues/${issue.id}/urges`, {});
    expect(again.body).toMatchObject({
      status: 409,
      code: 'NOT_URGED',
      detail: '不能催办：24小时内已催办过。',
    });
    app.moveTo('2020-04-02T09:00:00+08:00');
    ok(await (await app.as('div.chief')).post(`/issues/${issue.id}/urges`, {}));
    const town = await app.as('qinghe.clerk');
    const list = ok(await town.get(`/issues/${issue.id}/urges`)).body as { urgedByName: string }[];
    expect(list.map(({ urgedByName }) => urgedByName)).toEqual(['科长乙', '经办人甲']);
    expect((await acts(app, issue.id)).slice(-2)).toEqual([
      { action: 'issue.urge', by: '经办人甲' },
      { action: 'issue.urge', by: '科长乙' },
    ]);
    const history = ok(await town.get(`/issues/${issue.id}/history`)).body as { label: string }[];
    expect(history.at(-1)?.label).toBe('催办');
    const delete_ = app.uow.run((tx) => tx.execute(raw('DELETE FROM issue_urges')));
    await expect(delete_).rejects.toThrow(/append-only/);
  });

  it('says of each issue in a batch why it was left out, and urges the others', async () => {
    const at: Record<string, DrivenIssue> = {};
    for (const status of [
      'DRAFT',
      'REGISTERED',
      'ASSIGNED',
      'PLAN_REVIEW',
      'RECTIFYING',
      'CLOSURE_REVIEW',
      'CLOSED',
    ] as const) {
      at[status] = await issues.to(status);
    }
    const voided = await issues.to('REGISTERED');
    const reason = { reason: '登记错误，与另一条问题完全重复。' };
    await issues.step('div.chief', voided, 'void', reason);
    const id = (status: string): string => at[status]?.id ?? '';
    const issueIds = [...Object.values(at).map((issue) => issue.id), voided.id, NOBODY];
    const first = await batch({ issueIds, note: '请抓紧。' });
    expect(first.urged.map(({ issueNo }) => issueNo)).toEqual([
      at.ASSIGNED?.issueNo,
      at.RECTIFYING?.issueNo,
    ]);
    expect(skipped(first)).toEqual([
      `${id('DRAFT')} NOT_ASSIGNED`,
      `${id('REGISTERED')} NOT_ASSIGNED`,
      `${id('PLAN_REVIEW')} UNDER_REVIEW`,
      `${id('CLOSURE_REVIEW')} UNDER_REVIEW`,
      `${id('CLOSED')} CLOSED`,
      `${voided.id} ENDED`,
      `${NOBODY} NOT_FOUND`,
    ]);
    expect(first.skipped[4]).toMatchObject({ issueNo: at.CLOSED?.issueNo, reason: '已销号' });
    const second = await batch({ issueIds: [id('ASSIGNED')] });
    expect([second.urged, skipped(second)]).toEqual([[], [`${id('ASSIGNED')} URGED_RECENTLY`]]);
    expect(await obstacle(await app.as('div.clerk'), id('ASSIGNED'))).toBe('URGED_RECENTLY');
  });

  it('takes a foreign issue for one that does not exist', async () => {
    const issue = await issues.to('RECTIFYING');
    const answer = await batch({ issueIds: [issue.id, NOBODY] }, 'yunqi.clerk');
    expect(answer.urged).toEqual([]);
    const [foreign, missing] = answer.skipped;
    expect({ ...foreign, issueId: '' }).toEqual({ ...missing, issueId: '' });
    expect(foreign?.issueNo).toBeNull();
    const clerk = await app.as('div.clerk');
    const single = await (await app.as('yunqi.clerk')).post(`/issues/${issue.id}/urges`, {});
    expect(single.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const town = await app.as('qinghe.clerk');
    expect((await town.post(`/issues/${issue.id}/urges`, {})).status).toBe(403);
    const obstacles = await Promise.all([obstacle(town, issue.id), obstacle(clerk, issue.id)]);
    expect(obstacles).toEqual(['NOT_PERMITTED', null]);
    expect((await town.get(`/issues/${issue.id}/urges`)).body).toEqual([]);
  });

  it('urges what a filter finds, and wants either a filter or issues', async () => {
    const mine = await issues.to('RECTIFYING');
    await issues.to('CLOSED');
    issues.town = 'wanglan';
    const other = await issues.to('ASSIGNED');
    const filter = { campaignId: issues.campaignId, status: ['RECTIFYING', 'ASSIGNED'] };
    const found = await batch({ filter });
    expect(found.urged.map(({ issueNo }) => issueNo).sort()).toEqual(
      [mine.issueNo, other.issueNo].sort(),
    );
    const clerk = await app.as('div.clerk');
    for (const body of [{}, { filter, issueIds: [mine.id] }]) {
      expect((await clerk.post('/issue-urges', body)).body.code).toBe('URGE_SELECTION');
    }
    expect((await clerk.post('/issue-urges', { filter: { page: 1 } })).status).toBe(400);
  });

  it('lets one of many who urge at the same moment through', async () => {
    const issue = await issues.to('RECTIFYING');
    const users = await Promise.all(['div.clerk', 'div.chief'].map((user) => app.as(user)));
    const answers = await Promise.all(
      [...users, ...users, ...users].map((user) => user.post(`/issues/${issue.id}/urges`, {})),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
  });
});
