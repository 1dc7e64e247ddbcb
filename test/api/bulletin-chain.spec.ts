import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { AGREED, CaseDesk, FAVOUR, type Versioned, type Walked, WARNING } from './cases.fixture.js';
import { download, textOf } from './reporting.fixture.js';

const RETURNED = { decision: 'RETURNED', opinion: '请核对。', demand: '第二段金额请核对。' };
const [CADRE] = FAVOUR.persons;

describe.each(ENGINES)('the approval of a bulletin on %s', (engine) => {
  let app: TestApp;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    desk = new CaseDesk(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const composed = async (over: object = {}): Promise<Versioned> =>
    desk.compose([(await desk.approved({ disclosure: 'PUBLIC' })).id], over);
  const submitted = async (over: object = {}): Promise<Walked> =>
    ok(await desk.act('div.clerk', await composed(over), 'submission')).body as Walked;

  it('takes every step in order, each by another person, with a record and an audit entry', async () => {
    const over = { disclosure: 'PUBLIC', legalCheck: true, feedbackOn: '2020-07-31' };
    const issued = await desk.issued(await composed(over));
    const { body } = ok(
      await desk.act('office.clerk', issued, 'publication', { note: '区政府门户网站' }),
    );
    expect(
      body.steps.map((act: { step: string; decidedByName: string }) => [
        act.step,
        act.decidedByName,
      ]),
    ).toEqual([
      ['DISCIPLINE_COUNTERSIGN', '组长戊'],
      ['FINANCE_COUNTERSIGN', '股长己'],
      ['LEGAL_COUNTERSIGN', '科长乙'],
      ['PROOFREADING', '文秘壬'],
      ['SECRECY_REVIEW', '督查员庚'],
      ['DEPUTY_REVIEW', '副局长丙'],
      ['SIGNATURE', '局长丁'],
      ['NUMBERING', '文秘壬'],
      ['ISSUANCE', '文秘壬'],
      ['PUBLICATION', '文秘壬'],
    ]);
    expect(body).toMatchObject({ status: 'ISSUED', awaiting: null, publishedOn: '2020-07-06' });
    const acts = await app.rows<{ action: string }>(sql`SELECT action FROM audit_entries
      WHERE subject_type = 'bulletin' AND subject_id = ${issued.id} ORDER BY recorded_at, seq`);
    expect(acts.map(({ action }) => action)).toEqual([
      'bulletin.create',
      'bulletin.submit',
      ...Array<string>(6).fill('bulletin.review'),
      'bulletin.sign',
      'bulletin.number',
      'bulletin.issue',
      'bulletin.publish',
    ]);
    const again = await desk.act('office.clerk', issued, 'publication');
    expect([again.status, again.body.code]).toEqual([409, 'WRONG_STEP']);
  });

  it('leaves out the treasury without money and the publication of what is internal', async () => {
    const money = { amountFen: undefined, recoveredFen: undefined };
    const item = await desk.approved(money);
    const draft = await desk.compose([item.id]);
    const { body } = ok(await desk.act('div.clerk', draft, 'submission'));
    expect(body.chain).toEqual([
      'DISCIPLINE_COUNTERSIGN',
      'PROOFREADING',
      'SECRECY_REVIEW',
      'DEPUTY_REVIEW',
      'SIGNATURE',
      'NUMBERING',
      'ISSUANCE',
    ]);
  });

  it('lets nobody take a step before its turn', async () => {
    const item = await submitted();
    for (const user of ['finance', 'office.clerk', 'inspector', 'deputy', 'div.chief']) {
      const refused = await desk.act(user, item, 'reviews', AGREED);
      expect([user, refused.status, refused.body.code]).toEqual([user, 403, 'FORBIDDEN']);
    }
    expect((await desk.sign(item)).status).toBe(403);
    for (const noun of ['numbering', 'issuance', 'publication']) {
      const refused = await desk.act('office.clerk', item, noun);
      expect([noun, refused.status, refused.body.code]).toEqual([noun, 409, 'WRONG_STEP']);
    }
    const draft = await composed();
    expect((await desk.act('discipline', draft, 'reviews', AGREED)).status).toBe(409);
  });

  it('shows each person exactly the act that is theirs', async () => {
    const item = await desk.walked(await composed());
    const actionsOf = async (user: string): Promise<string[]> =>
      ok(await (await app.as(user)).get(`/bulletins/${item.id}`)).body.allowedActions;
    expect(await actionsOf('director')).toEqual(['sign', 'cancel']);
    expect(await actionsOf('deputy')).toEqual([]);
    expect(await actionsOf('finance')).toEqual([]);
    const signed = ok(await desk.sign(item)).body as Versioned;
    expect(await actionsOf('office.clerk')).toEqual(['number']);
    ok(await desk.act('office.clerk', signed, 'numbering'));
    expect(await actionsOf('office.clerk')).toEqual(['issue']);
    // The division that composed it does not dispatch it.
    expect(await actionsOf('div.clerk')).toEqual([]);
  });

  it('does not let the composer decide, whatever other role that person has', async () => {
    const item = await submitted();
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE bulletins SET composed_by = (
        SELECT id FROM users WHERE username = 'discipline') WHERE id = ${item.id}`),
    );
    const refused = await desk.act('discipline', item, 'reviews', AGREED);
    expect([refused.status, refused.body.code]).toEqual([403, 'SELF_REVIEW']);
  });

  it('does not let one person decide two steps of a round', async () => {
    let item = await submitted();
    for (const user of ['discipline', 'finance', 'office.clerk']) {
      item = ok(await desk.act(user, item, 'reviews', AGREED)).body as Walked;
    }
    expect(item.awaiting).toBe('SECRECY_REVIEW');
    const refused = await desk.act('office.clerk', item, 'reviews', AGREED);
    expect([refused.status, refused.body.code]).toEqual([403, 'DECIDED_BEFORE']);
  });

  it('returns with step and demand, and begins a new round', async () => {
    const item = await submitted();
    const signed = ok(await desk.act('discipline', item, 'reviews', AGREED)).body as Walked;
    const silent = { decision: 'RETURNED', opinion: '请核对。' };
    expect((await desk.act('finance', signed, 'reviews', silent)).body.errors[0].path).toBe(
      'demand',
    );
    const { body } = ok(await desk.act('finance', signed, 'reviews', RETURNED));
    expect(body).toMatchObject({ status: 'RETURNED', awaiting: null });
    expect(body.steps.at(-1)).toMatchObject({
      step: 'FINANCE_COUNTERSIGN',
      decision: 'RETURNED',
      demand: RETURNED.demand,
    });
    const clerk = await app.as('div.clerk');
    const edited = ok(
      await clerk.patch(`/bulletins/${item.id}`, { analysis: '已核对。' }, body.version),
    ).body;
    const again = ok(await desk.act('div.clerk', edited, 'submission')).body;
    expect(again).toMatchObject({ status: 'REVIEW', awaiting: 'DISCIPLINE_COUNTERSIGN' });
    expect(again.steps).toHaveLength(2);
    expect(ok(await desk.act('discipline', again, 'reviews', AGREED)).body.awaiting).toBe(
      'FINANCE_COUNTERSIGN',
    );
  });

  it('is returned by the director too, and cannot be edited under way', async () => {
    const item = await desk.walked(await composed());
    const clerk = await app.as('div.clerk');
    const edited = await clerk.patch(`/bulletins/${item.id}`, { analysis: '改' }, item.version);
    expect([edited.status, edited.body.code]).toEqual([409, 'WRONG_STATUS']);
    const { body } = ok(await desk.act('director', item, 'signature', RETURNED));
    expect([body.status, body.signedOn, body.docNo]).toEqual(['RETURNED', null, null]);
  });

  it('shows a draft to those who decide on it, and to nobody outside the bureau', async () => {
    const item = await submitted();
    for (const user of ['finance', 'inspector', 'office.clerk', 'discipline', 'director']) {
      expect((await (await app.as(user)).get(`/bulletins/${item.id}`)).status).toBe(200);
    }
    for (const user of ['qinghe.clerk', 'yunqi.clerk', 'leadership']) {
      const caller = await app.as(user);
      expect([user, (await caller.get(`/bulletins/${item.id}`)).status]).toEqual([user, 404]);
    }
    const foreign = await (
      await app.as('yunqi.clerk')
    ).post(`/bulletins/${item.id}/reviews`, AGREED, item.version);
    expect(foreign.status).toBe(404);
  });

  it('keeps its opinions in the bureau', async () => {
    const issued = await desk.issued(await composed());
    const town = ok(await (await app.as('qinghe.clerk')).get(`/bulletins/${issued.id}`)).body;
    expect(town.steps).toEqual([]);
    const path = `/bulletins/${issued.id}/archive.pdf`;
    expect((await (await app.as('qinghe.clerk')).get(path)).status).toBe(403);
  });

  it('prints digest and record on the archive copy, which the sealed text confirms', async () => {
    const issued = await desk.issued(await composed());
    const director = await app.as('director');
    const { sha256 } = ok(await director.get(`/bulletins/${issued.id}`)).body;
    const text = await textOf(await download(director, `/bulletins/${issued.id}/archive.pdf`));
    expect(text).toContain(sha256);
    expect(text).toContain('会签（派驻纪检监察组）');
    expect(text).toContain('局长丁');
    const sealed = await download(director, `/bulletins/${issued.id}/sealed.json`);
    const { createHash } = await import('node:crypto');
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(sha256);
  });

  it('puts cases in the order asked for, by hand unless told', async () => {
    const mild = { sanctions: [{ ...WARNING, type: 'CRITICISM' }] };
    const light = await desk.approved({ persons: [{ ...CADRE, ...mild }] });
    const grave = await desk.approved();
    const byHand = await desk.compose([light.id, grave.id]);
    expect(byHand).toMatchObject({ caseIds: [light.id, grave.id] });
    const severe = await desk.compose([light.id, grave.id], { caseOrder: 'SEVERITY' });
    expect(severe).toMatchObject({ caseIds: [grave.id, light.id] });
  });
});
