import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { consolidate, type ConsolidationAnswer } from './consolidation.fixture.js';
import { download, type ReportAnswer, ReportDesk, textOf } from './reporting.fixture.js';

const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'];

describe.each(ENGINES)('consolidation on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let campaignId: string;
  const moved: DrivenIssue[] = [];
  const sealed = new Map<string, ReportAnswer>();

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const month = (period: string, over: object = {}) => ({
    campaignId,
    ruleCode: 'QJ-M',
    period,
    ...over,
  });
  const made = async (period: string, over: object = {}): Promise<ConsolidationAnswer> =>
    ok(await consolidate(app, month(period, over))).body as ConsolidationAnswer;
  const verified = async (id: string) =>
    ok(await (await app.as('div.clerk')).get(`/report-consolidations/${id}/verification`)).body;

  /** Hands a registered issue over, which posts 移出 and 移入. */
  async function handOver(issue: DrivenIssue, to: string): Promise<void> {
    const chief = await app.as('div.chief');
    const order = { responsibleUnitId: app.units[to], deadline: '2020-07-20' };
    ok(await chief.post(`/issues/${issue.id}/assignment`, order, issue.version));
  }

  async function submit(town: string, period: string, body: object = {}): Promise<void> {
    const report = await desk.open(town, period);
    sealed.set(town, ok(await desk.submission(town, report, body)).body as ReportAnswer);
  }

  describe('a month of five towns', () => {
    let first: ConsolidationAnswer;

    beforeAll(async () => {
      for (const town of ['qinghe', 'qinghe', 'wanglan', 'liping']) {
        driver.town = town;
        moved.push(await driver.to('REGISTERED'));
      }
      await driver.to('CLOSED');
      driver.town = 'qinghe';
      app.moveTo('2020-04-29T09:00:00+08:00');
    });

    it('shows beforehand who is missing, and asks for a reason', async () => {
      await submit('qinghe', '2020-04');
      // 青禾镇 has sealed; what it hands over now has not left its ledger, and arrives in 望澜镇’s.
      await handOver(moved[0] as DrivenIssue, 'wanglan');
      await submit('wanglan', '2020-04');
      // 望澜镇 has sealed; what it hands over now is still its own, and 栗坪镇 has it as well.
      await handOver(moved[2] as DrivenIssue, 'liping');
      // 栗坪镇 hands over before it seals, and 澜桥街道 … has sealed before.
      await submit('lanqiao', '2020-04', { isNil: true });
      await handOver(moved[3] as DrivenIssue, 'lanqiao');
      await submit('liping', '2020-04');
      for (const town of ['qinghe', 'wanglan', 'liping']) {
        await desk.accept(sealed.get(town) as ReportAnswer);
      }
      const preview = ok(
        await (
          await app.as('div.clerk')
        ).get(`/report-consolidations/preview?${new URLSearchParams(month('2020-04')).toString()}`),
      ).body;
      expect(preview.missing).toEqual(['澜桥街道办事处的报告尚未接收', '梧坪乡人民政府漏报']);
      const refused = await consolidate(app, month('2020-04'));
      expect([refused.status, refused.body.code]).toEqual([422, 'CHILDREN_MISSING']);
      expect(refused.body.errors).toHaveLength(2);
      await desk.accept(sealed.get('lanqiao') as ReportAnswer);
    });

    it('adds up, with every hand-over that one side only has sealed', async () => {
      first = await made('2020-04', { acceptMissing: { reason: '两次催报仍未报送。' } });
      expect(first).toMatchObject({ versionNo: 1, changes: [], sentUp: false });
      expect(first.allowedActions).toEqual(['consolidate']);
      const upper = await app.as('city.reviewer');
      const seen = ok(await upper.get(`/report-consolidations/${first.id}`)).body;
      expect(seen.allowedActions).toEqual([]);
      const standing = Object.fromEntries(
        first.units.map(({ unitName, as, versionNo, isNil }) => [unitName, [as, versionNo, isNil]]),
      );
      expect(standing).toEqual({
        青禾镇人民政府: ['INCLUDED', 1, false],
        望澜镇人民政府: ['INCLUDED', 1, false],
        栗坪镇人民政府: ['INCLUDED', 1, false],
        澜桥街道办事处: ['INCLUDED', 1, true],
        梧坪乡人民政府: ['MISSING', null, false],
      });
      expect(
        first.transitClosing.map(({ issueNo, fromUnit, toUnit, correction }) => [
          issueNo,
          fromUnit,
          toUnit,
          correction,
        ]),
      ).toEqual([
        [moved[0]?.issueNo, '青禾镇人民政府', '望澜镇人民政府', -1],
        [moved[2]?.issueNo, '望澜镇人民政府', '栗坪镇人民政府', -1],
        [moved[3]?.issueNo, '栗坪镇人民政府', '澜桥街道办事处', 1],
      ]);
      // 2 + 2 + 1 + 0 stand in the ledgers; four are open.
      expect(first.sum).toMatchObject({ opening: 0, opened: 5, closed: 1, closing: 5 });
      expect(first.whole).toMatchObject({ opening: 0, opened: 5, closed: 1, closing: 4 });
      const open = await app.rows<{ open: number }>(
        sql`SELECT SUM(delta) AS open FROM ledger_entries WHERE campaign_id = ${campaignId}`,
      );
      expect(first.whole.closing).toBe(Number(open[0]?.open));
      expect(await verified(first.id)).toMatchObject({ ok: true, faults: [] });
    });

    it('marks the reports, and records who was missing at that moment', async () => {
      const clerk = await app.as('div.clerk');
      const list = ok(await clerk.get(`/reports?period=2020-04&campaignId=${campaignId}`)).body;
      const states = Object.fromEntries(
        list.items.map((item: { unit: { name: string }; status: string }) => [
          item.unit.name,
          item.status,
        ]),
      );
      expect(states).toEqual({
        青禾镇人民政府: 'CONSOLIDATED',
        望澜镇人民政府: 'CONSOLIDATED',
        栗坪镇人民政府: 'CONSOLIDATED',
        澜桥街道办事处: 'CONSOLIDATED',
      });
      const [act] = await app.rows<{ action: string; actorName: string; detail: string }>(sql`
        SELECT action, actor_name, detail FROM audit_entries WHERE subject_type = 'consolidation'`);
      expect(act).toMatchObject({ action: 'report.consolidation', actorName: '经办人甲' });
      expect(JSON.parse(act?.detail ?? '{}')).toMatchObject({
        acceptMissing: '两次催报仍未报送。',
      });
    });

    it('prints the table by unit and category with punctuality and 在途', async () => {
      const clerk = await app.as('div.clerk');
      const path = `/report-consolidations/${first.id}/versions/1`;
      const pdf = await download(clerk, `${path}.pdf`);
      const text = await textOf(pdf);
      expect(text).toContain('问题整改汇总表');
      expect(text).toContain('应报5个，已汇总4个（按时4个、迟报0个、零报告1个），漏报1个');
      expect(text).toContain('各单位期末合计5＋在途-1＝汇总期末4');
      expect(text).toContain(`${moved[3]?.issueNo}由栗坪镇人民政府移交澜桥街道办事处`);
      expect((await download(clerk, `${path}.pdf`)).equals(pdf)).toBe(true);
      expect((await download(clerk, `${path}.xlsx`)).subarray(0, 2).toString()).toBe('PK');
      expect(await verified(first.id)).toMatchObject({ ok: true });
    });

    it('is redone when the missing report has come, and says before that it is out of date', async () => {
      app.moveTo('2020-05-03T09:00:00+08:00');
      await submit('wuping', '2020-04', { isNil: true });
      await desk.accept(sealed.get('wuping') as ReportAnswer);
      const clerk = await app.as('div.clerk');
      const stale = ok(await clerk.get(`/report-consolidations/${first.id}`)).body;
      expect(stale.changes).toEqual(['梧坪乡人民政府的报告在汇总以后接收']);
      const second = await made('2020-04');
      expect(second).toMatchObject({ id: first.id, versionNo: 2, changes: [] });
      expect(second.units.find(({ as }) => as !== 'INCLUDED')).toBeUndefined();
      expect(second.whole.closing).toBe(4);
      const versions = ok(await clerk.get(`/report-consolidations/${first.id}/versions`)).body;
      expect(versions[1].previousHash).toBe(versions[0].sha256);
      const [report] = await app.rows<{ isLate: number; lateDays: number }>(
        sql`SELECT is_late, late_days FROM reports WHERE id = ${sealed.get('wuping')?.id}`,
      );
      expect(report).toEqual({ isLate: 1, lateDays: 3 });
    });

    it('opens the next month with what was on its way', async () => {
      app.moveTo('2020-05-29T09:00:00+08:00');
      for (const town of TOWNS) {
        await submit(town, '2020-05');
        await desk.accept(sealed.get(town) as ReportAnswer);
      }
      const may = await made('2020-05');
      expect(may.transitOpening).toHaveLength(3);
      expect(may.transitClosing).toEqual([]);
      expect(may.whole).toMatchObject({ opening: 4, opened: 0, closing: 4 });
      expect(may.sum).toMatchObject({ opening: 5, closing: 4 });
      expect(await verified(may.id)).toMatchObject({ ok: true, faults: [] });
    });

    it('lets people who consolidate at the same moment make one version after the other', async () => {
      const answers = await Promise.all(
        Array.from({ length: 3 }, () => consolidate(app, month('2020-05'))),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const numbers = answers.map(({ body }) => (body as ConsolidationAnswer).versionNo);
      expect(numbers.sort()).toEqual([2, 3, 4]);
      expect(await verified((answers[0]?.body as ConsolidationAnswer).id)).toMatchObject({
        ok: true,
        versions: 4,
      });
    });

    it('takes a returned report out of date, and a consolidated one goes back while nothing is sent up', async () => {
      const town = sealed.get('lanqiao') as ReportAnswer;
      await desk.sendBack(town);
      const clerk = await app.as('div.clerk');
      const list = ok(await clerk.get(`/report-consolidations?period=2020-05`)).body;
      const stale = ok(await clerk.get(`/report-consolidations/${list.items[0].id}`)).body;
      expect(stale.changes).toEqual(['澜桥街道办事处的报告已退回']);
    });

    it.each([
      ['a town that receives no such reports', 'qinghe.clerk', 422],
      ['a deputy without the duty', 'deputy', 403],
      ['the other county', 'yunqi.clerk', 404],
    ])('is refused to %s', async (_who, user, status) => {
      expect((await consolidate(app, month('2020-05'), user)).status).toBe(status);
      const read = await (await app.as(user)).get(`/report-consolidations/${first.id}`);
      expect(read.status).toBe(user === 'deputy' ? 200 : 404);
    });

    it('has nothing to add up for a period nobody reports on', async () => {
      const answer = await consolidate(app, month('2020-05', { ruleCode: 'QJ-X' }));
      expect([answer.status, answer.body.code]).toEqual([422, 'UNKNOWN_RULE']);
    });

    it('names what was changed behind its back', async () => {
      await app.uow.run(async (tx) => {
        const off =
          engine === 'postgres'
            ? 'ALTER TABLE report_versions DISABLE TRIGGER ALL'
            : 'DROP TRIGGER report_versions_no_update';
        await tx.execute(raw(off));
        await tx.execute(sql`UPDATE report_versions SET snapshot = REPLACE(snapshot, '合计', '会计')
          WHERE report_id = ${sealed.get('wanglan')?.id}`);
      });
      const list = ok(
        await (await app.as('div.clerk')).get(`/report-consolidations?period=2020-05`),
      ).body;
      const report = await verified(list.items[0].id);
      expect(report.faults).toEqual(
        [1, 2, 3, 4].map((versionNo) => ({
          check: 'CHILD',
          place: `2020年5月汇总第${versionNo}版`,
          message: '望澜镇人民政府第1版缺失，或与汇总时不同',
        })),
      );
      const again = await consolidate(
        app,
        month('2020-05', { acceptMissing: { reason: '重新汇总一次。' } }),
      );
      expect([again.status, again.body.code]).toEqual([409, 'SEAL_BROKEN']);
    });
  });
});
