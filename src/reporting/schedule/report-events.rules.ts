import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import { isBusinessDate } from '../../platform/calendar/business-date.js';
import { type ReportSlot, reportSlots, slotForEvent } from './due-dates.rules.js';

/** The report on an event of that day; undefined when the rule is not about events or not in force then. */
export function eventSlot(
  rule: ReportRule,
  campaignEndsOn: string,
  eventOn: string,
): ReportSlot | undefined {
  if (rule.periodicity !== 'PER_EVENT' || !isBusinessDate(eventOn)) return undefined;
  const { from, to = campaignEndsOn } = rule.active;
  // A month (2020-01) stands for all of its days.
  const begun = eventOn.slice(0, from.length) >= from;
  const ended = eventOn.slice(0, to.length) > to;
  return begun && !ended ? slotForEvent(rule, eventOn) : undefined;
}

/** The slot that a period key means; for event reports the key is the day of the event. */
export const slotNamed = (
  rule: ReportRule,
  campaignEndsOn: string,
  period: string,
): ReportSlot | undefined =>
  reportSlots(rule, campaignEndsOn).find(({ periodId }) => periodId === period) ??
  eventSlot(rule, campaignEndsOn, period);
