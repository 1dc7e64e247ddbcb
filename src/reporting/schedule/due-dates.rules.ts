import { matchesPeriod, PERIOD_KIND } from '../../campaigns/definition/period-key.js';
import type { DateRange, DueRule, ReportRule } from '../../campaigns/definition/report-rule.js';
import {
  addDays,
  addMonths,
  chineseDate,
  dateOf,
  daysBetween,
  daysInMonth,
  endOfMonth,
  instantAt,
  isBusinessDate,
  partsOf,
  shiftMonth,
  weekdayLabel,
} from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import {
  nextPeriod,
  type Period,
  periodLabel,
  periodsBetween,
  previousPeriod,
} from '../../platform/calendar/period.js';
import {
  addWorkdays,
  isRestDay,
  workdayOnOrAfter,
  workdayOnOrBefore,
} from '../../platform/calendar/workdays.js';

/** The period id of reports that are made once. */
export const ONCE = 'ONCE';

/** When one report is due. */
export interface DueDate {
  /** The printed day, `YYYY-MM-DD`: lateness is judged by it. */
  readonly dueOn: string;
  /** Time of day in China, `24:00` for the end of the day. */
  readonly dueTime: string;
  /** First instant that is late, in UTC. */
  readonly dueAt: string;
  /** The workday before, when the due day is a rest day; advice only. */
  readonly suggestedOn?: string;
}

/** One report that a rule asks for. */
export interface ReportSlot {
  /** Period the report is about: `2020-04`, `2020Q1`, `2020`, {@link ONCE}, or the day of the event. */
  readonly periodId: string;
  /** `2020年4月`; empty for single and event reports. */
  readonly periodLabel: string;
  /** First day on which the report can be worked on; the instance is frozen then. */
  readonly opensOn: string;
  /** Days the figures are about. The cut-off is the report's own as-of instant, not `to`. */
  readonly covers: Readonly<Pick<DateRange, 'from' | 'to'>>;
  /** Undefined when the notice sets no time (适时、及时). */
  readonly due: DueDate | undefined;
}

/**
 * Every report that a rule asks for, in time order. `active` names the periods in which reports are
 * made; with coverage PREVIOUS each is about the period before. Event reports have no slots of their
 * own, see {@link slotForEvent}.
 *
 * @param campaignEndsOn end of the campaign, for rules that name none.
 */
export function reportSlots(rule: ReportRule, campaignEndsOn: string): ReportSlot[] {
  if (rule.periodicity === 'PER_EVENT') return [];
  const from = firstDay(rule.active.from);
  const to = lastDay(rule.active.to ?? campaignEndsOn);
  const kind = PERIOD_KIND[rule.periodicity];
  if (kind === undefined) return [singleSlot(rule, from, to)];
  return periodsBetween(kind, from, to).flatMap((reporting) => {
    const period = rule.coverage === 'PREVIOUS' ? previousPeriod(reporting) : reporting;
    if (rule.exemptPeriods.some((key) => matchesPeriod(key, period))) return [];
    return [
      {
        periodId: period.id,
        periodLabel: periodLabel(period),
        opensOn: reporting.start < from ? from : reporting.start,
        covers: coverageOf(rule, period),
        due: rule.due && dueForPeriod(rule.due, period),
      },
    ];
  });
}

/** The report that an event on a day asks for, for example a plan within ten workdays of feedback. */
export function slotForEvent(rule: ReportRule, eventOn: string): ReportSlot {
  const { due } = rule;
  return {
    periodId: eventOn,
    periodLabel: '',
    opensOn: eventOn,
    covers: { from: eventOn, to: eventOn },
    due: due && finish(due, offset(due, addMonths(eventOn, due.offsetMonths))),
  };
}

/**
 * When the report on a period is due. In order: the anchor, moved by `offsetMonths`; the day of that
 * month, or without one the anchor itself; days or workdays added; the day before when the limit is
 * exclusive; the move for rest days; the time of day.
 */
export function dueForPeriod(due: DueRule, period: Period): DueDate {
  const effective = withOverride(due, period);
  return finish(effective, offset(effective, baseDay(effective, period)));
}

/** A day and time of day as a due date, with advice when it is a day of rest. */
export function dueDateOn(dueOn: string, dueTime: string): DueDate {
  return {
    dueOn,
    dueTime,
    dueAt: instantAt(dueOn, dueTime),
    ...(isRestDay(dueOn) ? { suggestedOn: workdayOnOrBefore(dueOn) } : {}),
  };
}

