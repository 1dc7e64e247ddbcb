import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportStatus } from '../../src/campaigns/codes/reporting-codes.js';
import { sql } from '../../src/platform/database/queryable.js';
import { isLateAt, lateSql } from '../../src/reporting/schedule/report-lateness.rules.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { type ReportAnswer, ReportDesk } from './reporting.fixture.js';
import type { Figure } from './statistics.fixture.js';

const NOW = '2020-05-10T01:00:00.000Z';
const BEFORE = '2020-05-09T16:00:00.000Z';
const AFTER = '2020-05-11T16:00:00.000Z';
const STATUSES: ReportStatus[] = ['PENDING', 'SUBMITTED', 'RETURNED', 'EXEMPT'];

describe.each(ENGINES)('lateness as of now on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let report: ReportAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-29T09:00:00+08:00');
    campaignId = await createCampaign(app);
    const desk = new ReportDesk(app, campaignId);
    report = await desk.seal('qinghe', '2020-04', { isNil: true });
    await desk.sendBack(report, { resubmitOn: '2020-05-02' });
  });
  afterAll(() => app.stop());

  it('is judged alike by the program and by the database', async () => {
    const cases = [false, true].flatMap((isLate) =>
      STATUSES.flatMap((status) =>
        [null, BEFORE].flatMap((firstSubmittedAt) =>
          [null, BEFORE, NOW, AFTER].flatMap((dueAt) =>
            [null, '2020-05-09', '2020-05-10', '2020-05-11'].map((resubmitOn) => ({
              ...{ isLate, status, firstSubmittedAt, dueAt, resubmitOn },
            })),
          ),
        ),
      ),
    );
    const found = new Set<boolean>();
    for (const item of cases) {
      const [row] = await app.rows<{ late: number; punctual: number }>(sql`
        SELECT CASE WHEN ${lateSql(NOW)} THEN 1 ELSE 0 END AS late,
          CASE WHEN NOT ${lateSql(NOW)} THEN 1 ELSE 0 END AS punctual
        FROM (SELECT CAST(${Number(item.isLate)} AS INTEGER) AS is_late,
          CAST(${item.status} AS TEXT) AS status,
          CAST(${item.firstSubmittedAt} AS TEXT) AS first_submitted_at,
          CAST(${item.dueAt} AS TEXT) AS due_at,
          CAST(${item.resubmitOn} AS TEXT) AS resubmit_on) AS r`);
      const late = isLateAt(item, NOW);
      found.add(late);
      expect([item, row]).toEqual([item, { late: Number(late), punctual: Number(!late) }]);
    }
    expect(found).toEqual(new Set([true, false]));
  });

  const seen = async (): Promise<unknown[]> => {
    const clerk = await app.as('div.clerk');
    const detail = ok(await clerk.get(`/reports/${report.id}`)).body;
    const list = ok(await clerk.get(`/reports?campaignId=${campaignId}&late=true`)).body;
    const punctual = ok(await clerk.get(`/reports?campaignId=${campaignId}&late=false`)).body;
    const calendar = ok(
      await clerk.get(`/report-calendar?campaignId=${campaignId}&from=2020-04-30&to=2020-04-30`),
    ).body;
    const duty = calendar.items.find(
      ({ reportId }: { reportId: string }) => reportId === report.id,
    );
    const figures = ok(await clerk.get(`/statistics/report-punctuality?campaignId=${campaignId}`))
      .body.total as Figure[];
    const figure = (id: string) => figures.find((item) => item.id === id)?.numerator;
    return [
      detail.late,
      list.total,
      punctual.total,
      duty.late,
      figure('lateReports'),
      figure('onTimeReportRate'),
    ];
  };

  it('counts a returned report as on time until the day set for it is over', async () => {
    app.moveTo('2020-05-02T23:59:59+08:00');
    expect(await seen()).toEqual([false, 0, 1, false, 0, 1]);
  });

  it('counts it as late from then on, in the list, the calendar and the figures', async () => {
    app.moveTo('2020-05-10T09:00:00+08:00');
    expect(await seen()).toEqual([true, 1, 0, true, 1, 0]);
    const clerk = await app.as('div.clerk');
    const rows = `/statistics/rows?campaignId=${campaignId}&indicator=lateReports`;
    expect(ok(await clerk.get(rows)).body.items).toMatchObject([{ id: report.id, overdueDays: 8 }]);
  });

  it('leaves the figures of the past as they were', async () => {
    const clerk = await app.as('div.clerk');
    const path = `/statistics/report-punctuality?campaignId=${campaignId}&asOf=2020-05-01`;
    const figures = ok(await clerk.get(path)).body.total as Figure[];
    expect(figures.find(({ id }) => id === 'onTimeReportRate')?.numerator).toBe(1);
    expect(figures.find(({ id }) => id === 'lateReports')?.numerator).toBe(0);
  });
});
