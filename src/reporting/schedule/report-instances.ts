import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog, SYSTEM_ACTOR } from '../../platform/audit/audit-log.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { type Notice, Notifier } from '../../notifications/notifier.js';
import type { NotificationTopic } from '../../notifications/notification.codes.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { dueNotice } from './due-dates.rules.js';
import { Report } from './report.entity.js';
import { type InstanceFacts, newReport } from './report-instance.js';
import { receiverOf } from './report-receiver.rules.js';
import { shiftKey } from './report-reads.js';
import type { ReportShift } from './schedule.entity.js';

/** Makes reports and tells their reporters; the one way in which a report comes to be. */
@Injectable()
export class ReportInstances {
  constructor(
    private readonly audit: AuditLog,
    private readonly notifier: Notifier,
  ) {}

  /**
   * Makes the report unless the unit has it already, with the shift that the receiver has published for
   * the period. Recorded as the act of the program unless somebody is named. The caller holds
   * {@link lockSchedule} and then {@link lockReporters}.
   * @param shifts of the campaign, read after the lock was taken.
   * @param prepares false where others open it: who prepares it (填报人) works for the reporter.
   * @returns the new report; undefined when it was there.
   */
  async make(
    tx: Tx,
    facts: Omit<InstanceFacts, 'now' | 'shift'>,
    shifts: ReadonlyMap<string, ReportShift>,
    by?: Actor,
    prepares = true,
  ): Promise<Report | undefined> {
    const { campaign, rule, slot, unitId, tree } = facts;
    const receiver = receiverOf(rule.receiver, unitId, campaign.ownerUnitId, tree);
    const key = { ruleCode: rule.code, period: slot.periodId, receiverUnitId: receiver.unitId };
    const shift = shifts.get(shiftKey(key));
    const report: Report = {
      ...newReport({ ...facts, now: tx.now, shift }),
      ...(by && prepares && { preparedBy: by.userId ?? '', preparedByName: by.name }),
    };
    if (!(await tx.insertNew(Report, report))) return undefined;
    this.audit.record(tx, by ?? systemFor(unitId, tree), {
      action: 'report.open',
      subjectType: 'report',
      subjectId: report.id,
      detail: { ruleCode: report.ruleCode, period: report.period, dueOn: report.dueOn },
    });
    await this.notifier.notify(tx, {
      ...toReporter(report, 'REPORT_OPENED', `opened:${report.id}`),
      title: `${matterOf(report)}开始填报`,
      body: `${noticeOf(report)}。`,
    });
    return report;
  }
}

/** The program, in the log of the bureau that the unit belongs to. */
export const systemFor = (unitId: string, tree: UnitTree): Actor => ({
  ...SYSTEM_ACTOR,
  bureauId: tree.bureauOf(unitId)?.id ?? null,
});

/** A message to those who prepare or sign the report. */
export function toReporter(
  { id, unitId }: Pick<Report, 'id' | 'unitId'>,
  topic: NotificationTopic,
  dedupeKey: string,
): Omit<Notice, 'title' | 'body'> {
  const to = { unitId, anyOf: ['report.prepare', 'report.submit'] } as const;
  return { topic, dedupeKey, to, subject: { type: 'report', id } };
}

/** `2020年5月农村低保专项治理工作台账`. */
export const matterOf = ({
  periodLabel,
  terms,
  ruleCode,
}: Pick<Report, 'periodLabel' | 'terms' | 'ruleCode'>): string =>
  `${periodLabel}${terms?.name ?? ruleCode}`;

/** `应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送`. */
export function noticeOf({
  dueOn,
  dueTime,
  dueAt,
  suggestedOn,
}: Pick<Report, 'dueOn' | 'dueTime' | 'dueAt' | 'suggestedOn'>): string {
  if (dueOn === null || dueTime === null) return '通知没有规定报送时限';
  const advice = suggestedOn === null ? {} : { suggestedOn };
  return dueNotice({ dueOn, dueTime, dueAt: dueAt ?? '', ...advice });
}

/**
 * Makes whoever opens reports of these units wait, so that the second finds what the first has made;
 * the same lock as that of people who open a report by hand. In order of the ids, so that nobody waits
 * in a circle.
 */
export async function lockReporters(
  tx: Tx,
  campaignId: string,
  unitIds: readonly string[],
): Promise<void> {
  if (tx.dialect !== 'postgres') return;
  for (const unitId of [...unitIds].sort()) {
    await tx.one(sql`SELECT pg_advisory_xact_lock(hashtext(${`reports:${campaignId}:${unitId}`}))`);
  }
}

/** Keeps shifts and generation of a campaign's reports apart: a shift must meet every report or none. */
export async function lockSchedule(tx: Tx, campaignId: string): Promise<void> {
  if (tx.dialect !== 'postgres') return;
  await tx.one(sql`SELECT pg_advisory_xact_lock(hashtext(${`report-schedule:${campaignId}`}))`);
}
