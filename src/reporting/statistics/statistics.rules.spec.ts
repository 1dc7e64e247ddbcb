import { describe, expect, it } from '@jest/globals';
import { comparedRanges, percentChange, pointChange } from './comparison.rules.js';
import { momentOf } from './statistics.moment.js';
import { trendOf } from './trend.rules.js';
import { distributionOf, sumsByReason, type Unresolved } from './unresolved.rules.js';

const NOW = '2020-06-17T01:00:00.000Z';

describe('the instant of figures', () => {
  it.each([
    [undefined, NOW, '2020-06-17', true],
    ['2020-06-17', NOW, '2020-06-17', true],
    ['2020-06-16', '2020-06-16T15:59:59.999Z', '2020-06-16', false],
    ['2020-05-31T18:00:00+08:00', '2020-05-31T10:00:00.000Z', '2020-05-31', false],
    ['2020-05-31T23:30:00Z', '2020-05-31T23:30:00.000Z', '2020-06-01', false],
    [NOW, NOW, '2020-06-17', true],
  ])('%p is %s on %s, live %p', (asOf, instant, date, live) => {
    expect(momentOf(asOf, NOW)).toEqual({ instant, date, live });
  });

  it.each([
    ['2020-06-18', 422, 'AS_OF_IN_FUTURE'],
    ['2020-06-17T09:00:01+08:00', 422, 'AS_OF_IN_FUTURE'],
    ['2020-02-30', 400, 'INVALID_INPUT'],
    ['2020-06-16T25:00:00Z', 400, 'INVALID_INPUT'],
  ])('%s is refused with %i %s', (asOf, status, code) => {
    expect(() => momentOf(asOf, NOW)).toThrow(expect.objectContaining({ status, code }));
  });
});

describe('periods compared', () => {
  it.each([
    ['MONTH', '2020-05-20', '2020-05-01', '2020-04-01 2020-04-30', '2019-05-01 2019-05-20'],
    ['MONTH', '2021-02-28', '2021-02-01', '2021-01-01 2021-01-31', '2020-02-01 2020-02-29'],
    ['MONTH', '2020-02-29', '2020-02-01', '2020-01-01 2020-01-31', '2019-02-01 2019-02-28'],
    ['QUARTER', '2020-05-20', '2020-04-01', '2020-01-01 2020-03-31', '2019-04-01 2019-05-20'],
  ] as const)('%s of %s', (kind, date, from, before, yearBefore) => {
    const { current, previous, lastYear } = comparedRanges(kind, date);
    expect(current).toEqual({ from, to: date });
    expect(`${previous.from} ${previous.to}`).toBe(before);
    expect(`${lastYear.from} ${lastYear.to}`).toBe(yearBefore);
  });

  it.each([
    [98.71, 96.18, '+2.53个百分点', 2.53],
    [76, 76, '0.00个百分点', 0],
    [0.07, 0.57, '-0.50个百分点', -0.5],
    [98.71, null, '—', null],
  ])('%p against %p is %s', (current, base, text, absolute) => {
    expect(pointChange(current, base)).toEqual({ text, absolute, value: absolute });
  });

  it.each([
    [15, 12, '+25.00%', 3],
    [1, 3, '-66.67%', -2],
    [4, 4, '0.00%', 0],
    [5, 0, '—', 5],
    [0, 0, '—', 0],
  ])('%i against %i is %s, %i more', (current, base, text, absolute) => {
    expect(percentChange(current, base)).toMatchObject({ text, absolute });
  });
});

describe('the trend', () => {
  it('has every month, each opening with what the last one closed with', () => {
    const flow = (
      month: string,
      kind: 'OPENED' | 'CLOSED' | 'CORRECTED',
      delta: 1 | -1,
      count: number,
    ) => ({
      month,
      kind,
      delta,
      count,
    });
    const rows = trendOf(
      [
        flow('2020-04', 'OPENED', 1, 5),
        flow('2020-06', 'CLOSED', -1, 2),
        flow('2020-06', 'OPENED', 1, 1),
        flow('2020-06', 'CORRECTED', -1, 1),
        flow('2020-06', 'CORRECTED', 1, 1),
      ],
      '2020-04-02',
      '2020-06-17',
    );
    expect(
      rows.map(({ period, opening, opened, closed, transferredIn, closing }) => [
        period.id,
        opening,
        opened,
        closed,
        transferredIn,
        closing,
      ]),
    ).toEqual([
      ['2020-04', 0, 5, 0, 0, 5],
      ['2020-05', 5, 0, 0, 0, 5],
      ['2020-06', 5, 1, 2, 1, 4],
    ]);
  });
});

describe('未整改到位', () => {
  it('sums by reason in the order of the code list, those without a reason last', () => {
    const issue = (reason: string | null, carriedOver: boolean): Unresolved => ({
      ...{ id: '1', issueNo: null, overdueDays: carriedOver ? 0 : 3 },
      ...{ reason, carriedOver },
    });
    const sums = sumsByReason([
      issue(null, false),
      issue('U9', false),
      issue('U1', true),
      issue('U9', true),
    ]);
    expect(
      sums.map(({ label, count, overdue, carriedOver }) => [label, count, overdue, carriedOver]),
    ).toEqual([
      ['政策不明确或待上级明确', 1, 0, 1],
      ['责任单位推进不力', 2, 1, 1],
      ['未填写', 1, 1, 0],
    ]);
  });

  it('sorts units into 100%, 80% to 100% and less; 80% itself is in the middle', () => {
    const units = [
      [5, 5],
      [4, 5],
      [99, 100],
      [79, 100],
      [0, 3],
      [0, 0],
    ] as const;
    expect(distributionOf(units.map(([rectified, total]) => ({ rectified, total })))).toEqual({
      units: 5,
      full: 1,
      most: 2,
      less: 2,
    });
  });
});
