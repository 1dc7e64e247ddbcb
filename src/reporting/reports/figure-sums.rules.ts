import {
  CATEGORY_GROUP,
  groupOfCategory,
  type ProblemCategory,
} from '../../campaigns/codes/problem-category.js';
import type { CategoryFigures, CountPair, SummaryFigures } from './summary-figures.rules.js';

/** Figures of several units as if they were one. */
export function sumFigures(all: readonly SummaryFigures[]): SummaryFigures {
  const sum = (of: (figures: SummaryFigures) => number): number =>
    all.reduce((total, figures) => total + of(figures), 0);
  const pair = (of: (figures: SummaryFigures) => CountPair): CountPair => ({
    total: sum((figures) => of(figures).total),
    closed: sum((figures) => of(figures).closed),
  });
  const byCategory = sumCategories(all.map((figures) => figures.byCategory));
  return {
    ...pair((figures) => figures),
    rectified: sum(({ rectified }) => rectified),
    open: sum(({ open }) => open),
    overdueNos: all.flatMap(({ overdueNos }) => overdueNos).sort(),
    carriedOver: sum(({ carriedOver }) => carriedOver),
    extended: sum(({ extended }) => extended),
    byType: {
      IMMEDIATE: pair(({ byType }) => byType.IMMEDIATE),
      TIME_LIMITED: pair(({ byType }) => byType.TIME_LIMITED),
      LONG_TERM: pair(({ byType }) => byType.LONG_TERM),
    },
    byGroup: groupsFrom(byCategory),
    byCategory,
    recoveredFen: sum(({ recoveredFen }) => recoveredFen),
    refundedFen: sum(({ refundedFen }) => refundedFen),
  };
}

/** The figures less those of what is in them once too often; none falls below nought. */
export function withoutFigures(
  whole: SummaryFigures,
  surplus: readonly SummaryFigures[],
): SummaryFigures {
  if (surplus.length === 0) return whole;
  const gone = sumFigures(surplus);
  const pair = (a: CountPair, b: CountPair): CountPair => ({
    total: less(a.total, b.total),
    closed: less(a.closed, b.closed),
  });
  const byCategory = Object.fromEntries(
    Object.entries(whole.byCategory)
      .map(([code, own]) => [code, lessCategory(own, gone.byCategory[code])] as const)
      .filter(([, { total }]) => total > 0),
  );
  return {
    ...pair(whole, gone),
    rectified: less(whole.rectified, gone.rectified),
    open: less(whole.open, gone.open),
    overdueNos: lessOnce(whole.overdueNos, gone.overdueNos),
    carriedOver: less(whole.carriedOver, gone.carriedOver),
    extended: less(whole.extended, gone.extended),
    byType: {
      IMMEDIATE: pair(whole.byType.IMMEDIATE, gone.byType.IMMEDIATE),
      TIME_LIMITED: pair(whole.byType.TIME_LIMITED, gone.byType.TIME_LIMITED),
      LONG_TERM: pair(whole.byType.LONG_TERM, gone.byType.LONG_TERM),
    },
    byGroup: groupsFrom(byCategory),
    byCategory,
    recoveredFen: less(whole.recoveredFen, gone.recoveredFen),
    refundedFen: less(whole.refundedFen, gone.refundedFen),
  };
}

const less = (a: number, b: number): number => Math.max(0, a - b);

function lessCategory(a: CategoryFigures, b: CategoryFigures | undefined): CategoryFigures {
  if (!b) return a;
  return {
    total: less(a.total, b.total),
    closed: less(a.closed, b.closed),
    rectified: less(a.rectified, b.rectified),
    overdue: less(a.overdue, b.overdue),
    extended: less(a.extended, b.extended),
    carriedOver: less(a.carriedOver, b.carriedOver),
  };
}

/** Each number goes once for each time it is named: the one that stays is counted. */
function lessOnce(all: readonly string[], gone: readonly string[]): string[] {
  const left = [...all];
  for (const no of gone) {
    const at = left.indexOf(no);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

export const NO_CATEGORY_FIGURES: CategoryFigures = {
  total: 0,
  closed: 0,
  rectified: 0,
  overdue: 0,
  extended: 0,
  carriedOver: 0,
};

export function addCategory(a: CategoryFigures, b: CategoryFigures): CategoryFigures {
  return {
    total: a.total + b.total,
    closed: a.closed + b.closed,
    rectified: a.rectified + b.rectified,
    overdue: a.overdue + b.overdue,
    extended: a.extended + b.extended,
    carriedOver: a.carriedOver + b.carriedOver,
  };
}

export function sumCategories(
  all: readonly Readonly<Record<string, CategoryFigures>>[],
): Record<string, CategoryFigures> {
  const codes = [...new Set(all.flatMap((one) => Object.keys(one)))].sort();
  return Object.fromEntries(
    codes.map((code) => [
      code,
      all.reduce((sum, one) => addCategory(sum, one[code] ?? NO_CATEGORY_FIGURES), {
        ...NO_CATEGORY_FIGURES,
      }),
    ]),
  );
}

/** The main groups of figures kept by category. */
export function groupsFrom(
  byCategory: Readonly<Record<string, CategoryFigures>>,
): SummaryFigures['byGroup'] {
  return CATEGORY_GROUP.codes
    .map((group) => {
      const own = Object.entries(byCategory)
        .filter(([code]) => groupOfCategory(code as ProblemCategory) === group)
        .map(([, figures]) => figures);
      return {
        group,
        name: CATEGORY_GROUP.labels[group],
        total: own.reduce((sum, { total }) => sum + total, 0),
        closed: own.reduce((sum, { closed }) => sum + closed, 0),
      };
    })
    .filter(({ total }) => total > 0);
}
