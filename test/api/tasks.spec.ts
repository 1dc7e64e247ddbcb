import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql, type Sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { progressOfIssues } from '../../src/registers/plans/progress.reads.js';
import { responsibilitiesOfIssues } from '../../src/registers/responsibilities/responsibility.reads.js';
import { tasksOfIssues } from '../../src/registers/tasks/task.reads.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import {
  faultsOf,
  type IssueAt,
  issueInPlanning,
  issueInRectification,
  planOf,
  signIn,
} from './plans.fixture.js';

const START = '2020-04-01T09:00:00+08:00';

interface TaskAt {
  id: string;
  taskNo: string;
  version: number;
  seq: number;
}

describe.each(ENGINES)('tasks on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    campaignId = await createCampaign(app);
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  const tasksOf = async (id: string): Promise<TaskAt[]> => {
    const town = await signIn(app, 'qinghe.clerk');
    return (await town.get(`/issues/${id}/tasks`).expect(200)).body as TaskAt[];
  };
  const firstTask = async (id: string): Promise<TaskAt> => (await tasksOf(id))[0] as TaskAt;
  /** Puts an issue where the close-out rooms, which have specs of their own, would put it. */
  const put = (id: string, change: Sql) =>
    app.uow.run((tx) => tx.execute(sql`UPDATE issues SET ${change} WHERE id = ${id}`));

  it('numbers measures area6-year-RW-seq3 and never the same twice', async () => {
    const one = await issueInRectification(app, campaignId);
    const two = await issueInRectification(app, campaignId);
    const numbers = [...(await tasksOf(one.id)), ...(await tasksOf(two.id))].map(
      ({ taskNo }) => taskNo,
    );
    expect(new Set(numbers).size).toBe(4);
    for (const number of numbers) expect(number).toMatch(/^990101-2020-RW-\d{3,}$/);
  });

  it('takes reports on a measure, with the issue’s history and version moving along', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const issue = await issueInRectification(app, campaignId);
    const [, task] = await tasksOf(issue.id);
    const { id, version } = task as TaskAt;
    const half = await town
      .patch(
        `/tasks/${id}`,
        { percent: 50, milestones: [{ name: '完成审批', doneOn: '2020-04-01' }] },
        version,
      )
      .expect(200);
    expect(half.headers.etag).toBe(`"${version + 1}"`);
    expect(half.body).toMatchObject({
      status: 'IN_PROGRESS',
      percent: 50,
      milestones: [{ name: '完成审批', dueOn: '2020-05-10', doneOn: '2020-04-01' }],
      version: version + 1,
      issueVersion: issue.version + 1,
    });
    const refused = await town.patch(`/tasks/${id}`, { status: 'DONE' }, version + 1).expect(422);
    expect(faultsOf(refused.body)).toEqual([['result', 'REQUIRED']]);
    const done = await town
      .patch(`/tasks/${id}`, { status: 'DONE', result: '3户已纳入低保' }, version + 1)
      .expect(200);
    expect(done.body).toMatchObject({ percent: 100, finishedOn: '2020-04-01' });
    await town.patch(`/tasks/${id}`, { percent: 10 }, version).expect(412);
    await town.patch(`/tasks/${id}`, { percent: 10 }).expect(428);
    const history = await town.get(`/issues/${issue.id}/history`).expect(200);
    expect(history.body.at(-1)).toMatchObject({
      label: '填报进展',
      detail: { taskNo: done.body.taskNo, percent: 100, result: '3户已纳入低保' },
    });
  });

  it('tells each reader of the list on which measures he may report', async () => {
    const { id } = await issueInRectification(app, campaignId);
    const canReport = async (user: string): Promise<boolean[]> => {
      const list = (await (await signIn(app, user)).get('/tasks?pageSize=200').expect(200)).body;
      const lines = list.items as { issueId: string; canReport: boolean }[];
      return lines.filter(({ issueId }) => issueId === id).map((line) => line.canReport);
    };
    expect(await canReport('qinghe.clerk')).toEqual([true, true]);
    expect(await canReport('div.clerk')).toEqual([false, false]);
    await put(id, sql`status = 'CLOSED'`);
    expect(await canReport('qinghe.clerk')).toEqual([false, false]);
  });

  it('lets one of several reports on the same version win, and all on different measures', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id } = await issueInRectification(app, campaignId);
    const [one, two] = (await tasksOf(id)) as [TaskAt, TaskAt];
    const same = await Promise.all(
      [10, 20, 30].map((percent) => town.patch(`/tasks/${one.id}`, { percent }, one.version)),
    );
    expect(same.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const different = await Promise.all([
      town.patch(`/tasks/${one.id}`, { percent: 60 }, one.version + 1),
      town.patch(`/tasks/${two.id}`, { percent: 60 }, two.version),
    ]);
    expect(different.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('answers 404 out of scope, 403 without the permission, 409 in another status', async () => {
    const planning = await issueInPlanning(app, campaignId);
    const town = await signIn(app, 'qinghe.clerk');
    await town.put(`/issues/${planning.id}/plan`, planOf(app), planning.version).expect(200);
    const draft = await firstTask(planning.id);
    await town.patch(`/tasks/${draft.id}`, { percent: 10 }, draft.version).expect(409);
    const working = await firstTask((await issueInRectification(app, campaignId)).id);
    const status = async (username: string) => {
      const user = await signIn(app, username);
      return (await user.patch(`/tasks/${working.id}`, { percent: 10 }, working.version)).status;
    };
    expect(await status('yunqi.clerk')).toBe(404);
    expect(await status('wanglan.clerk')).toBe(404);
    expect(await status('div.chief')).toBe(403);
    expect(await status('inspector')).toBe(403);
    expect(await status('qinghe.leader')).toBe(200);
    const absent = '/tasks/01890000-0000-7000-8000-000000000000';
    await town.patch(absent, { percent: 10 }, 1).expect(404);
  });

  it('goes on while the issue is carried over', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id } = await issueInRectification(app, campaignId);
    await put(id, sql`status = 'CARRIED_OVER'`);
    const task = await firstTask(id);
    await town.patch(`/tasks/${task.id}`, { percent: 10 }, task.version).expect(200);
  });

  describe('in a reopened round', () => {
    let issue: IssueAt;
    beforeEach(async () => {
      issue = await issueInRectification(app, campaignId);
      await put(issue.id, sql`cycle_no = 2`);
    });

    it('leaves the closed round’s measures as they are and takes new ones after them', async () => {
      const town = await signIn(app, 'qinghe.clerk');
      const former = await firstTask(issue.id);
      const refused = await town
        .patch(`/tasks/${former.id}`, { percent: 10 }, former.version)
        .expect(409);
      expect(refused.body.code).toBe('FORMER_CYCLE');
      const body = { measure: '对反弹的1户重新核查', dueOn: '2020-05-20' };
      const added = await town.post(`/issues/${issue.id}/tasks`, body, issue.version).expect(201);
      expect(added.body).toMatchObject({ seq: 3, cycleNo: 2, issueVersion: issue.version + 1 });
      expect((await tasksOf(issue.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      await town.post(`/issues/${issue.id}/tasks`, body, issue.version).expect(412);
    });

    const refusals: [string, object, [string, string][]][] = [
      ['no day', {}, [['dueOn', 'REQUIRED']]],
      ['a day after the deadline', { dueOn: '2020-05-21' }, [['dueOn', 'AFTER_DEADLINE']]],
      [
        'a milestone after the day',
        { dueOn: '2020-05-10', milestones: [{ name: '公示', dueOn: '2020-05-11' }] },
        [['milestones[0].dueOn', 'AFTER_DUE']],
      ],
    ];
    it.each(refusals)('refuses a new measure with %s', async (_name, over, expected) => {
      const town = await signIn(app, 'qinghe.clerk');
      const body = { measure: '对反弹的1户重新核查', ...over };
      const refused = await town.post(`/issues/${issue.id}/tasks`, body, issue.version).expect(422);
      expect(faultsOf(refused.body)).toEqual(expected);
    });
  });

  describe('the list', () => {
    it('filters by the issue and by the measure, sorts and pages without overlap', async () => {
      let clerk = await signIn(app, 'div.clerk');
      const own = await createCampaign(app, 'rongchang-2020');
      const issues = [];
      for (const village of ['甲村', '乙村', '丙村']) {
        const finding = { statement: `${village}未按时公示低保对象` };
        issues.push(await issueInRectification(app, own, planOf(app), finding));
      }
      const town = await signIn(app, 'qinghe.clerk');
      const task = await firstTask(issues[0]?.id ?? '');
      await town
        .patch(`/tasks/${task.id}`, { percent: 100, result: '已公示' }, task.version)
        .expect(200);

      const total = async (filter: string) =>
        (await clerk.get(`/tasks?campaignId=${own}&${filter}`).expect(200)).body.total as number;
      expect(await total('')).toBe(6);
      expect(await total('taskStatus=DONE')).toBe(1);
      expect(await total('taskStatus=NOT_STARTED,IN_PROGRESS')).toBe(5);
      expect(await total('status=RECTIFYING&q=乙村')).toBe(2);
      expect(await total(`unitId=${app.units.wanglan}`)).toBe(0);
      expect(await total('taskOverdue=true')).toBe(0);
      app.clock.set('2020-04-21T09:00:00+08:00');
      clerk = await signIn(app, 'div.clerk');
      // The first measures were due on 20 April; one of the three is done.
      expect(await total('taskOverdue=true')).toBe(2);
      expect(await total('taskOverdue=false')).toBe(4);

      const late = await clerk.get(`/tasks?campaignId=${own}&taskOverdue=true`).expect(200);
      expect(late.body.items[0]).toMatchObject({ overdue: true, overdueDays: 1, percent: 0 });
      const pages = await Promise.all(
        [1, 2, 3].map((page) =>
          clerk.get(`/tasks?campaignId=${own}&pageSize=2&page=${page}&sort=-dueOn`).expect(200),
        ),
      );
      const items = pages.flatMap(({ body }) => body.items as { id: string; dueOn: string }[]);
      expect(new Set(items.map(({ id }) => id)).size).toBe(6);
      expect(items.map(({ dueOn }) => dueOn)).toEqual([
        ...Array<string>(3).fill('2020-05-15'),
        ...Array<string>(3).fill('2020-04-20'),
      ]);
    });

    it('shows a town its own measures and another county none', async () => {
      const { id } = await issueInRectification(app, campaignId);
      const idsFor = async (username: string) => {
        const user = await signIn(app, username);
        const answer = await user.get('/tasks?pageSize=200&sort=-taskNo').expect(200);
        return (answer.body.items as { issueId: string }[]).map(({ issueId }) => issueId);
      };
      expect(await idsFor('qinghe.clerk')).toContain(id);
      expect(await idsFor('wanglan.clerk')).not.toContain(id);
      expect(await idsFor('yunqi.clerk')).toEqual([]);
    });

    it.each(['taskStatus=LATE', 'sort=percent', 'taskOverdue=maybe', 'colour=red'])(
      'answers ?%s with 400',
      async (query) => {
        const clerk = await signIn(app, 'div.clerk');
        await clerk.get(`/tasks?${query}`).expect(400);
      },
    );
  });

  it('gives the rooms above everything of many issues in one query each', async () => {
    const one = await issueInRectification(app, campaignId);
    const two = await issueInRectification(app, campaignId);
    const add = async (id: string, version: number, at: string, body: object) => {
      app.clock.set(at);
      const town = await signIn(app, 'qinghe.clerk');
      const answer = await town.post(`/issues/${id}/progress`, body, version).expect(200);
      return answer.body.version as number;
    };
    const april = { text: '完成入户复核', percent: 30, asOf: '2020-04-30' };
    const version = await add(one.id, one.version, '2020-04-30T10:00:00+08:00', april);
    const may = { text: '2户已审批', percent: 70 };
    await add(one.id, version, '2020-05-06T10:00:00+08:00', may);

    const reader = app.app.get(Reader);
    let queries = 0;
    const counting = {
      all: <Row>(query: Sql) => {
        queries += 1;
        return reader.all<Row>(query);
      },
      one: <Row>(query: Sql) => reader.one<Row>(query),
    };
    const ids = [one.id, two.id];
    const tasks = await tasksOfIssues(counting, ids);
    const duties = await responsibilitiesOfIssues(counting, ids);
    const progress = await progressOfIssues(counting, ids);
    expect(queries).toBe(3);
    expect(ids.map((id) => tasks.get(id)?.length)).toEqual([2, 2]);
    expect(tasks.get(one.id)?.[1]).toMatchObject({
      continues: true,
      coUnitIds: [app.units.finance],
    });
    expect(duties.get(two.id)?.map(({ phone }) => phone)).toEqual([
      null,
      '139****1111',
      '138****5678',
      null,
      null,
    ]);
    expect(ids.map((id) => progress.get(id)?.map(({ percent }) => percent))).toEqual([
      [30, 70],
      [],
    ]);
    const ofMay = await progressOfIssues(reader, ids, { month: '2020-05' });
    expect(ofMay.get(one.id)?.map(({ text }) => text)).toEqual(['2户已审批']);
    const sealed = { recordedUpTo: '2020-04-30T16:00:00.000Z' };
    const asThen = await progressOfIssues(reader, ids, sealed);
    expect(asThen.get(one.id)?.map(({ percent }) => percent)).toEqual([30]);
  });
});