/** True when a report handed in at this UTC instant is late. */
export function isLate(due: DueDate, submittedAt: string): boolean {
  return submittedAt >= due.dueAt;
}

/** Calendar days after the due day; 0 for a report that is late by hours only. */
export function lateDays(due: DueDate, submittedAt: string): number {
  return Math.max(0, daysBetween(due.dueOn, businessDate(submittedAt)));
}

/** `应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送`. */
export function dueNotice(due: DueDate): string {
  const time = due.dueTime === '24:00' ? '' : due.dueTime;
  const notice = `应于${dayLabel(due.dueOn)}${time}前报送`;
  return due.suggestedOn ? `${notice}，建议于${dayLabel(due.suggestedOn)}前报送` : notice;
}

function dayLabel(date: string): string {
  return `${chineseDate(date)}（${weekdayLabel(date)}）`;
}

function withOverride(due: DueRule, period: Period): DueRule {
  const override = due.perPeriod.find((item) => matchesPeriod(item.period, period));
  if (!override) return due;
  const time = override.time ?? due.time;
  const sameDay = override.dayOfMonth === undefined && override.monthEnd === undefined;
  if (sameDay) return { ...due, time };
  return {
    ...due,
    time,
    dayOfMonth: override.dayOfMonth,
    monthEnd: override.monthEnd ?? false,
  };
}

function singleSlot(rule: ReportRule, from: string, to: string): ReportSlot {
  const { due } = rule;
  const { year } = partsOf(from);
  const whole: Period = { id: ONCE, kind: 'YEAR', year, index: 1, start: from, end: to };
  return {
    periodId: ONCE,
    periodLabel: '',
    opensOn: from,
    covers: coverageOf(rule, whole),
    due: due && finish(due, offset(due, baseDay(due, whole))),
  };
}

function coverageOf(rule: ReportRule, period: Period): Pick<DateRange, 'from' | 'to'> {
  if (rule.coverage === 'FIXED' && rule.fixedRange) {
    return { from: rule.fixedRange.from, to: rule.fixedRange.to };
  }
  const from = rule.coverage === 'YTD' ? dateOf(period.year, 1, 1) : period.start;
  return { from, to: period.end };
}

function baseDay(due: DueRule, period: Period): string {
  if (due.anchor === 'FIXED_DATE') return due.date ?? period.end;
  const anchor = anchorDay(due, period);
  if (due.monthEnd || due.dayOfMonth !== undefined) return dayInMonth(due, anchor);
  const shifted = addMonths(anchor, due.offsetMonths);
  // Offsets count from the start of the period's first day, so that the first day is number one.
  return due.anchor === 'PERIOD_END' ? shifted : addDays(shifted, -1);
}

function anchorDay(due: DueRule, period: Period): string {
  switch (due.anchor) {
    case 'PERIOD_END':
      return period.end;
    case 'NEXT_PERIOD_START':
      return period.id === ONCE ? addDays(period.end, 1) : nextPeriod(period).start;
    default:
      return period.start;
  }
}

function dayInMonth(due: DueRule, anchor: string): string {
  const parts = partsOf(anchor);
  const { year, month } = shiftMonth(parts.year, parts.month, due.offsetMonths);
  const last = daysInMonth(year, month);
  const day = due.monthEnd ? last : (due.dayOfMonth ?? last);
  if (day <= last) return dateOf(year, month, day);
  const end = dateOf(year, month, last);
  return due.overflow === 'CLAMP' ? end : addDays(end, 1);
}

function offset(due: DueRule, day: string): string {
  return addWorkdays(addDays(day, due.offsetDays), due.offsetWorkdays);
}

function finish(due: DueRule, day: string): DueDate {
  return dueDateOn(moved(due, due.inclusive ? day : addDays(day, -1)), due.time);
}

function moved(due: DueRule, day: string): string {
  if (due.holiday === 'PREV_WORKDAY') return workdayOnOrBefore(day);
  if (due.holiday === 'NEXT_WORKDAY') return workdayOnOrAfter(day);
  return day;
}

function firstDay(text: string): string {
  return isBusinessDate(text) ? text : `${text}-01`;
}

function lastDay(text: string): string {
  return isBusinessDate(text) ? text : endOfMonth(`${text}-01`);
}
