import { describe, expect, it } from '@jest/globals';
import type { Indicator, RankingIndicator } from './indicator.codes.js';
import { rankedBy, type RankedFigure, rankingText } from './ranking.rules.js';

interface Unit {
  name: string;
  figures: RankedFigure[];
}

/** Rate of due close-outs, then overdue, days overdue, reports in time. */
const unit = (
  name: string,
  due: [number, number],
  overdue: [number, number] = [0, 0],
  reports: [number, number] = [0, 0],
): Unit => ({
  name,
  figures: [
    figure('dueClosureRate', due),
    { id: 'overdueCount', numerator: overdue[1], denominator: null },
    figure('avgOverdueDays', overdue),
    figure('onTimeReportRate', reports),
  ],
});
const figure = (id: Indicator, [numerator, denominator]: [number, number]): RankedFigure => ({
  id,
  numerator,
  denominator,
});

const ranks = (units: Unit[], by: RankingIndicator = 'dueClosureRate') =>
  rankedBy(units, ({ figures }) => figures, by).map(({ item, rank }) => `${rank} ${item.name}`);

describe('ranking', () => {
  it('shares ranks between equals and then skips: 1, 1, 3', () => {
    const units = [unit('甲', [1, 2]), unit('乙', [9, 10]), unit('丙', [18, 20])];
    expect(ranks(units)).toEqual(['1 乙', '1 丙', '3 甲']);
  });

  it.each([
    ['fewer overdue', unit('好', [1, 2], [30, 1]), unit('差', [1, 2], [4, 2])],
    ['fewer days overdue', unit('好', [1, 2], [8, 2]), unit('差', [1, 2], [9, 2])],
    [
      'more reports in time',
      unit('好', [1, 2], [8, 2], [3, 4]),
      unit('差', [1, 2], [8, 2], [2, 4]),
    ],
    ['any report at all', unit('好', [1, 2], [8, 2], [0, 4]), unit('差', [1, 2], [8, 2])],
    ['anything due at all', unit('好', [0, 2]), unit('差', [0, 0])],
  ])('decides between equals by %s', (_name, better, worse) => {
    expect(ranks([worse, better])).toEqual(['1 好', '2 差']);
  });

  it('turns round where less is better', () => {
    const units = [unit('多', [0, 1], [9, 3]), unit('少', [0, 1], [20, 2])];
    expect(ranks(units, 'overdueCount')).toEqual(['1 少', '2 多']);
    expect(ranks(units, 'avgOverdueDays')).toEqual(['1 多', '2 少']);
  });

  it('takes nothing overdue for the best mean of days overdue', () => {
    expect(ranks([unit('有', [0, 1], [1, 1]), unit('无', [0, 1])], 'avgOverdueDays')).toEqual([
      '1 无',
      '2 有',
    ]);
  });

  it('is exact where decimals would be equal', () => {
    const units = [unit('低', [99_998, 99_999]), unit('高', [99_999, 100_000])];
    expect(ranks(units)).toEqual(['1 高', '2 低']);
  });

  it('says by what it ranks, each key once', () => {
    expect(rankingText('dueClosureRate')).toBe('到期销号率、逾期、平均逾期天数、报送及时率');
    expect(rankingText('overdueCount')).toBe('逾期、平均逾期天数、报送及时率');
  });
});
