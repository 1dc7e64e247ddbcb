import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { type ReportAnswer, ReportDesk, tamper, textOf } from './reporting.fixture.js';

const NARRATIVE = {
  practices: [{ title: '“三方比对”堵漏洞', text: '公安、卫健、民政按月比对死亡信息。' }],
  discipline: '本期没有查处违纪违法案件。',
};

describe.each(ENGINES)('sealed reports on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  describe('two months of one town', () => {
    let first: DrivenIssue;
    let april: ReportAnswer;
    let may: ReportAnswer;

    beforeAll(async () => {
      app.moveTo('2020-04-02T09:00:00+08:00');
      first = await driver.to('RECTIFYING');
      await driver.to('REGISTERED');
      await driver.draft({ statement: '尚未建账，不在台账上' });
    });

    it('opens one instance however often it is asked for, with the printed due day', async () => {
      april = await desk.open('qinghe', '2020-04');
      expect(april).toMatchObject({
        status: 'PENDING',
        dueOn: '2020-04-30',
        dueNotice: '应于2020年4月30日（周四）前报送',
        late: false,
      });
      expect((await desk.open('qinghe', '2020-04')).id).toBe(april.id);
    });

    it('refuses to seal while an issue has no progress in the month, naming it', async () => {
      const refused = await desk.submission('qinghe', april);
      expect(refused.status).toBe(422);
      expect(refused.body.code).toBe('R29_PROGRESS_MISSING');
      expect(refused.body.errors).toEqual([
        {
          path: `issues/${first.id}`,
          code: 'R29_PROGRESS_MISSING',
          message: `${first.issueNo}没有2020年4月的整改进展`,
        },
      ]);
      await driver.addProgress(await driver.read(first.id));
    });

    it('refuses a nil report where the books moved', async () => {
      const refused = await desk.submission('qinghe', april, { isNil: true });
      expect(refused.status).toBe(422);
      expect(refused.body.code).toBe('NOT_NIL');
      expect(refused.body.errors).toHaveLength(2);
    });

    it('seals April on time with the rows and the balance', async () => {
      app.moveTo('2020-04-28T15:00:00+08:00');
      const clerk = await app.as('qinghe.clerk');
      const narrative = { notes: ['数据截至4月28日。'], phone: '023-00000000' };
      ok(await clerk.put(`/reports/${april.id}/draft`, { narrative }, april.version));
      april = await desk.seal('qinghe', '2020-04');
      expect(april).toMatchObject({ status: 'SUBMITTED', late: false, lateDays: 0, isNil: false });
      expect(april.allowedActions).toEqual([]);
      const sealed = await desk.snapshot(april);
      expect(sealed.header).toMatchObject({ fromSeq: 1, toSeq: 2, sealNo: 1, previousHash: null });
      expect(sealed.balance).toMatchObject({ opening: 0, opened: 2, closing: 2 });
      expect(sealed.document.rows).toHaveLength(2);
      expect(JSON.stringify(sealed)).not.toContain('尚未建账');
      expect(sealed.document.totals).toMatchObject({ count: 2, open: 2, closed: 0 });
    });

    it('prints the version as PDF and workbook, the same bytes every time', async () => {
      const pdf = await desk.file('qinghe.clerk', april, '1.pdf');
      const text = await textOf(pdf);
      expect(text).toContain(first.issueNo);
      expect(text).toContain('期初0＋新增2＋重开0＋移入0－销号0－移出0－撤并0＝期末2');
      expect(text).toContain('数据截至4月28日');
      expect(text).toContain('青禾镇分管领导');
      const again = await desk.file('div.clerk', april, '1.pdf');
      expect(again.equals(pdf)).toBe(true);
      const workbook = await desk.file('qinghe.clerk', april, '1.xlsx');
      expect(workbook.subarray(0, 2).toString()).toBe('PK');
      expect((await desk.file('qinghe.clerk', april, '1.xlsx')).equals(workbook)).toBe(true);
    });

    it('gives the sealed text itself, whose digest is the printed one', async () => {
      const text = await desk.file('qinghe.clerk', april, '1.json');
      const reader = await app.as('qinghe.clerk');
      const versions = ok(await reader.get(`/reports/${april.id}/versions`)).body;
      expect(versions).toHaveLength(1);
      expect(createHash('sha256').update(text).digest('hex')).toBe(versions[0].sha256);
    });

    it('keeps the sealed PDF as it was when the issue moves on', async () => {
      const before = await desk.file('qinghe.clerk', april, '1.pdf');
      app.moveTo('2020-04-29T10:00:00+08:00');
      await driver.to('REGISTERED');
      app.moveTo('2020-05-20T10:00:00+08:00');
      await driver.addProgress(await driver.read(first.id), {
        text: '五月已全部办结。',
        percent: 90,
      });
      const after = await desk.file('qinghe.clerk', april, '1.pdf');
      expect(after.equals(before)).toBe(true);
    });

    it('opens May with the closing of April and takes in what April was too early for', async () => {
      app.moveTo('2020-05-31T00:00:00+08:00');
      may = await desk.seal('qinghe', '2020-05');
      // 30 May 2020 is a Saturday: the printed day counts all the same.
      expect(may).toMatchObject({
        status: 'SUBMITTED',
        dueOn: '2020-05-30',
        suggestedOn: '2020-05-29',
        late: true,
        lateDays: 1,
      });
      const [sealed, previous] = [await desk.snapshot(may), await desk.snapshot(april)];
      expect(sealed.header).toMatchObject({ fromSeq: 3, toSeq: 3, sealNo: 2 });
      expect(sealed.balance).toMatchObject({
        opening: previous.balance.closing,
        opened: 1,
        closing: 3,
      });
      expect(await desk.verify(may)).toEqual({ ok: true, versions: 2, faults: [] });
    });

    it('refuses to submit twice, and lists late reports', async () => {
      const twice = await desk.submission('qinghe', may);
      expect(twice.status).toBe(409);
      const clerk = await app.as('div.clerk');
      const late = ok(await clerk.get(`/reports?campaignId=${campaignId}&late=true`)).body;
      expect(late.items.map((item: ReportAnswer) => item.id)).toEqual([may.id]);
      const town = ok(await clerk.get(`/reports?unitId=${app.units.qinghe}&period=2020-04`)).body;
      expect(town).toMatchObject({ total: 1 });
    });

    it('names the place of what was changed behind its back', async () => {
      const before = await desk.verify(april);
      expect(before.ok).toBe(true);
      await tamper(
        app,
        sql`UPDATE report_versions
        SET snapshot = REPLACE(snapshot, '"opened":2', '"opened":1') WHERE report_id = ${april.id}`,
      );
      const report = await desk.verify(april);
      expect(report.ok).toBe(false);
      expect(report.faults).toEqual([
        { check: 'HASH', place: '2020年4月第1版', message: '封存内容与摘要不符，内容已被改动' },
        { check: 'BALANCE', place: '2020年4月第1版', message: '新增封存为1，按台账分录应为2' },
        { check: 'EQUATION', place: '2020年4月第1版', message: '期初加减本期变动不等于期末' },
        { check: 'FILE', place: '2020年4月第1版', message: '重新生成的pdf与首次生成的不一致' },
      ]);
      await tamper(app, sql`DELETE FROM report_versions WHERE report_id = ${april.id}`);
      expect((await desk.verify(may)).faults.map(({ check }) => check)).toEqual(
        expect.arrayContaining(['CHAIN', 'WINDOW']),
      );
      expect((await desk.verify(april)).faults.map(({ check }) => check)).toContain('MISSING');
    });
  });

  it('takes a nil month, which lists the open issues and says so', async () => {
    app.moveTo('2020-06-01T09:00:00+08:00');
    const report = await desk.seal('lanqiao', '2020-05', { isNil: true });
    expect(report).toMatchObject({ isNil: true, late: true, lateDays: 2 });
    const pdf = await desk.file('lanqiao.clerk', report, '1.pdf');
    const text = await textOf(pdf);
    expect(text).toContain('零报告');
  });

  it('seals the periods of a series in their order', async () => {
    app.moveTo('2020-06-02T09:00:00+08:00');
    const april = await desk.open('wuping', '2020-04');
    const may = await desk.open('wuping', '2020-05');
    const early = await desk.submission('wuping', may);
    expect([early.status, early.body.code]).toEqual([409, 'EARLIER_PERIOD_OPEN']);
    expect(early.body.detail).toContain('2020年4月');
    ok(await desk.submission('wuping', april));
    ok(await desk.submission('wuping', may));
  });

  it('agrees with the live balance about hand-overs, close-outs and changed categories', async () => {
    app.moveTo('2020-06-10T09:00:00+08:00');
    driver.town = 'wuping';
    await driver.to('CLOSED');
    const moved = await driver.to('REGISTERED');
    const relabelled = await driver.to('REGISTERED');
    driver.town = 'qinghe';
    const clerk = await app.as('div.clerk');
    const order = { responsibleUnitId: app.units.lanqiao, deadline: '2020-07-20' };
    const chief = await app.as('div.chief');
    ok(await chief.post(`/issues/${moved.id}/assignment`, order, moved.version));
    const category = { category: 'B04_RESERVE_FUND' };
    ok(await clerk.patch(`/issues/${relabelled.id}`, category, relabelled.version));
    const june = await desk.seal('wuping', '2020-06');
    const { balance, document } = await desk.snapshot(june);
    expect(balance).toEqual({
      opening: 0,
      opened: 3,
      reopened: 0,
      transferredIn: 1,
      closed: 1,
      transferredOut: 2,
      removed: 0,
      closing: 1,
    });
    const query = `campaignId=${campaignId}&unitId=${app.units.wuping}&from=2020-06-01`;
    expect(ok(await clerk.get(`/ledger/balance?${query}`)).body.total).toEqual(balance);
    expect(document.totals).toMatchObject({ count: 2, closed: 1, open: 1 });
    expect(await desk.verify(june)).toMatchObject({ ok: true, faults: [] });
  });

  it('makes a quarterly summary whose figures come from the books', async () => {
    app.moveTo('2020-07-08T09:00:00+08:00');
    driver.town = 'liping';
    const closed = await driver.to('REGISTERED', { responsibleUnitId: app.units.liping });
    driver.town = 'qinghe';
    const report = await desk.open('liping', '2020Q2', 'QJ-Q');
    expect(report).toMatchObject({ dueOn: '2020-07-10', reportType: 'QUARTER_SUMMARY' });
    const bare = await desk.submission('liping', report);
    expect(bare.status).toBe(422);
    expect(bare.body.errors.map((fault: { path: string }) => fault.path)).toEqual([
      'narrative.practices',
      'narrative.discipline',
    ]);
    const clerk = await app.as('liping.clerk');
    const draft = ok(
      await clerk.put(`/reports/${report.id}/draft`, { narrative: NARRATIVE }, report.version),
    ).body as ReportAnswer;
    expect(draft.status).toBe('DRAFT');
    const sealed = ok(await desk.submission('liping', draft)).body as ReportAnswer;
    expect(sealed).toMatchObject({ status: 'SUBMITTED', late: false });
    const text = await textOf(await desk.file('liping.clerk', sealed, '1.pdf'));
    expect(text).toContain('2020年第二季度农村低保专项治理工作总结');
    expect(text).toContain('共梳理问题1个，已整改0个，销号0个，销号率0.00%');
    expect(text).toContain('“三方比对”堵漏洞');
    expect(closed.issueNo).toMatch(/WT/);
    expect(await desk.verify(sealed)).toMatchObject({ ok: true, faults: [] });
  });

  it.each([
    ['a rule the campaign lacks', 'qinghe.clerk', { ruleCode: 'NO-SUCH' }, 422, 'ruleCode'],
    ['a period the rule lacks', 'qinghe.clerk', { period: '2020-03' }, 422, 'period'],
    ['a period that has not begun', 'qinghe.clerk', { period: '2020-12' }, 422, 'period'],
    ['an institution that owes nothing', 'div.clerk', { unit: 'home' }, 422, 'unitId'],
    ['a malformed period', 'qinghe.clerk', { period: '2020-13' }, 400, 'period'],
  ] as const)('refuses to open %s', async (_what, user, { ...over }, status, path) => {
    const { unit, ...rest } = over as { unit?: string };
    const caller = await app.as(user);
    const answer = await caller.post('/reports', {
      campaignId,
      ruleCode: 'QJ-M',
      period: '2020-06',
      ...(unit && { unitId: app.units[unit] }),
      ...rest,
    });
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('lets only the unit itself write and sign, and hides reports of others', async () => {
    const report = await desk.open('wanglan', '2020-06');
    const send = async (user: string, path: string, body: object) =>
      (await (await app.as(user)).post(`/reports/${report.id}${path}`, body, report.version))
        .status;
    expect(await send('wanglan.clerk', '/submission', {})).toBe(403);
    expect(await send('qinghe.leader', '/submission', {})).toBe(404);
    expect(await send('deputy', '/submission', {})).toBe(403);
    const chief = await app.as('div.chief');
    const foreign = await chief.put(
      `/reports/${report.id}/draft`,
      { narrative: {} },
      report.version,
    );
    expect(foreign.status).toBe(403);
    const other = await (await app.as('yunqi.clerk')).get(`/reports/${report.id}`);
    expect(other.status).toBe(404);
    const stale = await (
      await app.as('wanglan.leader')
    ).post(`/reports/${report.id}/submission`, {}, report.version + 1);
    expect(stale.status).toBe(412);
    const unknown = await (
      await app.as('wanglan.clerk')
    ).get(`/reports/${report.id}/versions/9.pdf`);
    expect(unknown.status).toBe(404);
  });

  it('lets exactly one of many simultaneous sign-offs win', async () => {
    const report = await desk.open('wanglan', '2020-06');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => desk.submission('wanglan', report)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const rows = await app.rows(sql`SELECT id FROM report_versions WHERE report_id = ${report.id}`);
    expect(rows).toHaveLength(1);
    const acts = await app.rows(sql`SELECT action FROM audit_entries
      WHERE subject_type = 'report' AND subject_id = ${report.id} ORDER BY recorded_at, seq`);
    expect(acts).toEqual([{ action: 'report.open' }, { action: 'report.submit' }]);
  });

  it('refuses changes of a sealed version in the database itself', async () => {
    await expect(
      app.uow.run((tx) => tx.execute(sql`UPDATE report_versions SET sealed_by_name = '他人'`)),
    ).rejects.toThrow(/append-only/);
  });
});
