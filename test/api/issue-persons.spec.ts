import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, FINDING, IssueDriver, ok } from '../support/issues.js';
import { everythingStored } from './cases.fixture.js';

/** Names that stand nowhere in the sources of the program. */
const PERSON = {
  name: '鄢珑璟',
  idNumber: '９９０１０３１９５５０２２８２０５ｘ',
  phone: '138 2746 5918',
  householdHead: '鄢朴',
  householdNo: '990101-8836215',
  relationToHead: 'SON',
  note: '重度残疾，由姑母照料',
} as const;
const ID = '99010319550228205X';
const CLEAR = ['鄢珑璟', '鄢朴', ID, '13827465918', '8836215', '姑母照料'];
const MASKED = {
  name: '鄢某某',
  idNumber: '990103********205X',
  phone: '138****5918',
  householdHead: '鄢某',
  householdNo: '****6215',
  relationToHead: 'SON',
  hasNote: true,
};
const REASON = { reason: '电话核实补发金额是否到账' };

interface Person {
  id: string;
  issueId: string;
  seq: number;
  version: number;
}

describe.each(ENGINES)('people concerned on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let issue: DrivenIssue;
  let person: Person;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, undefined, { revealsPerDay: 3 });
    driver = new IssueDriver(app, await createCampaign(app));
    issue = await driver.to('REGISTERED');
  });
  afterAll(() => app.stop());

  const path = (of: DrivenIssue = issue): string => `/issues/${of.id}/persons`;
  const add = async (body: object, user = 'qinghe.clerk', of = issue) =>
    (await app.as(user)).post(path(of), body);
  const listed = async (user = 'qinghe.clerk', of = issue) =>
    ok(await (await app.as(user)).get(path(of))).body as {
      items: (Person & Record<string, unknown>)[];
      mayReveal: boolean;
      revealsLeft: number;
    };
  const acts = (action: string) =>
    app.rows<{ actorName: string; detail: string }>(sql`
      SELECT actor_name, detail FROM audit_entries WHERE action = ${action} ORDER BY recorded_at, seq`);
  const lastAct = async (action: string) => {
    const act = (await acts(action)).at(-1);
    return { by: act?.actorName, ...(JSON.parse(act?.detail ?? '{}') as object) };
  };
  const reveal = async (user: string, body: object = REASON, of: Person = person) =>
    (await app.as(user)).post(`/issues/${of.issueId}/persons/${of.id}/reveals`, body);
  const find = async (user: string, body: object) =>
    (await app.as(user)).post('/issues/person-search', body);
  const foundBy = async (user: string, body: object): Promise<string[]> =>
    (ok(await find(user, body)).body as { items: { issue: { id: string } }[] }).items.map(
      (item) => item.issue.id,
    );

  it('are added to an open issue, masked in the answer, with only item names in the log', async () => {
    person = ok(await add(PERSON)).body as Person & object;
    expect(person).toMatchObject({ ...MASKED, seq: 1, version: 1, voidedAt: null });
    expect(await lastAct('issue.addPerson')).toMatchObject({
      by: '青禾镇经办人',
      personId: person.id,
      seq: 1,
      fields: ['name', 'idNumber', 'phone', 'householdHead', 'householdNo', 'note'],
      relationToHead: 'SON',
    });
    const { items, mayReveal, revealsLeft } = await listed();
    expect(items).toMatchObject([MASKED]);
    expect({ mayReveal, revealsLeft }).toEqual({ mayReveal: true, revealsLeft: 3 });
  });

  it('are nowhere in the open, in no table and no list', async () => {
    const clerk = await app.as('div.clerk');
    const texts = [
      await everythingStored(app),
      ok(await clerk.get(`/issues/${issue.id}`)).text,
      ok(await clerk.get(`/issues/${issue.id}/history`)).text,
      ok(await clerk.get(path())).text,
    ];
    for (const text of texts) for (const value of CLEAR) expect(text.includes(value)).toBe(false);
    expect(texts[3]).toContain(MASKED.idNumber);
  });

  it('come with the registration too, and the faulty one is named by its place', async () => {
    const clerk = await app.as('div.clerk');
    const finding = {
      ...FINDING,
      campaignId: driver.campaignId,
      responsibleUnitId: app.units.wanglan,
    };
    const refused = await clerk.post('/issues?register=true', {
      ...finding,
      persons: [{ name: '祁一' }, { name: '祁二', idNumber: '990101196503150017' }],
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'PERSON_FIELDS',
      errors: [{ path: 'persons[1].idNumber', message: '身份证号校验位不对，请核对是否有错字' }],
    });
    const persons = [{ name: '祁一' }, { name: '祁二', idNumber: '990101196503150018' }];
    const made = ok(await clerk.post('/issues?register=true', { ...finding, persons }));
    const other = made.body as DrivenIssue;
    expect(made.text).not.toContain('祁二');
    expect((await listed('div.clerk', other)).items).toMatchObject([
      { seq: 1, name: '祁某', idNumber: null },
      { seq: 2, name: '祁某', idNumber: '990101********0018' },
    ]);
    const refusedCount = await app.rows<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM issues WHERE campaign_id = ${driver.campaignId}`,
    );
    expect(refusedCount).toEqual([{ count: 2 }]);
  });

  it.each<[string, object, number, string]>([
    ['no name', { idNumber: ID }, 400, 'INVALID_INPUT'],
    ['an unknown field', { name: '祁一', sealedName: 'x' }, 400, 'INVALID_INPUT'],
    ['a masked name', { name: '王某某' }, 422, 'PERSON_FIELDS'],
    ['a masked number', { name: '祁一', idNumber: '990103********205X' }, 422, 'PERSON_FIELDS'],
    ['an old number', { name: '祁一', idNumber: '990103550228205' }, 422, 'PERSON_FIELDS'],
    ['half a phone', { name: '祁一', phone: '1380000' + 'x' }, 422, 'PERSON_FIELDS'],
    ['somebody who is there', { name: '祁一', idNumber: ID }, 422, 'DUPLICATE_PERSON'],
  ])('refuses %s without repeating it', async (_what, body, status, code) => {
    const answer = await add(body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.text).not.toContain(ID);
    expect((await listed()).items).toHaveLength(1);
  });

  it('are changed item by item, with If-Match', async () => {
    const clerk = await app.as('qinghe.clerk');
    const at = `${path()}/${person.id}`;
    await clerk.patch(at, { phone: null }).expect(428);
    await clerk.patch(at, { name: null }, 1).expect(400);
    const changed = await clerk.patch(at, { phone: '023-61234567', note: null }, 1).expect(200);
    expect(changed.body).toMatchObject({ ...MASKED, phone: '023****4567', hasNote: false });
    expect(changed.headers.etag).toBe('"2"');
    await clerk.patch(at, { phone: null }, 1).expect(412);
    const act = await lastAct('issue.editPerson');
    expect(act).toMatchObject({ by: '青禾镇经办人', fields: ['phone', 'note'] });
    expect(JSON.stringify(act)).not.toContain('61234567');
    person = changed.body as Person;
  });

  it.each([
    ['yunqi.clerk', 404],
    ['wanglan.clerk', 404],
    ['city.reviewer', 403],
    ['leadership', 403],
    ['admin', 403],
  ])('%s may neither add nor look: %i', async (user, status) => {
    expect((await add({ name: '祁一' }, user)).status).toBe(status);
    expect((await reveal(user)).status).toBe(status);
  });

  it('are found by the full number in the own area only, with nothing of it in the log', async () => {
    expect(await foundBy('qinghe.clerk', { idNumber: ' 99010319550228205x' })).toEqual([issue.id]);
    expect(await lastAct('PERSONS_SEARCHED')).toEqual({
      by: '青禾镇经办人',
      fields: ['idNumber'],
      found: 1,
    });
    expect(await foundBy('div.clerk', { name: PERSON.name })).toEqual([issue.id]);
    expect(await foundBy('div.clerk', { phone: '02361234567' })).toEqual([issue.id]);
    expect(await foundBy('div.clerk', { phone: '13827465918' })).toEqual([]);
    expect(await foundBy('wanglan.clerk', { idNumber: ID })).toEqual([]);
    expect(await foundBy('yunqi.clerk', { idNumber: ID })).toEqual([]);
    const answer = await find('div.clerk', { idNumber: ID });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body.items[0].persons).toMatchObject([{ idNumber: MASKED.idNumber }]);
    expect((await find('leadership', { idNumber: ID })).status).toBe(403);
  });

  it.each([
    [{ idNumber: '9901031955' }, '身份证号应为18位，现在是10位。'],
    [{ idNumber: '990103********205X' }, '请填写完整的身份证号，不能填遮蔽后的号码。'],
    [{}, '请填写身份证号、联系电话、姓名中的一项。'],
    [{ name: '鄢' }, '请填写完整姓名。'],
  ])('a search for %j says what is missing', async (body, detail) => {
    const answer = await find('div.clerk', body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 422,
      code: 'PERSON_SEARCH',
    });
    expect(answer.body.detail).toBe(detail);
  });

  it('are shown in clear for a reason, which the log keeps and not the value', async () => {
    for (const [body, status] of [
      [{}, 400],
      [{ reason: '看看' }, 400],
      [{ reason: `核实${PERSON.name}的补发金额` }, 422],
      [{ reason: '核实99010319550228205X的补发' }, 422],
      [{ ...REASON, fields: ['sealedName'] }, 400],
    ] as const) {
      expect((await reveal('qinghe.clerk', body)).status).toBe(status);
    }
    const caller = await app.as('qinghe.clerk');
    const send = () =>
      caller
        .post(`${path()}/${person.id}/reveals`, { ...REASON, fields: ['name', 'idNumber'] })
        .set('idempotency-key', 'the-same-key-twice');
    const answer = await send();
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({ name: PERSON.name, idNumber: ID, phone: null });
    expect(answer.body.revealsLeft).toBe(2);
    const act = await lastAct('issue.revealPerson');
    expect(act).toMatchObject({
      by: '青禾镇经办人',
      personId: person.id,
      fields: ['name', 'idNumber'],
      ...REASON,
    });
    // With the same key the act is done, counted and logged again: its answer was not kept.
    expect((await send()).body.revealsLeft).toBe(1);
    expect(await acts('issue.revealPerson')).toHaveLength(2);
    const stored = await everythingStored(app);
    for (const value of CLEAR) expect(stored.includes(value)).toBe(false);
  });

  it('are shown so many times a day to one user', async () => {
    const all = await Promise.all([1, 2, 3].map(() => reveal('qinghe.clerk')));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
    const refused = all.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: 'REVEALS_USED_UP' });
    expect(refused?.body.detail).toContain('每日上限3人次');
    expect(await acts('REVEALS_USED_UP')).toHaveLength(2);
    expect(await acts('issue.revealPerson')).toHaveLength(3);
    expect((await listed()).revealsLeft).toBe(0);
    expect((await reveal('div.chief')).status).toBe(200);
    app.moveTo('2020-04-02T09:00:00+08:00');
    expect((await reveal('qinghe.clerk')).body.revealsLeft).toBe(2);
  });

  it('are voided with a reason, never deleted, and can then be added anew', async () => {
    const clerk = await app.as('qinghe.clerk');
    const at = `${path()}/${person.id}/void`;
    await clerk.post(at, { reason: '该户不涉及' }).expect(428);
    await clerk.post(at, { reason: `${PERSON.name}不涉及本问题` }, person.version).expect(422);
    const reason = '登记时看错了户，该户不涉及本问题';
    const voided = await clerk.post(at, { reason }, person.version).expect(200);
    expect(voided.body).toMatchObject({ voidReason: reason, version: person.version + 1 });
    expect(await lastAct('issue.voidPerson')).toMatchObject({ by: '青禾镇经办人', seq: 1, reason });
    await clerk.post(at, { reason }, person.version + 1).expect(409);
    expect(await foundBy('qinghe.clerk', { idNumber: ID })).toEqual([]);
    expect(ok(await add(PERSON)).body).toMatchObject({ seq: 2 });
    expect((await listed()).items).toHaveLength(2);
  });

  it('stay as they are when the issue has ended', async () => {
    const chief = await app.as('div.chief');
    const { version } = await driver.read(issue.id);
    const reason = '经核查该问题登记有误，按程序办理。';
    ok(await chief.post(`/issues/${issue.id}/void`, { reason, sourceOrganConsent: true }, version));
    const answer = await add({ name: '祁一' });
    expect(answer.body).toMatchObject({ status: 409, code: 'WRONG_STATUS' });
    expect((await listed()).items).toHaveLength(2);
  });
});
