import { instantAt, isTypedDate } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { invalidInput, ruleBroken } from '../../platform/http/problem.js';

/** The instant that figures are about. */
export interface Moment {
  readonly instant: string;
  /** Its business date: deadlines are judged by it. */
  readonly date: string;
  /** True for the present, which the maintained sums answer. */
  readonly live: boolean;
}

/** What `asOf` may look like: a business date, or an instant with its zone. */
export const AS_OF_SHAPE =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** The last instant of a business date: what is recorded on the day counts. */
export const endOfDay = (date: string): string =>
  new Date(Date.parse(instantAt(date, '24:00')) - 1).toISOString();

/**
 * A date means the end of that day, today and nothing mean now.
 * @throws 400 for a day that does not exist, 422 for the future.
 */
export function momentOf(asOf: string | undefined, now: string): Moment {
  const today = businessDate(now);
  if (asOf === undefined || asOf === today) return { instant: now, date: today, live: true };
  const instant = instantOf(asOf);
  if (instant === undefined) {
    const message = '统计时点应为有效的日期或时间，如2020-05-31、2020-05-31T18:00:00+08:00';
    throw invalidInput([{ path: 'asOf', code: 'WRONG_FORMAT', message }]);
  }
  if (instant > now) {
    const message = '统计时点不能晚于现在';
    throw ruleBroken('AS_OF_IN_FUTURE', '统计时点不能晚于现在。', [
      { path: 'asOf', code: 'IN_FUTURE', message },
    ]);
  }
  return { instant, date: businessDate(instant), live: instant === now };
}

function instantOf(asOf: string): string | undefined {
  if (!isTypedDate(asOf.slice(0, 10))) return undefined;
  if (asOf.length === 10) return endOfDay(asOf);
  const ms = Date.parse(asOf);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
