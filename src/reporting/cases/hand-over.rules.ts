import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Unit } from '../../identity/unit.entity.js';
import { findPeriod } from '../../platform/calendar/period.js';
import type { FieldFault } from '../../platform/http/problem.js';

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
