import { describe, expect, it } from '@jest/globals';
import { due, faultsOf, type Json, rule, rules } from './definition.fixture.js';

describe('report rules of a definition', () => {
  it.each<[string, Json, string[]]>([
    [
      'day 31',
      due({ anchor: 'PERIOD_END', dayOfMonth: 31 }),
      ['reportRules[0].due.dayOfMonth OUT_OF_RANGE'],
    ],
    [
      'hour 25',
      due({ anchor: 'PERIOD_END', monthEnd: true, time: '25:00' }),
      ['reportRules[0].due.time WRONG_FORMAT'],
    ],
    [
      'day and end of month',
      due({ anchor: 'PERIOD_END', dayOfMonth: 5, monthEnd: true }),
      ['reportRules[0].due.monthEnd WRONG_COMBINATION'],
    ],
    [
      'no due day for a regular report',
      rules(rule({ due: undefined })),
      ['reportRules[0].due REQUIRED'],
    ],
    [
      'fixed date for a monthly report',
      due({ anchor: 'FIXED_DATE', date: '2020-05-31' }),
      ['reportRules[0].due.anchor WRONG_COMBINATION'],
    ],
    [
      'fixed date without the date',
      rules(rule({ periodicity: 'ONCE', due: { anchor: 'FIXED_DATE' } })),
      ['reportRules[0].due.date REQUIRED'],
    ],
    [
      'date without being fixed',
      due({ anchor: 'PERIOD_END', dayOfMonth: 1, date: '2020-05-01' }),
      ['reportRules[0].due.date WRONG_COMBINATION'],
    ],
    [
      'event for a monthly report',
      due({ anchor: 'EVENT' }),
      ['reportRules[0].due.anchor WRONG_COMBINATION'],
    ],
    [
      'days and workdays',
      due({ anchor: 'NEXT_PERIOD_START', offsetDays: 1, offsetWorkdays: 1 }),
      ['reportRules[0].due.offsetWorkdays WRONG_COMBINATION'],
    ],
    [
      'an hour of a day that does not count',
      due({ anchor: 'PERIOD_END', dayOfMonth: 5, inclusive: false, time: '12:00' }),
      ['reportRules[0].due.time WRONG_COMBINATION'],
    ],
    [
      'previous period, due within it',
      rules(rule({ coverage: 'PREVIOUS' })),
      ['reportRules[0].due.anchor WRONG_COMBINATION'],
    ],
    [
      'previous period of a single report',
      rules(rule({ periodicity: 'ONCE', coverage: 'PREVIOUS', due: undefined })),
      ['reportRules[0].coverage WRONG_COMBINATION'],
    ],
    [
      'fixed coverage without range',
      rules(rule({ coverage: 'FIXED' })),
      ['reportRules[0].fixedRange REQUIRED'],
    ],
    [
      'range backwards',
      rules(rule({ coverage: 'FIXED', fixedRange: { from: '2020-02-01', to: '2020-01-01' } })),
      ['reportRules[0].fixedRange.to END_BEFORE_START'],
    ],
    [
      'month 13',
      rules(rule({ active: { from: '2020-13' } })),
      ['reportRules[0].active.from NOT_A_DATE'],
    ],
    [
      'active backwards',
      rules(rule({ active: { from: '2020-05', to: '2020-04' } })),
      ['reportRules[0].active.to END_BEFORE_START'],
    ],
    [
      'exempt quarter of a monthly report',
      rules(rule({ exemptPeriods: ['Q1'] })),
      ['reportRules[0].exemptPeriods[0] NOT_A_PERIOD'],
    ],
    [
      'override twice',
      due({
        anchor: 'PERIOD_END',
        dayOfMonth: 5,
        perPeriod: [
          { period: '02', dayOfMonth: 1 },
          { period: '02', dayOfMonth: 2 },
        ],
      }),
      ['reportRules[0].due.perPeriod[1].period DUPLICATE'],
    ],
    ['duplicate rule', rules(rule(), rule()), ['reportRules[1].code DUPLICATE']],
    [
      'dangling dependency',
      rules(rule({ dependsOn: ['R-X'] })),
      ['reportRules[0].dependsOn[0] DANGLING_REFERENCE'],
    ],
    [
      'circular dependency',
      rules(rule({ code: 'R-A', dependsOn: ['R-B'] }), rule({ code: 'R-B', dependsOn: ['R-A'] })),
      [
        'reportRules[0].dependsOn CIRCULAR_REFERENCE',
        'reportRules[1].dependsOn CIRCULAR_REFERENCE',
      ],
    ],
    [
      'receiver missing',
      rules(rule({ receiver: undefined })),
      ['reportRules[0].receiver REQUIRED'],
    ],
  ])('names the fault of the report rule: %s', (_name, changes, expected) =>
    expect(faultsOf(changes)).toEqual(expected),
  );
});
