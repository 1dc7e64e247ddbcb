import { describe, expect, it } from '@jest/globals';
import type { TalliedIssue } from '../../registers/issues/issue.tallies.js';
import { tallyIssue } from '../../registers/issues/issue.tallies.js';
import { type Figure, issueFigureList, wanYuan } from './figures.rules.js';
import { ISSUE_INDICATORS } from './indicators.rules.js';
import { issueFiguresOf, medianOf } from './issue-figures.rules.js';
import { Tallies } from './tallies.js';

const DATE = '2020-06-30';

const ISSUE: TalliedIssue = {
  status: 'RECTIFYING',
  cycleNo: 1,
  verdict: null,
  registeredOn: '2020-04-01',
  originalDeadline: '2020-06-10',
  currentDeadline: '2020-06-10',
  closedOn: null,
  extensionCount: 0,
  dueRecoveryFen: null,
  recoveredFen: null,
  refundedFen: null,
  lookbackResult: null,
  closureAttempts: 0,
  closureReturns: 0,
};
const CLOSED = { status: 'CLOSED', closedOn: '2020-06-01' } as const;

const times = (count: number, over: Partial<TalliedIssue>): TalliedIssue[] =>
  Array.from({ length: count }, () => ({ ...ISSUE, ...over }));

function figures(issues: readonly TalliedIssue[], date = DATE): Record<string, Figure> {
  const tallies = new Tallies();
  for (const issue of issues) tallyIssue(issue, tallies.add);
  const list = issueFigureList(issueFiguresOf(tallies, date), (id) => `rows of ${id}`);
  return Object.fromEntries(list.map((figure) => [figure.id, figure]));
}

describe('published figures (domain §4.2)', () => {
  it('688 of 697 rectified are 98.71%; what is basically done or continuing does not count', () => {
    const issues = [
      ...times(600, CLOSED),
      ...times(88, { verdict: 'RECTIFIED' }),
      ...times(4, { verdict: 'BASICALLY_DONE' }),
      ...times(3, { status: 'CARRIED_OVER', verdict: 'RECTIFIED' }),
      ...times(2, { verdict: 'CONTINUING' }),
    ];
    expect(figures(issues)['rectifiedRate']).toMatchObject({
      numerator: 688,
      denominator: 697,
      value: 98.71,
      text: '98.71%',
    });
  });

  it('453 of 471 closed are 96.18%, 18 of 471 extended are 3.82%', () => {
    const issues = [...times(453, CLOSED), ...times(18, { extensionCount: 1 })];
    const { closureRate, extensionRate } = figures(issues);
    expect(closureRate).toMatchObject({ numerator: 453, denominator: 471, text: '96.18%' });
    expect(extensionRate).toMatchObject({ numerator: 18, denominator: 471, text: '3.82%' });
  });

  it('19 of 25 are 76%', () => {
    const issues = [...times(19, CLOSED), ...times(6, { verdict: 'NOT_RECTIFIED' })];
    expect(figures(issues)['rectifiedRate']).toMatchObject({ numerator: 19, text: '76.00%' });
  });
});

