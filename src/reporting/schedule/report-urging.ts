import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { type Actor, AuditLog } from '../../platform/audit/audit-log.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { UrgeStep } from './report-calls.rules.js';
import { matterOf, noticeOf, systemFor, toReporter } from './report-instances.js';
import type { ScheduledReport } from './report-reads.js';
import { type ManualChannel, URGE_CHANNEL } from './schedule.codes.js';
import { ReportUrge } from './schedule.entity.js';

export interface ManualUrge {
  readonly channel: ManualChannel;
  readonly note: string;
  readonly answeredBy: string | null;
}

/** Writes one urging: the register, the count on the report, the audit entry and the message. */
@Injectable()
export class ReportUrging {
  constructor(
    private readonly audit: AuditLog,
    private readonly notifier: Notifier,
  ) {}

  /** @returns false when the step has been taken before. */
  async automatically(
    tx: Tx,
    report: ScheduledReport,
    step: UrgeStep,
    tree: UnitTree,
  ): Promise<boolean> {
    const late = step.afterDays === 0 ? '已到期' : `已逾期${step.afterDays}天`;
    const urge = await this.write(tx, report, systemFor(report.unitId, tree), {
      channel: 'AUTOMATIC',
      onceKey: `auto:${report.dueAt}:${step.afterDays}`,
      note: `${noticeOf(report)}，${late}，尚未报送`,
      answeredBy: null,
    });
    return urge !== undefined;
  }

  /** By somebody of the receiver; whether he may is the caller's business. */
  async byHand(
    tx: Tx,
    caller: Caller,
    report: ScheduledReport,
    manual: ManualUrge,
  ): Promise<ReportUrge> {
    const onceKey = newId();
    const urge = await this.write(tx, report, actorOf(caller), { ...manual, onceKey });
    if (!urge) throw new Error(`Urging ${onceKey} was written before`);
    return urge;
  }

  private async write(
    tx: Tx,
    report: ScheduledReport,
    by: Actor,
    urge: Pick<ReportUrge, 'channel' | 'onceKey' | 'note' | 'answeredBy'>,
  ): Promise<ReportUrge | undefined> {
    const row: ReportUrge = {
      ...urge,
      id: newId(),
      reportId: report.id,
      dueOnThen: report.dueOn,
      urgedBy: by.userId,
      urgedByName: by.name,
      urgedAt: tx.now,
    };
    if (!(await tx.insertNew(ReportUrge, row))) return undefined;
    // Counted in the database: two people may urge at once, and it is no change of the report itself.
    await tx.execute(sql`UPDATE reports SET urge_count = urge_count + 1 WHERE id = ${report.id}`);
    const { ruleCode, period, unitId } = report;
    this.audit.record(tx, by, {
      action: 'report.urge',
      subjectType: 'report',
      subjectId: report.id,
      detail: { ruleCode, period, unitId, channel: urge.channel, note: urge.note },
    });
    await this.notifier.notify(tx, {
      ...toReporter(report, 'REPORT_URGE', `urge:${report.id}:${urge.onceKey}`),
      title: `催报：${matterOf(report)}${noticeOf(report)}，尚未报送`,
      body: `${labelOf(URGE_CHANNEL, urge.channel)}（${by.name}）：${urge.note}`,
    });
    return row;
  }
}
