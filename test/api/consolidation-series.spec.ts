import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { consolidate, type ConsolidationAnswer } from './consolidation.fixture.js';
import { type ReportAnswer, ReportDesk } from './reporting.fixture.js';

const acceptMissing = { reason: '其余单位来函说明延期。' };

describe.each(ENGINES)('consolidations one after the other on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let campaignId: string;
  let april: ConsolidationAnswer;
  let may: ConsolidationAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const attempt = (period: string) =>
    consolidate(app, { campaignId, ruleCode: 'QJ-M', period, acceptMissing });
  const made = async (period: string): Promise<ConsolidationAnswer> =>
    ok(await attempt(period)).body as ConsolidationAnswer;
  const verified = async ({ id }: ConsolidationAnswer) =>
    ok(await (await app.as('div.clerk')).get(`/report-consolidations/${id}/verification`)).body;
  const own = ({ units }: ConsolidationAnswer) => units.find((unit) => unit.own)?.balance;
  const bookOwn = () => driver.to('REGISTERED', { responsibleUnitId: app.units.rescue });
  const sealTown = async (town: string, period: string): Promise<ReportAnswer> => {
    const report = await desk.seal(town, period);
    return desk.accept(report);
  };

  it.each([
    ['2031-07', 'NO_SUCH_PERIOD'],
    ['2020Q2', 'NO_SUCH_PERIOD'],
    ['2020-12', 'NOT_OPEN'],
    ['2020-06', 'NOT_OPEN'],
  ])('makes none for %s', async (period, code) => {
    const answer = await attempt(period);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    const clerk = await app.as('div.clerk');
    const query = new URLSearchParams({ campaignId, ruleCode: 'QJ-M', period }).toString();
    const preview = await clerk.get(`/report-consolidations/preview?${query}`);
    expect([preview.status, preview.body.code]).toEqual([422, code]);
    expect(await app.rows(sql`SELECT id FROM report_consolidations`)).toEqual([]);
  });

  it('opens the own accounts with what they closed with', async () => {
    await bookOwn();
    await driver.to('REGISTERED');
    app.moveTo('2020-04-29T09:00:00+08:00');
    await sealTown('qinghe', '2020-04');
    april = await made('2020-04');
    expect(own(april)).toMatchObject({ opening: 0, opened: 1, closing: 1 });
    app.moveTo('2020-05-28T09:00:00+08:00');
    await bookOwn();
    await sealTown('qinghe', '2020-05');
    may = await made('2020-05');
    expect(own(may)).toMatchObject({ opening: 1, opened: 1, closing: 2 });
  });

  it('keeps them as they were when April is made again after May', async () => {
    await bookOwn();
    await sealTown('wanglan', '2020-04');
    const again = await made('2020-04');
    expect(again).toMatchObject({ id: april.id, versionNo: 2 });
    expect(own(again)).toEqual(own(april));
    expect(again.whole).toMatchObject({ closing: 2 });
    expect(
      again.units.filter(({ as }) => as === 'INCLUDED').map(({ unitName }) => unitName),
    ).toEqual(expect.arrayContaining(['青禾镇人民政府', '望澜镇人民政府']));
    for (const one of [april, may]) expect(await verified(one)).toMatchObject({ ok: true });
    const [act] = await app.rows<{ actorName: string; detail: string }>(sql`
      SELECT actor_name, detail FROM audit_entries
      WHERE subject_id = ${april.id} ORDER BY seq DESC`);
    expect(act?.actorName).toBe('经办人甲');
    expect(JSON.parse(act?.detail ?? '{}')).toMatchObject({ period: '2020-04', versionNo: 2 });
  });

  it('does not make a month that the next one has passed over', async () => {
    app.moveTo('2020-07-28T09:00:00+08:00');
    for (const period of ['2020-06', '2020-07']) await sealTown('qinghe', period);
    const july = await made('2020-07');
    const late = await attempt('2020-06');
    expect([late.status, late.body.code]).toEqual([409, 'LATER_PERIOD_CONSOLIDATED']);
    expect(late.body.detail).toContain('2020年7月已经汇总');
    expect(await verified(july)).toMatchObject({ ok: true });
  });

  it('names a month whose own accounts do not go on from the one before', async () => {
    // As versions were sealed before April was kept from growing into May.
    await app.uow.run((tx) =>
      tx.execute(sql`
        UPDATE report_consolidations SET period = '2020-08' WHERE id = ${april.id}`),
    );
    const { faults } = await verified(may);
    expect(faults.map(({ check }: { check: string }) => check)).toEqual(['OPENING']);
  });
});

