import { UNRESOLVED_REASON } from '../../campaigns/codes/issue-codes.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { overdueDaysOf } from '../../registers/issues/issue.base-sets.js';
import type { TalliedIssue } from '../../registers/issues/issue.tallies.js';
import type { RateDistribution, UnresolvedSum } from './unresolved.body.js';

/** What is not rectified though its time has come: overdue, or carried over with a reason. */
export interface Unresolved {
  readonly id: string;
  readonly issueNo: string | null;
  readonly overdueDays: number;
  readonly carriedOver: boolean;
  readonly reason: string | null;
}

export const isUnresolved = (issue: TalliedIssue, date: string): boolean =>
  issue.status === 'CARRIED_OVER' || overdueDaysOf(issue, date) > 0;

/** Most days overdue first; of equals the older number. */
export const byDaysOverdue = (
  a: Pick<Unresolved, 'overdueDays' | 'issueNo' | 'id'>,
  b: Pick<Unresolved, 'overdueDays' | 'issueNo' | 'id'>,
): number =>
  b.overdueDays - a.overdueDays || compare(a.issueNo ?? '', b.issueNo ?? '') || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One sum for each reason that occurs, in the order of the code list; those without one last. */
export function sumsByReason(issues: readonly Unresolved[]): UnresolvedSum[] {
  return [...UNRESOLVED_REASON.codes, null].flatMap((reason) => {
    const of = issues.filter((issue) => issue.reason === reason);
    if (of.length === 0) return [];
    const carriedOver = of.filter((issue) => issue.carriedOver).length;
    return [
      {
        reason,
        label: reason === null ? '未填写' : labelOf(UNRESOLVED_REASON, reason),
        count: of.length,
        overdue: of.length - carriedOver,
        carriedOver,
      },
    ];
  });
}

/** How many units have rectified everything, at least four fifths, or less (domain §4.5). */
export function distributionOf(
  units: readonly { readonly rectified: number; readonly total: number }[],
): RateDistribution {
  const counted = units.filter(({ total }) => total > 0);
  const full = counted.filter(({ rectified, total }) => rectified === total).length;
  const less = counted.filter(({ rectified, total }) => rectified * 5 < total * 4).length;
  return { units: counted.length, full, most: counted.length - full - less, less };
}
