import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEMO_USERS } from '../../src/demo/world.js';
import { Reader } from '../../src/platform/database/reader.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { ok } from '../support/issues.js';
import { list, TodoWorld } from './todo.fixture.js';

interface Group {
  key: string;
  label: string;
  count: number;
  kind: string;
  list: string;
  query: Record<string, string>;
}

interface Acting {
  id: string;
  allowedActions: string[];
}

interface ReportItem extends Acting {
  status: string;
  dueOn: string | null;
}

const USERS = ['admin', ...DEMO_USERS.map(({ username }) => username)];
const ISSUE_STEPS = [
  'assign',
  'acknowledge',
  'submitPlan',
  'approvePlan',
  'applyClosure',
  'decideExtension',
];
const BULLETIN_STEPS = ['review', 'sign', 'number', 'issue', 'publish'];

describe.each(ENGINES)('my desk on %s', (engine) => {
  let app: TestApp;
  let world: TodoWorld;
  /** What was ever found to wait for anybody. */
  const seen = new Set<string>();

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    world = await TodoWorld.april(app);
    app.moveTo('2020-05-15T09:00:00+08:00');
    await world.may();
  }, 120_000);
  afterAll(() => app.stop());

  const groupsOf = async (user: TestUser): Promise<Group[]> =>
    (ok(await user.get('/todo')).body as { groups: Group[] }).groups;

  const countsOf = async (username: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await groupsOf(await app.as(username))).map(({ key, count }) => [key, count]),
    );

  /** The records of a list as the caller sees each by itself. */
  async function bodies<Body>(user: TestUser, path: string): Promise<Body[]> {
    const first = await user.get(`/${path}`);
    if (first.status === 403) return [];
    const found: Body[] = [];
    for (const { id } of await list<{ id: string }>(user, `/${path}`)) {
      found.push(ok(await user.get(`/${path}/${id}`)).body as Body);
    }
    return found;
  }

  const having = (items: readonly Acting[], ...actions: string[]): number =>
    items.filter(({ allowedActions }) => allowedActions.some((one) => actions.includes(one)))
      .length;

  /** Every number is that of its list, and the badge is their sum. */
  async function assertListsAgree(username: string): Promise<void> {
    const user = await app.as(username);
    const { groups, total } = ok(await user.get('/todo')).body as {
      groups: Group[];
      total: number;
    };
    for (const { key, list: path, query, count } of groups) {
      const answer = ok(await user.get(`/${path}?${new URLSearchParams(query).toString()}`));
      expect([username, key, count]).toEqual([username, key, (answer.body as Page).total]);
      if (count > 0) seen.add(key);
    }
    const mine = groups.filter(({ kind }) => kind === 'todo');
    expect(total).toBe(mine.reduce((sum, { count }) => sum + count, 0));
  }

  /** What waits for somebody is what the records themselves allow him to do. */
  async function assertActionsAgree(username: string): Promise<void> {
    const user = await app.as(username);
    const counts = await countsOf(username);
    const issues = await bodies<Acting>(user, 'issues');
    const notices = await bodies<Acting & { replies: { status: string }[] }>(user, 'notices');
    const answerable = notices.filter(
      ({ allowedActions, replies }) =>
        allowedActions.includes('reply') && !replies.some(({ status }) => status === 'UNSIGNED'),
    );
    const others = ['sign', 'file', 'signReply', 'concludeReply'];
    const tasks = await user.get('/bulletin-follow-ups?pageSize=200');
    const expected: Record<string, number> = {
      ...Object.fromEntries(ISSUE_STEPS.map((step) => [step, having(issues, step)])),
      notices: new Set([
        ...answerable.map(({ id }) => id),
        ...notices
          .filter(({ allowedActions }) => allowedActions.some((one) => others.includes(one)))
          .map(({ id }) => id),
      ]).size,
      bulletins: having(await bodies<Acting>(user, 'bulletins'), ...BULLETIN_STEPS),
      casesToReview: having(await bodies<Acting>(user, 'cases'), 'review'),
      followUps: ((tasks.body as { items?: Acting[] }).items ?? []).filter(
        ({ allowedActions }) => allowedActions.length > 0,
      ).length,
      closuresToReview: having(issues, 'reviewClosure'),
    };
    for (const [key, count] of Object.entries(expected)) {
      expect([username, key, counts[key] ?? 0]).toEqual([username, key, count]);
    }
  }

  it('counts in May what each list has for each person', async () => {
    for (const username of USERS) await assertListsAgree(username);
  });

  it('counts in May what each person may do with the records', async () => {
    for (const username of USERS) await assertActionsAgree(username);
  });

  it.each(['qinghe.clerk', 'wanglan.leader', 'liping.leader', 'div.clerk', 'div.chief', 'deputy'])(
    'counts in May the reports that %s may write, and those he may take in',
    async (username) => {
      const user = await app.as(username);
      const reports = await bodies<ReportItem>(user, 'reports');
      const isOwed = ({ dueOn }: Pick<ReportItem, 'dueOn'>) =>
        dueOn !== null && dueOn <= '2020-05-31';
      const owed = having(reports.filter(isOwed), 'draft', 'submit');
      const submitted = reports.filter(({ status }) => status === 'SUBMITTED');
      const received = having(submitted, 'accept', 'return', 'receivePaper');
      const counts = await countsOf(username);
      expect(counts.reportsOwed).toBe(owed);
      expect(counts.reportsToReceive ?? 0).toBe(received);
      const duties = ok(await user.get('/reports/duties')).body as {
        owed: { planned: boolean; dueOn: string | null }[];
        toReceive: unknown[];
      };
      expect(duties.owed.filter(({ planned }) => !planned).filter(isOwed)).toHaveLength(owed);
      if ('reportsToReceive' in counts) expect(duties.toReceive).toHaveLength(received);
    },
  );

  it('names nothing that a person has no permission for', async () => {
    const keys = async (username: string) => Object.keys(await countsOf(username));
    expect(await keys('admin')).toEqual(['unread']);
    expect(await keys('leadership')).toEqual(['unread']);
    expect(await keys('inspector')).toEqual(['dueSoon', 'overdue', 'bulletins', 'unread']);
    expect(await keys('qinghe.clerk')).toEqual([
      'acknowledge',
      'submitPlan',
      'applyClosure',
      'dueSoon',
      'overdue',
      'notices',
      'reportsOwed',
      'reportsToReceive',
      'followUps',
      'unread',
    ]);
    expect((await app.anonymous().get('/api/todo')).status).toBe(401);
  });

  it('gives a serious extension to the director alone, and nobody his own plan', async () => {
    expect(await countsOf('deputy')).toMatchObject({ decideExtension: 1 });
    expect(await countsOf('director')).toMatchObject({ decideExtension: 2 });
    expect(await countsOf('div.clerk')).toMatchObject({ approvePlan: 1 });
    expect(await countsOf('div.chief')).toMatchObject({ approvePlan: 2 });
  });

  it('refuses a step that nobody waits for', async () => {
    const answer = await (await app.as('div.clerk')).get('/issues?myStep=archive');
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'myStep', code: 'NOT_A_CODE' }]);
  });

  it('counts in July, with cases, bulletins and what is overdue, the same', async () => {
    app.moveTo('2020-07-06T09:00:00+08:00');
    await world.july();
    for (const username of USERS) await assertListsAgree(username);
    for (const username of USERS) await assertActionsAgree(username);
    expect([...seen].sort()).toEqual(EVERY_KEY);
  }, 120_000);

  it('asks the database a bounded number of times, however much waits', async () => {
    const statements = jest.spyOn(app.app.get(Reader), 'all');
    for (const username of USERS) {
      const user = await app.as(username);
      statements.mockClear();
      ok(await user.get('/todo'));
      const asked = statements.mock.calls.filter(([{ text }]) => !BESIDES.test(text));
      expect(asked.length).toBeLessThanOrEqual(18);
    }
    statements.mockRestore();
  });
});

/** Who is asking and where he stands, which every request looks up. */
const BESIDES = /FROM (sessions|counters)\b/;

interface Page {
  total: number;
}

/** All but cases handed up, which need a campaign of the city. */
const EVERY_KEY = [
  'acknowledge',
  'applyClosure',
  'approvePlan',
  'assign',
  'bulletins',
  'casesToReview',
  'closuresToReview',
  'decideExtension',
  'dueSoon',
  'followUps',
  'notices',
  'overdue',
  'reportsOwed',
  'reportsToReceive',
  'submitPlan',
  'unread',
];
