import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import {
  CATEGORY_GROUP,
  type CategoryGroup,
  groupOfCategory,
  type ProblemCategory,
} from '../../campaigns/codes/problem-category.js';
import { isOpen, type IssueStatus } from '../../registers/codes.js';
import {
  isClosed,
  isRectified,
  isTallied,
  overdueDaysOf,
} from '../../registers/issues/issue.base-sets.js';

/** What the figures look at of an issue. */
export interface FigureIssue {
  readonly issueNo: string;
  readonly status: IssueStatus;
  readonly category: string;
  readonly rectificationType: string | null;
  readonly verdict: string | null;
  readonly currentDeadline: string | null;
  readonly extensionCount: number;
  readonly recoveredFen: number | null;
  readonly refundedFen: number | null;
}

export interface CountPair {
  readonly total: number;
  readonly closed: number;
}

/** What the consolidated table (汇总表) counts in a category. */
export interface CategoryFigures extends CountPair {
  readonly rectified: number;
  readonly overdue: number;
  readonly extended: number;
  readonly carriedOver: number;
}

/** Figures of domain §4.2 that the registers can feed, at one instant. */
export interface SummaryFigures extends CountPair {
  /** Closed, and rectified but not yet struck off. */
  readonly rectified: number;
  readonly open: number;
  readonly overdueNos: readonly string[];
  readonly carriedOver: number;
  readonly extended: number;
  readonly byType: Readonly<Record<RectificationType, CountPair>>;
  readonly byGroup: readonly (CountPair & {
    readonly group: CategoryGroup;
    readonly name: string;
  })[];
  /** By category code, for the tasks of the campaign. */
  readonly byCategory: Readonly<Record<string, CategoryFigures>>;
  readonly recoveredFen: number;
  readonly refundedFen: number;
}

/** @param asOf business date for which overdue is judged. */
export function summaryFigures(given: readonly FigureIssue[], asOf: string): SummaryFigures {
  const issues = given.filter(({ status }) => isTallied(status));
  const open = issues.filter(({ status }) => isOpen(status));
  const overdue = open.filter((issue) => overdueDaysOf(issue, asOf) > 0);
  const ofType = (type: RectificationType): CountPair =>
    pairOf(issues.filter((issue) => (issue.rectificationType ?? 'TIME_LIMITED') === type));
  return {
    ...pairOf(issues),
    rectified: issues.filter(isRectified).length,
    open: open.length,
    overdueNos: overdue.map(({ issueNo }) => issueNo).sort(),
    carriedOver: open.filter(({ status }) => status === 'CARRIED_OVER').length,
    extended: issues.filter(({ extensionCount }) => extensionCount > 0).length,
    byType: {
      IMMEDIATE: ofType('IMMEDIATE'),
      TIME_LIMITED: ofType('TIME_LIMITED'),
      LONG_TERM: ofType('LONG_TERM'),
    },
    byGroup: groupsOf(issues),
    byCategory: categoriesOf(issues, asOf),
    recoveredFen: issues.reduce((sum, issue) => sum + (issue.recoveredFen ?? 0), 0),
    refundedFen: issues.reduce((sum, issue) => sum + (issue.refundedFen ?? 0), 0),
  };
}

const pairOf = (issues: readonly FigureIssue[]): CountPair => ({
  total: issues.length,
  closed: issues.filter(({ status }) => isClosed(status)).length,
});

function groupsOf(issues: readonly FigureIssue[]): SummaryFigures['byGroup'] {
  return CATEGORY_GROUP.codes
    .map((group) => ({
      group,
      name: CATEGORY_GROUP.labels[group],
      ...pairOf(
        issues.filter(({ category }) => groupOfCategory(category as ProblemCategory) === group),
      ),
    }))
    .filter(({ total }) => total > 0);
}

function categoriesOf(
  issues: readonly FigureIssue[],
  asOf: string,
): Record<string, CategoryFigures> {
  const byCode = new Map<string, FigureIssue[]>();
  for (const issue of issues) {
    const same = byCode.get(issue.category);
    if (same) same.push(issue);
    else byCode.set(issue.category, [issue]);
  }
  const codes = [...byCode.keys()].sort();
  return Object.fromEntries(codes.map((code) => [code, figuresOf(byCode.get(code) ?? [], asOf)]));
}

const figuresOf = (issues: readonly FigureIssue[], asOf: string): CategoryFigures => ({
  ...pairOf(issues),
  rectified: issues.filter(isRectified).length,
  overdue: issues.filter((issue) => overdueDaysOf(issue, asOf) > 0).length,
  extended: issues.filter(({ extensionCount }) => extensionCount > 0).length,
  carriedOver: issues.filter(({ status }) => status === 'CARRIED_OVER').length,
});

/** Two decimals, half up; — for a denominator of nought (domain §4.2). */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '—';
  return (Math.floor((part * 20_000 + whole) / (2 * whole)) / 100).toFixed(2);
}
