import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, laterOf, weekdayLabel } from '../../../src/platform/calendar/business-date.js';
import { businessDate } from '../../../src/platform/calendar/clock.js';
import { sql } from '../../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import { TABLE as HUILONG } from './huilong-2020.table.js';
import { TABLE as JILIN } from './jilin-2020.table.js';
import { COUNTY, DIRECT_COUNTIES, Province } from './province.fixture.js';
import { TABLE as QIJIANG } from './qijiang-2020.table.js';
import type { RegimeRow } from './regime-row.js';
import { TABLE as RONGCHANG } from './rongchang-2020.table.js';
import { TABLE as SHAANXI } from './shaanxi-2019.table.js';

/** Each notice with who runs it and the day it was issued: nothing is asked for before. */
const REGIMES = [
  { template: 'shaanxi-2019', chief: 'province.chief', startsOn: '2019-11-01', table: SHAANXI },
  { template: 'jilin-2020', chief: 'province.chief', startsOn: '2020-04-01', table: JILIN },
  { template: 'qijiang-2020', chief: 'county.chief', startsOn: '2020-03-30', table: QIJIANG },
  { template: 'rongchang-2020', chief: 'county.chief', startsOn: '2020-03-18', table: RONGCHANG },
  { template: 'huilong-2020', chief: 'county.chief', startsOn: '2020-05-01', table: HUILONG },
] as const;

const FIRST = '2019-10-30';
const LAST = '2021-01-16';

interface Made {
  campaign: string;
  rule: string;
  period: string;
  label: string;
  unitId: string;
  receiverUnitId: string;
  receiverDivisionId: string | null;
  opensOn: string;
  dueOn: string | null;
  dueAt: string | null;
  suggestedOn: string | null;
  createdAt: string;
}

/** What the table says of one unit, and what was made for it, as comparable lines. */
interface Duty {
  rule: string;
  period: string;
  label: string;
  reporter: string;
  receiver: string;
  opensOn: string;
  dueOn: string | null;
  weekday: string | null;
  dueAt: string | null;
  suggestedOn: string | null;
  madeOn: string;
}

const sortKey = ({ rule, period, reporter }: Duty): string => `${rule} ${period} ${reporter}`;
const sorted = (duties: Duty[]): Duty[] =>
  duties.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));

/** The units that the words of a table mean. */
function reportersOf(words: string, owner: string, province: Province): string[] {
  switch (words) {
    case '镇街':
      return province.at('TOWN', owner);
    case '村（社区）':
      return province.at('VILLAGE', owner);
    case '区县':
    case '区县（局党组）':
      return province.at('COUNTY', owner);
    case '市州':
      return province.at('CITY', owner);
    case '市州（设区市、杨凌示范区、西咸新区）及韩城市、神木市、府谷县':
      return [...province.at('CITY', owner), ...DIRECT_COUNTIES];
    default:
      throw new Error(`Nobody knows who “${words}” is`);
  }
}

const LEVELS = { 省: 'PROVINCE', 市州: 'CITY', 区县: 'COUNTY', 镇街: 'TOWN' } as const;

/** `countyA1`, or `countyA1 低保中心` where the notice names the department. */
function receiverOf(words: string, reporter: string, province: Province): string {
  const level = LEVELS[words.split('（')[0] as keyof typeof LEVELS];
  const unit = province
    .chain(reporter)
    .find(
      (key) => province.of(key).level === level && province.at(level, 'province').includes(key),
    );
  if (!unit) throw new Error(`${reporter} has no “${words}” above it`);
  return `${unit}${departmentOf(words)}`;
}

function departmentOf(words: string): string {
  if (words.includes('低保中心')) return ' 低保中心';
  if (words.includes('社会救助处')) return ' 社会救助处';
  return /民政办|事务办/.test(words) ? ' 民政办' : '';
}

function expected(row: RegimeRow, startsOn: string, owner: string, province: Province): Duty[] {
  return reportersOf(row.reporter, owner, province).map((reporter) => ({
    rule: row.rule,
    period: row.period,
    label: row.period === 'ONCE' ? '全期' : row.label,
    reporter,
    receiver: receiverOf(row.receiver, reporter, province),
    opensOn: row.opensOn,
    dueOn: row.dueOn,
    weekday: row.weekday,
    dueAt: row.soft ? null : row.dueAtUtc,
    suggestedOn: row.suggestedOn,
    madeOn: laterOf(row.opensOn, startsOn),
  }));
}

describe.each(ENGINES)('the calendar of the notices on %s', (engine) => {
  let app: TestApp;
  let province: Province;
  let made: Made[];
  const campaigns = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start(engine, `${FIRST}T09:00:00+08:00`);
    province = await Province.make(app);
    for (const { template, chief } of REGIMES) {
      const answer = ok(await (await app.as(chief)).post('/campaigns', { template }));
      campaigns.set(template, (answer.body as { id: string }).id);
    }
    for (let date = FIRST; date <= LAST; date = addDays(date, 1)) {
      app.moveTo(`${date}T00:00:00+08:00`);
      await app.tick('reports.');
    }
    made = await app.rows<Made>(sql`
      SELECT campaign_id AS campaign, rule_code AS rule, period, period_label AS label, unit_id,
        receiver_unit_id, receiver_division_id, opens_on, due_on, due_at, suggested_on, created_at
      FROM reports`);
  }, 300_000);
  afterAll(() => app.stop());

  const keyOf = (id: string): string => {
    const place = province.places.find((candidate) => candidate.id === id);
    if (!place) throw new Error(`Unit ${id} is not of the province`);
    return place.key;
  };

  it.each(REGIMES)('$template is as its table says', ({ template, chief, startsOn, table }) => {
    const owner = chief === 'province.chief' ? 'province' : COUNTY;
    const wanted = table.flatMap((row) => expected(row, startsOn, owner, province));
    // Where a notice names no department, whichever the definition chooses is right.
    const named = new Map(table.map(({ rule, receiver }) => [rule, departmentOf(receiver) !== '']));
    const found = made
      .filter(({ campaign }) => campaign === campaigns.get(template))
      .map((report): Duty => {
        const unit = keyOf(report.receiverUnitId);
        const division = report.receiverDivisionId && keyOf(report.receiverDivisionId);
        const whole = division ? `${unit} ${division.replace(`${unit} `, '')}` : unit;
        return {
          rule: report.rule,
          period: report.period,
          label: report.label,
          reporter: keyOf(report.unitId),
          receiver: named.get(report.rule) === false ? unit : whole,
          opensOn: report.opensOn,
          dueOn: report.dueOn,
          weekday: report.dueOn && weekdayLabel(report.dueOn),
          dueAt: report.dueAt,
          suggestedOn: report.suggestedOn,
          madeOn: businessDate(report.createdAt),
        };
      });
    expect(sorted(found)).toEqual(sorted(wanted));
  });

  it('covers every regime that is shipped', async () => {
    const chief = await app.as('province.chief');
    const { body } = ok(await chief.get('/campaign-templates'));
    const shipped = (body as { template: string }[]).map(({ template }) => template);
    expect(shipped.sort()).toEqual(REGIMES.map(({ template }) => template).sort());
  });
});
