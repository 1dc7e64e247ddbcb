import { describe, expect, it } from '@jest/globals';
import { limitOf, reminderCall, reminderDays, urgeCall } from './report-calls.rules.js';

describe('days on which the reporter is reminded', () => {
  it.each<[string, number[], string, string | null, string[]]>([
    ['days before', [5, 2, 0], '2020-06-30', null, ['2020-06-25', '2020-06-28', '2020-06-30']],
    [
      'the suggested day besides',
      [5, 2, 0],
      '2020-05-30',
      '2020-05-29',
      ['2020-05-25', '2020-05-28', '2020-05-29', '2020-05-30'],
    ],
    ['each day once', [1, 1], '2020-05-30', '2020-05-29', ['2020-05-29']],
    ['over the turn of the year', [3], '2021-01-02', null, ['2020-12-30']],
    ['none asked for', [], '2020-06-30', null, []],
  ])('%s', (_what, reminders, dueOn, suggestedOn, expected) =>
    expect(reminderDays(reminders, dueOn, suggestedOn)).toEqual(expected),
  );
});

describe('the reminder of a day', () => {
  const days = ['2020-05-25', '2020-05-28', '2020-05-30'];

  it.each([
    ['2020-05-24', undefined, '2020-05-25'],
    ['2020-05-25', '2020-05-25', '2020-05-28'],
    ['2020-05-27', '2020-05-25', '2020-05-28'],
    ['2020-05-29', '2020-05-28', '2020-05-30'],
    ['2020-05-30', '2020-05-30', null],
    ['2020-06-09', '2020-05-30', null],
  ])('on %s it is %s, next %s', (today, due, next) =>
    expect(reminderCall(days, today)).toEqual({ due, next }),
  );
});

describe('automatic urging', () => {
  it.each([
    ['2020-05-30T15:59:59.999Z', undefined, '2020-05-30T16:00:00.000Z'],
    ['2020-05-30T16:00:00.000Z', 0, '2020-05-31T16:00:00.000Z'],
    ['2020-05-31T15:59:59.999Z', 0, '2020-05-31T16:00:00.000Z'],
    ['2020-05-31T16:00:00.000Z', 1, '2020-06-02T16:00:00.000Z'],
    ['2020-06-02T16:00:00.000Z', 3, null],
    ['2020-09-01T00:00:00.000Z', 3, null],
  ])('at %s takes the step of day %s, next %s', (now, afterDays, next) => {
    const call = urgeCall('2020-05-30T16:00:00.000Z', now);
    expect([call.due?.afterDays, call.next]).toEqual([afterDays, next]);
  });
});

it('knows the limit also of what is asked for in principle only', () => {
  expect(limitOf({ dueOn: '2020-05-30', dueTime: '24:00' })).toBe('2020-05-30T16:00:00.000Z');
  expect(limitOf({ dueOn: '2020-11-08', dueTime: '12:00' })).toBe('2020-11-08T04:00:00.000Z');
  expect(limitOf({ dueOn: null, dueTime: null })).toBeNull();
});
