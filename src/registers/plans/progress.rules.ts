import type { CompletionVerdict } from '../../campaigns/codes/issue-codes.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueStatus } from '../codes.js';
import type { IssuePatch } from '../issues/issue.lifecycle.js';
import { overdueDaysOf } from '../issues/issue.base-sets.js';

/** What an entry says; what is left out is null. */
export interface ProgressFacts {
  readonly asOf: string;
  readonly text: string;
  readonly percent: number;
  readonly effect: string | null;
  readonly verdict: CompletionVerdict | null;
  readonly unresolvedReason: string | null;
  readonly unresolvedNote: string | null;
  readonly nextStep: string | null;
  readonly recoveredFen: number | null;
  readonly refundedFen: number | null;
}

export interface ProgressSubject {
  readonly status: IssueStatus;
  readonly cycleNo: number;
  readonly foundOn: string | null;
  /** In a later round the day of its reopening. */
  readonly assignedOn: string | null;
  readonly currentDeadline: string | null;
  readonly extensionCount: number;
  readonly dueRecoveryFen: number | null;
}

/** What is wrong with an entry, each fault with the path of its field. */
export function progressFaults(
  entry: ProgressFacts,
  issue: ProgressSubject,
  today: string,
): FieldFault[] {
  return [
    ...dateFaults(entry, issue, today),
    ...verdictFaults(entry),
    ...moneyFaults(entry, issue),
    ...unresolvedFaults(entry, issue, today),
  ];
}

function dateFaults({ asOf }: ProgressFacts, issue: ProgressSubject, today: string): FieldFault[] {
  if (asOf > today) {
    return [{ path: 'asOf', code: 'IN_FUTURE', message: '进展日期不能晚于今天' }];
  }
  if (issue.foundOn !== null && asOf < issue.foundOn) {
    return [{ path: 'asOf', code: 'BEFORE_FOUND', message: '进展日期不能早于发现时间' }];
  }
  // What an earlier round reported was struck off with it and found wanting.
  const reopenedOn = issue.cycleNo > 1 ? issue.assignedOn : null;
  if (reopenedOn === null || asOf >= reopenedOn) return [];
  const message = `进展日期不能早于重新挂账的日期（${reopenedOn}）`;
  return [{ path: 'asOf', code: 'BEFORE_ROUND', message }];
}

function verdictFaults({ verdict, percent }: ProgressFacts): FieldFault[] {
  if (verdict !== 'RECTIFIED' || percent === 100) return [];
  const message = '认定为已整改的，进度应为100%';
  return [{ path: 'percent', code: 'VERDICT_MISMATCH', message }];
}

function moneyFaults({ recoveredFen }: ProgressFacts, issue: ProgressSubject): FieldFault[] {
  if (recoveredFen === null || recoveredFen <= (issue.dueRecoveryFen ?? 0)) return [];
  const message =
    issue.dueRecoveryFen === null
      ? '该问题没有登记应追缴金额，不能填写已追缴金额'
      : '已追缴金额不能大于应追缴金额';
  return [{ path: 'recoveredFen', code: 'EXCEEDS_DUE', message }];
}

/**
 * Overdue, extended or continuing issues say why they are not done and what comes next (D04), unless
 * the entry reports them done.
 */
function unresolvedFaults(
  entry: ProgressFacts,
  issue: ProgressSubject,
  today: string,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (entry.unresolvedReason === 'U99' && !entry.unresolvedNote) {
    const message = '原因为“其他”的，请说明具体原因';
    faults.push({ path: 'unresolvedNote', code: 'REQUIRED', message });
  }
  const because = unresolvedBecause(entry, issue, today);
  if (because === undefined || entry.verdict === 'RECTIFIED') return faults;
  if (!entry.unresolvedReason) {
    const message = `${because}，请选择未整改到位原因`;
    faults.push({ path: 'unresolvedReason', code: 'REQUIRED', message });
  }
  if (!entry.nextStep) {
    faults.push({ path: 'nextStep', code: 'REQUIRED', message: `${because}，请填写下步打算` });
  }
  return faults;
}

function unresolvedBecause(
  entry: ProgressFacts,
  issue: ProgressSubject,
  today: string,
): string | undefined {
  if (issue.status === 'CARRIED_OVER' || entry.verdict === 'CONTINUING')
    return '该问题正在持续整改';
  if (overdueDaysOf(issue, today) > 0) return '该问题已逾期';
  return issue.extensionCount > 0 ? '该问题已延期' : undefined;
}

/**
 * What the issue keeps of an entry. What an entry leaves unsaid stays as it was; an entry that reports
 * the issue rectified ends what was said about why it was not.
 */
export function keptOf(entry: ProgressFacts): IssuePatch {
  const { effect, verdict, unresolvedReason, unresolvedNote, nextStep } = entry;
  const { recoveredFen, refundedFen } = entry;
  const rectified = verdict === 'RECTIFIED';
  const said: IssuePatch = {
    ...(effect !== null && { effect }),
    ...(verdict !== null && { verdict, rectifiedOn: rectified ? entry.asOf : null }),
    ...(unresolvedReason !== null && { unresolvedReason, unresolvedNote }),
    ...(nextStep !== null && { nextStep }),
    ...(recoveredFen !== null && { recoveredFen }),
    ...(refundedFen !== null && { refundedFen }),
    ...(rectified && { unresolvedReason: null, unresolvedNote: null, nextStep: null }),
  };
  return {
    ...said,
    percent: entry.percent,
    latestProgress: entry.text,
    lastProgressMonth: entry.asOf.slice(0, 7),
  };
}
