import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { AGREED, CaseDesk, FAVOUR, type Versioned, type Walked, WARNING } from './cases.fixture.js';
import { download, textOf } from './reporting.fixture.js';

const RETURNED = { decision: 'RETURNED', opinion: '请核对。', demand: '第二段金额请核对。' };
const [CADRE, STAFF] = FAVOUR.persons;
const CONSENT = { organ: '安澜区纪委监委', agreedOn: '2020-06-20' };

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
  const codes = (body: { errors?: { path: string; code: string }[] }) =>
    (body.errors ?? []).map(({ path, code }) => `${path} ${code}`);

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
    expect([edited.status, edited.body.code]).toEqual([409, 'REVIEW']);
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

  describe('the signature is refused', () => {
    const refusal = async (over: object, bulletin: object = {}) => {
      const item = await desk.approved(over);
      const walked = await desk.walked(await desk.compose([item.id], bulletin));
      const answer = await desk.sign(walked);
      expect(answer.status).toBe(422);
      const row = await app.rows(sql`SELECT status, doc_no FROM bulletins WHERE id = ${walked.id}`);
      expect(row).toEqual([{ status: 'REVIEW', docNo: null }]);
      return answer.body;
    };
    const persons = (over: object, sanction: object = {}) => ({
      persons: [{ ...CADRE, sanctions: [{ ...WARNING, ...sanction }], ...over }, STAFF],
    });

    it.each<[string, object, string, RegExp]>([
      [
        'while a sanction has no effect yet',
        persons({}, { decidedOn: '2020-07-01', effectiveOn: '2020-07-07' }),
        'SANCTION_NOT_EFFECTIVE',
        /“王某”的处理决定尚未生效/,
      ],
      [
        'while one is appealed against',
        persons({}, { underAppeal: true }),
        'UNDER_APPEAL',
        /“王某”的处理决定正在申诉/,
      ],
      ['while a case is open', { concludedOn: undefined }, 'CASE_UNFINISHED', /尚未结案/],
      [
        'with somebody about whom nothing is decided',
        { persons: [CADRE, STAFF, { ...CADRE, realName: '赵一', sanctions: [] }] },
        'PERSON_UNDECIDED',
        /“赵某”尚无处理决定/,
      ],
      [
        'with 另案处理 people named in the text',
        { facts: '王某、赵某（另案处理）共同虚报。' },
        'SEPARATE_CASE_NAMED',
        /另案处理/,
      ],
      [
        'with details of a petition',
        { facts: '经举报人反映，王某虚报冒领。' },
        'PETITION_DETAIL',
        /举报、信访/,
      ],
      [
        'by name without the organ’s agreement',
        { mode: 'REAL_NAME' },
        'NAMING_NOT_ALLOWED',
        /“王某”不能实名：没有处理机关同意/,
      ],
    ])('%s', async (_what, over, code, message) => {
      const { errors } = await refusal(over);
      expect(errors[0]).toMatchObject({ path: 'caseIds[0]', code });
      expect(errors[0].message).toMatch(message);
      expect(errors[0].message).toMatch(/案例990101-2020Q2-AL-\d\d/);
    });

    it('while the masking is not confirmed', async () => {
      const item = await desk.reviewed();
      const answer = await desk.sign(await desk.walked(await desk.compose([item.id])));
      expect(codes(answer.body)).toEqual(['caseIds[0] MASKING_NOT_CONFIRMED']);
    });

    it('when an internal case would be made public', async () => {
      const body = await refusal({ disclosure: 'INTERNAL' }, { disclosure: 'PUBLIC' });
      expect(codes(body)).toEqual(['caseIds[0] CASE_INTERNAL']);
    });
  });

  it('is not issued when an appeal came in between signature and printing', async () => {
    const item = await desk.approved();
    const walked = await desk.walked(await desk.compose([item.id]));
    const signed = ok(await desk.sign(walked)).body as Versioned;
    const numbered = ok(await desk.act('office.clerk', signed, 'numbering')).body as Versioned;
    const [{ id: personId }] = (item as unknown as { persons: [{ id: string }] }).persons;
    const appeal = { personId, sanction: 0, underAppeal: true, reason: '本人申请复审' };
    ok(await desk.step('div.clerk', item, 'appeals', appeal));
    const refused = await desk.act('office.clerk', numbered, 'issuance');
    expect(codes(refused.body)).toEqual(['caseIds[0] UNDER_APPEAL']);
    // 撤稿 by the one who signed; the number is not given again.
    const clerk = await desk.act('div.clerk', numbered, 'cancellation', { reason: '当事人申诉' });
    expect(clerk.status).toBe(403);
    const { body } = ok(
      await desk.act('director', numbered, 'cancellation', { reason: '当事人申诉' }),
    );
    expect(body).toMatchObject({ status: 'CANCELLED', reason: '当事人申诉', allowedActions: [] });
    const next = await desk.issued(await desk.compose([(await desk.approved()).id]));
    expect((next as unknown as { docNo: string }).docNo).not.toBe(body.docNo);
  });

  it('prints by name whom the rules allow, and nobody else', async () => {
    const villager = {
      realName: '谢大山',
      post: '村民',
      identity: 'VILLAGER',
      sanctions: [],
    };
    const item = await desk.approved({
      mode: 'REAL_NAME',
      facts: '村党支部书记王某与李某某违规，某村民领取低保金。',
      persons: [{ ...CADRE, naming: CONSENT }, { ...STAFF, naming: CONSENT }, villager],
    });
    const walked = await desk.walked(await desk.compose([item.id]));
    expect(await textOf(await desk.pdf('deputy', walked.id))).not.toContain('王晓');
    const issued = await desk.dispatch(ok(await desk.sign(walked)).body as Versioned);
    const text = await textOf(await desk.pdf('qinghe.clerk', issued.id));
    expect(text).toContain('村党支部书记王晓与李建国违规，某村民领取低保金。');
    expect(text).toContain('2020年5月，王晓受到党内严重警告处分');
    expect(text).not.toContain('谢大山');
    const clerk = await app.as('div.clerk');
    expect((await clerk.get(`/cases/${item.id}`)).text).not.toContain('王晓');
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