describe('base sets (domain §4.1)', () => {
  it.each([
    ['a draft', { status: 'DRAFT' }, 0],
    ['a void issue', { status: 'VOIDED' }, 0],
    ['a merged issue', { status: 'MERGED' }, 0],
    ['a transferred issue', { status: 'TRANSFERRED' }, 1],
    ['an archived issue', { ...CLOSED, status: 'ARCHIVED' }, 1],
  ] as const)('ALL counts %s %p: %i', (_name, over, total) => {
    expect(figures(times(1, over))['total']?.numerator).toBe(total);
  });

  it.each([
    ['the day before its deadline', '2020-06-09', 0, 0],
    ['on the day of its deadline', '2020-06-10', 1, 0],
    ['the day after', '2020-06-11', 1, 1],
  ])('an open issue is due and overdue %s', (_name, date, due, overdue) => {
    const { dueClosureRate, overdueCount, avgOverdueDays } = figures([ISSUE], date);
    expect([dueClosureRate?.denominator, overdueCount?.numerator]).toEqual([due, overdue]);
    expect(avgOverdueDays?.numerator).toBe(overdue);
  });

  it.each([
    ['carried over', { status: 'CARRIED_OVER' }],
    ['transferred', { status: 'TRANSFERRED' }],
  ] as const)('what is %s is neither due nor overdue', (_name, over) => {
    const { dueClosureRate, overdueCount } = figures(times(1, over));
    expect([dueClosureRate?.denominator, overdueCount?.numerator]).toEqual([0, 0]);
  });

  it('tells punctuality by the current and by the original deadline', () => {
    const extended = { ...CLOSED, originalDeadline: '2020-05-20', currentDeadline: '2020-06-05' };
    const { onTimeRate, onTimeOriginalRate } = figures(times(1, extended));
    expect([onTimeRate?.text, onTimeOriginalRate?.text]).toEqual(['100.00%', '0.00%']);
  });

  it('shows — where there is nothing to divide by', () => {
    const all = figures([]);
    const rates = Object.values(all).filter(({ denominator }) => denominator !== null);
    expect(rates.length).toBeGreaterThan(10);
    expect(rates.filter(({ text, value }) => text !== '—' || value !== null)).toEqual([]);
  });

  it('counts rounds apart: an issue reopened twice and closed again has had three', () => {
    const { total, closureRate, reboundRate } = figures([
      { ...ISSUE, ...CLOSED, cycleNo: 3 },
      { ...ISSUE, cycleNo: 2 },
      { ...ISSUE, ...CLOSED },
      ISSUE,
    ]);
    expect(total?.rounds?.reopened.numerator).toBe(3);
    expect(closureRate?.rounds?.first).toMatchObject({ numerator: 3, denominator: 4 });
    expect(closureRate?.rounds?.reopened).toMatchObject({ numerator: 2, denominator: 3 });
    expect(reboundRate).toMatchObject({ numerator: 2, denominator: 3, text: '66.67%' });
  });
});

it('adds up for every indicator: what single issues weigh is the numerator', () => {
  const issues: TalliedIssue[] = [
    ...times(2, { ...CLOSED, lookbackResult: 'SOLID', closureAttempts: 2, closureReturns: 1 }),
    ...times(1, { ...CLOSED, status: 'ARCHIVED', closedOn: '2020-06-20', recoveredFen: 700 }),
    ...times(3, { cycleNo: 2, lookbackResult: 'REBOUND', dueRecoveryFen: 900, recoveredFen: 300 }),
    ...times(2, { status: 'CARRIED_OVER', refundedFen: 120 }),
    ...times(1, { status: 'VOIDED', recoveredFen: 99 }),
    ...times(1, { status: 'TRANSFERRED', verdict: 'RECTIFIED', extensionCount: 2 }),
    ...times(1, { currentDeadline: null, originalDeadline: null }),
  ];
  const shown = figures(issues);
  expect(ISSUE_INDICATORS.length).toBeGreaterThan(20);
  for (const { id, weigh } of ISSUE_INDICATORS) {
    const sum = issues.reduce((total, issue) => total + weigh(issue, DATE), 0);
    expect({ id, sum }).toEqual({ id, sum: shown[id]?.numerator });
  }
});

it.each([
  [[], null],
  [[[5, 1]], 5],
  [
    [
      [3, 2],
      [9, 1],
    ],
    3,
  ],
  [
    [
      [3, 1],
      [8, 1],
    ],
    5.5,
  ],
  [
    [
      [1, 2],
      [4, 2],
    ],
    2.5,
  ],
] as const)('the median of %j is %p', (values, median) => {
  expect(medianOf(values.map(([days, n]) => ({ days, n })))).toBe(median);
});

it.each([
  [0, '0.00万元'],
  [132_000, '0.13万元'],
  [1_369_500_000, '1369.50万元'],
])('%i fen are %s', (fen, text) => {
  expect(wanYuan(fen)).toBe(text);
});
