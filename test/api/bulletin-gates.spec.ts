import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
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
});
