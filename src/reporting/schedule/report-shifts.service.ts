import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import { actorOf, type Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { newId } from '../../platform/database/ids.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, fieldBroken, forbidden, notFound } from '../../platform/http/problem.js';
import { reportSlots, type ReportSlot } from './due-dates.rules.js';
import { dueColumns } from './report-instance.js';
import { lockSchedule, matterOf, noticeOf, toReporter } from './report-instances.js';
import { owesReport } from './report-owners.rules.js';
import {
  ruleNamed,
  SCHEDULE_COLUMNS,
  type ScheduledReport,
  scheduledReportOf,
  shiftKey,
  shiftsOf,
  type StoredReport,
} from './report-reads.js';
import { receiverOf } from './report-receiver.rules.js';
import { actsFor, employersOf } from './report-scope.js';
import { type ShiftFacts, shiftFault } from './report-shift.rules.js';
import { shiftBody } from './report-shifts.queries.js';
import { Report } from './report.entity.js';
import type { ShiftBody } from './schedule.body.js';
import type { ShiftInput } from './schedule.dto.js';
import { ReportShift } from './schedule.entity.js';
import { slotNamed } from './report-events.rules.js';

interface Target {
  readonly campaign: LoadedCampaign;
  readonly rule: ReportRule;
  readonly slot: ReportSlot;
  readonly receiverUnitId: string;
}

/** 顺延通知: one period moved by the receiver for all who report to it, with the printed day kept. */
@Injectable()
export class ReportShifts {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly audit: AuditLog,
    private readonly notifier: Notifier,
  ) {}

  /**
   * Publishes a shift: the reports of the period that have not been handed in move at once, those made
   * afterwards begin with the new day.
   * @throws 404; 403 for others than the receiver; 409, 422 as {@link shiftFault}.
   */
  publish(caller: Caller, input: ShiftInput): Promise<ShiftBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      await lockSchedule(tx, input.campaignId);
      const target = await this.target(tx, caller, input, tree);
      const shift = await this.shiftOf(tx, caller, input, target);
      const affected = await this.affected(tx, target);
      await tx.insert(ReportShift, { ...shift, reportCount: affected.length });
      for (const report of affected) await this.move(tx, report, shift);
      const { ruleCode, period, printedDueOn, previousDueOn, newDueOn, newDueTime } = shift;
      const { noticeNo, reason } = shift;
      this.audit.record(tx, actorOf(caller), {
        action: 'report.shift',
        subjectType: 'reportShift',
        subjectId: shift.id,
        detail: {
          ...{ ruleCode, period, printedDueOn, previousDueOn, newDueOn, newDueTime },
          ...{ noticeNo, reason, reports: affected.map(({ id }) => id) },
        },
      });
      return shiftBody({ ...shift, reportCount: affected.length }, tree);
    });
  }

  private async target(tx: Tx, caller: Caller, input: ShiftInput, tree: UnitTree): Promise<Target> {
    const campaign = await this.campaigns.get(tx, input.campaignId);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    const rule = ruleNamed(campaign, input.ruleCode);
    if (!rule) throw fieldBroken('ruleCode', 'UNKNOWN_RULE', '本次专项治理没有这条报送规则');
    const slot = slotNamed(rule, campaign.endsOn, input.period);
    if (!slot) throw fieldBroken('period', 'NO_SUCH_PERIOD', '报送规则中没有这一期');
    if (!slot.due) throw fieldBroken('ruleCode', 'NO_DUE_DAY', '这项报告没有规定时限，不需要顺延');
    const receiverUnitId = await receiverAmong(tx, employersOf(caller, tree), {
      campaign,
      rule,
      slot,
      tree,
    });
    if (receiverUnitId === undefined || !actsFor(caller, 'report.shift', receiverUnitId, tree)) {
      throw forbidden('只有接收这项报告的单位可以发布顺延通知。');
    }
    return { campaign, rule, slot, receiverUnitId };
  }

  private async shiftOf(
    tx: Tx,
    caller: Caller,
    input: ShiftInput,
    { campaign, rule, slot, receiverUnitId }: Target,
  ): Promise<ReportShift> {
    const key = { ruleCode: rule.code, period: slot.periodId, receiverUnitId };
    const last = (await shiftsOf(tx, campaign.id)).get(shiftKey(key));
    // Reports that were made keep the day that was printed when their period opened.
    const frozen = await frozenDue(tx, campaign.id, key);
    const printed = frozen ?? slot.due;
    if (!printed) throw fieldBroken('ruleCode', 'NO_DUE_DAY', '这项报告没有规定时限，不需要顺延');
    const printedDueTime = last?.printedDueTime ?? printed.dueTime;
    const newDueTime = input.newDueTime ?? last?.newDueTime ?? printedDueTime;
    const facts: ShiftFacts = {
      opensOn: slot.opensOn,
      printedDueOn: printed.dueOn,
      currentDueOn: last?.newDueOn ?? printed.dueOn,
      currentDueTime: last?.newDueTime ?? printedDueTime,
      newDueOn: input.newDueOn,
      newDueTime,
      nextDueOn: nextDueOn(campaign, rule, slot),
      now: tx.now,
    };
    const fault = shiftFault(facts);
    if (fault) throw fieldBroken(fault.path, fault.code, fault.message);
    return {
      ...key,
      id: newId(),
      campaignId: campaign.id,
      periodLabel: slot.periodLabel === '' ? rule.name.slice(0, 40) : slot.periodLabel,
      shiftNo: (last?.shiftNo ?? 0) + 1,
      printedDueOn: printed.dueOn,
      printedDueTime,
      previousDueOn: facts.currentDueOn,
      newDueOn: input.newDueOn,
      newDueTime,
      noticeNo: input.noticeNo ?? null,
      reason: input.reason,
      reportCount: 0,
      issuedBy: caller.userId,
      issuedByName: caller.name,
      issuedAt: tx.now,
    };
  }

  /** @throws 409 when every report of the period has been handed in. */
  private async affected(
    tx: Tx,
    { campaign, rule, slot, receiverUnitId }: Target,
  ): Promise<ScheduledReport[]> {
    // Held, so that a draft saved in this moment does not share the version that the shift gives.
    const rows = await tx.all<StoredReport>(sql`
      SELECT ${SCHEDULE_COLUMNS} FROM reports AS r
      WHERE campaign_id = ${campaign.id} AND rule_code = ${rule.code}
        AND period = ${slot.periodId} AND receiver_unit_id = ${receiverUnitId}
      ORDER BY id ${tx.rowLock}`);
    const open = rows.filter(
      ({ status, firstSubmittedAt }) =>
        firstSubmittedAt === null && ['PENDING', 'DRAFT', 'EXEMPT'].includes(status),
    );
    if (rows.length > 0 && open.length === 0) {
      throw conflict('ALL_HANDED_IN', '这一期的报告都已报送，不需要顺延。');
    }
    return open.map(scheduledReportOf);
  }

  private async move(tx: Tx, report: ScheduledReport, shift: ReportShift): Promise<void> {
    const columns = dueColumns(undefined, report.terms, shift);
    const change = { ...columns, version: report.version + 1, updatedAt: tx.now };
    // Whoever hands it in at this very moment keeps the day he was judged by.
    const where = { id: report.id, firstSubmittedAt: null };
    if ((await tx.update(Report, where, change)) === 0 || report.status === 'EXEMPT') return;
    const after = { ...report, ...columns };
    const word = shift.newDueOn > shift.previousDueOn ? '顺延' : '提前';
    await this.notifier.notify(tx, {
      ...toReporter(report, 'REPORT_SHIFTED', `shifted:${shift.id}:${report.id}`),
      title: `${word}：${matterOf(report)}${noticeOf(after)}`,
      body: [`原定${report.dueOn ?? ''}。`, shift.noticeNo, shift.reason].filter(Boolean).join(' '),
    });
  }
}

