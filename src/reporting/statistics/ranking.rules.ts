import { isLessBetter } from './figures.rules.js';
import { INDICATOR, type Indicator, type RankingIndicator } from './indicator.codes.js';

export interface RankedFigure {
  readonly id: Indicator;
  readonly numerator: number;
  readonly denominator: number | null;
}

export interface Ranked<T> {
  readonly item: T;
  /** Equal keys share a rank: 1, 1, 3. */
  readonly rank: number;
}

/** 逾期数, 平均逾期天数 and 报送及时率 decide between units equal in the indicator (domain §4.4). */
const TIE_BREAKERS: readonly Indicator[] = ['overdueCount', 'avgOverdueDays', 'onTimeReportRate'];

/** What units are ranked by, in order. */
export const rankingKeys = (by: RankingIndicator): Indicator[] => [
  by,
  ...TIE_BREAKERS.filter((id) => id !== by),
];

export const rankingText = (by: RankingIndicator): string =>
  rankingKeys(by)
    .map((id) => INDICATOR.labels[id])
    .join('、');

/** Best first. */
export function rankedBy<T>(
  items: readonly T[],
  figuresOf: (item: T) => readonly RankedFigure[],
  by: RankingIndicator,
): Ranked<T>[] {
  const keys = rankingKeys(by);
  const keyed = items.map((item) => {
    const figures = figuresOf(item);
    return { item, figures: keys.map((id) => figures.find((figure) => figure.id === id)) };
  });
  const compare = (a: (typeof keyed)[number], b: (typeof keyed)[number]): number =>
    keys.reduce(
      (order, id, index) => order || compareFigures(id, a.figures[index], b.figures[index]),
      0,
    );
  const sorted = [...keyed].sort(compare);
  let rank = 0;
  return sorted.map((entry, index) => {
    const before = sorted[index - 1];
    if (!before || compare(before, entry) !== 0) rank = index + 1;
    return { item: entry.item, rank };
  });
}

/**
 * Exact: fractions are compared by cross-multiplication. Nothing overdue is the best mean of days
 * overdue; any other figure without a denominator says nothing and comes last.
 */
function compareFigures(
  id: Indicator,
  a: RankedFigure | undefined,
  b: RankedFigure | undefined,
): number {
  const [x, y] = [fractionOf(id, a), fractionOf(id, b)];
  if (!x || !y) return x ? -1 : y ? 1 : 0;
  const difference = x.numerator * y.denominator - y.numerator * x.denominator;
  return isLessBetter(id) ? difference : -difference;
}

interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

function fractionOf(id: Indicator, figure: RankedFigure | undefined): Fraction | undefined {
  if (!figure) return undefined;
  if (figure.denominator === 0) {
    return id === 'avgOverdueDays' ? { numerator: 0, denominator: 1 } : undefined;
  }
  return { numerator: figure.numerator, denominator: figure.denominator ?? 1 };
}
