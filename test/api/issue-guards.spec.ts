import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';

const START = '2020-04-01T09:00:00+08:00';
const REASON = { reason: '经核查与另一条问题反映同一事实。' };

describe.each(ENGINES)('guards of the issue register on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    driver = new IssueDriver(app, await createCampaign(app));
  });
  beforeEach(() => app.moveTo(START));
  afterAll(() => app.stop());

  const item = (no: string) => ({ sourceDocNo: '渝委巡〔2020〕1号', sourceItemNo: no });
  const actionsOf = async (issue: DrivenIssue, user: string) =>
    (await driver.read(issue.id, user)).allowedActions;

  it('registers a feedback item once, however many try at the same moment', async () => {
    const clerk = await app.as('div.clerk');
    const drafts = await Promise.all(Array.from({ length: 8 }, () => driver.draft(item('1'))));
    const answers = await Promise.all(
      drafts.map(({ id }) => clerk.post(`/issues/${id}/registration`, {}, 1)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(422)]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body.code).toBe('DUPLICATE_SOURCE_ITEM');
  });

  it('refuses to make a registered issue a duplicate by editing it', async () => {
    const clerk = await app.as('div.clerk');
    await driver.to('REGISTERED', item('2'));
    const other = await driver.to('REGISTERED', item('3'));
    const edit = (body: object) => clerk.patch(`/issues/${other.id}`, body, other.version);
    const refused = await edit({ sourceItemNo: '2' }).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'sourceItemNo', code: 'DUPLICATE' }]);
    await edit({ ...item('3'), remark: '补充' }).expect(200);
  });

  it('lets only one of two issues take on the same item when both are edited at once', async () => {
    const clerk = await app.as('div.clerk');
    const issues = await Promise.all(
      Array.from({ length: 6 }, (_, index) => driver.to('REGISTERED', item(`4-${index}`))),
    );
    const answers = await Promise.all(
      issues.map(({ id, version }) => clerk.patch(`/issues/${id}`, item('4'), version)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(422)]);
  });

  it('never merges two issues into each other', async () => {
    const chief = await app.as('div.chief');
    const pairs = await Promise.all(
      Array.from({ length: 6 }, () =>
        Promise.all([driver.to('REGISTERED'), driver.to('REGISTERED')]),
      ),
    );
    const merge = (from: DrivenIssue, into: DrivenIssue) =>
      chief.post(`/issues/${from.id}/merge`, { ...REASON, targetIssueId: into.id }, from.version);
    const answers = await Promise.all(
      pairs.flatMap(([one, other]) => [
        merge(one, other).then(({ status }) => status),
        merge(other, one).then(({ status }) => status),
      ]),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(pairs.length);
    expect(answers.filter((status) => status === 422)).toHaveLength(pairs.length);
    const circles = await app.rows(sql`
      SELECT a.id FROM issues AS a JOIN issues AS b ON b.id = a.merged_into_id
      WHERE b.merged_into_id = a.id`);
    expect(circles).toEqual([]);
  });

  it('never merges into an issue that has just left the books', async () => {
    const chief = await app.as('div.chief');
    const pairs = await Promise.all(
      Array.from({ length: 12 }, () =>
        Promise.all([driver.to('REGISTERED'), driver.to('REGISTERED')]),
      ),
    );
    await Promise.all(
      pairs.flatMap(([from, into]) => [
        chief.post(`/issues/${into.id}/void`, REASON, into.version).then(ok),
        chief
          .post(`/issues/${from.id}/merge`, { ...REASON, targetIssueId: into.id }, from.version)
          .then(({ status }) => expect([200, 422]).toContain(status)),
      ]),
    );
    // One bureau's audit entries are numbered in the order of their commits.
    const late = await app.rows(sql`
      SELECT i.issue_no FROM issues AS i
      JOIN audit_entries AS merged ON merged.subject_id = i.id AND merged.action = 'issue.merge'
      JOIN audit_entries AS left_books ON left_books.subject_id = i.merged_into_id
        AND left_books.action = 'issue.void' AND left_books.seq < merged.seq`);
    expect(late).toEqual([]);
  });

  it('names a parent issue that is out of scope, and a merge target that is not there', async () => {
    const clerk = await app.as('div.clerk');
    const chief = await app.as('div.chief');
    const issue = await driver.to('REGISTERED');
    const nowhere = '01890000-0000-7000-8000-000000000000';
    const orphan = await clerk
      .patch(`/issues/${issue.id}`, { parentIssueId: nowhere }, issue.version)
      .expect(422);
    expect(orphan.body.errors).toMatchObject([{ path: 'parentIssueId', code: 'UNKNOWN_ISSUE' }]);
    const body = { ...REASON, targetIssueId: nowhere };
    const lost = await chief.post(`/issues/${issue.id}/merge`, body, issue.version).expect(422);
    expect(lost.body.code).toBe('MERGE_TARGET');
  });

  it.each(['', '&status=DRAFT', '&status=VOIDED,REGISTERED', '&status=REGISTERED', '&status='])(
    'counts for a unit exactly the issues it lists (%s)',
    async (filter) => {
      const town = await app.as('wanglan.clerk');
      const draft = { campaignId: driver.campaignId, statement: '尚未明确责任单位的问题' };
      const unassigned = ok(await town.post('/issues', draft)).body as DrivenIssue;
      ok(await town.post(`/issues/${unassigned.id}/void`, REASON, 1));
      ok(await town.post('/issues', draft));
      await driver.draft({ responsibleUnitId: app.units.wanglan });
      const clerk = await app.as('div.clerk');
      const path = `/issues?campaignId=${driver.campaignId}&unitId=${app.units.wanglan}`;
      const { body } = ok(await clerk.get(`${path}${filter}&pageSize=200`));
      expect(body.total).toBe(body.items.length);
    },
  );

  it.each(['status', 'category', 'source', 'severity', 'light', 'rectificationType'])(
    'takes an empty %s for no filter at all',
    async (field) => {
      await driver.to('REGISTERED');
      const clerk = await app.as('div.clerk');
      for (const list of ['/issues', '/tasks', '/responsibilities']) {
        const path = `${list}?campaignId=${driver.campaignId}`;
        const all = ok(await clerk.get(path)).body as { total: number };
        const same = ok(await clerk.get(`${path}&${field}=`)).body as { total: number };
        expect({ list, total: same.total }).toEqual({ list, total: all.total });
      }
    },
  );

  it('offers a dispute once and within the receipt clock only', async () => {
    const issue = await driver.to('ASSIGNED');
    expect(await actionsOf(issue, 'qinghe.clerk')).toContain('dispute');
    app.moveTo('2020-04-09T09:00:00+08:00');
    expect(await actionsOf(issue, 'qinghe.clerk')).not.toContain('dispute');
    app.moveTo(START);
    const disputed = await driver.step('qinghe.clerk', issue, 'dispute', REASON);
    const again = await driver.next(disputed, 'ASSIGNED');
    expect(await actionsOf(again, 'qinghe.clerk')).not.toContain('dispute');
  });

  it('asks for the right to void before it looks for the issue', async () => {
    const path = '/issues/01890000-0000-7000-8000-000000000000/void';
    const status = async (user: string) =>
      (await (await app.as(user)).post(path, REASON, 1)).status;
    expect(await status('leadership')).toBe(403);
    expect(await status('deputy')).toBe(404);
    expect(await status('qinghe.clerk')).toBe(404);
  });

  it('registers nothing in a campaign that has ended', async () => {
    const ended = new IssueDriver(app, await createCampaign(app));
    const draft = await ended.draft();
    const chief = await app.as('div.chief');
    ok(
      await chief.patch(
        `/campaigns/${ended.campaignId}`,
        { status: 'CLOSED', reason: '治理结束' },
        1,
      ),
    );
    expect(await actionsOf(draft, 'div.clerk')).not.toContain('register');
    const clerk = await app.as('div.clerk');
    const refused = await clerk.post(`/issues/${draft.id}/registration`, {}, 1).expect(409);
    expect(refused.body.code).toBe('CAMPAIGN_CLOSED');
  });
});
