import { describe, expect, it } from '@jest/globals';
import {
  findPeriod,
  nextPeriod,
  parsePeriod,
  periodLabel,
  periodOf,
  periodsBetween,
  previousPeriod,
  shiftPeriod,
} from './period.js';

describe('period', () => {
  it.each([
    ['2020-02', '2020-02-01', '2020-02-29', '2020-01', '2020-03', '2020年2月'],
    ['2020-12', '2020-12-01', '2020-12-31', '2020-11', '2021-01', '2020年12月'],
    ['2020Q1', '2020-01-01', '2020-03-31', '2019Q4', '2020Q2', '2020年第一季度'],
    ['2020Q4', '2020-10-01', '2020-12-31', '2020Q3', '2021Q1', '2020年第四季度'],
    ['2020H1', '2020-01-01', '2020-06-30', '2019H2', '2020H2', '2020年上半年'],
    ['2020H2', '2020-07-01', '2020-12-31', '2020H1', '2021H1', '2020年下半年'],
    ['2020', '2020-01-01', '2020-12-31', '2019', '2021', '2020年'],
  ])('%s runs from %s to %s', (id, start, end, previous, next, label) => {
    const period = parsePeriod(id);
    expect([period.start, period.end]).toEqual([start, end]);
    expect([previousPeriod(period).id, nextPeriod(period).id]).toEqual([previous, next]);
    expect(periodLabel(period)).toBe(label);
    expect(periodOf(period.kind, end)).toEqual(period);
    expect(periodOf(period.kind, start)).toEqual(period);
  });

  it.each(['2020-13', '2020-00', '2020-4', '2020Q5', '2020q1', '2020H3', '20', '', '1800', 2020])(
    '%s is not a period',
    (id) => expect(findPeriod(id)).toBeUndefined(),
  );

  it('names the text it cannot read', () =>
    expect(() => parsePeriod('2020-99')).toThrow('2020-99'));

  it('lists and shifts periods across the turn of the year', () => {
    expect(periodsBetween('MONTH', '2019-11-07', '2020-01-01').map(({ id }) => id)).toEqual([
      '2019-11',
      '2019-12',
      '2020-01',
    ]);
    expect(periodsBetween('QUARTER', '2020-04-01', '2020-03-31')).toEqual([]);
    expect(shiftPeriod(parsePeriod('2020Q1'), -5).id).toBe('2018Q4');
    expect(shiftPeriod(parsePeriod('2020-04'), 21).id).toBe('2022-01');
  });
});
