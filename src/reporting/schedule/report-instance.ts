import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { chineseDate, isBusinessDate } from '../../platform/calendar/business-date.js';
import { newId } from '../../platform/database/ids.js';
import { type DueDate, dueDateOn, type ReportSlot } from './due-dates.rules.js';
import { reminderDays } from './report-calls.rules.js';
import type { Report } from './report.entity.js';
import { receiverOf } from './report-receiver.rules.js';
import { type ReportTerms, termsOf } from './report-terms.js';
import type { ReportShift } from './schedule.entity.js';

/** What a report is made from; all of it is frozen in the row. */
export interface InstanceFacts {
  readonly campaign: LoadedCampaign;
  readonly rule: ReportRule;
  readonly slot: ReportSlot;
  readonly unitId: string;
  readonly tree: UnitTree;
  readonly now: string;
  /** The shift that the receiver has published for the period before the report was made. */
  readonly shift?: ShiftedDue | undefined;
}

export type ShiftedDue = Pick<ReportShift, 'id' | 'newDueOn' | 'newDueTime'>;

/** Columns that say when a report is due and when the schedule looks at it next. */
export type DueColumns = Pick<
  Report,
  'dueOn' | 'dueTime' | 'dueAt' | 'suggestedOn' | 'shiftId' | 'nextReminderOn' | 'nextUrgeAt'
>;

/** The printed due date, or the one that a shift has put in its place. */
export function dueColumns(
  printed: DueDate | undefined,
  { soft, reminders }: Pick<ReportTerms, 'soft' | 'reminders'>,
  shift?: ShiftedDue,
): DueColumns {
  const due = shift ? dueDateOn(shift.newDueOn, shift.newDueTime) : printed;
  const suggestedOn = due?.suggestedOn ?? null;
  // What is asked for in principle only (原则上) can be missed without being late.
  const dueAt = soft ? null : (due?.dueAt ?? null);
  return {
    dueOn: due?.dueOn ?? null,
    dueTime: due?.dueTime ?? null,
    dueAt,
    suggestedOn,
    shiftId: shift?.id ?? null,
    nextReminderOn: due ? (reminderDays(reminders, due.dueOn, suggestedOn)[0] ?? null) : null,
    nextUrgeAt: dueAt,
  };
}

/** A report nobody has worked on yet. */
export function newReport(facts: InstanceFacts): Report {
  const { campaign, rule, slot, unitId, tree, now, shift } = facts;
  const terms = termsOf(rule, campaign.definition.reminders.reportDaysBefore);
  const receiver = receiverOf(rule.receiver, unitId, campaign.ownerUnitId, tree);
  return {
    id: newId(),
    campaignId: campaign.id,
    unitId,
    receiverUnitId: receiver.unitId,
    receiverDivisionId: receiver.divisionId,
    ruleCode: rule.code,
    period: slot.periodId,
    periodLabel: labelOfPeriod(slot),
    reportType: rule.reportType,
    status: 'PENDING',
    opensOn: slot.opensOn,
    coversFrom: slot.covers.from,
    coversTo: slot.covers.to,
    ...dueColumns(slot.due, terms, shift),
    printedDueOn: slot.due?.dueOn ?? null,
    urgeCount: 0,
    exemptReason: null,
    asOf: null,
    isNil: false,
    firstSubmittedAt: null,
    isLate: false,
    lateDays: null,
    narrative: {},
    preparedBy: '',
    preparedByName: '',
    terms,
    officialVersionNo: null,
    returnCount: 0,
    resubmitOn: null,
    paperReceivedOn: null,
    isMissed: false,
    draftFigures: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Single reports have no period of their own; event reports are told apart by their day. */
function labelOfPeriod({ periodId, periodLabel }: ReportSlot): string {
  if (periodLabel !== '') return periodLabel;
  return isBusinessDate(periodId) ? chineseDate(periodId) : '全期';
}
