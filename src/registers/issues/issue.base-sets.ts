import { daysBetween } from '../../platform/calendar/business-date.js';
import { isOpen, type IssueStatus } from '../codes.js';

const UNCOUNTED: readonly IssueStatus[] = ['DRAFT', 'VOIDED', 'MERGED'];

/** ALL(t) of domain §4.1: on the books once, and neither void nor merged. */
export const isTallied = (status: IssueStatus): boolean => !UNCOUNTED.includes(status);

export const isClosed = (status: IssueStatus): boolean =>
  status === 'CLOSED' || status === 'ARCHIVED';

/**
 * True for an issue whose deadline binds: 持续整改 has left the denominators of what is due (T18), and
 * what another organ has taken over is not ours to finish.
 */
export const isBound = (status: IssueStatus): boolean =>
  isTallied(status) && status !== 'CARRIED_OVER' && status !== 'TRANSFERRED';

/**
 * 已整改, struck off or not yet. It never swallows 持续整改 (domain rule 8): an issue that is carried
 * over stays so until it is resumed or closed, whatever its entries say.
 */
export const isRectified = (issue: {
  readonly status: IssueStatus;
  readonly verdict: string | null;
}): boolean =>
  isClosed(issue.status) || (issue.verdict === 'RECTIFIED' && issue.status !== 'CARRIED_OVER');

/** OVERDUE(t) in whole days past the current deadline; 0 when not overdue, as 持续整改 never is. */
export function overdueDaysOf(
  issue: { readonly status: IssueStatus; readonly currentDeadline: string | null },
  date: string,
): number {
  if (!isOpen(issue.status) || !isBound(issue.status)) return 0;
  if (issue.currentDeadline === null || issue.currentDeadline >= date) return 0;
  return daysBetween(issue.currentDeadline, date);
}
