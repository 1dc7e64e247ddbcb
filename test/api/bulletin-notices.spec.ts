import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, type Versioned } from './cases.fixture.js';
import { textOf } from './reporting.fixture.js';

const CHANGE = { place: '典型问题（一）', before: '将该户2人纳入', after: '将该户1人纳入' };
const ANSWER = { answer: '自查近亲属备案12户，补备案2户。', foundCount: 2 };

interface FollowUp extends Versioned {
  unit: { name: string };
  overdue: boolean;
  lateDays: number;
  withdrawn: boolean;
  allowedActions: string[];
}

describe.each(ENGINES)('after a bulletin is issued on %s', (engine) => {
  let app: TestApp;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    desk = new CaseDesk(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const issued = async (
    over: object = {},
  ): Promise<Versioned & { docNo: string; sha256: string }> =>
    (await desk.issued(
      await desk.compose([(await desk.approved()).id], { feedbackOn: '2020-07-31', ...over }),
    )) as Versioned & { docNo: string; sha256: string };
  const read = async (id: string, user = 'div.clerk') =>
    ok(await (await app.as(user)).get(`/bulletins/${id}`)).body;
  const post = async (user: string, path: string, body: object) =>
    (await app.as(user)).post(path, body);

  describe('it is corrected by a document of its own', () => {
    it('that names it, prints before and after, and leaves it as it is', async () => {
      const bulletin = await issued();
      const body = { reason: '人数核算有误', changes: [CHANGE] };
      const draft = ok(await post('div.clerk', `/bulletins/${bulletin.id}/corrections`, body)).body;
      expect(draft).toMatchObject({
        noticeKind: 'CORRECTION',
        status: 'DRAFT',
        targetId: bulletin.id,
        changes: [CHANGE],
      });
      const again = await post('div.clerk', `/bulletins/${bulletin.id}/corrections`, body);
      expect([again.status, again.body.code]).toEqual([409, 'NOTICE_PENDING']);
      const notice = (await desk.issued(draft)) as Versioned & { docNo: string };
      const text = await textOf(await desk.pdf('qinghe.clerk', notice.id));
      expect(text).toContain(`（${bulletin.docNo}）更正如下`);
      expect(text).toContain(`原文：${CHANGE.before}更正为：${CHANGE.after}`);
      expect(text).toContain(notice.docNo);
      const after = await read(bulletin.id);
      expect(after).toMatchObject({
        status: 'ISSUED',
        sha256: bulletin.sha256,
        withdrawn: false,
        notices: [{ id: notice.id, kind: 'CORRECTION', docNo: notice.docNo, status: 'ISSUED' }],
      });
    });

    it.each([
      ['is not in it', { ...CHANGE, before: '将该户9人纳入' }, 'changes[0].before'],
      ['stays the same', { ...CHANGE, after: CHANGE.before }, 'changes[0].after'],
      ['holds a real name', { ...CHANGE, after: '王晓将该户1人纳入' }, 'changes[0].after'],
    ])('refusing a text that %s', async (_what, change, path) => {
      const bulletin = await issued();
      const body = { reason: '有误', changes: [change] };
      const refused = await post('div.clerk', `/bulletins/${bulletin.id}/corrections`, body);
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, path]);
    });
  });

  it('it is withdrawn by a document of its own; its case may then be published again', async () => {
    const item = await desk.approved();
    const bulletin = await desk.issued(await desk.compose([item.id], { feedbackOn: '2020-07-31' }));
    const draft = ok(
      await post('div.clerk', `/bulletins/${bulletin.id}/withdrawals`, { reason: '处分已变更' }),
    ).body;
    const before = await read(bulletin.id);
    expect([before.withdrawn, before.notices.length]).toEqual([false, 1]);
    expect((await read(bulletin.id, 'qinghe.clerk')).notices).toEqual([]);
    const notice = await desk.issued(draft);
    expect((await read(bulletin.id, 'qinghe.clerk')).notices).toMatchObject([{ id: notice.id }]);
    expect(await textOf(await desk.pdf('qinghe.clerk', notice.id))).toContain(
      '因处分已变更，现决定撤回',
    );
    const after = await read(bulletin.id);
    expect(after).toMatchObject({ status: 'ISSUED', withdrawn: true });
    expect(after.allowedActions).toEqual([]);
    expect(await textOf(await desk.pdf('qinghe.clerk', bulletin.id))).toContain('典型问题');
    for (const path of ['corrections', 'withdrawals']) {
      const body = { reason: '再次', changes: [CHANGE] };
      const refused = await post(
        'div.clerk',
        `/bulletins/${bulletin.id}/${path}`,
        path === 'corrections' ? body : { reason: '再次' },
      );
      expect([path, refused.status, refused.body.code]).toEqual([path, 409, 'WITHDRAWN']);
    }
    const tasks = ok(await (await app.as('div.clerk')).get(`/bulletins/${bulletin.id}/follow-ups`));
    expect(tasks.body.items.every((task: FollowUp) => task.withdrawn && !task.overdue)).toBe(true);
    expect((await desk.sign(await desk.walked(await desk.compose([item.id])))).status).toBe(200);
  });

  it.each([
    ['correction', 'corrections', { reason: '人数核算有误', changes: [CHANGE] }],
    ['withdrawal', 'withdrawals', { reason: '处分已变更' }],
  ])('of several who draft a %s at once, one does', async (_what, path, body) => {
    const bulletin = await issued();
    const clerk = await app.as('div.clerk');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => clerk.post(`/bulletins/${bulletin.id}/${path}`, body)),
    );
    const made = answers.filter(({ status }) => status < 300);
    expect(made).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status >= 300)) {
      expect([refused.status, refused.body.code]).toEqual([409, 'NOTICE_PENDING']);
    }
    const rows = await app.rows<{ id: string; actorName: string }>(sql`
      SELECT b.id, a.actor_name FROM bulletins AS b
      JOIN audit_entries AS a ON a.subject_id = b.id AND a.action = 'bulletin.create'
      WHERE b.target_id = ${bulletin.id}`);
    expect(rows).toEqual([{ id: made[0]?.body.id, actorName: '经办人甲' }]);
  });

  it('what is withdrawn is not made public any more', async () => {
    const item = await desk.approved({ disclosure: 'PUBLIC' });
    const bulletin = await desk.issued(await desk.compose([item.id], { disclosure: 'PUBLIC' }));
    expect((await read(bulletin.id, 'office.clerk')).allowedActions).toContain('publish');
    const reason = { reason: '处分已变更' };
    await desk.issued(
      ok(await post('div.clerk', `/bulletins/${bulletin.id}/withdrawals`, reason)).body,
    );
    expect((await read(bulletin.id, 'office.clerk')).allowedActions).not.toContain('publish');
    const refused = await desk.act('office.clerk', bulletin, 'publication');
    expect([refused.status, refused.body.code]).toEqual([409, 'WITHDRAWN']);
    expect((await read(bulletin.id)).publishedOn).toBeNull();
  });

  it('neither a draft nor a notice is corrected or withdrawn, and not by a town', async () => {
    const draft = await desk.compose([(await desk.approved()).id]);
    const reason = { reason: '有误' };
    const early = await post('div.clerk', `/bulletins/${draft.id}/withdrawals`, reason);
    expect([early.status, early.body.code]).toEqual([409, 'NOT_ISSUED']);
    const bulletin = await issued();
    const town = await post('qinghe.clerk', `/bulletins/${bulletin.id}/withdrawals`, reason);
    expect(town.status).toBe(403);
    const notice = await desk.issued(
      ok(await post('div.clerk', `/bulletins/${bulletin.id}/withdrawals`, reason)).body,
    );
    const twice = await post('div.clerk', `/bulletins/${notice.id}/withdrawals`, reason);
    expect([twice.status, twice.body.code]).toEqual([409, 'IS_NOTICE']);
  });

  it('a draft is cancelled with a reason and stays readable', async () => {
    const draft = await desk.compose([(await desk.approved()).id]);
    const { body } = ok(
      await desk.act('div.clerk', draft, 'cancellation', { reason: '案例不典型' }),
    );
    expect(body).toMatchObject({ status: 'CANCELLED', reason: '案例不典型', allowedActions: [] });
    expect((await desk.act('div.clerk', body, 'submission')).status).toBe(409);
    const bulletin = await issued();
    const late = await desk.act('director', bulletin, 'cancellation', { reason: '撤' });
    expect([late.status, late.body.code]).toEqual([409, 'ISSUED']);
  });

  describe('every town has a self-check task', () => {
    const tasksOf = async (user: string, id: string, query = ''): Promise<FollowUp[]> =>
      ok(await (await app.as(user)).get(`/bulletins/${id}/follow-ups?pageSize=200${query}`)).body
        .items;
    const step = async (user: string, task: Versioned, noun: string, body: object = {}) =>
      (await app.as(user)).post(`/bulletin-follow-ups/${task.id}/${noun}`, body, task.version);

    it('which it alone sees and answers, and the bureau accepts or returns', async () => {
      const { id } = await issued();
      expect((await tasksOf('div.clerk', id)).map((task) => task.unit.name)).toEqual([
        '澜桥街道办事处',
        '青禾镇人民政府',
        '望澜镇人民政府',
        '栗坪镇人民政府',
        '梧坪乡人民政府',
      ]);
      const own = await tasksOf('qinghe.clerk', id);
      expect(own).toMatchObject([{ unit: { name: '青禾镇人民政府' }, status: 'SENT' }]);
      const [task] = own as [FollowUp];
      expect(task.allowedActions).toEqual(['acknowledge']);
      expect((await step('wanglan.clerk', task, 'acknowledgement')).status).toBe(404);
      expect((await step('div.clerk', task, 'acknowledgement')).status).toBe(403);
      expect((await step('qinghe.clerk', task, 'answer', ANSWER)).status).toBe(409);
      const taken = ok(await step('qinghe.clerk', task, 'acknowledgement')).body as FollowUp;
      const answered = ok(await step('qinghe.leader', taken, 'answer', ANSWER)).body as FollowUp;
      expect(answered).toMatchObject({ status: 'ANSWERED', foundCount: 2, overdue: false });
      const demand = { decision: 'RETURNED', demand: '请补充整改时限。' };
      const silent = await step('div.clerk', answered, 'decision', { decision: 'RETURNED' });
      expect(silent.body.errors[0].path).toBe('demand');
      const returned = ok(await step('div.clerk', answered, 'decision', demand)).body as FollowUp;
      const again = ok(await step('qinghe.clerk', returned, 'answer', ANSWER)).body as FollowUp;
      const done = ok(await step('div.chief', again, 'decision', { decision: 'APPROVED' })).body;
      expect(done).toMatchObject({ status: 'ACCEPTED', allowedActions: [] });
      const acts = await app.rows<{ action: string; actorName: string }>(sql`
        SELECT action, actor_name FROM audit_entries WHERE subject_id = ${task.id}
        ORDER BY recorded_at, seq`);
      expect(acts.map(({ action, actorName }) => `${action} ${actorName}`)).toEqual([
        'bulletin.acknowledge 青禾镇经办人',
        'bulletin.answer 青禾镇分管领导',
        'bulletin.answerDecision 经办人甲',
        'bulletin.answer 青禾镇经办人',
        'bulletin.answerDecision 科长乙',
      ]);
    });

    it('only of the towns that the bulletin asks', async () => {
      const { id } = await issued({ receiverIds: [app.units.liping, app.units.wuping] });
      expect(await tasksOf('div.clerk', id)).toHaveLength(2);
      expect(await tasksOf('qinghe.clerk', id)).toEqual([]);
    });

    it('and none without a day for the feedback', async () => {
      const { id } = await issued({ feedbackOn: undefined });
      expect(await tasksOf('div.clerk', id)).toEqual([]);
    });

    it('which is overdue the day after, and late when answered then', async () => {
      const { id } = await issued();
      const [task] = (await tasksOf('liping.clerk', id)) as [FollowUp];
      app.moveTo('2020-07-31T18:00:00+08:00');
      expect((await tasksOf('div.clerk', id, '&overdue=true')).length).toBe(0);
      app.moveTo('2020-08-02T09:00:00+08:00');
      expect((await tasksOf('div.clerk', id, '&overdue=true')).length).toBe(5);
      expect((await tasksOf('liping.clerk', id))[0]).toMatchObject({ overdue: true, lateDays: 2 });
      const taken = ok(await step('liping.clerk', task, 'acknowledgement')).body as FollowUp;
      const late = ok(await step('liping.clerk', taken, 'answer', ANSWER)).body;
      expect(late).toMatchObject({ overdue: false, lateDays: 2 });
      const all = ok(await (await app.as('div.clerk')).get('/bulletin-follow-ups?status=ANSWERED'));
      expect(all.body.items.map((item: FollowUp) => item.id)).toEqual([task.id]);
      app.moveTo('2020-07-06T09:00:00+08:00');
    });
  });
});
