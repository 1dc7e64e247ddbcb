import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Unit } from '../../identity/unit.entity.js';
import { findPeriod } from '../../platform/calendar/period.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { CaseStamp } from './case-masking.rules.js';
import type { CaseHandOver } from './hand-over.entity.js';

type SentCase = Pick<CaseHandOver, 'status' | 'caseRound' | 'caseDigest'>;

/** True while the case is the one that was handed up. */
export const isAsSent = (
  { caseRound, caseDigest }: Omit<SentCase, 'status'>,
  { round, digest }: CaseStamp,
): boolean => caseRound === round && (caseDigest === null || caseDigest === digest);

/** Why a case is not handed up again: it waits above, or was accepted just as it is. */
export function resendBar(before: readonly SentCase[], now: CaseStamp): string | undefined {
  if (before.some(({ status }) => status === 'SENT')) {
    return '该案例已经上报，退回或撤回后才能再次上报。';
  }
  const accepted = before.filter(({ status }) => status === 'ACCEPTED');
  return accepted.some((one) => isAsSent(one, now))
    ? '该案例已经上报并接收，修改并重新审核后才能再次上报。'
    : undefined;
}

type Bureau = Pick<Unit, 'level' | 'areaCode'>;

const KIND_OF: Readonly<Record<string, string>> = { MONTHLY: 'MONTH', QUARTERLY: 'QUARTER' };

/** Cases are collected by month or by quarter. */
export function periodFaults(period: string): FieldFault[] {
  const kind = findPeriod(period)?.kind;
  if (kind === 'MONTH' || kind === 'QUARTER') return [];
  return [
    { path: 'period', code: 'WRONG_PERIOD', message: '期别应为某月或某季度，如2020-05、2020Q2' },
  ];
}

/** Why a rule of the receiver does not ask this bureau for cases of this period. */
export function ruleFaults(
  rule: ReportRule | undefined,
  period: string,
  from: Bureau,
): FieldFault[] {
  if (!rule) {
    return [{ path: 'ruleCode', code: 'UNKNOWN_RULE', message: '该专项治理没有这条报送规则' }];
  }
  const { level, alsoAreaCodes, exceptAreaCodes } = rule.reporter;
  const area = from.areaCode.slice(0, 6);
  const asked =
    alsoAreaCodes.includes(area) || (level === from.level && !exceptAreaCodes.includes(area));
  if (!asked) {
    return [{ path: 'ruleCode', code: 'NOT_REPORTER', message: '这条规则不要求本单位报送' }];
  }
  if (KIND_OF[rule.periodicity] !== findPeriod(period)?.kind) {
    const message = rule.periodicity === 'MONTHLY' ? '这条规则按月报送' : '期别与报送规则不符';
    return [{ path: 'period', code: 'WRONG_PERIOD', message }];
  }
  return [];
}
