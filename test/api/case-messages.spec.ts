import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import type { Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ANLAN, CaseDesk, type Versioned } from './cases.fixture.js';

const PATHS: Readonly<Record<string, string>> = {
  case: '/cases',
  bulletin: '/bulletins',
  bulletinFollowUp: '/bulletin-follow-ups',
};
const RETURNED = { decision: 'RETURNED', demand: '请补充排查户数。' };

interface Task extends Versioned {
  unit: { id: string };
}

describe.each(ENGINES)('messages on cases and bulletins on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new CaseDesk(app, campaignId);
    const people: [string, string, Role[]][] = [
      ['second.deputy', 'anlan', ['DEPUTY_DIRECTOR', 'DIVISION_CLERK']],
      ['city.deputy', 'city', ['DEPUTY_DIRECTOR']],
      ['yunqi.deputy', 'yunqi', ['DEPUTY_DIRECTOR']],
      ['shaigu.reporter', 'shaigu', ['VILLAGE_REPORTER']],
    ];
    for (const [username, unit, roles] of people) {
      const unitId = app.units[unit] ?? '';
      const who = { username, name: username, unitId, roles, password: DEMO_PASSWORD };
      await app.app.get(OrganisationService).createUser(who);
    }
  });
  afterAll(() => app.stop());

  /** Who has been told of a thing, `user: title`; each of them can open it. */
  const told = async (topic: string, id: string): Promise<string[]> => {
    const rows = await app.rows<{ username: string; title: string; subjectType: string }>(sql`
      SELECT u.username, m.title, m.subject_type FROM notifications AS m
      JOIN users AS u ON u.id = m.user_id
      WHERE m.topic = ${topic} AND m.subject_id = ${id} ORDER BY m.created_at, m.id`);
    for (const { username, subjectType } of rows) {
      ok(await (await app.as(username)).get(`${PATHS[subjectType]}/${id}`));
    }
    return rows.map(({ username, title }) => `${username}: ${title}`).sort();
  };
  const usersOf = async (topic: string, id: string): Promise<string[]> =>
    (await told(topic, id)).map((one) => one.slice(0, one.indexOf(':')));

  it('tell of a case whoever may decide the step that waits, in its bureau only', async () => {
    const item = await desk.submitted({ title: '青禾镇某村违规享受低保问题' });
    const [first, ...others] = await told('CASE_REVIEW', item.id);
    expect(first).toMatch(
      /^discipline: 典型案例待审：990101-2020Q2-AL-\d\d 青禾镇某村违规享受低保问题$/,
    );
    expect(others).toEqual([]);
    const verified = ok(await desk.review('discipline', item)).body as Versioned;
    const now = ['deputy', 'discipline', 'second.deputy'];
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(now);
    ok(await desk.review('deputy', verified));
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(now);
  });

  it('do not ask the writer of a case to review it, and ask again in the next round', async () => {
    const own = new CaseDesk(app, campaignId, { ...ANLAN, clerk: 'second.deputy' });
    const item = await own.submitted();
    const verified = ok(await own.review('discipline', item)).body as Versioned;
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(['deputy', 'discipline']);
    const over = { decision: 'RETURNED', demand: '请核对违规金额。' };
    const returned = ok(await own.review('deputy', verified, over)).body as Versioned;
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(['deputy', 'discipline']);
    ok(await own.step('second.deputy', returned, 'submission'));
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(['deputy', 'discipline', 'discipline']);
  });

  it('tell nobody when the decision is refused', async () => {
    const item = await desk.submitted();
    expect((await desk.review('deputy', item)).status).toBe(403);
    expect(await usersOf('CASE_REVIEW', item.id)).toEqual(['discipline']);
  });

  it('tell the receivers of a bulletin when it is issued, and who answers of the self-check', async () => {
    const receiverIds = [app.units.qinghe, app.units.shaigu];
    const draft = await desk.compose([(await desk.approved()).id], {
      feedbackOn: '2020-07-31',
      receiverIds,
    });
    const signed = ok(await desk.sign(await desk.walked(draft))).body as Versioned;
    expect(await told('BULLETIN_ISSUED', draft.id)).toEqual([]);
    const { docNo, title } = (await desk.dispatch(signed)) as Versioned & Record<string, string>;
    const towns = ['lanqiao', 'liping', 'qinghe', 'wanglan', 'wuping'];
    const staff = towns.flatMap((town) => [`${town}.clerk`, `${town}.leader`]);
    const line = (user: string): string => `${user}: 通报印发：${docNo} ${title}`;
    expect(await told('BULLETIN_ISSUED', draft.id)).toEqual(
      [...staff, 'shaigu.reporter'].sort().map(line),
    );

    const clerk = await app.as('div.clerk');
    const tasks = ok(await clerk.get(`/bulletins/${draft.id}/follow-ups`)).body.items as Task[];
    const ofUnit = (unit: string): Task | undefined =>
      tasks.find((task) => task.unit.id === app.units[unit]);
    const [town, village] = [ofUnit('qinghe'), ofUnit('shaigu')];
    expect(await told('FOLLOW_UP', town?.id ?? '')).toEqual(
      ['qinghe.clerk', 'qinghe.leader'].map((user) => `${user}: 通报自查：请对照${docNo}自查`),
    );
    expect(await told('FOLLOW_UP', village?.id ?? '')).toEqual([]);
  });

  it('tell who answers that the self-check is returned', async () => {
    const draft = await desk.compose([(await desk.approved()).id], {
      feedbackOn: '2020-07-31',
      receiverIds: [app.units.qinghe],
    });
    await desk.issued(draft);
    const clerk = await app.as('div.clerk');
    const town = await app.as('qinghe.clerk');
    const [task] = ok(await clerk.get(`/bulletins/${draft.id}/follow-ups`)).body.items as Task[];
    const path = `/bulletin-follow-ups/${task?.id}`;
    const signed = ok(await town.post(`${path}/acknowledgement`, {}, task?.version)).body;
    const found = { answer: '已自查全镇在保户。', foundCount: 0 };
    const answered = ok(await town.post(`${path}/answer`, found, signed.version)).body;
    ok(await clerk.post(`${path}/decision`, RETURNED, answered.version));
    expect(await usersOf('FOLLOW_UP', task?.id ?? '')).toEqual([
      'qinghe.clerk',
      'qinghe.clerk',
      'qinghe.leader',
      'qinghe.leader',
    ]);
    expect(await told('FOLLOW_UP', task?.id ?? '')).toContainEqual(
      `qinghe.clerk: 通报自查退回：${answered.docNo}`,
    );
  });

  it('tell of a withdrawal everybody whom the bulletin was sent to', async () => {
    const receiverIds = [app.units.shaigu];
    const draft = await desk.compose([(await desk.approved()).id], { receiverIds });
    const bulletin = await desk.issued(draft);
    const notice = ok(
      await desk.act('div.clerk', bulletin, 'withdrawals', { reason: '处分已变更' }),
    ).body as Versioned;
    await desk.issued(notice);
    const before = await usersOf('BULLETIN_ISSUED', bulletin.id);
    expect(before).toContain('shaigu.reporter');
    expect(await usersOf('BULLETIN_ISSUED', notice.id)).toEqual(before);
  });
});
