import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, everythingStored, FAVOUR, type Versioned, WARNING } from './cases.fixture.js';
import { textOf } from './reporting.fixture.js';

describe.each(ENGINES)('cases and bulletins on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new CaseDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  it('keeps real names sealed: in the open they are nowhere in the database', async () => {
    const created = await desk.draft();
    expect(created).toMatchObject({ caseNo: '990101-2020Q2-AL-01', dealtPersonCount: 2 });
    const stored = await everythingStored(app);
    const kept = stored + JSON.stringify(created);
    expect(kept).toContain('王某');
    expect(kept).toContain('李某某');
    expect(kept).not.toMatch(/王晓|李建国|realName/);
  });

  it.each([
    ['a real name', { facts: '村党支部书记王晓将其弟纳入低保。' }, 'facts', 'REAL_NAME'],
    ['a spaced name', { lesson: '王 晓的教训是深刻的。' }, 'lesson', 'REAL_NAME'],
    ['an identity number', { facts: '其弟990101196001011234享受低保。' }, 'facts', 'ID_NUMBER'],
    ['a phone', { analysis: '举报人电话13800005678。' }, 'analysis', 'PHONE'],
  ])('refuses %s in a text without repeating it', async (_what, over, path, code) => {
    const clerk = await app.as('div.clerk');
    const body = { campaignId, quarter: '2020Q2', ...FAVOUR, ...over };
    const refused = await clerk.post('/cases', body).expect(422);
    expect(refused.body.errors).toMatchObject([{ path, code }]);
    // The random trace id may hold any digits.
    const said = { ...refused.body, traceId: undefined };
    expect(JSON.stringify(said)).not.toMatch(/王\s*晓|1234|138/);
  });

  it('takes a case through 核实 and 审核, each by its own person', async () => {
    const item = await desk.submitted();
    expect(item.status).toBe('VERIFICATION');
    expect((await desk.review('deputy', item)).status).toBe(403);
    expect((await desk.review('div.clerk', item)).status).toBe(403);
    const verified = ok(await desk.review('discipline', item)).body as Versioned;
    expect(verified.status).toBe('REVIEW');
    expect((await desk.review('discipline', verified)).status).toBe(403);
    const done = ok(await desk.review('deputy', verified)).body;
    expect(done.status).toBe('APPROVED');
    expect(
      done.reviews.map((act: { step: string; decidedByName: string }) => [
        act.step,
        act.decidedByName,
      ]),
    ).toEqual([
      ['VERIFICATION', '组长戊'],
      ['REVIEW', '副局长丙'],
    ]);
    expect((await desk.step('div.clerk', done, 'submission')).status).toBe(409);
    const audit = await app.rows(sql`SELECT action FROM audit_entries
      WHERE subject_type = 'case' AND subject_id = ${item.id} ORDER BY recorded_at, seq`);
    expect(audit.map((act) => (act as { action: string }).action)).toEqual([
      'case.create',
      'case.submit',
      'case.review',
      'case.review',
    ]);
  });

  it('returns a case with a demand, to be edited and submitted again', async () => {
    const item = await desk.submitted();
    const silent = await desk.review('discipline', item, { decision: 'RETURNED' });
    expect(silent.body.errors[0].path).toBe('demand');
    const over = { decision: 'RETURNED', demand: '请核对违规金额。' };
    const returned = ok(await desk.review('discipline', item, over)).body as Versioned;
    expect(returned.status).toBe('RETURNED');
    const clerk = await app.as('div.clerk');
    const patch = {
      amountFen: 1_200_000,
      persons: [{ ...FAVOUR.persons[0], realName: undefined, publicName: '王某' }],
    };
    const edited = ok(await clerk.patch(`/cases/${item.id}`, patch, returned.version)).body;
    expect(edited).toMatchObject({ amountFen: 1_200_000, dealtPersonCount: 1 });
    expect(ok(await desk.step('div.clerk', edited, 'submission')).body.status).toBe('VERIFICATION');
  });

  it('does not let the drafter review, whatever other role that person has', async () => {
    const item = await desk.submitted();
    const deputyId = await app.rows<{ id: string }>(
      sql`SELECT id FROM users WHERE username = 'discipline'`,
    );
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE cases SET drafted_by = ${deputyId[0]?.id} WHERE id = ${item.id}`),
    );
    const refused = await desk.review('discipline', item);
    expect([refused.status, refused.body.code]).toEqual([403, 'SELF_REVIEW']);
  });

  it('names what is missing when an unfinished case is submitted', async () => {
    const sanction = { type: 'CRITICISM', organ: '望澜镇党委', decidedOn: '2020-04-10' };
    const item = await desk.draft({
      lesson: undefined,
      persons: [
        {
          realName: '赵某某',
          post: '村委会委员',
          identity: 'VILLAGE_CADRE',
          sanctions: [sanction],
        },
      ],
    });
    const refused = await desk.step('div.clerk', item, 'submission');
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((fault: { path: string }) => fault.path)).toEqual([
      'lesson',
      'persons[0].sanctions[0].effectiveOn',
    ]);
  });

  describe('a bulletin', () => {
    let bulletin: Versioned;
    let caseIds: string[];

    it('is written from its cases and stays editable', async () => {
      caseIds = [(await desk.approved()).id];
      bulletin = await desk.compose(caseIds, { feedbackOn: '2020-07-31' });
      expect(bulletin).toMatchObject({
        status: 'DRAFT',
        docNo: null,
        title: '关于1起农村低保专项治理典型问题的通报',
        opening:
          '2020年第二季度，全区在农村低保专项治理中查处典型问题1起，处理2人，追缴资金1.16万元。' +
          '为严明纪律、强化警示，经核实，现将1起典型问题通报如下。',
        followUp: '请各单位对照通报开展自查，于2020年7月31日前将自查情况报安澜区民政局。',
      });
      const clerk = await app.as('div.clerk');
      const path = `/bulletins/${bulletin.id}`;
      const edited = ok(
        await clerk.patch(path, { analysis: '根子在纪律松弛。' }, bulletin.version),
      );
      expect(edited.body.analysis).toBe('根子在纪律松弛。');
      const again = ok(await clerk.patch(path, { analysis: '' }, edited.body.version));
      expect(again.body.analysis).toContain('优亲厚友');
      bulletin = again.body as Versioned;
    });

    it('shows its draft marked, to the bureau only', async () => {
      expect(await textOf(await desk.pdf('div.clerk', bulletin.id))).toContain('送审稿');
      const town = await app.as('qinghe.clerk');
      expect((await town.get(`/bulletins/${bulletin.id}`)).status).toBe(404);
      expect((await town.get(`/bulletins/${bulletin.id}.pdf`)).status).toBe(404);
      expect(ok(await town.get('/bulletins')).body.total).toBe(0);
    });

    it('is signed by the director, numbered and issued by the office, read by the towns', async () => {
      const walked = await desk.walked(bulletin);
      expect((await desk.sign(walked, 'deputy')).status).toBe(403);
      const signed = ok(await desk.sign(walked)).body;
      expect(signed).toMatchObject({ status: 'SIGNED', docNo: null, signedOn: '2020-07-06' });
      const issued = await desk.dispatch(signed as Versioned);
      expect(issued).toMatchObject({
        status: 'ISSUED',
        docNo: '安民发〔2020〕1号',
        issuedOn: '2020-07-06',
        issuedByName: '局长丁',
      });
      const director = await app.as('director');
      expect(ok(await director.get(`/bulletins/${bulletin.id}`)).body.allowedActions).toEqual([]);
      const first = await desk.pdf('qinghe.clerk', bulletin.id);
      const text = await textOf(first);
      expect(text).toContain('安民发〔2020〕1号');
      expect(text).toContain(
        '2020年5月，王某受到党内严重警告处分，李某某受到政务记过处分，退缴违规所得；违规资金已全部追缴。',
      );
      expect(text).toContain('派驻区民政局纪检监察组');
      expect(text).toContain('此件不公开');
      expect(text).not.toContain('送审稿');
      expect((await desk.pdf('div.clerk', bulletin.id)).equals(first)).toBe(true);
      bulletin = issued;
    });

    it('cannot be changed any more, not even in the database', async () => {
      const clerk = await app.as('div.clerk');
      const path = `/bulletins/${bulletin.id}`;
      const edited = await clerk.patch(path, { title: '新标题' }, bulletin.version);
      expect([edited.status, edited.body.code]).toEqual([409, 'ISSUED']);
      expect((await desk.sign(bulletin)).status).toBe(409);
      expect((await desk.act('office.clerk', bulletin, 'issuance')).status).toBe(409);
      for (const statement of [
        sql`UPDATE bulletins SET title = '新标题' WHERE id = ${bulletin.id}`,
        sql`DELETE FROM bulletins WHERE id = ${bulletin.id}`,
      ]) {
        await expect(app.uow.run((tx) => tx.execute(statement))).rejects.toThrow(
          /issued bulletin cannot be changed/,
        );
      }
    });

    it('is not issued by somebody who worked on it', async () => {
      const item = await desk.walked(await desk.compose([(await desk.approved()).id]));
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE bulletins SET composed_by = (
          SELECT id FROM users WHERE username = 'director') WHERE id = ${item.id}`),
      );
      const refused = await desk.sign(item);
      expect([refused.status, refused.body.code]).toEqual([403, 'SELF_ISSUE']);
      const seen = ok(await (await app.as('director')).get(`/bulletins/${item.id}`)).body;
      expect(seen.allowedActions).toEqual(['cancel']);
    });

    it('is not issued with a case that another one has published', async () => {
      const refused = await desk.sign(await desk.walked(await desk.compose(caseIds)));
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ path: 'caseIds[0]', code: 'PUBLISHED_BEFORE' }]);
    });

    it('numbers the next one after it', async () => {
      const issued = await desk.issued(await desk.compose([(await desk.approved()).id]));
      expect(issued).toMatchObject({ docNo: '安民发〔2020〕2号' });
    });
  });

  it('waits for approval and effect of every case', async () => {
    const later = { ...WARNING, decidedOn: '2020-07-01', effectiveOn: '2020-07-20' };
    const person = { ...FAVOUR.persons[0], sanctions: [later] };
    const ids = [(await desk.draft()).id, (await desk.approved({ persons: [person] })).id];
    const refused = await desk.sign(await desk.walked(await desk.compose(ids)));
    expect(refused.status).toBe(422);
    expect(
      refused.body.errors.map((fault: { path: string; code: string }) => [fault.path, fault.code]),
    ).toEqual([
      ['caseIds[0]', 'CASE_NOT_APPROVED'],
      ['caseIds[0]', 'MASKING_NOT_CONFIRMED'],
      ['caseIds[1]', 'SANCTION_NOT_EFFECTIVE'],
    ]);
  });

  it('hides cases from those who do not work on them', async () => {
    const item = await desk.draft();
    for (const user of ['qinghe.clerk', 'leadership']) {
      expect((await (await app.as(user)).get(`/cases/${item.id}`)).status).toBe(403);
    }
    expect((await (await app.as('yunqi.clerk')).get(`/cases/${item.id}`)).status).toBe(404);
    const foreign = await app.as('yunqi.clerk');
    const body = { campaignId, quarter: '2020Q2', ...FAVOUR };
    expect((await foreign.post('/cases', body)).status).toBe(422);
    expect(
      (await foreign.post('/bulletins', { campaignId, quarter: '2020Q2', caseIds: [] })).status,
    ).toBe(422);
  });
});
