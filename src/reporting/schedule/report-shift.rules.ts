import { addDays, instantAt } from '../../platform/calendar/business-date.js';
import type { FieldFault } from '../../platform/http/problem.js';

/** A period may be put off for half a year at most; more is a new regime. */
const SHIFT_DAYS_MAX = 183;

export interface ShiftFacts {
  readonly opensOn: string;
  readonly printedDueOn: string;
  /** Due day and time that hold until now. */
  readonly currentDueOn: string;
  readonly currentDueTime: string;
  readonly newDueOn: string;
  readonly newDueTime: string;
  /** Due day of the period after it; undefined for the last one and for single reports. */
  readonly nextDueOn: string | undefined;
  readonly now: string;
}

/** What is wrong with moving the due day of a period; both later and earlier days are allowed. */
export function shiftFault(facts: ShiftFacts): FieldFault | undefined {
  const { newDueOn, newDueTime, currentDueOn, currentDueTime, nextDueOn } = facts;
  const fault = (code: string, message: string) => ({ path: 'newDueOn', code, message });
  if (instantAt(newDueOn, newDueTime) <= facts.now) {
    return fault('IN_THE_PAST', '新的期限已经过去，请定在今天或以后');
  }
  if (newDueOn === currentDueOn && newDueTime === currentDueTime) {
    return fault('UNCHANGED', '新的期限与现行期限相同');
  }
  if (newDueOn < facts.opensOn) return fault('BEFORE_OPENING', '新的期限早于这一期开始填报的日子');
  if (nextDueOn !== undefined && newDueOn >= nextDueOn) {
    return fault('AFTER_NEXT_PERIOD', `新的期限不能到下一期的应报日期（${nextDueOn}）`);
  }
  if (newDueOn > addDays(facts.printedDueOn, SHIFT_DAYS_MAX)) {
    return fault('TOO_FAR', `新的期限不能比原定日期晚${SHIFT_DAYS_MAX}天以上`);
  }
  return undefined;
}
