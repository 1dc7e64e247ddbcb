import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  addMonths,
  chineseDate,
  dateOf,
  daysBetween,
  endOfMonth,
  instantAt,
  isBusinessDate,
  isTypedDate,
  isTimeOfDay,
  weekdayLabel,
  weekdayOf,
} from './business-date.js';

describe('business date', () => {
  it.each([
    ['2020-02-29', true],
    ['2021-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2020-04-31', false],
    ['2020-13-01', false],
    ['2020-00-10', false],
    ['2020-5-9', false],
    ['2020-05-09T00:00:00Z', false],
    ['1899-12-31', false],
    ['', false],
    [20200509, false],
  ])('%s is a calendar day: %s', (text, expected) => expect(isBusinessDate(text)).toBe(expected));

  it.each([
    ['1909-12-31', false],
    ['1910-01-01', true],
    ['2199-12-31', true],
    ['2200-01-01', false],
    ['9999-12-31', false],
    ['2021-02-29', false],
  ])('%s may be typed: %s', (text, expected) => expect(isTypedDate(text)).toBe(expected));

  it.each([
    ['2020-02-28', 1, '2020-02-29'],
    ['2020-12-31', 1, '2021-01-01'],
    ['2020-03-01', -1, '2020-02-29'],
    ['2020-05-31', 0, '2020-05-31'],
    ['2020-01-01', 366, '2021-01-01'],
  ])('%s plus %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
    expect(daysBetween(date, expected)).toBe(days);
  });

  it('keeps the day of the month when each date of a series is computed from the first', () => {
    expect([1, 2, 3, 12].map((months) => addMonths('2020-01-30', months))).toEqual([
      '2020-02-29',
      '2020-03-30',
      '2020-04-30',
      '2021-01-30',
    ]);
    expect(addMonths('2020-03-31', -1)).toBe('2020-02-29');
    expect(addMonths('2020-01-15', -13)).toBe('2018-12-15');
  });

  it.each([
    ['2020-05-30', 6, '周六'],
    ['2020-08-30', 7, '周日'],
    ['2020-04-20', 1, '周一'],
    ['1969-12-31', 3, '周三'],
    ['1900-01-01', 1, '周一'],
  ] as const)('%s is weekday %i', (date, weekday, label) => {
    expect(weekdayOf(date)).toBe(weekday);
    expect(weekdayLabel(date)).toBe(label);
  });

  it.each([
    ['2020-05-30', '24:00', '2020-05-30T16:00:00.000Z'],
    ['2020-05-30', '00:00', '2020-05-29T16:00:00.000Z'],
    ['2020-11-08', '12:00', '2020-11-08T04:00:00.000Z'],
    ['2020-12-31', '24:00', '2020-12-31T16:00:00.000Z'],
  ])('%s %s in China is %s', (date, time, expected) =>
    expect(instantAt(date, time)).toBe(expected),
  );

  it.each([
    ['24:00', true],
    ['23:59', true],
    ['24:01', false],
    ['9:00', false],
    ['12:60', false],
  ])('%s is a time of day: %s', (text, expected) => expect(isTimeOfDay(text)).toBe(expected));

  it('prints dates without padding and refuses days that do not exist', () => {
    expect(chineseDate('2020-05-09')).toBe('2020年5月9日');
    expect(endOfMonth('2021-02-10')).toBe('2021-02-28');
    expect(() => dateOf(2020, 2, 30)).toThrow(RangeError);
    expect(() => addDays('2020-02-30', 1)).toThrow('2020-02-30');
    expect(() => instantAt('2020-02-28', '25:00')).toThrow(RangeError);
  });
});
