import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { parseDefinitionYaml } from '../../campaigns/definition/parse-definition.js';
import { DueRule, ReportRule } from '../../campaigns/definition/report-rule.js';
import { parsePeriod } from '../../platform/calendar/period.js';
import {
  dueForPeriod,
  dueNotice,
  isLate,
  lateDays,
  reportSlots,
  slotForEvent,
} from './due-dates.rules.js';

/** Set by test/trust/host-time-zone.spec.ts: the child must really run in the zone it was given. */
const expectedOffset = process.env['XIAOHAO_EXPECTED_UTC_OFFSET'];

function shipped(template: string, code: string): ReportRule {
  const file = new URL(`../../../templates/campaigns/${template}.yaml`, import.meta.url);
  const { definition } = parseDefinitionYaml(readFileSync(file, 'utf8'));
  const rule = definition?.reportRules.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`${template} has no rule ${code}`);
  return rule;
}

const due = (values: Partial<DueRule>): DueRule => Object.assign(new DueRule(), values);

const rule = (values: object): ReportRule =>
  plainToInstance(ReportRule, {
    code: 'X',
    name: 'x',
    reportType: 'SPECIAL',
    reporter: { level: 'TOWN' },
    receiver: { level: 'COUNTY' },
    active: { from: '2020-01', to: '2020-12' },
    ...values,
  });

const dueDays = (item: ReportRule, endsOn = '2020-12-31') =>
  reportSlots(item, endsOn).map((slot) => `${slot.periodId} ${slot.due?.dueOn ?? '-'}`);

describe('the host', () => {
  it('runs in the time zone that the test asked for', () => {
    const offset = new Date(2020, 6, 1).getTimezoneOffset();
    expect(String(offset)).toBe(expectedOffset ?? String(offset));
  });
});

describe('due days of the shipped regimes', () => {
  it('綦江: the 30th of each month from April, with advice before a weekend', () => {
    const slots = reportSlots(shipped('qijiang-2020', 'QJ-M'), '2020-12-31');
    expect(slots.map(({ due: day }) => [day?.dueOn, day?.suggestedOn])).toEqual([
      ['2020-04-30', undefined],
      ['2020-05-30', '2020-05-29'],
      ['2020-06-30', undefined],
      ['2020-07-30', undefined],
      ['2020-08-30', '2020-08-28'],
      ['2020-09-30', undefined],
      ['2020-10-30', undefined],
      ['2020-11-30', undefined],
      ['2020-12-30', undefined],
    ]);
    expect(slots[1]).toMatchObject({
      periodId: '2020-05',
      periodLabel: '2020年5月',
      opensOn: '2020-05-01',
      covers: { from: '2020-05-01', to: '2020-05-31' },
      due: { dueTime: '24:00', dueAt: '2020-05-30T16:00:00.000Z' },
    });
  });

  it('綦江: at the start of a quarter about the quarter before, after the holidays', () => {
    expect(dueDays(shipped('qijiang-2020', 'QJ-Q'))).toEqual([
      '2020Q1 2020-04-10',
      '2020Q2 2020-07-10',
      // The 10th of October is a Saturday that is worked in exchange.
      '2020Q3 2020-10-10',
      '2020Q4 2021-01-11',
    ]);
    expect(reportSlots(shipped('qijiang-2020', 'QJ-Q'), '2020-12-31')[0]).toMatchObject({
      periodLabel: '2020年第一季度',
      opensOn: '2020-04-01',
      covers: { from: '2020-01-01', to: '2020-03-31' },
    });
  });

  it('綦江: no bulletin is due by itself', () => {
    const bulletin = shipped('qijiang-2020', 'QJ-N');
    expect(reportSlots(bulletin, '2020-12-31')).toEqual([]);
    expect(slotForEvent(bulletin, '2020-07-20').due).toBeUndefined();
  });

  it('荣昌: a meeting by the end of each month', () => {
    expect(dueDays(shipped('rongchang-2020', 'RC-M')).slice(0, 3)).toEqual([
      '2020-03 2020-03-31',
      '2020-04 2020-04-30',
      '2020-05 2020-05-31',
    ]);
  });

  it('回龙: once on the last Sunday of May, with advice for the Friday', () => {
    const [survey] = reportSlots(shipped('huilong-2020', 'HL-1'), '2020-12-31');
    expect(survey).toMatchObject({
      periodId: 'ONCE',
      opensOn: '2020-05-01',
      due: { dueOn: '2020-05-31', suggestedOn: '2020-05-29' },
    });
    expect(survey?.due && dueNotice(survey.due)).toBe(
      '应于2020年5月31日（周日）前报送，建议于2020年5月29日（周五）前报送',
    );
  });

  it('回龙: a report without a printed day covers the months that the notice names', () => {
    expect(reportSlots(shipped('huilong-2020', 'HL-3'), '2020-12-31')).toEqual([
      {
        periodId: 'ONCE',
        periodLabel: '',
        opensOn: '2020-05-01',
        covers: { from: '2019-06-01', to: '2019-11-30' },
        due: undefined,
      },
    ]);
  });

  it('回龙: the monthly contact moves to the workday before the end of the month', () => {
    expect(dueDays(shipped('huilong-2020', 'HL-4'))).toEqual([
      '2020-05 2020-05-29',
      '2020-06 2020-06-30',
      '2020-07 2020-07-31',
      '2020-08 2020-08-31',
      '2020-09 2020-09-30',
      '2020-10 2020-10-30',
      '2020-11 2020-11-30',
      '2020-12 2020-12-31',
    ]);
  });

  it('陕西: by the 7th about the month before', () => {
    const slots = reportSlots(shipped('shaanxi-2019', 'SN-M'), '2020-01-31');
    expect(slots.map((slot) => [slot.periodId, slot.due?.dueOn, slot.due?.suggestedOn])).toEqual([
      ['2019-10', '2019-11-07', undefined],
      ['2019-11', '2019-12-07', '2019-12-06'],
      ['2019-12', '2020-01-07', undefined],
    ]);
  });

  it.each([
    ['JL-P', ['ONCE 2020-04-20']],
    ['JL-Y1', ['2020 2020-11-30']],
    ['JL-Y2', ['2020 2020-12-10']],
    ['JL-Q', ['2020Q1 2020-04-15', '2020Q2 2020-07-15', '2020Q3 2020-10-15', '2020Q4 2021-01-15']],
  ])('吉林 %s', (code, expected) => expect(dueDays(shipped('jilin-2020', code))).toEqual(expected));

  it('吉林: the annual report covers the year from its start', () => {
    expect(reportSlots(shipped('jilin-2020', 'JL-Y1'), '2020-12-31')[0]?.covers).toEqual({
      from: '2020-01-01',
      to: '2020-12-31',
    });
  });
});

