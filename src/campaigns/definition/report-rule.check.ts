import { isBusinessDate } from '../../platform/calendar/business-date.js';
import { findPeriod } from '../../platform/calendar/period.js';
import type { Periodicity } from '../codes/reporting-codes.js';
import type { Entry, Faults } from './faults.js';
import { isPeriodKey } from './period-key.js';
import type { DueRule, ReportRule } from './report-rule.js';

/** Report rules whose due days cannot be computed, contradict themselves or point to nothing. */
export function checkReportRules(rules: readonly ReportRule[], faults: Faults): void {
  const entries = faults.intact('reportRules', rules);
  faults.duplicates(
    entries.map(({ item, path }) => ({ path: `${path}.code`, value: item.code })),
    '报送规则编号',
  );
  for (const { item: rule, path } of entries) {
    checkActive(rule, path, faults);
    checkCoverage(rule, path, faults);
    checkPeriods(rule, path, faults);
    checkDependencies(rule, rules, path, faults);
    if (rule.due) checkDue(rule, rule.due, `${path}.due`, faults);
    else if (isPeriodic(rule.periodicity)) {
      faults.add(`${path}.due`, 'REQUIRED', '定期报送必须写明截止规则 due');
    }
  }
  checkCircles(entries, faults);
}

function isPeriodic(periodicity: Periodicity): boolean {
  return periodicity !== 'ONCE' && periodicity !== 'PER_EVENT';
}

function checkActive({ active }: ReportRule, path: string, faults: Faults): void {
  for (const end of ['from', 'to'] as const) {
    const value = active[end];
    if (value === undefined || isMonthOrDate(value)) continue;
    faults.add(`${path}.active.${end}`, 'NOT_A_DATE', `“${value}”不是有效的月份或日期`);
  }
  if (active.to !== undefined && active.to.slice(0, 7) < active.from.slice(0, 7)) {
    faults.add(`${path}.active.to`, 'END_BEFORE_START', '终止期早于起始期');
  }
}

function isMonthOrDate(value: string): boolean {
  return isBusinessDate(value) || findPeriod(value)?.kind === 'MONTH';
}

function checkCoverage(
  { coverage, fixedRange, periodicity, due }: ReportRule,
  path: string,
  faults: Faults,
): void {
  if (coverage === 'FIXED' && !fixedRange) {
    faults.add(`${path}.fixedRange`, 'REQUIRED', '覆盖期为固定期间时须写 fixedRange');
  }
  if (fixedRange && fixedRange.to < fixedRange.from) {
    faults.add(`${path}.fixedRange.to`, 'END_BEFORE_START', '覆盖期的截止日期早于起始日期');
  }
  if (coverage === 'PREVIOUS' && !isPeriodic(periodicity)) {
    faults.add(`${path}.coverage`, 'WRONG_COMBINATION', '一次性或按事件的报告没有上期');
  }
  if (coverage === 'PREVIOUS' && due && due.anchor !== 'NEXT_PERIOD_START') {
    const message = '报告上期情况时，截止日应从下期期初（NEXT_PERIOD_START）起算';
    faults.add(`${path}.due.anchor`, 'WRONG_COMBINATION', message);
  }
}

function checkPeriods(
  { exemptPeriods, due, periodicity }: ReportRule,
  path: string,
  faults: Faults,
): void {
  const keys = [
    ...exemptPeriods.map((value, index) => ({ path: `${path}.exemptPeriods[${index}]`, value })),
    ...(due?.perPeriod ?? []).map(({ period }, index) => ({
      path: `${path}.due.perPeriod[${index}].period`,
      value: period,
    })),
  ];
  for (const key of keys) {
    if (isPeriodKey(key.value, periodicity)) continue;
    faults.add(key.path, 'NOT_A_PERIOD', `“${key.value}”不是本规则的期别`);
  }
  faults.duplicates(keys.slice(exemptPeriods.length), '期别');
}

function checkDependencies(
  rule: ReportRule,
  rules: readonly ReportRule[],
  path: string,
  faults: Faults,
): void {
  rule.dependsOn.forEach((code, index) => {
    if (rules.some((other) => (other as ReportRule | null)?.code === code)) return;
    faults.add(
      `${path}.dependsOn[${index}]`,
      'DANGLING_REFERENCE',
      `没有编号为“${code}”的报送规则`,
    );
  });
}

/** A rule that waits for itself, directly or through others, could never be fulfilled. */
function checkCircles(entries: readonly Entry<ReportRule>[], faults: Faults): void {
  const byCode = new Map(entries.map(({ item }) => [item.code, item]));
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (byCode.get(from)?.dependsOn ?? []).some((next) => {
      if (next === target) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, target, seen);
    });
  for (const { item, path } of entries) {
    if (!reaches(item.code, item.code, new Set())) continue;
    faults.add(`${path}.dependsOn`, 'CIRCULAR_REFERENCE', `“${item.code}”最终依赖它自己`);
  }
}

function checkDue(
  { periodicity, active }: ReportRule,
  due: DueRule,
  path: string,
  faults: Faults,
): void {
  const fixed = due.anchor === 'FIXED_DATE';
  if (fixed && due.date === undefined) faults.add(`${path}.date`, 'REQUIRED', '固定日期须写 date');
  if (!fixed && due.date !== undefined) {
    faults.add(`${path}.date`, 'WRONG_COMBINATION', '只有固定日期（FIXED_DATE）才写 date');
  }
  if (fixed && !isSinglePeriod(periodicity, active)) {
    faults.add(`${path}.anchor`, 'WRONG_COMBINATION', '固定日期只能用于一次性报告或只报一期的年报');
  }
  if ((due.anchor === 'EVENT') !== (periodicity === 'PER_EVENT')) {
    faults.add(
      `${path}.anchor`,
      'WRONG_COMBINATION',
      '事件日（EVENT）只用于按事件的报告，按事件的报告只能用它',
    );
  }
  if (due.dayOfMonth !== undefined && due.monthEnd) {
    faults.add(`${path}.monthEnd`, 'WRONG_COMBINATION', '每期几日与月末只能写一个');
  }
  if (fixed && (due.dayOfMonth !== undefined || due.monthEnd)) {
    faults.add(`${path}.dayOfMonth`, 'WRONG_COMBINATION', '已有固定日期，不能再写每期几日或月末');
  }
  if (due.offsetDays !== 0 && due.offsetWorkdays !== 0) {
    faults.add(`${path}.offsetWorkdays`, 'WRONG_COMBINATION', '后推天数与后推工作日只能写一个');
  }
  if (!due.inclusive && due.time !== '24:00') {
    faults.add(`${path}.time`, 'WRONG_COMBINATION', '不含当日时不能再写截止时刻');
  }
  due.perPeriod.forEach((override, index) => {
    if (override.dayOfMonth === undefined || !override.monthEnd) return;
    faults.add(
      `${path}.perPeriod[${index}].monthEnd`,
      'WRONG_COMBINATION',
      '每期几日与月末只能写一个',
    );
  });
}

function isSinglePeriod(periodicity: Periodicity, active: ReportRule['active']): boolean {
  if (periodicity === 'ONCE') return true;
  const to = active.to ?? '';
  return periodicity === 'ANNUAL' && active.from.slice(0, 4) === to.slice(0, 4);
}
