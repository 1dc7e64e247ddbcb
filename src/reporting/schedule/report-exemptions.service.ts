import { Injectable } from '@nestjs/common';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import { actorOf, type Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, forbidden, staleVersion } from '../../platform/http/problem.js';
import { dutyOfReport } from './duty.views.js';
import { isPastLimit } from './report-calls.rules.js';
import { matterOf, noticeOf, toReporter } from './report-instances.js';
import { loadReport, type ScheduledReport } from './report-reads.js';
import { actsFor } from './report-scope.js';
import { Report } from './report.entity.js';
import type { DutyBody } from './schedule.body.js';

/** 免报 of one report: approved by the receiver's chief before the due instant (domain §3.4). */
@Injectable()
export class ReportExemptions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly audit: AuditLog,
    private readonly notifier: Notifier,
  ) {}

  /** @throws 404, 403, 412; 409 after the due instant or when something was handed in. */
  grant(caller: Caller, id: string, version: number, reason: string): Promise<DutyBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const report = await this.decidable(tx, caller, id, version, tree);
      if (report.status === 'EXEMPT') throw conflict('EXEMPT_ALREADY', '这份报告已经批准免报。');
      const open = report.status === 'PENDING' || report.status === 'DRAFT';
      if (!open || report.firstSubmittedAt !== null) {
        throw conflict('HANDED_IN', '这份报告已经报送过，不能再免报。');
      }
      const patch = { status: 'EXEMPT', exemptReason: reason } as const;
      return this.write(tx, caller, report, patch, 'report.exempt', reason, tree);
    });
  }

  /** The report is owed again; what had been written in it is still there. @throws as {@link grant}. */
  withdraw(caller: Caller, id: string, version: number, reason: string): Promise<DutyBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const report = await this.decidable(tx, caller, id, version, tree);
      if (report.status !== 'EXEMPT') throw conflict('NOT_EXEMPT', '这份报告没有免报。');
      const patch = { status: 'PENDING', exemptReason: null } as const;
      return this.write(tx, caller, report, patch, 'report.exempt.withdraw', reason, tree);
    });
  }

  private async decidable(
    tx: Tx,
    caller: Caller,
    id: string,
    version: number,
    tree: UnitTree,
  ): Promise<ScheduledReport> {
    const report = await loadReport(tx, caller, id, tree);
    if (!actsFor(caller, 'report.exempt', report.receiverUnitId, tree)) {
      throw forbidden('免报由接收单位的负责人批准。');
    }
    if (report.version !== version) throw staleVersion();
    if (isPastLimit(report, tx.now)) {
      throw conflict('DEADLINE_PASSED', '报送期限已过，免报须在期限之前批准、撤回。');
    }
    return report;
  }

  private async write(
    tx: Tx,
    caller: Caller,
    report: ScheduledReport,
    patch: { status: ReportStatus; exemptReason: string | null },
    action: string,
    reason: string,
    tree: UnitTree,
  ): Promise<DutyBody> {
    const { id, version, ruleCode, period, unitId, status } = report;
    const change = { ...patch, version: version + 1, updatedAt: tx.now };
    if ((await tx.update(Report, { id, version }, change)) === 0) throw staleVersion();
    this.audit.record(tx, actorOf(caller), {
      action,
      subjectType: 'report',
      subjectId: id,
      detail: { ruleCode, period, unitId, from: status, to: patch.status, reason },
    });
    const exempt = patch.status === 'EXEMPT';
    await this.notifier.notify(tx, {
      ...toReporter(report, 'REPORT_EXEMPT', `exempt:${id}:${version}`),
      title: `${exempt ? '免报' : '撤回免报'}：${matterOf(report)}`,
      body: exempt ? `${reason}。本期不需报送。` : `${reason}。${noticeOf(report)}。`,
    });
    return dutyOfReport({ ...report, ...change }, tree, tx.now);
  }
}