describe('due rule', () => {
  const END_30 = due({ anchor: 'PERIOD_END', dayOfMonth: 30 });
  const NEXT = (values: Partial<DueRule>) => due({ anchor: 'NEXT_PERIOD_START', ...values });

  it.each([
    ['30 Feb, leap year', END_30, '2020-02', '2020-02-29'],
    ['30 Feb', END_30, '2021-02', '2021-02-28'],
    ['30 Feb, moved on', { ...END_30, overflow: 'NEXT_MONTH' as const }, '2021-02', '2021-03-01'],
    ['last day', due({ anchor: 'PERIOD_END', monthEnd: true }), '2021-02', '2021-02-28'],
    ['exclusive', { ...END_30, inclusive: false }, '2020-04', '2020-04-29'],
    ['workday before', { ...END_30, holiday: 'PREV_WORKDAY' as const }, '2020-08', '2020-08-28'],
    ['workday after', { ...END_30, holiday: 'NEXT_WORKDAY' as const }, '2020-05', '2020-06-01'],
    [
      'working weekend stays',
      NEXT({ dayOfMonth: 10, holiday: 'NEXT_WORKDAY' }),
      '2020Q3',
      '2020-10-10',
    ],
    ['National Day', NEXT({ dayOfMonth: 1, holiday: 'NEXT_WORKDAY' }), '2020Q3', '2020-10-09'],
    ['New Year', NEXT({ dayOfMonth: 1, holiday: 'NEXT_WORKDAY' }), '2020Q4', '2021-01-04'],
    ['5th workday of Q2', NEXT({ offsetWorkdays: 5 }), '2020Q1', '2020-04-08'],
    ['5th workday of Q3', NEXT({ offsetWorkdays: 5 }), '2020Q2', '2020-07-07'],
    ['5th workday of Q4', NEXT({ offsetWorkdays: 5 }), '2020Q3', '2020-10-14'],
    ['10th workday of Q2', NEXT({ offsetWorkdays: 10 }), '2020Q1', '2020-04-15'],
    ['10th workday of Q3', NEXT({ offsetWorkdays: 10 }), '2020Q2', '2020-07-14'],
    ['10th workday of Q4', NEXT({ offsetWorkdays: 10 }), '2020Q3', '2020-10-21'],
    ['7th day after the period', NEXT({ offsetDays: 7 }), '2020-02', '2020-03-07'],
    ['ministry statistics, month', NEXT({ dayOfMonth: 15 }), '2020-12', '2021-01-15'],
    ['annual flash report', NEXT({ dayOfMonth: 10 }), '2020', '2021-01-10'],
    [
      'annual report by end of February',
      NEXT({ offsetMonths: 1, monthEnd: true }),
      '2020',
      '2021-02-28',
    ],
    [
      'third workday before the end',
      due({ anchor: 'PERIOD_END', offsetWorkdays: -3 }),
      '2020-05',
      '2020-05-27',
    ],
    ['within the period', due({ anchor: 'PERIOD_START', dayOfMonth: 5 }), '2020H2', '2020-07-05'],
  ])('%s', (_name, item, period, expected) =>
    expect(dueForPeriod(item, parsePeriod(period)).dueOn).toBe(expected),
  );

  it('follows a statistics plan with exempt periods and days and hours of single quarters', () => {
    const monthly = rule({
      periodicity: 'MONTHLY',
      exemptPeriods: ['01', '2020-03'],
      due: { anchor: 'NEXT_PERIOD_START', dayOfMonth: 18 },
      active: { from: '2020-01', to: '2020-04' },
    });
    expect(dueDays(monthly)).toEqual(['2020-02 2020-03-18', '2020-04 2020-05-18']);
    const quarterly = rule({
      periodicity: 'QUARTERLY',
      exemptPeriods: ['Q4'],
      due: {
        anchor: 'NEXT_PERIOD_START',
        dayOfMonth: 7,
        perPeriod: [
          { period: 'Q2', dayOfMonth: 6 },
          { period: 'Q3', dayOfMonth: 10, time: '12:00' },
        ],
      },
    });
    expect(reportSlots(quarterly, '2020-12-31').map((slot) => slot.due?.dueAt)).toEqual([
      '2020-04-07T16:00:00.000Z',
      '2020-07-06T16:00:00.000Z',
      '2020-10-10T04:00:00.000Z',
    ]);
  });

  it('lets one period differ by its hour alone, or end its month', () => {
    const item = due({
      anchor: 'PERIOD_END',
      dayOfMonth: 28,
      perPeriod: [
        { period: '2020-05', time: '18:00' },
        { period: '12', monthEnd: true },
      ],
    });
    expect(dueForPeriod(item, parsePeriod('2020-05')).dueAt).toBe('2020-05-28T10:00:00.000Z');
    expect(dueForPeriod(item, parsePeriod('2020-12')).dueOn).toBe('2020-12-31');
    expect(dueForPeriod(item, parsePeriod('2020-06')).dueAt).toBe('2020-06-28T16:00:00.000Z');
  });

  it.each([
    ['ten workdays after feedback', { offsetWorkdays: 10 }, '2020-09-25', '2020-10-15'],
    ['two months after feedback', { offsetMonths: 2 }, '2020-12-31', '2021-02-28'],
    ['three days after the visit', { offsetDays: 3 }, '2020-02-27', '2020-03-01'],
  ])('%s', (_name, values, eventOn, expected) => {
    const item = rule({ periodicity: 'PER_EVENT', due: { anchor: 'EVENT', ...values } });
    expect(slotForEvent(item, eventOn).due?.dueOn).toBe(expected);
  });

  it('opens a single report on its first day and counts from there', () => {
    const item = rule({
      periodicity: 'ONCE',
      active: { from: '2020-03-18', to: '2020-03-31' },
      due: { anchor: 'PERIOD_START', offsetDays: 10 },
    });
    expect(reportSlots(item, '2020-12-31')[0]).toMatchObject({
      opensOn: '2020-03-18',
      covers: { from: '2020-03-18', to: '2020-03-31' },
      due: { dueOn: '2020-03-27' },
    });
  });

  it('runs to the end of the campaign when the rule names no end', () => {
    const item = rule({
      periodicity: 'MONTHLY',
      active: { from: '2020-11' },
      due: { anchor: 'PERIOD_END', monthEnd: true },
    });
    expect(dueDays(item, '2021-01-15')).toEqual([
      '2020-11 2020-11-30',
      '2020-12 2020-12-31',
      '2021-01 2021-01-31',
    ]);
  });

  it.each([
    ['2020-05-30T15:59:59.999Z', false, 0],
    ['2020-05-30T16:00:00.000Z', true, 1],
    ['2020-06-01T02:00:00.000Z', true, 2],
  ])('handed in at %s: late %s by %i days', (submittedAt, late, days) => {
    const day = dueForPeriod(END_30, parsePeriod('2020-05'));
    expect([isLate(day, submittedAt), lateDays(day, submittedAt)]).toEqual([late, days]);
  });

  it('counts forty minutes as late though not by a day', () => {
    const noon = due({ anchor: 'FIXED_DATE', date: '2019-11-08', time: '12:00' });
    const item = rule({ periodicity: 'ONCE', due: noon, active: { from: '2019-11-01' } });
    const day = reportSlots(item, '2019-12-31')[0]?.due;
    if (!day) throw new Error('no due day');
    expect(isLate(day, '2019-11-08T04:40:00.000Z')).toBe(true);
    expect(lateDays(day, '2019-11-08T04:40:00.000Z')).toBe(0);
    expect(dueNotice(day)).toBe('应于2019年11月8日（周五）12:00前报送');
  });
});
