import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../../src/platform/calendar/business-date.js';
import { sql } from '../../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import type { ConsolidationAnswer } from '../consolidation.fixture.js';
import { COUNTY, Province } from './province.fixture.js';
import { type Duty, missingUnits, RegimeDesk } from './regime.desk.js';
import { type Habit, type Reckoning, type RegimeYear, YEARS } from './regime-habits.js';

const FIRST = '2019-10-31';
/** The last report is due on 2021-01-15, and handed in five days later at most. */
const LAST = '2021-01-20';
const CONSOLIDATED_AFTER = 3;
const HANDED_IN_AFTER: Readonly<Record<Habit, number>> = {
  inTime: 0,
  late: 2,
  afterwards: 5,
  never: Infinity,
};

interface StoredReport {
  campaignId: string;
  rule: string;
  period: string;
  unitId: string;
  receiverUnitId: string;
  status: string;
  dueOn: string | null;
  paper: boolean;
  isLate: number;
  isMissed: number;
}

/** A campaign as it runs, with the people who work on it. */
interface Running extends RegimeYear {
  readonly desk: RegimeDesk;
  /** By rule and receiver: who was missing at the last consolidation. */
  readonly missing: Map<string, string[]>;
}

/**
 * All five campaigns from the first day to the last, each day beginning with the periodic tasks: the
 * schedule makes the reports, reminds and urges; people hand in by habit, receivers consolidate.
 */
describe.each(ENGINES)('the year of the notices on %s', (engine) => {
  let app: TestApp;
  let province: Province;
  const running: Running[] = [];

  beforeAll(async () => {
    app = await TestApp.start(engine, `${FIRST}T09:00:00+08:00`);
    province = await Province.make(app);
    await province.town(`${COUNTY} town3`, COUNTY, '990101103', 1);
    const habitual = YEARS.flatMap(({ habits }) => Object.values(habits).flatMap(Object.keys));
    const towns = province.at('TOWN', COUNTY);
    await province.staff(...new Set([...habitual, 'province', COUNTY, 'cityB', ...towns]));
    for (const year of YEARS) {
      const { template, chief } = year;
      const { body } = ok(await (await app.as(chief)).post('/campaigns', { template }));
      const desk = new RegimeDesk(app, province, (body as { id: string }).id);
      running.push({ ...year, desk, missing: new Map() });
    }
    for (let date = FIRST; date <= LAST; date = addDays(date, 1)) {
      app.moveTo(`${date}T00:00:00+08:00`);
      await app.tick('reports.');
      await live(date);
    }
  }, 600_000);
  afterAll(() => app.stop());

  const runningOf = (campaignId: string): Running => {
    const found = running.find(({ desk }) => desk.campaignId === campaignId);
    if (!found) throw new Error(`Campaign ${campaignId} is not running`);
    return found;
  };

  const habitOf = ({ campaignId, rule, period, unitId }: StoredReport): Habit => {
    const { habits, thenNever } = runningOf(campaignId);
    if (thenNever?.rule === rule && period >= thenNever.from) return 'never';
    return habits[rule]?.[province.keyOf(unitId)] ?? 'never';
  };

  const dutyOf = ({ rule, period, unitId }: StoredReport): Duty => ({
    rule,
    period,
    unit: province.keyOf(unitId),
  });

  async function stored(from: string, to: string): Promise<StoredReport[]> {
    const rows = await app.rows<StoredReport & { terms: string }>(sql`
      SELECT campaign_id, rule_code AS rule, period, unit_id, receiver_unit_id, status, due_on, terms,
        is_late, is_missed
      FROM reports WHERE due_on IS NULL OR (due_on >= ${from} AND due_on <= ${to})
      ORDER BY campaign_id, rule_code, period, unit_id`);
    return rows.map((row) => ({
      ...row,
      paper: (JSON.parse(row.terms) as { paper: boolean }).paper,
    }));
  }

  /** What people do on a day: the receivers in the morning, then those who hand in. */
  async function live(date: string): Promise<void> {
    const reports = await stored(addDays(date, -HANDED_IN_AFTER.afterwards), date);
    const dueBefore = (days: number) =>
      reports.filter(({ dueOn }) => dueOn === addDays(date, -days));
    const consolidated = dueBefore(CONSOLIDATED_AFTER);
    if (consolidated.length > 0) {
      app.moveTo(`${date}T09:00:00+08:00`);
      await receive(consolidated);
    }
    const handedIn = (['afterwards', 'late', 'inTime'] as const).flatMap((habit) =>
      dueBefore(HANDED_IN_AFTER[habit]).filter((report) => habitOf(report) === habit),
    );
    if (handedIn.length > 0) app.moveTo(`${date}T16:00:00+08:00`);
    for (const report of handedIn) {
      const { desk } = runningOf(report.campaignId);
      await desk.write(dutyOf(report));
      ok(await desk.submit(dutyOf(report)));
    }
  }

  /** Receivers take what has come in, and consolidate each period of a rule once. */
  async function receive(reports: readonly StoredReport[]): Promise<void> {
    for (const report of reports.filter(({ status }) => status === 'SUBMITTED')) {
      const { desk } = runningOf(report.campaignId);
      if (report.paper) ok(await desk.receivePaper(dutyOf(report)));
      ok(await desk.accept(dutyOf(report)));
    }
    const sums = new Map(
      reports.map((report) => [
        `${report.campaignId} ${report.rule} ${report.period} ${report.receiverUnitId}`,
        report,
      ]),
    );
    for (const report of sums.values()) {
      const { desk, missing } = runningOf(report.campaignId);
      const receiver = province.keyOf(report.receiverUnitId);
      const answer = await desk.consolidate(receiver, report, true);
      const { units } = ok(answer).body as ConsolidationAnswer;
      missing.set(`${report.rule} ${receiver}`, missingUnits({ units }, province));
    }
  }

  it.each(YEARS)('of $template comes to what was reckoned', async ({ template, expected }) => {
    const { desk, missing } = running.find((item) => item.template === template) as Running;
    const reports = (await stored(FIRST, LAST)).filter(
      ({ campaignId }) => campaignId === desk.campaignId,
    );
    const reckon = (rule: string): Reckoning => {
      const own = reports.filter((report) => report.rule === rule);
      const count = (is: (report: StoredReport) => boolean): number => own.filter(is).length;
      return {
        made: own.length,
        consolidated: count(({ status }) => status === 'CONSOLIDATED'),
        submitted: count(({ status }) => status === 'SUBMITTED'),
        pending: count(({ status }) => status === 'PENDING'),
        late: count(({ isLate }) => isLate === 1),
        missed: count(({ isMissed }) => isMissed === 1),
        missingAtLast: [...missing]
          .filter(([key]) => key.startsWith(`${rule} `))
          .flatMap(([, keys]) => keys)
          .sort(),
      };
    };
    const rules = [...new Set(reports.map(({ rule }) => rule))];
    expect(Object.fromEntries(rules.map((rule) => [rule, reckon(rule)]))).toEqual(expected);
  });

  it.each(YEARS)('of $template verifies, whatever was sealed last', async ({ template }) => {
    const { desk } = running.find((item) => item.template === template) as Running;
    const sealed = (await stored(FIRST, LAST)).filter(
      ({ campaignId, status }) => campaignId === desk.campaignId && status !== 'PENDING',
    );
    const last = new Map(sealed.map((report) => [`${report.rule} ${report.unitId}`, report]));
    expect(last.size).toBeGreaterThan(0);
    for (const report of last.values()) {
      expect(await desk.verify(dutyOf(report))).toMatchObject({ ok: true, faults: [] });
    }
  });
});
