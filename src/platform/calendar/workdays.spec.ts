import { describe, expect, it } from '@jest/globals';
import {
  addWorkdays,
  hasHolidayCalendar,
  holidayName,
  isHoliday,
  isRestDay,
  isWorkday,
  isWorkingWeekend,
  nextWorkday,
  previousWorkday,
  workdayOnOrAfter,
  workdayOnOrBefore,
} from './workdays.js';

describe('workdays', () => {
  it.each(['2020-04-26', '2020-05-09', '2020-06-28', '2020-09-27', '2020-10-10'])(
    '%s is a weekend day that is worked',
    (date) => {
      expect(isWorkday(date)).toBe(true);
      expect(isWorkingWeekend(date)).toBe(true);
      expect(isHoliday(date)).toBe(false);
    },
  );

  it.each([
    ['2020-05-30', undefined],
    ['2020-08-30', undefined],
    ['2020-04-06', '清明'],
    ['2020-10-01', '国庆节'],
    ['2020-10-08', '国庆节'],
    ['2021-01-01', '元旦'],
  ])('%s is a day off (%s)', (date, name) => {
    expect(isRestDay(date)).toBe(true);
    expect(isHoliday(date)).toBe(name !== undefined);
    expect(holidayName(date)).toBe(name);
  });

  it.each([
    ['2020-05-31', '2020-05-29', '2020-06-01'],
    ['2019-12-07', '2019-12-06', '2019-12-09'],
    ['2020-10-01', '2020-09-30', '2020-10-09'],
    ['2021-01-01', '2020-12-31', '2021-01-04'],
  ])('around %s the workdays are %s and %s', (date, before, after) => {
    expect([previousWorkday(date), nextWorkday(date)]).toEqual([before, after]);
    expect([workdayOnOrBefore(date), workdayOnOrAfter(date)]).toEqual([before, after]);
  });

  it.each([
    ['2020-03-31', 5, '2020-04-08'],
    ['2020-06-30', 5, '2020-07-07'],
    ['2020-09-30', 5, '2020-10-14'],
    ['2020-03-31', 10, '2020-04-15'],
    ['2020-06-30', 10, '2020-07-14'],
    ['2020-09-30', 10, '2020-10-21'],
    ['2020-04-08', -5, '2020-03-31'],
    ['2020-05-30', 0, '2020-05-30'],
  ])('%s plus %i workdays is %s', (date, count, expected) =>
    expect(addWorkdays(date, count)).toBe(expected),
  );

  it('knows which years have an official calendar and counts only weekends beyond them', () => {
    expect([2004, 2020].map(hasHolidayCalendar)).toEqual([true, true]);
    expect([2003, 2099].map(hasHolidayCalendar)).toEqual([false, false]);
    // A Thursday; the holidays of that year are not announced yet.
    expect(isWorkday('2099-10-01')).toBe(true);
    expect(isWorkday('2099-10-03')).toBe(false);
  });
});
