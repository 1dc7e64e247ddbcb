import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import type { Report } from './report.entity.js';
import type { ReportTerms } from './report-terms.js';
import type { UrgeSkip } from './schedule.codes.js';

type UrgedReport = Pick<Report, 'status' | 'dueAt'> & { readonly terms: Pick<ReportTerms, 'soft'> };

const HANDED_IN: readonly ReportStatus[] = ['SUBMITTED', 'ACCEPTED', 'CONSOLIDATED'];

/**
 * Why a report is not urged; undefined when it may be. What was returned may be urged at any time, and
 * so may what the notice asks for without a day (及时).
 */
export function urgeSkipOf(
  { status, dueAt, terms }: UrgedReport,
  now: string,
): UrgeSkip | undefined {
  if (status === 'EXEMPT') return 'EXEMPT';
  if (HANDED_IN.includes(status)) return 'HANDED_IN';
  if (terms.soft) return 'SOFT';
  if (status !== 'RETURNED' && dueAt !== null && dueAt > now) return 'NOT_DUE';
  return undefined;
}
