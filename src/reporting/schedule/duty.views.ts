import type { UnitTree } from '../../identity/unit-catalog.js';
import { refOf } from '../../registers/issues/issue.views.js';
import type { PlannedReport } from './duty-plans.js';
import { newReport } from './report-instance.js';
import { noticeOf } from './report-instances.js';
import { daysLeftOf, isLateAt } from './report-lateness.rules.js';
import type { ScheduledReport } from './report-reads.js';
import type { Report } from './report.entity.js';
import type { DutyBody } from './schedule.body.js';

/** A report as a duty of its unit. */
export function dutyOfReport(report: ScheduledReport, tree: UnitTree, now: string): DutyBody {
  return {
    ...common(report, tree, now),
    reportId: report.id,
    planned: false,
    status: report.status,
    late: isLateAt(report, now),
    lateDays: report.lateDays,
    resubmitOn: report.resubmitOn,
    urgeCount: report.urgeCount,
    exemptReason: report.exemptReason,
    version: report.version,
  };
}

/** What will be owed, as a duty of its unit. */
export function plannedDuty(planned: PlannedReport, tree: UnitTree, now: string): DutyBody {
  const report = newReport({ ...planned, tree, now });
  return {
    ...common(report, tree, now),
    reportId: null,
    planned: true,
    status: null,
    late: false,
    lateDays: null,
    resubmitOn: null,
    urgeCount: 0,
    exemptReason: null,
    version: null,
  };
}

function common(report: Report | ScheduledReport, tree: UnitTree, now: string) {
  const { receiverUnitId, terms } = report;
  return {
    campaignId: report.campaignId,
    unit: refOf(tree, report.unitId),
    receiver: receiverUnitId === null ? null : refOf(tree, receiverUnitId),
    ruleCode: report.ruleCode,
    ruleName: terms?.name ?? report.ruleCode,
    reportType: report.reportType,
    period: report.period,
    periodLabel: report.periodLabel,
    opensOn: report.opensOn,
    coversFrom: report.coversFrom,
    coversTo: report.coversTo,
    dueOn: report.dueOn,
    dueAt: report.dueAt,
    printedDueOn: report.printedDueOn,
    shifted: report.shiftId !== null,
    suggestedOn: report.suggestedOn,
    daysLeft: daysLeftOf(report, now),
    dueNotice: noticeOf(report),
    soft: terms?.soft ?? false,
  };
}
