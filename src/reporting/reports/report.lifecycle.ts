import { Injectable } from '@nestjs/common';
import { REPORT_STATUS } from '../../campaigns/codes/reporting-codes.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, staleVersion } from '../../platform/http/problem.js';
import { Report } from '../schedule/report.entity.js';
import { isActor, obstacleTo, type ReportSituation } from './report.actions.js';
import { ReportQueries, type ReportRow } from './report.queries.js';
import { situationOf } from './report.situation.js';
import {
  REPORT_WORKFLOW,
  type ReportAction,
  type ReportSide,
  type ReportTransition,
} from './report.transitions.js';

export type ReportPatch = Partial<Omit<Report, 'id' | 'version'>>;

/** A step that has been found permitted and possible. */
export interface ReportStep {
  readonly report: ReportRow;
  readonly caller: Caller;
  readonly transition: ReportTransition;
  readonly situation: ReportSituation;
  readonly tree: UnitTree;
}

const SIDE: Readonly<Record<ReportSide, string>> = {
  reporter: '这一步由填报单位自己有权限的人员办理。',
  receiver: '这一步由接收单位有权限的人员办理。',
};

/**
 * Keeps the report and its attachments as they are until the transaction ends: attaching does not change
 * the row's version, so that a seal would otherwise not notice a file that comes in while it is made.
 */
export async function lockReport(tx: Tx, id: string): Promise<void> {
  // On SQLite writers take turns anyway.
  if (tx.dialect !== 'postgres') return;
  await tx.one(sql`SELECT 1 FROM reports WHERE id = ${id} FOR UPDATE`);
}

/** Takes reports from step to step, as the transition table says. */
@Injectable()
export class ReportLifecycle {
  constructor(
    private readonly queries: ReportQueries,
    private readonly units: UnitCatalog,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Loads the report and checks the step.
   * @throws 404 out of scope; 403 for the wrong side or permission; 412 for a stale version; 409 when
   *   the status or something else stands in the way.
   */
  async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    action: ReportAction,
    version?: number,
  ): Promise<ReportStep> {
    const report = await this.queries.load(tx, caller, id);
    const tree = await this.units.load(tx);
    const rows = REPORT_WORKFLOW.transitions.filter((row) => row.action === action);
    const own = rows.find((row) => isActor(caller, row, report, tree));
    if (!own) throw forbidden(SIDE[rows[0]?.side ?? 'reporter']);
    if (version !== undefined && report.version !== version) throw staleVersion();
    const transition = REPORT_WORKFLOW.find(action, report.status);
    if (!transition) {
      const status = labelOf(REPORT_STATUS, report.status);
      throw conflict('WRONG_STATUS', `这份报告目前为“${status}”，不能办理“${own.label}”。`);
    }
    if (!isActor(caller, transition, report, tree)) throw forbidden(SIDE[transition.side]);
    const situation = await situationOf(tx, report);
    const asked = await facingRecord(tx, caller, id);
    const obstacle = obstacleTo(action, asked, report, situation, tx.now);
    if (obstacle) throw conflict(obstacle.code, obstacle.detail);
    return { report, caller, transition, situation, tree };
  }

  /** The step's row change (conditional: zero rows is 412) and its audit entry `report.<action>`. */
  async complete(
    tx: Tx,
    { report, caller, transition }: ReportStep,
    patch: ReportPatch,
    detail: Record<string, unknown>,
  ): Promise<ReportRow> {
    const { to, action } = transition;
    const moved = { ...patch, ...(to && { status: to }) };
    return this.write(tx, caller, report, moved, `report.${action}`, detail);
  }

  /** Conditional update and audit entry. */
  async write(
    tx: Tx,
    caller: Caller,
    report: ReportRow,
    patch: ReportPatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<ReportRow> {
    const changes = { ...patch, version: report.version + 1, updatedAt: tx.now };
    const changed = await tx.update(Report, { id: report.id, version: report.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: ReportRow = { ...report, ...changes };
    this.record(tx, caller, after, action, { from: report.status, to: after.status, ...detail });
    return after;
  }

  record(
    tx: Tx,
    caller: Caller,
    report: ReportRow,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'report',
      subjectId: report.id,
      detail: { ruleCode: report.ruleCode, period: report.period, ...detail },
    });
  }
}
