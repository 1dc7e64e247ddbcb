import type { ReportStatus, ReportType } from '../../campaigns/codes/reporting-codes.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { instantAt } from '../../platform/calendar/business-date.js';
import { isLate, lateDays } from '../schedule/due-dates.rules.js';
import { limitOf } from '../schedule/report-calls.rules.js';
import type { Report } from '../schedule/report.entity.js';
import type { Narrative } from '../schedule/report.narrative.js';

/** The document a report is sealed as. */
export type SealKind = 'LEDGER' | 'PROGRESS' | 'SUMMARY' | 'MATERIAL';

const SEAL_KINDS: Readonly<Partial<Record<ReportType, SealKind>>> = {
  LEDGER: 'LEDGER',
  PROGRESS: 'PROGRESS',
  QUARTER_SUMMARY: 'SUMMARY',
  ANNUAL: 'SUMMARY',
  PLAN: 'MATERIAL',
  SURVEY: 'MATERIAL',
  SPECIAL: 'MATERIAL',
  MEETING: 'MATERIAL',
  CASES: 'MATERIAL',
};

/** MATERIAL is made of files and text, not of the books; bulletins (通报) go out elsewhere. */
export const sealKindOf = (type: ReportType): SealKind | undefined => SEAL_KINDS[type];

/** Statuses in which a report may be worked on and handed in. */
export const OPEN_REPORT_STATUSES: readonly ReportStatus[] = ['PENDING', 'DRAFT', 'RETURNED'];

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

/**
 * What a submission makes of a report's punctuality. The first one decides; one that comes after a
 * return changes it only by missing its limit, which is the day set for it or the report's own, whichever
 * is later (domain §3.4). What has no day of its own that can be missed is not late by a return either.
 */
export function punctualityAfter(
  report: Pick<
    Report,
    'dueOn' | 'dueTime' | 'dueAt' | 'firstSubmittedAt' | 'resubmitOn' | 'isLate' | 'lateDays'
  >,
  submittedAt: string,
): Punctuality {
  if (report.firstSubmittedAt === null) return punctuality(report, submittedAt);
  const before = { isLate: report.isLate, lateDays: report.lateDays ?? 0 };
  const { resubmitOn: dueOn, dueAt } = report;
  if (dueOn === null || dueAt === null) return before;
  const set = { dueOn, dueTime: END_OF_DAY, dueAt: instantAt(dueOn, END_OF_DAY) };
  const again = punctuality(set.dueAt > dueAt ? set : report, submittedAt);
  return again.isLate
    ? { isLate: true, lateDays: Math.max(again.lateDays, before.lateDays) }
    : before;
}

/**
 * 漏报 of a report that was not there when its receiver consolidated. While its day has not passed, and once
 * it has come in before it, the receiver was early and the unit has missed nothing.
 */
export function isMissedReport(
  report: Pick<Report, 'status' | 'isMissed' | 'dueOn' | 'dueTime' | 'firstSubmittedAt'>,
  now: string,
): boolean {
  const over = limitOf(report);
  if (!report.isMissed || report.status === 'EXEMPT') return false;
  if (over === null) return true;
  return (report.firstSubmittedAt ?? now) >= over;
}

const END_OF_DAY = '24:00';

/** 零报告 is refused where the books moved in the period (domain §3.4). */
export function nilFaults(movedIssueNos: readonly string[]): FieldFault[] {
  return movedIssueNos.map((issueNo) => ({
    path: 'isNil',
    code: 'LEDGER_MOVED',
    message: `${issueNo}在本期有新增、重开、移交或销号，不能作零报告`,
  }));
}

/** Cases of the period contradict a nil report as much as postings do. */
export function nilCaseFaults(caseNos: readonly string[]): FieldFault[] {
  return caseNos.map((caseNo) => ({
    path: 'isNil',
    code: 'CASE_REPORTED',
    message: `本期有典型案例${caseNo}，不能作零报告`,
  }));
}

/**
 * R29: every issue under rectification has an entry in the month (seed 000 “按月更新工作台账”). The place of
 * each fault is the issue itself, where the entry is made.
 */
export function progressFaults(
  issues: readonly { readonly id: string; readonly issueNo: string }[],
  month: string,
): FieldFault[] {
  return issues.map(({ id, issueNo }) => ({
    path: `issues/${id}`,
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

/** What a report made of files and text must hold: something, and an answer to each thing asked for. */
export function materialFaults(
  narrative: Narrative,
  asked: readonly string[],
  attachedSlots: readonly (string | null)[],
): FieldFault[] {
  const { parts = [], withoutAttachment = [], opening } = narrative;
  const answered = new Set<string | null>([
    ...attachedSlots,
    ...[...parts, ...withoutAttachment].map(({ title }) => title),
  ]);
  const faults = asked
    .filter((slot) => !answered.has(slot))
    .map((slot) => ({
      path: 'attachments',
      code: 'ATTACHMENT_MISSING',
      message: `缺少“${slot}”，请上传附件、写明内容，或说明没有的理由`,
    }));
  if (faults.length > 0 || attachedSlots.length > 0 || parts.length > 0 || opening) return faults;
  const message = '请上传报送的材料，或填写正文';
  return [{ path: 'attachments', code: 'NOTHING_ATTACHED', message }];
}
