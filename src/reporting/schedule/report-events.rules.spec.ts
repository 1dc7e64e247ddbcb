import { expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { ReportRule } from '../../campaigns/definition/report-rule.js';
import { eventSlot, slotNamed } from './report-events.rules.js';

const rule = (values: object = {}): ReportRule =>
  plainToInstance(ReportRule, {
    code: 'X',
    name: 'x',
    reportType: 'PLAN',
    reporter: { level: 'TOWN' },
    receiver: { level: 'COUNTY' },
    periodicity: 'PER_EVENT',
    active: { from: '2019-11', to: '2020-01' },
    due: { anchor: 'EVENT', offsetDays: 3 },
    ...values,
  });

it.each<[string, object, string, string | undefined]>([
  ['the first day of the first month', {}, '2019-11-01', '2019-11-04'],
  ['the last day of the last month', {}, '2020-01-31', '2020-02-03'],
  ['the day before', {}, '2019-10-31', undefined],
  ['the day after', {}, '2020-02-01', undefined],
  [
    'the end of the campaign, where the rule has none',
    { active: { from: '2019-11-15' } },
    '2020-03-31',
    '2020-04-03',
  ],
  ['after the end of the campaign', { active: { from: '2019-11-15' } }, '2020-04-01', undefined],
  ['before a first day', { active: { from: '2019-11-15' } }, '2019-11-14', undefined],
  ['a day that does not exist', {}, '2019-11-31', undefined],
  ['a rule with periods', { periodicity: 'MONTHLY' }, '2019-11-15', undefined],
])('%s', (_what, values, eventOn, dueOn) =>
  expect(eventSlot(rule(values), '2020-03-31', eventOn)?.due?.dueOn).toBe(dueOn),
);

it.each<[string, object, string, string | undefined]>([
  ['the day of an event', {}, '2019-12-02', '2019-12-02'],
  ['a day after the rule', {}, '2020-02-01', undefined],
  ['a month', { periodicity: 'MONTHLY', due: undefined }, '2019-12', '2019-12'],
  ['a month after the rule', { periodicity: 'MONTHLY', due: undefined }, '2020-02', undefined],
])('finds what a period key means: %s', (_what, values, key, found) =>
  expect(slotNamed(rule(values), '2020-03-31', key)?.periodId).toBe(found),
);
