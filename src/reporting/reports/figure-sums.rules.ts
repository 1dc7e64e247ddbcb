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
