import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { chineseDate, isBusinessDate } from '../../platform/calendar/business-date.js';
import { newId } from '../../platform/database/ids.js';
import type { ReportSlot } from './due-dates.rules.js';
import type { Report } from './report.entity.js';
import { receiverOf } from './report-receiver.rules.js';
import { termsOf } from './report-terms.js';

/** What a report is made from; all of it is frozen in the row. */
export interface InstanceFacts {
  readonly campaign: LoadedCampaign;
  readonly rule: ReportRule;
  readonly slot: ReportSlot;
  readonly unitId: string;
  readonly tree: UnitTree;
  readonly now: string;
}

/** A report nobody has worked on yet. */
export function newReport({ campaign, rule, slot, unitId, tree, now }: InstanceFacts): Report {
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
    dueOn: slot.due?.dueOn ?? null,
    dueTime: slot.due?.dueTime ?? null,
    // What is asked for in principle only (原则上) can be missed without being late.
    dueAt: rule.soft ? null : (slot.due?.dueAt ?? null),
    suggestedOn: slot.due?.suggestedOn ?? null,
    asOf: null,
    isNil: false,
    firstSubmittedAt: null,
    isLate: false,
    lateDays: null,
    narrative: {},
    preparedBy: '',
    preparedByName: '',
    terms: termsOf(rule, campaign.definition.reminders.reportDaysBefore),
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
