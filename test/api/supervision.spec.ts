import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { acts, escalate, NoticeDriver } from './supervision.fixture.js';

interface Linked {
  count: number;
  link: string;
}
interface Overview {
  lights: (Linked & { light: string })[];
  levels: (Linked & { level: string })[];
  drafts: Linked;
  unsigned: Linked;
  unreplied: Linked;
  toReview: Linked;
  overdue: Linked;
  measuresPending: Linked;
  measuresToDo: Linked;
}
interface Measure {
  id: string;
  version: number;
  kind: string;
  status: string;
  allowedActions: string[];
}

describe.each(ENGINES)('the overview and the measures of supervision on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let issues: IssueDriver;
  let notices: NoticeDriver;
  const made: DrivenIssue[] = [];

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    issues = new IssueDriver(app, campaignId);
    notices = new NoticeDriver(app, campaignId);
    for (let n = 0; n < 5; n += 1) made.push(await issues.to('RECTIFYING'));
    await issues.to('REGISTERED');
    await issues.to('CLOSED');
    app.moveTo('2020-05-21T09:00:00+08:00');
    await escalate(app);
    app.moveTo('2020-05-27T09:00:00+08:00');
    await escalate(app);
    const [first, second] = made as [DrivenIssue, DrivenIssue];
    const body = (issue: DrivenIssue, over: object = {}) =>
      notices.superviseBody(issue, { dueOn: '2020-06-10', ...over });
    await notices.replied(await notices.signed(body(first)));
    await notices.signed(body(second));
    const red = await notices.draft(body(second, { level: 'RED' }));
    await notices.step('deputy', red, 'issuance');
  });
  afterAll(() => app.stop());

  const overview = async (user: string): Promise<Overview> =>
    ok(await (await app.as(user)).get(`/supervision/overview?campaignId=${campaignId}`))
      .body as Overview;

  it.each([
    'div.clerk',
    'director',
    'discipline',
    'qinghe.clerk',
    'wanglan.clerk',
    'city.reviewer',
  ])('every figure that %s sees is the number of rows behind its link', async (user) => {
    const shown = await overview(user);
    const caller = await app.as(user);
    const { lights, levels, ...single } = shown;
    for (const { count, link } of [...lights, ...levels, ...Object.values(single)]) {
      const rows = ok(await caller.get(link.replace(/^\/api/, ''))).body as { total: number };
      expect([link, rows.total]).toEqual([link, count]);
    }
  });

  it('counts lights, levels and what waits for whom', async () => {
    const shown = await overview('div.clerk');
    const of = (list: readonly (Linked & { light?: string; level?: string })[]) =>
      Object.fromEntries(list.map((item) => [item.light ?? item.level, item.count]));
    expect(of(shown.lights)).toEqual({ GREEN: 0, YELLOW: 0, RED: 5, GRAY: 1, DONE: 1 });
    expect(of(shown.levels)).toEqual({ BLUE: 7, YELLOW: 0, RED: 1 });
    expect(
      [shown.drafts, shown.unsigned, shown.unreplied, shown.toReview].map(({ count }) => count),
    ).toEqual([5, 6, 1, 1]);
    expect([shown.overdue.count, shown.measuresPending.count]).toEqual([5, 1]);
    const town = await overview('qinghe.clerk');
    expect([town.drafts.count, town.unsigned.count, town.measuresPending.count]).toEqual([0, 6, 0]);
    expect((await overview('wanglan.clerk')).unsigned.count).toBe(0);
    const stranger = await app.as('yunqi.clerk');
    const hidden = await stranger.get(`/supervision/overview?campaignId=${campaignId}`);
    expect(hidden.status).toBe(404);
  });

  it('shows where an issue stands on the ladder', async () => {
    const [first, second, third] = made as [DrivenIssue, DrivenIssue, DrivenIssue];
    const clerk = await app.as('div.clerk');
    const of = async ({ id }: DrivenIssue) => ok(await clerk.get(`/issues/${id}/supervision`)).body;
    expect(await of(second)).toMatchObject({ level: 'RED', measures: [{ kind: 'SUMMON_TALK' }] });
    expect((await of(second)).notices).toHaveLength(3);
    expect(await of(third)).toMatchObject({
      level: 'BLUE',
      next: { basis: 'DEADLINE', markOn: '2020-05-20', level: 'RED', on: '2020-06-04' },
      measures: [],
      urges: [],
      allowedActions: ['draftNotice', 'proposeMeasure'],
    });
    const town = await app.as('qinghe.clerk');
    expect(ok(await town.get(`/issues/${second.id}/supervision`)).body).toMatchObject({
      measures: [],
      allowedActions: [],
    });
    // Before anybody has it, and after it is dealt with, there is nothing to send a notice about.
    const draft = await issues.draft();
    expect((await of(draft)).allowedActions).toEqual(['proposeMeasure']);
    const other = await app.as('wanglan.clerk');
    expect((await other.get(`/issues/${first.id}/supervision`)).status).toBe(404);
  });

  it('lets leaders decide a measure and the division record what was done', async () => {
    const clerk = await app.as('div.clerk');
    const director = await app.as('director');
    const deputy = await app.as('deputy');
    const list = ok(await clerk.get(`/supervision-measures?campaignId=${campaignId}`)).body;
    const [talk] = list.items as [Measure];
    expect(talk).toMatchObject({ kind: 'SUMMON_TALK', status: 'PROPOSED', allowedActions: [] });
    const yes = { decision: 'CONFIRMED', note: '同意约谈。' };
    const path = `/supervision-measures/${talk.id}`;
    expect((await clerk.post(`${path}/decision`, yes, talk.version)).status).toBe(403);
    expect((await deputy.post(`${path}/decision`, yes, 9)).status).toBe(412);
    const done = { doneOn: '2020-05-27', note: '已约谈青禾镇分管领导，形成谈话记录。' };
    expect((await clerk.post(`${path}/completion`, done, talk.version)).body.code).toBe(
      'WRONG_STATUS',
    );
    const decided = ok(await deputy.post(`${path}/decision`, yes, talk.version)).body as Measure;
    expect(decided).toMatchObject({ status: 'CONFIRMED', decidedByName: '副局长丙' });
    const early = { ...done, doneOn: '2020-05-26' };
    expect((await clerk.post(`${path}/completion`, early, decided.version)).body.code).toBe(
      'MEASURE_DATE',
    );
    const finished = ok(await clerk.post(`${path}/completion`, done, decided.version)).body;
    expect(finished).toMatchObject({ status: 'DONE', doneByName: '经办人甲', allowedActions: [] });
    expect((await director.post(`${path}/decision`, yes, finished.version)).body.code).toBe(
      'WRONG_STATUS',
    );
    expect(await acts(app, talk.id)).toEqual([
      { action: 'measure.propose', by: '系统' },
      { action: 'measure.confirm', by: '副局长丙' },
      { action: 'measure.complete', by: '经办人甲' },
    ]);
  });

  it('takes measures that people propose, and keeps them from other units', async () => {
    const clerk = await app.as('div.clerk');
    const body = {
      campaignId,
      kind: 'REFER_DISCIPLINE',
      unitId: app.units.wanglan,
      reason: '多次虚报整改进展，涉嫌虚假整改。',
      issueIds: [made[0]?.id],
    };
    const proposed = ok(await clerk.post('/supervision-measures', body)).body as Measure;
    const deputy = await app.as('deputy');
    const no = { decision: 'DISMISSED', note: '先行约谈，暂不移送。' };
    const path = `/supervision-measures/${proposed.id}`;
    const dismissed = ok(await deputy.post(`${path}/decision`, no, proposed.version)).body;
    expect(dismissed).toMatchObject({ status: 'DISMISSED', decisionNote: no.note });
    for (const user of ['wanglan.leader', 'yunqi.clerk']) {
      const other = await app.as(user);
      expect((await other.get(path)).status).toBe(404);
      expect((await other.get('/supervision-measures')).body.total).toBe(0);
    }
    const foreign = await clerk.post('/supervision-measures', {
      ...body,
      unitId: app.units.songxi,
    });
    expect(foreign.body.errors).toEqual([expect.objectContaining({ path: 'unitId' })]);
    const stranger = await app.as('yunqi.clerk');
    const unknown = await stranger.post('/supervision-measures', body);
    expect(unknown.body.errors[0]).toMatchObject({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN' });
  });
});
