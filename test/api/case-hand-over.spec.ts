import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { TypicalCase } from '../../src/reporting/cases/case.entity.js';
import { CaseHandOver } from '../../src/reporting/cases/hand-over.entity.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { CaseDesk, FAVOUR, type Versioned } from './cases.fixture.js';
import { buildProvince, peopleOf } from './province.fixture.js';
import { textOf } from './reporting.fixture.js';

const NOTE = { note: '第二季度案例' };

/** A province with two cities, as seed 004 has it: cities hand up, the province bulletins in public. */
describe.each(ENGINES)('handing cases up on %s', (engine) => {
  let app: TestApp;
  let provinceCampaign: string;
  let cityCampaign: string;
  let city: CaseDesk;
  let cities: string[];

  beforeAll(async () => {
    app = await TestApp.start(engine, '2020-07-06T09:00:00+08:00');
    cities = await buildProvince(app);
    const campaignOf = async (chief: string, template: string): Promise<string> =>
      ok(await (await app.as(chief)).post('/campaigns', { template })).body.id as string;
    provinceCampaign = await campaignOf('prov.chief', 'jilin-2020');
    cityCampaign = await campaignOf('one.chief', 'jilin-2020');
    city = new CaseDesk(app, cityCampaign, peopleOf('one'));
  });
  afterAll(() => app.stop());

  const rule = () => ({ campaignId: provinceCampaign, ruleCode: 'JL-Q', period: '2020Q2' });
  const send = async (user: string, item: Versioned, over: object = {}) =>
    (await app.as(user)).post(
      `/cases/${item.id}/hand-overs`,
      { ...rule(), ...NOTE, ...over },
      item.version,
    );
  const decide = async (user: string, handOver: Versioned, body: object) =>
    (await app.as(user)).post(`/case-hand-overs/${handOver.id}/decision`, body, handOver.version);
  const accepted = { decision: 'ACCEPTED', opinion: '予以接收。' };
  const handedUp = async (): Promise<{ item: Versioned; handOver: Versioned }> => {
    const item = await city.approved({ disclosure: 'PUBLIC' });
    return { item, handOver: ok(await send('one.chief', item)).body as Versioned };
  };

  it('tells the people above who may receive it, and nobody else', async () => {
    const { item } = await handedUp();
    const told = await app.rows<{ username: string; title: string }>(sql`
      SELECT u.username, m.title FROM notifications AS m JOIN users AS u ON u.id = m.user_id
      WHERE m.subject_id = ${item.id} AND m.title LIKE '典型案例待接收：%' ORDER BY u.username`);
    expect(told.map(({ username }) => username)).toEqual([
      'prov.chief',
      'prov.clerk',
      'prov.office',
    ]);
  });

  it('goes up for a quarter, is seen above and by no bureau beside', async () => {
    const { item, handOver } = await handedUp();
    expect(handOver).toMatchObject({
      status: 'SENT',
      period: '2020Q2',
      ruleCode: 'JL-Q',
      from: { name: '甲市民政局' },
      to: { name: '示范省民政厅' },
      sentByName: 'onechief',
    });
    const above = await app.as('prov.clerk');
    const seen = ok(await above.get(`/case-hand-overs/${handOver.id}`)).body;
    expect(seen.allowedActions).toEqual(['decide']);
    const waiting = ok(await above.get('/case-hand-overs?direction=RECEIVED&status=SENT')).body;
    expect(waiting.total).toBeGreaterThan(0);
    const { groups } = ok(await above.get('/todo')).body as { groups: { key: string }[] };
    const query = { direction: 'RECEIVED', status: 'SENT' };
    expect(groups.find(({ key }) => key === 'casesToReceive')).toMatchObject({
      count: waiting.total,
      list: 'case-hand-overs',
      query,
    });
    expect(ok(await above.get(`/cases/${item.id}`)).body.allowedActions).not.toContain('edit');
    const beside = await app.as('two.chief');
    expect((await beside.get(`/cases/${item.id}`)).status).toBe(404);
    expect((await beside.get(`/case-hand-overs/${handOver.id}`)).status).toBe(404);
    expect((await beside.get(`/cases/${item.id}/hand-overs`)).status).toBe(404);
    expect(ok(await beside.get('/case-hand-overs')).body.total).toBe(0);
    expect((await send('two.chief', item)).status).toBe(404);
    expect((await decide('two.clerk', handOver, accepted)).status).toBe(404);
    expect((await decide('one.clerk', handOver, accepted)).status).toBe(403);
    const [entry] = await app.rows<{ actorName: string }>(sql`SELECT actor_name FROM audit_entries
      WHERE action = 'case.handOver' AND subject_id = ${item.id}`);
    expect(entry?.actorName).toBe('onechief');
  });

  it.each<[string, object, string]>([
    ['a month where the rule asks by quarter', { period: '2020-05' }, 'period'],
    ['neither month nor quarter', { period: '2020', ruleCode: undefined }, 'period'],
    ['an unknown rule', { ruleCode: 'XX-1' }, 'ruleCode'],
    ['a rule for others', { ruleCode: 'JL-Y1', period: '2020Q2' }, 'ruleCode'],
    ['a campaign of nobody above', { campaignId: 'city' }, 'campaignId'],
  ])('refuses %s', async (_what, over, path) => {
    const item = await city.approved();
    const given = 'campaignId' in over ? { campaignId: cityCampaign } : over;
    const refused = await send('one.chief', item, given);
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, path]);
  });

  it('goes up for a month where the rule asks by month (seed 003)', async () => {
    const chief = await app.as('prov.chief');
    const { id } = ok(await chief.post('/campaigns', { template: 'shaanxi-2019' })).body;
    const over = { campaignId: id, ruleCode: 'SN-M', period: '2019-11' };
    const quarter = await send('one.chief', await city.approved(), { ...over, period: '2019Q4' });
    expect(quarter.body.errors[0].path).toBe('period');
    expect(ok(await send('one.chief', await city.approved(), over)).body.period).toBe('2019-11');
  });

  it('takes only approved, confirmed cases, once, from those who may', async () => {
    const draft = await city.draft();
    const early = await send('one.chief', draft);
    expect([early.status, early.body.code]).toEqual([409, 'CASE_NOT_APPROVED']);
    const bare = await city.reviewed();
    const unmasked = await send('one.chief', bare);
    expect([unmasked.status, unmasked.body.code]).toEqual([409, 'MASKING_NOT_CONFIRMED']);
    const item = await city.approved();
    expect((await send('one.clerk', item)).status).toBe(403);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('one.chief', item)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = { ...item, version: item.version + 1 };
    const twice = await send('one.chief', again);
    expect([twice.status, twice.body.code]).toEqual([409, 'ALREADY_HANDED_OVER']);
  });

  it('is returned with a demand, corrected and handed up again', async () => {
    const { item, handOver } = await handedUp();
    const silent = await decide('prov.clerk', handOver, { decision: 'RETURNED', opinion: '不全' });
    expect(silent.body.errors[0].path).toBe('demand');
    const demand = { decision: 'RETURNED', opinion: '不全', demand: '请补充整改情况。' };
    const returned = ok(await decide('prov.clerk', handOver, demand)).body as Versioned;
    expect(returned).toMatchObject({ status: 'RETURNED', decidedByName: 'provclerk' });
    expect((await decide('prov.clerk', returned, accepted)).status).toBe(409);
    const { version } = ok(await (await app.as('one.chief')).get(`/cases/${item.id}`)).body;
    expect((await send('one.chief', { ...item, version })).status).toBe(200);
    const all = ok(await (await app.as('one.clerk')).get(`/cases/${item.id}/hand-overs`)).body;
    expect(all.map(({ status }: Versioned) => status)).toEqual(['SENT', 'RETURNED']);
  });

  it('is recalled by the sender while it waits', async () => {
    const { handOver } = await handedUp();
    const caller = await app.as('one.chief');
    const path = `/case-hand-overs/${handOver.id}/recall`;
    const { body } = ok(await caller.post(path, { reason: '需补充' }, handOver.version));
    expect(body).toMatchObject({ status: 'RECALLED', allowedActions: [] });
    expect((await decide('prov.clerk', body as Versioned, accepted)).status).toBe(409);
  });

  const reopened = async (item: Versioned): Promise<Versioned> => {
    const deputy = await app.as('one.deputy');
    const { version } = ok(await deputy.get(`/cases/${item.id}`)).body as Versioned;
    const reason = { reason: '金额有误' };
    return ok(await city.step('one.deputy', { ...item, version }, 'reopening', reason)).body;
  };
  /** Taken back, corrected, approved and confirmed once more. */
  const corrected = async (item: Versioned): Promise<Versioned> => {
    const { version } = await reopened(item);
    const clerk = await app.as('one.clerk');
    const patch = { lesson: '近亲属申请低保必须备案、回避、公示。' };
    const edited = ok(await clerk.patch(`/cases/${item.id}`, patch, version)).body as Versioned;
    const sent = ok(await city.step('one.clerk', edited, 'submission')).body as Versioned;
    const verified = ok(await city.review('one.discipline', sent)).body as Versioned;
    const approved = ok(await city.review('one.deputy', verified)).body as Versioned;
    return ok(await city.confirmMasking('one.chief', approved)).body as Versioned;
  };
  const statusesOf = async (item: Versioned): Promise<string[]> =>
    ok(await (await app.as('one.clerk')).get(`/cases/${item.id}/hand-overs`)).body.map(
      ({ status, period }: Versioned & { period: string }) => `${period} ${status}`,
    );

  it('is taken back by the program when the case is reopened, and voided', async () => {
    const { item, handOver } = await handedUp();
    const open = await reopened(item);
    const above = await app.as('prov.clerk');
    const ended = ok(await above.get(`/case-hand-overs/${handOver.id}`)).body;
    expect(ended).toMatchObject({
      status: 'RECALLED',
      opinion: '案例退回修改或撤销，系统撤回上报：金额有误',
      decidedByName: 'onedeputy',
      allowedActions: [],
    });
    const [entry] = await app.rows<{ actorName: string; detail: string }>(sql`
      SELECT actor_name, detail FROM audit_entries
      WHERE action = 'case.handOverRecall' AND subject_id = ${item.id}`);
    expect(entry?.actorName).toBe('onedeputy');
    expect(JSON.parse(entry?.detail ?? '{}')).toMatchObject({ automatic: true, period: '2020Q2' });
    ok(await city.step('one.clerk', open, 'void', { reason: '处分撤销' }));
    const late = await decide('prov.clerk', { ...handOver, version: ended.version }, accepted);
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATUS']);
    expect((await decide('prov.clerk', handOver, accepted)).status).toBe(412);
  });

  it('lets one of acceptance and reopening go first', async () => {
    const { item, handOver } = await handedUp();
    const { version } = ok(await (await app.as('one.deputy')).get(`/cases/${item.id}`)).body;
    const [decision] = await Promise.all([
      decide('prov.clerk', handOver, accepted),
      city.step('one.deputy', { ...item, version }, 'reopening', { reason: '金额有误' }),
    ]);
    const expected = decision.status === 200 ? 'ACCEPTED' : 'RECALLED';
    expect(await statusesOf(item)).toEqual([`2020Q2 ${expected}`]);
    expect([200, 409, 412]).toContain(decision.status);
  });

  it.each<[string, 'digest' | 'status', string]>([
    ['is open again', 'status', 'CASE_NOT_APPROVED'],
    ['is not what was sent', 'digest', 'CASE_CHANGED'],
  ])('is not accepted of a case that %s, but may be returned', async (_what, part, code) => {
    const { item, handOver } = await handedUp();
    // As it was left by a program that did not take hand-overs back.
    await app.app.get(UnitOfWork).run(async (tx) => {
      if (part === 'status') await tx.update(TypicalCase, { id: item.id }, { status: 'RETURNED' });
      else await tx.update(CaseHandOver, { id: handOver.id }, { caseDigest: '0'.repeat(64) });
    });
    const refused = await decide('prov.clerk', handOver, accepted);
    expect([refused.status, refused.body.code]).toEqual([409, code]);
    expect(await statusesOf(item)).toEqual(['2020Q2 SENT']);
    const back = { decision: 'RETURNED', opinion: '已变', demand: '请重新上报。' };
    expect(ok(await decide('prov.clerk', handOver, back)).body.status).toBe('RETURNED');
  });

  it('goes up again when it was corrected: as a replacement, or for a later quarter', async () => {
    const { item, handOver } = await handedUp();
    ok(await decide('prov.clerk', handOver, accepted));
    const { version } = ok(await (await app.as('one.chief')).get(`/cases/${item.id}`)).body;
    const same = await send('one.chief', { ...item, version });
    expect([same.status, same.body.code]).toEqual([409, 'ALREADY_HANDED_OVER']);
    const second = ok(await send('one.chief', await corrected(item))).body as Versioned;
    expect(await statusesOf(item)).toEqual(['2020Q2 SENT', '2020Q2 ACCEPTED']);
    ok(await decide('prov.clerk', second, accepted));
    expect(await statusesOf(item)).toEqual(['2020Q2 ACCEPTED', '2020Q2 REPLACED']);
    const [entry] = await app.rows<{ actorName: string; detail: string }>(sql`
      SELECT actor_name, detail FROM audit_entries
      WHERE action = 'case.handOverReplacement' AND subject_id = ${item.id}`);
    expect(entry?.actorName).toBe('provclerk');
    expect(JSON.parse(entry?.detail ?? '{}')).toMatchObject({
      handOverId: handOver.id,
      replacedBy: second.id,
    });
    const later = { period: '2020Q3' };
    const third = ok(await send('one.chief', await corrected(item), later)).body as Versioned;
    ok(await decide('prov.clerk', third, accepted));
    expect(await statusesOf(item)).toEqual([
      '2020Q3 ACCEPTED',
      '2020Q2 ACCEPTED',
      '2020Q2 REPLACED',
    ]);
  });

  it('goes, once accepted, into the public bulletin of the province, read by every city', async () => {
    const { item, handOver } = await handedUp();
    const desk = new CaseDesk(app, provinceCampaign, peopleOf('prov'));
    const clerk = await app.as('prov.clerk');
    const body = { campaignId: provinceCampaign, quarter: '2020Q2', caseIds: [item.id] };
    const early = await clerk.post('/bulletins', body);
    expect(early.body.errors).toMatchObject([{ path: 'caseIds[0]', code: 'UNKNOWN_CASE' }]);
    ok(await decide('prov.clerk', handOver, accepted));
    const over = { disclosure: 'PUBLIC', feedbackOn: '2020-07-31' };
    const issued = await desk.issued(await desk.compose([item.id], over));
    ok(await desk.act('prov.office', issued, 'publication'));
    const text = await textOf(await desk.pdf('two.clerk', issued.id));
    expect(text).toContain(FAVOUR.title);
    expect(text).toContain('此件公开发布');
    expect(text).not.toMatch(/王晓|李建国/);
    const beside = await app.as('two.chief');
    expect((await beside.get(`/cases/${item.id}`)).status).toBe(404);
    const own = ok(await beside.get(`/bulletins/${issued.id}/follow-ups`)).body.items;
    expect(own.map(({ unit }: { unit: { id: string } }) => unit.id)).toEqual([cities[1]]);
    const answer = `/bulletin-follow-ups/${own[0].id}/acknowledgement`;
    expect((await beside.post(answer, {}, own[0].version)).status).toBe(200);
    const all = ok(await clerk.get(`/bulletins/${issued.id}/follow-ups`)).body;
    expect(all.total).toBe(2);
  });
});
