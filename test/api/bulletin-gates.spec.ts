import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Bulletin } from '../../src/reporting/bulletins/bulletin.entity.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, FAVOUR, type Versioned, WARNING } from './cases.fixture.js';
import { textOf } from './reporting.fixture.js';

const [CADRE, STAFF] = FAVOUR.persons;
const CONSENT = { organ: '安澜区纪委监委', agreedOn: '2020-06-20' };

describe.each(ENGINES)('the gates of a bulletin on %s', (engine) => {
  let app: TestApp;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    desk = new CaseDesk(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const codes = (body: { errors?: { path: string; code: string }[] }) =>
    (body.errors ?? []).map(({ path, code }) => `${path} ${code}`);

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

  describe('a document that is signed is stopped when its case changes', () => {
    const NAMED = {
      mode: 'REAL_NAME',
      disclosure: 'PUBLIC',
      persons: [
        { ...CADRE, naming: CONSENT },
        { ...STAFF, naming: CONSENT },
      ],
    };
    const reopened = async (item: Versioned): Promise<Versioned> =>
      ok(await desk.step('deputy', item, 'reopening', { reason: '处理机关收回同意。' })).body;
    /** Taken back, changed, approved and confirmed once more. */
    const changed = async (item: Versioned, patch: object): Promise<Versioned> => {
      const clerk = await app.as('div.clerk');
      const { version } = await reopened(item);
      const edited = ok(await clerk.patch(`/cases/${item.id}`, patch, version)).body as Versioned;
      const sent = ok(await desk.step('div.clerk', edited, 'submission')).body as Versioned;
      const verified = ok(await desk.review('discipline', sent)).body as Versioned;
      const approved = ok(await desk.review('deputy', verified)).body as Versioned;
      const again = await desk.confirmMasking('div.chief', approved);
      // Where nothing was changed that a confirmation covers, the earlier one holds.
      return again.status === 200 ? (again.body as Versioned) : approved;
    };
    const signedWith = async (item: Versioned, over: object = {}): Promise<Versioned> =>
      ok(await desk.sign(await desk.walked(await desk.compose([item.id], over)))).body as Versioned;
    const stateOf = (id: string) =>
      app.rows<{ status: string; docNo: string | null }>(
        sql`SELECT status, doc_no FROM bulletins WHERE id = ${id}`,
      );
    const actsOn = async (id: string): Promise<string[]> =>
      (
        await app.rows<{ action: string }>(sql`
          SELECT action FROM audit_entries WHERE subject_id = ${id}
          AND action IN ('bulletin.number', 'bulletin.issue', 'bulletin.publish') ORDER BY seq`)
      ).map(({ action }) => action);

    it('before it gets its number', async () => {
      const item = await desk.approved(NAMED);
      const signed = await signedWith(item);
      await reopened(item);
      const open = await desk.act('office.clerk', signed, 'numbering');
      expect(codes(open.body)).toEqual(['caseIds[0] CASE_NOT_APPROVED']);
      const other = await desk.approved(NAMED);
      const second = await signedWith(other);
      await changed(other, { mode: 'SURNAME' });
      const refused = await desk.act('office.clerk', second, 'numbering');
      expect([refused.status, refused.body.code]).toEqual([422, 'BULLETIN_GATES']);
      expect(codes(refused.body)).toEqual(['caseIds[0] CASE_CHANGED']);
      expect(refused.body.errors[0].message).toMatch(
        /案例990101-2020Q2-AL-\d\d在通报签发以后修改过/,
      );
      expect(await stateOf(second.id)).toEqual([{ status: 'SIGNED', docNo: null }]);
      expect(await actsOn(second.id)).toEqual([]);
    });

    it('before it is printed with a name that may not be printed any more; a new one goes out', async () => {
      const item = await desk.approved(NAMED);
      const signed = await signedWith(item);
      const numbered = ok(await desk.act('office.clerk', signed, 'numbering')).body as Versioned;
      await changed(item, { mode: 'SURNAME' });
      const refused = await desk.act('office.clerk', numbered, 'issuance');
      expect(codes(refused.body)).toEqual(['caseIds[0] CASE_CHANGED']);
      expect(refused.body.detail).toContain('请撤稿后重新编排');
      expect(await stateOf(signed.id)).toMatchObject([{ status: 'NUMBERED' }]);
      expect(await actsOn(signed.id)).toEqual(['bulletin.number']);
      ok(await desk.act('director', numbered, 'cancellation', { reason: '收回实名同意' }));
      const issued = await desk.issued(await desk.compose([item.id]));
      const text = await textOf(await desk.pdf('qinghe.clerk', issued.id));
      expect(text).toContain('王某');
      expect(text).not.toContain('王晓');
    });

    it('also when only a sanction was corrected', async () => {
      const item = await desk.approved();
      const signed = await signedWith(item);
      const numbered = ok(await desk.act('office.clerk', signed, 'numbering')).body as Versioned;
      const lighter = [{ ...WARNING, type: 'PARTY_WARNING' }];
      await changed(item, { persons: [{ ...CADRE, sanctions: lighter }, STAFF] });
      const refused = await desk.act('office.clerk', numbered, 'issuance');
      expect(codes(refused.body)).toEqual(['caseIds[0] CASE_CHANGED']);
    });

    it('before it is made public, where it has to be corrected or withdrawn instead', async () => {
      const item = await desk.approved(NAMED);
      const issued = await desk.dispatch(await signedWith(item, { disclosure: 'PUBLIC' }));
      await changed(item, { mode: 'SURNAME' });
      const refused = await desk.act('office.clerk', issued, 'publication');
      expect(codes(refused.body)).toEqual(['caseIds[0] CASE_CHANGED']);
      expect(refused.body.detail).toContain('请更正或撤回');
      expect(await actsOn(issued.id)).toEqual(['bulletin.number', 'bulletin.issue']);
    });

    it('but not when an appeal came and was given up', async () => {
      const item = await desk.approved();
      const signed = await signedWith(item);
      const [{ id: personId }] = (item as unknown as { persons: [{ id: string }] }).persons;
      const appeal = { personId, sanction: 0, reason: '本人申请复审' };
      const open = { ...appeal, underAppeal: true };
      const appealed = ok(await desk.step('div.clerk', item, 'appeals', open)).body as Versioned;
      ok(await desk.step('div.clerk', appealed, 'appeals', { ...appeal, underAppeal: false }));
      expect((await desk.dispatch(signed)).status).toBe('ISSUED');
    });

    it('by its names too, when it was signed before the state of its cases was kept', async () => {
      const item = await desk.approved(NAMED);
      const signed = await signedWith(item);
      const older = { signedCases: null };
      await app.app.get(UnitOfWork).run((tx) => tx.update(Bulletin, { id: signed.id }, older));
      const numbered = ok(await desk.act('office.clerk', signed, 'numbering')).body as Versioned;
      await changed(item, { mode: 'SURNAME' });
      const refused = await desk.act('office.clerk', numbered, 'issuance');
      expect(codes(refused.body)).toEqual(['caseIds[0] REAL_NAME', 'caseIds[0] REAL_NAME']);
      expect(refused.text).not.toContain('王晓');
      expect(await stateOf(signed.id)).toMatchObject([{ status: 'NUMBERED' }]);
    });
  });
});
