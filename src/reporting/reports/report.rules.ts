import type { ReportStatus, ReportType } from '../../campaigns/codes/reporting-codes.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { isLate, lateDays } from '../schedule/due-dates.rules.js';
import type { Report } from '../schedule/report.entity.js';
import type { Narrative } from '../schedule/report.narrative.js';

/** The document a report is sealed as. */
export type SealKind = 'LEDGER' | 'SUMMARY';

const SEAL_KINDS: Readonly<Partial<Record<ReportType, SealKind>>> = {
  LEDGER: 'LEDGER',
  PROGRESS: 'LEDGER',
  QUARTER_SUMMARY: 'SUMMARY',
  ANNUAL: 'SUMMARY',
};

/** Undefined for reports that are not made from the books (方案, 摸排, 会议). */
export const sealKindOf = (type: ReportType): SealKind | undefined => SEAL_KINDS[type];

/** Statuses in which a report may be worked on and handed in. */
export const OPEN_REPORT_STATUSES: readonly ReportStatus[] = ['PENDING', 'DRAFT', 'RETURNED'];

/** A returned report stays returned while it is being corrected. */
export const statusAfterDraft = (status: ReportStatus): ReportStatus =>
  status === 'PENDING' ? 'DRAFT' : status;

export interface Punctuality {
  readonly isLate: boolean;
  readonly lateDays: number;
}

/**
 * Decided by the first submission against the printed day (domain §3.3). A report without a limit, or
 * with one of principle only (原则上), has no `dueAt` and is never late.
 */
export function punctuality(
  due: Pick<Report, 'dueOn' | 'dueTime' | 'dueAt'>,
  submittedAt: string,
): Punctuality {
  const { dueOn, dueTime, dueAt } = due;
  if (dueOn === null || dueTime === null || dueAt === null) return { isLate: false, lateDays: 0 };
  const date = { dueOn, dueTime, dueAt };
  return { isLate: isLate(date, submittedAt), lateDays: lateDays(date, submittedAt) };
}

/** 零报告 is refused where the books moved in the period (domain §3.4). */
export function nilFaults(movedIssueNos: readonly string[]): FieldFault[] {
  return movedIssueNos.map((issueNo) => ({
    path: 'isNil',
    code: 'LEDGER_MOVED',
    message: `${issueNo}在本期有新增、重开、移交或销号，不能作零报告`,
  }));
}

/** R29: every issue under rectification has an entry in the month (seed 000 “按月更新工作台账”). */
export function progressFaults(issueNos: readonly string[], month: string): FieldFault[] {
  return issueNos.map((issueNo) => ({
    path: 'issues',
    code: 'R29_PROGRESS_MISSING',
    message: `${issueNo}没有${month.slice(0, 4)}年${Number(month.slice(5, 7))}月的整改进展`,
  }));
}

/** What a summary needs that figures cannot tell (domain §5.1, quarter ●). */
export function narrativeFaults(narrative: Narrative): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!narrative.practices?.length) {
    const message = '请填写典型做法与成效';
    faults.push({ path: 'narrative.practices', code: 'REQUIRED', message });
  }
  if (!narrative.discipline) {
    const message = '请填写违纪违法案件查处情况，没有的写“本期无”';
    faults.push({ path: 'narrative.discipline', code: 'REQUIRED', message });
  }
  return faults;
}
