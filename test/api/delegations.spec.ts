import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { type DelegationAnswer, DelegationDesk } from './delegation.fixture.js';
import { faultsOf } from './plans.fixture.js';
import { auditOf, messagesOf, refusal } from './schedule.fixture.js';

const CHIEF_AS = '经办人甲（代科长乙）';
const REASON = { reason: '经核查该问题登记有误，按程序办理。' };

/** 代理: somebody on leave names who acts for him, and everything shows it. */
describe.each(ENGINES)('delegation on %s', (engine) => {
  let app: TestApp;
  let desk: DelegationDesk;
  let driver: IssueDriver;
  let chiefs: DelegationAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    desk = new DelegationDesk(app);
    driver = new IssueDriver(app, await createCampaign(app));
    chiefs = await desk.name('div.chief', 'div.clerk');
  });
  afterAll(() => app?.stop());

  const clerkAsChief = () => desk.acting('div.clerk', chiefs);

  it('is named by the one who leaves, in the log, and the deputy is told', async () => {
    expect(chiefs).toMatchObject({ status: 'ACTIVE', allowedActions: ['revoke'], actCount: 0 });
    const [entry] = await auditOf(app, 'DELEGATION_CREATED');
    expect(entry).toMatchObject({ actorId: await desk.idOf('div.chief'), subjectId: chiefs.id });
    expect(await messagesOf(app, 'DELEGATION')).toEqual([
      expect.objectContaining({
        username: 'div.clerk',
        title: '2020-04-02至2020-04-10由经办人甲代科长乙办理业务',
      }),
    ]);
  });

  it('tells the deputy for whom he acts, in what and how long', async () => {
    const { actingFor, permissions } = ok(await (await app.as('div.clerk')).get('/auth/me')).body;
    expect(actingFor).toEqual([
      expect.objectContaining({
        delegationId: chiefs.id,
        name: '科长乙',
        roles: ['DIVISION_CHIEF'],
        fromDate: '2020-04-02',
        toDate: '2020-04-10',
      }),
    ]);
    expect(actingFor[0].permissions).toHaveProperty(['issue.void'], ['BUREAU']);
    expect(permissions).not.toHaveProperty(['issue.void']);
    expect(ok(await (await app.as('div.chief')).get('/auth/me')).body.actingFor).toEqual([]);
  });

  it('lets the deputy do what the other may, only in the other’s name, and shows it', async () => {
    const issue = await driver.to('REGISTERED');
    const clerk = await app.as('div.clerk');
    const own = await clerk.post(`/issues/${issue.id}/void`, REASON, issue.version);
    expect(refusal(own)).toEqual([403, 'FORBIDDEN']);
    expect((await driver.read(issue.id, 'div.clerk')).allowedActions).not.toContain('void');
    const acting = await clerkAsChief();
    const seen = ok(await acting.get(`/issues/${issue.id}`)).body as DrivenIssue;
    expect(seen.allowedActions).toContain('void');
    ok(await acting.post(`/issues/${issue.id}/void`, REASON, issue.version));
    const clerkId = await desk.idOf('div.clerk');
    const chiefId = await desk.idOf('div.chief');
    const [entry] = await app.rows<{ actorId: string; actorName: string; detail: string }>(sql`
      SELECT actor_id, actor_name, detail FROM audit_entries
      WHERE action = 'issue.void' AND subject_id = ${issue.id}`);
    expect(entry).toMatchObject({ actorId: clerkId, actorName: CHIEF_AS });
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
      onBehalfOf: { delegationId: chiefs.id, userId: chiefId, name: '科长乙' },
    });
    const acts = ok(await (await app.as('div.chief')).get(`/delegations/${chiefs.id}/acts`)).body;
    expect(acts.items).toEqual([
      expect.objectContaining({ actorName: CHIEF_AS, action: 'issue.void', subjectId: issue.id }),
    ]);
  });

  it('keeps the name in step records that name the person by the account', async () => {
    const issue = await driver.to('PLAN_REVIEW');
    const acting = await clerkAsChief();
    const review = { decision: 'APPROVED', opinion: '同意实施' };
    ok(await acting.post(`/issues/${issue.id}/plan-review`, review, issue.version));
    const { reviews } = ok(await acting.get(`/issues/${issue.id}/plan`)).body;
    expect(reviews).toEqual([expect.objectContaining({ decidedByName: CHIEF_AS })]);
    expect(reviews[0].submittedByName).not.toContain('代');
  });

  it('adds the other’s steps to the deputy’s desk', async () => {
    await driver.to('PLAN_REVIEW');
    const todo = ok(await (await app.as('div.clerk')).get('/todo')).body;
    const chiefsOwn = ok(await (await clerkAsChief()).get('/todo')).body;
    type Group = { key: string; kind: string; count: number; actingFor: object | null };
    const lent = (todo.groups as Group[]).filter(({ actingFor }) => actingFor !== null);
    const mine = (todo.groups as Group[]).filter(({ actingFor }) => actingFor === null);
    expect(lent.length).toBeGreaterThan(0);
    expect(lent).toEqual(
      (chiefsOwn.groups as Group[]).filter(({ key, count }) => count > 0 && key !== 'unread'),
    );
    expect(lent[0]?.actingFor).toEqual({ delegationId: chiefs.id, name: '科长乙' });
    const sum = (groups: Group[]) =>
      groups.filter(({ kind }) => kind === 'todo').reduce((total, { count }) => total + count, 0);
    expect(todo.total).toBe(sum(lent) + sum(mine));
    expect(chiefsOwn.total).toBe(sum(lent));
  });

  it('lets a link that opens by itself carry the name, and asks each list for its own rest', async () => {
    const clerk = await app.as('div.clerk');
    const list = await clerk.get(`/issues?status=DRAFT&actingFor=${chiefs.id}`);
    expect(list.status).toBe(200);
    const wrong = await clerk.get(`/issues?actingFor=${driver.campaignId}`);
    expect(refusal(wrong)).toEqual([403, 'DELEGATION_NOT_IN_FORCE']);
  });

  it('takes the same key in another name for another request', async () => {
    const issue = await driver.to('REGISTERED');
    const clerk = await app.as('div.clerk');
    const send = (headers: Record<string, string>) =>
      clerk
        .post(`/issues/${issue.id}/assignment`, { deadline: '2020-06-30' }, issue.version)
        .set({ 'idempotency-key': 'delegation-key-1', ...headers });
    ok(await send({}));
    const again = await send({ 'x-acting-for': chiefs.id });
    expect(refusal(again)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('is not for anybody else', async () => {
    expect(await desk.barOf('office.clerk', chiefs)).toBe('DELEGATION_NOT_IN_FORCE');
    expect(await desk.barOf('div.chief', chiefs)).toBe('DELEGATION_NOT_IN_FORCE');
    expect(await desk.barOf('div.clerk', { id: 'x' })).toBe('DELEGATION_NOT_IN_FORCE');
    const stranger = await app.as('office.clerk');
    expect((await stranger.get(`/delegations/${chiefs.id}`)).status).toBe(404);
    expect(ok(await stranger.get('/delegations')).body.total).toBe(0);
    expect(ok(await (await app.as('admin')).get('/delegations')).body.total).toBe(1);
  });

  it('cannot be handed on, and the attempt is in the log', async () => {
    const acting = await clerkAsChief();
    const answer = await acting.post('/delegations', {
      deputyId: await desk.idOf('office.clerk'),
      fromDate: '2020-04-02',
      toDate: '2020-04-03',
      reason: '外出',
    });
    expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
    const entry = (await auditOf(app, 'ACCESS_REFUSED')).at(-1);
    expect(entry).toMatchObject({ actorId: await desk.idOf('div.clerk') });
    const chain = await desk.ask('div.clerk', 'office.clerk', ['2020-04-05', '2020-04-12']);
    expect(faultsOf(chain.body)).toEqual([['fromDate', 'DELEGATION_CHAIN']]);
  });

  it.each<[string, string, string, [string, string], object, [string, string]]>([
    [
      'a day twice',
      'div.chief',
      'deputy',
      ['2020-04-10', '2020-04-12'],
      {},
      ['fromDate', 'DELEGATION_OVERLAPS'],
    ],
    [
      'a deputy who is away',
      'deputy',
      'div.chief',
      ['2020-04-03', '2020-04-04'],
      {},
      ['deputyId', 'DEPUTY_AWAY'],
    ],
    ['oneself', 'deputy', 'deputy', ['2020-04-03', '2020-04-04'], {}, ['deputyId', 'OWN_DEPUTY']],
    [
      'another town',
      'qinghe.leader',
      'wanglan.leader',
      ['2020-04-03', '2020-04-04'],
      {},
      ['deputyId', 'DEPUTY_ELSEWHERE'],
    ],
    [
      'a town for the bureau',
      'director',
      'qinghe.leader',
      ['2020-04-03', '2020-04-04'],
      {},
      ['deputyId', 'DEPUTY_ELSEWHERE'],
    ],
    [
      'the bureau for its watchers',
      'discipline',
      'director',
      ['2020-04-03', '2020-04-04'],
      {},
      ['deputyId', 'DEPUTY_ELSEWHERE'],
    ],
    [
      'an administrator',
      'deputy',
      'security',
      ['2020-04-03', '2020-04-04'],
      {},
      ['deputyId', 'DEPUTY_IS_ADMINISTRATOR'],
    ],
    [
      'yesterday',
      'deputy',
      'director',
      ['2020-04-01', '2020-04-04'],
      {},
      ['fromDate', 'IN_THE_PAST'],
    ],
    [
      'no day at all',
      'deputy',
      'director',
      ['2020-04-04', '2020-04-03'],
      {},
      ['toDate', 'BEFORE_FIRST_DAY'],
    ],
    ['half a year', 'deputy', 'director', ['2020-04-03', '2020-09-30'], {}, ['toDate', 'TOO_LONG']],
  ])('refuses %s', async (_name, by, deputy, days, over, fault) => {
    const answer = await desk.ask(by, deputy, days, over);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer.body)).toEqual([fault]);
  });

  it('is set by the system administrator for whoever is already away; both are told', async () => {
    const delegatorId = await desk.idOf('qinghe.leader');
    const others = await desk.ask('deputy', 'qinghe.clerk', ['2020-04-03', '2020-04-04'], {
      delegatorId,
    });
    expect(refusal(others)).toEqual([403, 'FORBIDDEN']);
    const admin = await app.as('admin');
    const candidates = ok(
      await admin.get(`/delegations/candidates?delegatorId=${delegatorId}`),
    ).body;
    expect((candidates as { id: string }[]).map(({ id }) => id)).toEqual([
      await desk.idOf('qinghe.clerk'),
    ]);
    const made = ok(
      await desk.ask('admin', 'qinghe.clerk', ['2020-04-02', '2020-04-04'], { delegatorId }),
    ).body as DelegationAnswer;
    const told = (await messagesOf(app, 'DELEGATION')).filter(
      ({ subjectId }) => subjectId === made.id,
    );
    expect(told.map(({ username }) => username).sort()).toEqual(['qinghe.clerk', 'qinghe.leader']);
    expect(await desk.barOf('qinghe.clerk', made)).toBeUndefined();
    const self = await desk.ask('admin', 'qinghe.clerk', ['2020-04-06', '2020-04-07']);
    expect(faultsOf(self.body)).toEqual([['delegatorId', 'NOTHING_TO_DELEGATE']]);
    expect((await desk.revoke('qinghe.clerk', made)).status).toBe(403);
    expect((await desk.revoke('qinghe.leader', made)).status).toBe(200);
    expect(await desk.barOf('qinghe.clerk', made)).toBe('DELEGATION_NOT_IN_FORCE');
    expect(refusal(await desk.revoke('qinghe.leader', made))).toEqual([409, 'DELEGATION_OVER']);
  });

  it('holds from the first day to the last, in Shanghai', async () => {
    const made = ok(await desk.ask('director', 'deputy', ['2020-04-04', '2020-04-05']))
      .body as DelegationAnswer;
    expect(made.status).toBe('UPCOMING');
    const at: [string, string | undefined][] = [
      ['2020-04-03T23:59:59+08:00', 'DELEGATION_NOT_IN_FORCE'],
      ['2020-04-04T00:00:00+08:00', undefined],
      ['2020-04-05T23:59:59+08:00', undefined],
      ['2020-04-06T00:00:00+08:00', 'DELEGATION_NOT_IN_FORCE'],
    ];
    for (const [instant, bar] of at) {
      app.moveTo(instant);
      expect([instant, await desk.barOf('deputy', made)]).toEqual([instant, bar]);
    }
    const gone = ok(await (await app.as('director')).get(`/delegations/${made.id}`)).body;
    expect(gone).toMatchObject({ status: 'EXPIRED', allowedActions: [] });
  });
});