function nextDueOn(
  campaign: LoadedCampaign,
  rule: ReportRule,
  slot: ReportSlot,
): string | undefined {
  const slots = reportSlots(rule, campaign.endsOn);
  const at = slots.findIndex(({ periodId }) => periodId === slot.periodId);
  return at < 0 ? undefined : slots[at + 1]?.due?.dueOn;
}

/** Which of the units receives reports of the period: those made already, or those to come. */
async function receiverAmong(
  tx: Tx,
  candidates: readonly string[],
  { campaign, rule, slot, tree }: Omit<Target, 'receiverUnitId'> & { tree: UnitTree },
): Promise<string | undefined> {
  const made = await tx.one<{ receiverUnitId: string }>(sql`
    SELECT receiver_unit_id FROM reports
    WHERE campaign_id = ${campaign.id} AND rule_code = ${rule.code} AND period = ${slot.periodId}
      AND receiver_unit_id IN ${inList(candidates)} LIMIT 1`);
  if (made) return made.receiverUnitId;
  const owner = campaign.ownerUnitId;
  return candidates.find((candidate) =>
    tree.units.some(
      ({ id }) =>
        owesReport(rule.reporter, id, owner, tree) &&
        receiverOf(rule.receiver, id, owner, tree).unitId === candidate,
    ),
  );
}

async function frozenDue(
  tx: Tx,
  campaignId: string,
  { ruleCode, period, receiverUnitId }: Pick<ReportShift, 'ruleCode' | 'period' | 'receiverUnitId'>,
): Promise<{ dueOn: string; dueTime: string } | undefined> {
  return tx.one<{ dueOn: string; dueTime: string }>(sql`
    SELECT printed_due_on AS due_on, due_time FROM reports
    WHERE campaign_id = ${campaignId} AND rule_code = ${ruleCode} AND period = ${period}
      AND receiver_unit_id = ${receiverUnitId}
      AND printed_due_on IS NOT NULL AND due_time IS NOT NULL
    ORDER BY id LIMIT 1`);
}
