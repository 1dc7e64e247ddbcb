import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { DEMAND, type ReportAnswer, ReportDesk } from './reporting.fixture.js';

interface Message {
  topic: string;
  title: string;
  subjectId: string;
}

describe.each(ENGINES)('the life of a report on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let campaignId: string;
  let issue: DrivenIssue;
  let relabelled: DrivenIssue;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const messagesOf = async (user: string): Promise<Message[]> =>
    ok(await (await app.as(user)).get('/notifications?pageSize=50')).body.items as Message[];

  const reviewsOf = async (report: ReportAnswer) =>
    ok(await (await app.as('qinghe.clerk')).get(`/reports/${report.id}/reviews`)).body;

  describe('return and resubmission', () => {
    let april: ReportAnswer;

    it('lists before the signature everything that would refuse it', async () => {
      issue = await driver.to('RECTIFYING');
      relabelled = await driver.to('REGISTERED');
      april = await desk.open('qinghe', '2020-04');
      const leader = await app.as('qinghe.leader');
      const check = ok(await leader.get(`/reports/${april.id}/precheck?isNil=true`)).body;
      expect(check.ready).toBe(false);
      expect(check.hindrances.map(({ code }: { code: string }) => code)).toEqual([
        'NOT_NIL',
        'R29_PROGRESS_MISSING',
      ]);
      expect(check.hindrances[1].errors[0].message).toContain(issue.issueNo);
      issue = await driver.addProgress(await driver.read(issue.id));
      const again = ok(await leader.get(`/reports/${april.id}/precheck`)).body;
      expect(again).toEqual({ ready: true, hindrances: [] });
    });

    it('is not signed by who prepared it', async () => {
      const before = await desk.version(april);
      const chief = await app.as('qinghe.leader');
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET prepared_by = '' WHERE id = ${april.id}`),
      );
      const bare = await desk.submission('qinghe', april);
      expect([bare.status, bare.body.code]).toEqual([409, 'NOT_PREPARED']);
      ok(await chief.put(`/reports/${april.id}/draft`, { narrative: {} }, before));
      const own = await desk.step('qinghe.leader', april, 'submission');
      expect([own.status, own.body.code]).toEqual([409, 'SIGNER_IS_PREPARER']);
      const clerk = await app.as('qinghe.clerk');
      ok(await clerk.put(`/reports/${april.id}/draft`, { narrative: {} }, before + 1));
      const touched = await chief.put(
        `/reports/${april.id}/draft`,
        { narrative: { notes: ['口径：截至4月28日。'] } },
        before + 2,
      );
      expect(ok(touched).body.preparedByName).toBe('青禾镇经办人');
    });

    it('tells the receiver when it is handed in, and waits on the receiver’s list', async () => {
      app.moveTo('2020-04-29T10:00:00+08:00');
      april = ok(await desk.step('qinghe.leader', april, 'submission')).body as ReportAnswer;
      expect(april).toMatchObject({ status: 'SUBMITTED', late: false });
      const [message] = await messagesOf('div.clerk');
      expect(message).toMatchObject({ topic: 'REPORT_SUBMITTED', subjectId: april.id });
      expect(message?.title).toBe(
        '青禾镇人民政府2020年4月《农村低保专项治理工作台账》已报送，请审核接收',
      );
      const waiting = ok(await (await app.as('div.clerk')).get('/reports?waitingForMe=true')).body;
      expect(waiting.items.map(({ id }: { id: string }) => id)).toEqual([april.id]);
      expect(
        ok(await (await app.as('qinghe.clerk')).get('/reports?waitingForMe=true')).body.total,
      ).toBe(0);
    });

    it('refuses a return without a demand that can be met', async () => {
      const bare = await desk.step('div.clerk', april, 'return', {
        reasonCode: 'R4',
        demand: '重报',
      });
      expect(bare.status).toBe(400);
      expect(bare.body.errors[0].path).toBe('demand');
      const past = { reasonCode: 'R4', demand: DEMAND, resubmitOn: '2020-04-28' };
      const early = await desk.step('div.clerk', april, 'return', past);
      expect([early.status, early.body.code]).toEqual([422, 'RESUBMIT_ON']);
    });

    it('comes back with reason, items and a day two workdays on, over the holiday', async () => {
      app.moveTo('2020-04-30T10:00:00+08:00');
      april = await desk.sendBack(april, { items: ['第1项进展与佐证不符'] });
      // 1–5 May 2020 are holidays: the second workday after 30 April is 7 May.
      expect(april).toMatchObject({
        status: 'RETURNED',
        returnCount: 1,
        resubmitOn: '2020-05-07',
        late: false,
        officialVersionNo: null,
      });
      expect(await reviewsOf(april)).toEqual([
        expect.objectContaining({
          seq: 1,
          versionNo: 1,
          decision: 'RETURNED',
          reasonCode: 'R4',
          items: ['第1项进展与佐证不符'],
          demand: DEMAND,
          day: '2020-05-07',
          unitName: '安澜区民政局',
          decidedByName: '经办人甲',
        }),
      ]);
      const [message] = await messagesOf('qinghe.clerk');
      expect(message?.title).toContain('被退回，请于2020年5月7日前重报');
    });

    it('stays on time when it is back within that day, though the due day has passed', async () => {
      app.moveTo('2020-05-07T23:59:00+08:00');
      april = ok(await desk.step('qinghe.leader', april, 'submission')).body as ReportAnswer;
      expect(april).toMatchObject({
        status: 'SUBMITTED',
        late: false,
        lateDays: 0,
        versionCount: 2,
      });
      expect(april.resubmitOn).toBeNull();
    });

    it('becomes late by missing the day set for it, and shows so before it is back', async () => {
      app.moveTo('2020-05-08T09:00:00+08:00');
      // 9 May 2020 is a Saturday that is worked.
      april = await desk.sendBack(april);
      expect(april.resubmitOn).toBe('2020-05-11');
      app.moveTo('2020-05-12T09:00:00+08:00');
      expect((await desk.read(april)).late).toBe(true);
      const listed = ok(await (await app.as('div.clerk')).get('/reports?late=true')).body;
      expect(listed.items.map(({ id }: { id: string }) => id)).toContain(april.id);
      april = ok(await desk.step('qinghe.leader', april, 'submission')).body as ReportAnswer;
      expect(april).toMatchObject({ late: true, lateDays: 1, returnCount: 2 });
    });

    it('makes the accepted version the official one', async () => {
      april = await desk.accept(april);
      expect(april).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 3, versionCount: 3 });
      expect(april.allowedActions).toContain('return');
      const [message] = await messagesOf('qinghe.leader');
      expect(message).toMatchObject({ topic: 'REPORT_ACCEPTED' });
      expect(await desk.verify(april)).toMatchObject({ ok: true, faults: [] });
    });

    it('tells the whole way in its history', async () => {
      const history = ok(await (await app.as('qinghe.clerk')).get(`/reports/${april.id}/history`))
        .body as { label: string; actorName: string }[];
      expect(history.map(({ label }) => label)).toEqual([
        '打开报告',
        '开始填报',
        '填报',
        '填报',
        '审签报送',
        '退回重报',
        '审签报送',
        '退回重报',
        '审签报送',
        '接收',
      ]);
      expect(history[5]?.actorName).toBe('经办人甲');
    });

    it('is not sent back once a later month is sealed on it', async () => {
      app.moveTo('2020-05-28T09:00:00+08:00');
      await driver.addProgress(await driver.read(issue.id), {
        unresolvedReason: 'U4',
        nextStep: '6月底前办结。',
      });
      const may = await desk.seal('qinghe', '2020-05');
      const refused = await desk.step('div.clerk', april, 'return', {
        reasonCode: 'R4',
        demand: DEMAND,
      });
      expect([refused.status, refused.body.code]).toEqual([409, 'LATER_PERIOD_SEALED']);
      expect((await desk.read(april)).allowedActions).not.toContain('return');
      await desk.accept(may);
    });

    it('may be sent back after acceptance while nothing is built on it (逐级退回)', async () => {
      const may = await desk.open('qinghe', '2020-05');
      const back = await desk.sendBack(may);
      expect(back).toMatchObject({ status: 'RETURNED', officialVersionNo: null });
      ok(await desk.step('qinghe.leader', back, 'submission'));
      expect(await desk.accept(back)).toMatchObject({ officialVersionNo: 2 });
    });
  });

  describe('a return long before the due day', () => {
    const late = async (wanted: boolean): Promise<string[]> => {
      const clerk = await app.as('div.clerk');
      const { items } = ok(await clerk.get(`/reports?period=2020-07&late=${wanted}`)).body;
      return items.map(({ id }: { id: string }) => id);
    };

    it('makes nothing late before that day, though the one set for it has passed', async () => {
      app.moveTo('2020-07-02T09:00:00+08:00');
      const july = await desk.seal('wanglan', '2020-07');
      expect(await desk.sendBack(july)).toMatchObject({ resubmitOn: '2020-07-06' });
      app.moveTo('2020-07-30T23:59:59+08:00');
      expect((await desk.read(july)).late).toBe(false);
      expect([await late(true), await late(false)]).toEqual([[], [july.id]]);
      app.moveTo('2020-07-31T00:00:00+08:00');
      expect((await desk.read(july)).late).toBe(true);
      expect([await late(true), await late(false)]).toEqual([[july.id], []]);
      const again = ok(await desk.step('wanglan.leader', july, 'submission')).body;
      expect(again).toMatchObject({ late: true, lateDays: 1 });
    });
  });

  describe('correction', () => {
    let april: ReportAnswer;
    const correct = (body: object) => desk.step('qinghe.leader', april, 'correction', body);

    beforeAll(async () => {
      april = await desk.open('qinghe', '2020-04');
    });

    it('names what it would restate, and refuses what is not in the report or changes nothing', async () => {
      const reason = '附注漏写数据口径，现予更正。';
      const nowhere = await correct({
        reason,
        rows: [{ issueNo: '990101-2020-WT-9999', cell: 'remark', value: '有误' }],
      });
      expect([nowhere.status, nowhere.body.code]).toEqual([422, 'UNKNOWN_PLACE']);
      const nothing = await correct({ reason, notes: ['口径：截至4月28日。'] });
      expect([nothing.status, nothing.body.code]).toEqual([409, 'NOTHING_CORRECTED']);
    });

    it('restates the month to the same position, with the category that the books put right', async () => {
      const clerk = await app.as('div.clerk');
      const before = await desk.snapshot(april);
      const category = { category: 'B04_RESERVE_FUND' };
      ok(await clerk.patch(`/issues/${relabelled.id}`, category, relabelled.version));
      const answer = ok(
        await correct({
          reason: '整改进展一栏填写有误，现予更正。',
          rows: [{ issueNo: issue.issueNo, cell: 'progress', value: '4月：已完成入户核查。' }],
          notes: ['口径：截至4月30日。'],
        }),
      ).body as ReportAnswer;
      expect(answer).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 3, versionCount: 4 });
      const sealed = JSON.parse((await desk.file('div.clerk', april, '4.json')).toString('utf8'));
      expect(sealed.header).toMatchObject({ versionNo: 4 });
      expect(sealed.balance).toEqual(before.balance);
      expect(sealed.entries).toEqual(before.entries);
      expect(sealed.figures.byCategory).toMatchObject({
        A05_SPLIT_HOUSEHOLD: { total: 1 },
        B04_RESERVE_FUND: { total: 1 },
      });
      expect(sealed.correction.changes.map(({ place }: { place: string }) => place)).toEqual([
        `${issue.issueNo} 整改进展情况`,
        `${relabelled.issueNo} 问题类别`,
        '附注',
      ]);
      expect(sealed.document.rows[0].progress).toBe('4月：已完成入户核查。');
      expect(sealed.document.notes).toEqual(['口径：截至4月30日。']);
    });

    it('counts only after the receiver agrees, and the old version stays', async () => {
      expect((await desk.read(april)).allowedActions).toContain('decideCorrection');
      const waiting = ok(await (await app.as('div.chief')).get('/reports?waitingForMe=true')).body;
      expect(waiting.items.map(({ id }: { id: string }) => id)).toContain(april.id);
      const twice = await correct({ reason: '再次更正同一份报告试试。', notes: ['又一次'] });
      expect([twice.status, twice.body.code]).toEqual([409, 'CORRECTION_PENDING']);
      const decided = ok(
        await desk.step('div.clerk', april, 'correction-decision', {
          decision: 'APPROVED',
          opinion: '同意更正。',
        }),
      ).body as ReportAnswer;
      expect(decided).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 4 });
      const reader = await app.as('qinghe.clerk');
      const [correction] = ok(await reader.get(`/reports/${april.id}/corrections`)).body;
      expect(correction).toMatchObject({
        status: 'APPROVED',
        ofVersionNo: 3,
        versionNo: 4,
        requestedByName: '青禾镇分管领导',
        decidedByName: '经办人甲',
      });
      expect(ok(await reader.get(`/reports/${april.id}/versions`)).body).toHaveLength(4);
      const may = await desk.open('qinghe', '2020-05');
      expect(await desk.verify(april)).toMatchObject({ ok: true, faults: [] });
      expect(await desk.verify(may)).toMatchObject({ ok: true, faults: [] });
    });

    it('a refused one leaves the official version as it was', async () => {
      ok(await correct({ reason: '再次更正同一份报告试试。', notes: ['又一次'] }));
      ok(
        await desk.step('div.clerk', april, 'correction-decision', {
          decision: 'RETURNED',
          opinion: '没有必要。',
        }),
      );
      expect(await desk.read(april)).toMatchObject({ officialVersionNo: 4, versionCount: 5 });
      const decisions = (await reviewsOf(april)).map(
        ({ decision }: { decision: string }) => decision,
      );
      expect(decisions.slice(-2)).toEqual(['CORRECTION_APPROVED', 'CORRECTION_REFUSED']);
    });
  });
});
