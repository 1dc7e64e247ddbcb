import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING } from '../support/issues.js';

describe.each(ENGINES)('issues on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
  });
  afterAll(() => app.stop());

  const finding = (over: object = {}) => ({
    ...FINDING,
    campaignId,
    responsibleUnitId: app.units.qinghe,
    ...over,
  });

  it('logs a draft, registers it with a number, posts it to the ledger and names the actor', async () => {
    const clerk = await app.as('div.clerk');
    const draft = await clerk.post('/issues', finding()).expect(201);
    expect(draft.body).toMatchObject({ status: 'DRAFT', issueNo: null, version: 1 });
    expect(draft.headers.etag).toBe('"1"');

    const registered = await clerk.post(`/issues/${draft.body.id}/registration`, {}, 1).expect(200);
    expect(registered.body).toMatchObject({
      status: 'REGISTERED',
      issueNo: '990101-2020-WT-0001',
      registeredOn: '2020-04-01',
    });
    const entries = await app.rows(
      sql`SELECT kind, delta, business_date FROM ledger_entries WHERE issue_id = ${draft.body.id}`,
    );
    expect(entries).toEqual([{ kind: 'OPENED', delta: 1, businessDate: '2020-04-01' }]);
    const history = await clerk.get(`/issues/${draft.body.id}/history`).expect(200);
    expect(
      history.body.map((act: { label: string; actorName: string }) => [act.label, act.actorName]),
    ).toEqual([
      ['登记', '经办人甲'],
      ['建账', '经办人甲'],
    ]);
  });

  it('refuses registration with every missing column named and changes nothing', async () => {
    const clerk = await app.as('div.clerk');
    const draft = await clerk
      .post('/issues', { campaignId, statement: '求助电话无人接听' })
      .expect(201);
    const refused = await clerk.post(`/issues/${draft.body.id}/registration`, {}, 1).expect(422);
    expect(refused.body.code).toBe('ISSUE_INCOMPLETE');
    expect(refused.body.errors.map((fault: { path: string }) => fault.path)).toEqual([
      'source',
      'foundOn',
      'category',
      'detail',
      'nature',
      'scope',
      'severity',
      'responsibleUnitId',
    ]);
    const after = await clerk.get(`/issues/${draft.body.id}`).expect(200);
    expect(after.body).toMatchObject({ status: 'DRAFT', version: 1 });
  });

  it('assigns with a receipt clock in workdays, and the town signs', async () => {
    const clerk = await app.as('div.clerk');
    const town = await app.as('qinghe.clerk');
    const issue = await clerk.post('/issues?register=true', finding()).expect(201);
    const assigned = await clerk
      .post(`/issues/${issue.body.id}/assignment`, { deadline: '2020-05-20' }, issue.body.version)
      .expect(200);
    // Two workdays from Wednesday 1 April.
    expect(assigned.body).toMatchObject({ status: 'ASSIGNED', receiptDueOn: '2020-04-03' });
    const seen = await town.get(`/issues/${issue.body.id}`).expect(200);
    expect(seen.body.allowedActions).toEqual([
      'acknowledge',
      'dispute',
      'addEvidence',
      'addPerson',
    ]);
    const signed = await town
      .post(`/issues/${issue.body.id}/acknowledgement`, {}, assigned.body.version)
      .expect(200);
    expect(signed.body).toMatchObject({ status: 'PLANNING', acknowledgedOn: '2020-04-01' });
  });

  it('moves the issue between accounts when it is assigned to another unit', async () => {
    const clerk = await app.as('div.clerk');
    const issue = await clerk.post('/issues?register=true', finding()).expect(201);
    await clerk
      .post(
        `/issues/${issue.body.id}/assignment`,
        { responsibleUnitId: app.units.wanglan, deadline: '2020-05-20' },
        issue.body.version,
      )
      .expect(200);
    const entries = await app.rows(
      sql`SELECT kind, unit_id FROM ledger_entries WHERE issue_id = ${issue.body.id} ORDER BY seq`,
    );
    expect(entries).toEqual([
      { kind: 'OPENED', unitId: app.units.qinghe },
      { kind: 'TRANSFERRED_OUT', unitId: app.units.qinghe },
      { kind: 'TRANSFERRED_IN', unitId: app.units.wanglan },
    ]);
  });

  it.each([
    ['/issues?severity=HUGE', 'severity'],
    ['/issues?colour=red', 'colour'],
    ['/issues?pageSize=500', 'pageSize'],
    ['/issues?dueFrom=2020-13-01', 'dueFrom'],
    ['/issues?sort=statement', 'sort'],
  ])('answers %s with 400 naming %s', async (path, field) => {
    const clerk = await app.as('div.clerk');
    const refused = await clerk.get(path).expect(400);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body.errors.map((fault: { path: string }) => fault.path)).toContain(field);
  });

  it('requires If-Match, and refuses a stale version', async () => {
    const clerk = await app.as('div.clerk');
    const issue = await clerk.post('/issues', finding()).expect(201);
    const missing = await clerk.patch(`/issues/${issue.body.id}`, { remark: '一' }).expect(428);
    expect(missing.body.code).toBe('IF_MATCH_REQUIRED');
    await clerk.patch(`/issues/${issue.body.id}`, { remark: '一' }, 1).expect(200);
    const stale = await clerk.patch(`/issues/${issue.body.id}`, { remark: '二' }, 1).expect(412);
    expect(stale.body.code).toBe('STALE_VERSION');
  });

  it('empties fields of a draft that are sent as null', async () => {
    const clerk = await app.as('div.clerk');
    const { id } = (await clerk.post('/issues', finding()).expect(201)).body;
    const emptied = { category: null, checkItem: null, remark: null };
    const changed = await clerk.patch(`/issues/${id}`, emptied, 1).expect(200);
    expect(changed.body).toMatchObject(emptied);
  });

  it('hides issues of another county as if they did not exist', async () => {
    const clerk = await app.as('div.clerk');
    const foreign = await app.as('yunqi.clerk');
    const issue = await clerk.post('/issues', finding()).expect(201);
    const hidden = await foreign.get(`/issues/${issue.body.id}`).expect(404);
    const absent = await foreign.get('/issues/01890000-0000-7000-8000-000000000000').expect(404);
    expect({ ...hidden.body, traceId: '' }).toEqual({ ...absent.body, traceId: '' });
    const list = await foreign.get('/issues').expect(200);
    expect(list.body).toMatchObject({ items: [], total: 0 });
  });

  it('answers a repeated Idempotency-Key with the first answer and one effect', async () => {
    const clerk = await app.as('div.clerk');
    const send = (body: object) => clerk.post('/issues', body).set('idempotency-key', 'draft-0001');
    const body = finding({ statement: '重复提交的问题' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(body)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const rows = await app.rows(sql`SELECT id FROM issues WHERE statement = ${'重复提交的问题'}`);
    expect(rows).toHaveLength(1);
    const other = await send(finding({ statement: '另一条问题内容' })).expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('tell campaigns that are at work from those that were only set up, for each reader', async () => {
    const empty = await createCampaign(app, 'rongchang-2020');
    const clerk = await app.as('div.clerk');
    const draft = (await clerk.post('/issues', finding()).expect(201)).body;
    await clerk.post(`/issues/${draft.id}/registration`, {}, draft.version).expect(200);
    const inUse = async (user: string) => {
      const { body } = await (await app.as(user)).get('/campaigns').expect(200);
      const found = body.items.map((one: { id: string; hasIssues: boolean }) => [one.id, one]);
      const all = new Map<string, { hasIssues: boolean }>(found);
      return [all.get(campaignId)?.hasIssues, all.get(empty)?.hasIssues];
    };
    expect(await inUse('div.clerk')).toEqual([true, false]);
    expect(await inUse('qinghe.clerk')).toEqual([true, false]);
    expect(await inUse('leadership')).toEqual([true, false]);
    expect(await inUse('liping.clerk')).toEqual([false, false]);
  });
});