describe.each(ENGINES)('issues on their way in the figures on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const sealAndAccept = async (town: string): Promise<void> => {
    await desk.accept(await desk.seal(town, '2020-04'));
  };

  it('count what has left one ledger and not reached the other', async () => {
    driver.town = 'wanglan';
    const leaving = await driver.to('REGISTERED');
    await driver.to('REGISTERED');
    await driver.to('CLOSED');
    const handOver = async (issue: typeof leaving, town: string) => {
      const chief = await app.as('div.chief');
      const order = { responsibleUnitId: app.units[town], deadline: '2020-07-20' };
      ok(await chief.post(`/issues/${issue.id}/assignment`, order, issue.version));
    };
    app.moveTo('2020-04-29T09:00:00+08:00');
    // 梧坪乡 has sealed before 望澜镇 hands over to it and seals.
    await sealAndAccept('wuping');
    await handOver(leaving, 'wuping');
    await sealAndAccept('wanglan');
    const key = { campaignId, ruleCode: 'QJ-M', period: '2020-04', acceptMissing };
    const { id, whole, transitClosing } = ok(await consolidate(app, key))
      .body as ConsolidationAnswer;
    expect(transitClosing.map(({ correction }) => correction)).toEqual([1]);
    const [row] = await app.rows<{ snapshot: string }>(
      sql`SELECT snapshot FROM consolidation_versions WHERE consolidation_id = ${id}`,
    );
    const { figures, document } = JSON.parse(row?.snapshot ?? '{}');
    expect(whole).toMatchObject({ closing: 2 });
    expect(figures).toMatchObject({ total: 3, open: 2, closed: 1, rectified: 1 });
    expect(figures.byType.IMMEDIATE.total + figures.byType.TIME_LIMITED.total).toBe(3);
    const [group] = figures.byGroup;
    expect(group).toMatchObject({ total: 3, closed: 1 });
    const rows = document.rows as { unit: string; category: string; total: string }[];
    expect(rows.at(-1)).toMatchObject({ unit: '合计', total: '3' });
    const subtotals = rows.filter(({ category }) => category === '小计');
    const sum = subtotals.reduce((total, line) => total + Number(line.total), 0);
    const onTheWay = rows.find(({ unit }) => unit === '在途');
    expect(sum + Number(onTheWay?.total ?? 0)).toBe(3);
    const report = `/report-consolidations/${id}/verification`;
    expect(ok(await (await app.as('div.clerk')).get(report)).body).toMatchObject({ ok: true });
  });

  it('shows what both sides have sealed as a line of its own, so that the column adds up', async () => {
    const other = await createCampaign(app);
    const towns = new ReportDesk(app, other);
    const issues = new IssueDriver(app, other);
    app.moveTo('2020-04-20T09:00:00+08:00');
    issues.town = 'wanglan';
    const issue = await issues.to('REGISTERED');
    await towns.accept(await towns.seal('wanglan', '2020-04'));
    const order = { responsibleUnitId: app.units.liping, deadline: '2020-07-20' };
    ok(
      await (
        await app.as('div.chief')
      ).post(`/issues/${issue.id}/assignment`, order, issue.version),
    );
    await towns.accept(await towns.seal('liping', '2020-04'));
    const key = { campaignId: other, ruleCode: 'QJ-M', period: '2020-04', acceptMissing };
    const { id, whole } = ok(await consolidate(app, key)).body as ConsolidationAnswer;
    const [row] = await app.rows<{ snapshot: string }>(
      sql`SELECT snapshot FROM consolidation_versions WHERE consolidation_id = ${id}`,
    );
    const { figures, document } = JSON.parse(row?.snapshot ?? '{}');
    expect([whole.closing, figures.total, figures.open]).toEqual([1, 1, 1]);
    const lines = document.rows as { unit: string; category: string; total: string }[];
    expect(lines.map(({ unit, category, total }) => [unit || category, total])).toEqual([
      ['望澜镇人民政府', '1'],
      [expect.any(String), '1'],
      ['栗坪镇人民政府', '1'],
      [expect.any(String), '1'],
      ['在途', '-1'],
      ['合计', '1'],
    ]);
  });
});

describe.each(ENGINES)('漏报 on %s', (engine) => {
  let app: TestApp;
  let desk: ReportDesk;
  let key: object;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-20T09:00:00+08:00');
    const campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
    key = { campaignId, ruleCode: 'QJ-M', period: '2020-04', acceptMissing };
  });
  afterAll(() => app.stop());

  const missed = async (report: ReportAnswer): Promise<[boolean, number]> => {
    const { missed: shown } = (await desk.read(report)) as ReportAnswer & { missed: boolean };
    const [row] = await app.rows<{ isMissed: number }>(
      sql`SELECT is_missed FROM reports WHERE id = ${report.id}`,
    );
    return [shown, Number(row?.isMissed)];
  };

  it('is none before the due day, stays none for who is on time, and stays for who is not', async () => {
    const [onTime, late] = [
      await desk.open('wanglan', '2020-04'),
      await desk.open('liping', '2020-04'),
    ];
    await desk.accept(await desk.seal('qinghe', '2020-04'));
    ok(await consolidate(app, key));
    // Not there at the consolidation, which was ten days before the due day.
    expect([await missed(onTime), await missed(late)]).toEqual([
      [false, 1],
      [false, 1],
    ]);
    await desk.accept(
      ok(await desk.step('wanglan.leader', onTime, 'submission')).body as ReportAnswer,
    );
    expect(await missed(onTime)).toEqual([false, 1]);
    ok(await consolidate(app, key));
    expect(await missed(onTime)).toEqual([false, 0]);
    app.moveTo('2020-05-01T09:00:00+08:00');
    expect([(await missed(onTime))[0], (await missed(late))[0]]).toEqual([false, true]);
    await desk.accept(
      ok(await desk.step('liping.leader', late, 'submission')).body as ReportAnswer,
    );
    ok(await consolidate(app, key));
    expect(await missed(late)).toEqual([true, 1]);
    const [act] = await app.rows<{ actorName: string }>(sql`
      SELECT actor_name FROM audit_entries
      WHERE subject_id = ${late.id} AND action = 'report.missed'`);
    expect(act?.actorName).toBe('经办人甲');
  });
});
