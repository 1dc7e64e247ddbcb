import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import type { Action } from '../../identity/permissions.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, staleVersion } from '../../platform/http/problem.js';
import { reaches } from '../../identity/scope.js';
import { CASE_STATUS, type CaseStatus } from './case.codes.js';
import { TypicalCase } from './case.entity.js';
import { CaseNames } from './case-names.js';
import { CaseQueries, type CaseRow } from './case.queries.js';

export type CasePatch = Partial<Omit<CaseRow, 'id' | 'version'>>;

/** What every command on a case begins and ends with. */
@Injectable()
export class CaseWriter {
  constructor(
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly names: CaseNames,
    private readonly audit: AuditLog,
  ) {}

  /** @throws 404 out of scope, 403 without the permission in the case's bureau, 412, 409. */
  async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    step: {
      readonly action: Action;
      readonly version: number;
      readonly from: readonly CaseStatus[];
      /** `不能修改`. */
      readonly refusal: string;
    },
  ): Promise<CaseRow> {
    const row = await this.queries.load(tx, caller, id);
    await this.assertReach(tx, caller, row, step.action);
    if (row.version !== step.version) throw staleVersion();
    if (!step.from.includes(row.status)) {
      const status = labelOf(CASE_STATUS, row.status);
      throw conflict('WRONG_STATUS', `该案例目前为“${status}”，${step.refusal}。`);
    }
    return row;
  }

  /** Opinions, reasons and notes are kept in the open: no real name may stand in them either. */
  assertClean(
    tx: Tx,
    { id }: Pick<CaseRow, 'id'>,
    texts: Readonly<Record<string, string | null | undefined>>,
  ): Promise<void> {
    return this.names.refuseIn(tx, [id], texts);
  }

  async assertReach(tx: Tx, caller: Caller, row: CaseRow, action: Action): Promise<void> {
    const tree = await this.units.load(tx);
    if (!reaches(caller, action, row.bureauId, tree)) throw forbidden();
  }

  /** Conditional update (zero rows is 412) and audit entry. */
  async change(
    tx: Tx,
    caller: Caller,
    row: CaseRow,
    patch: CasePatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<CaseRow> {
    const changes = { ...patch, version: row.version + 1, updatedAt: tx.now };
    const changed = await tx.update(TypicalCase, { id: row.id, version: row.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: CaseRow = { ...row, ...changes };
    this.record(tx, caller, after, action, { from: row.status, to: after.status, ...detail });
    return after;
  }

  record(
    tx: Tx,
    caller: Caller,
    row: Pick<CaseRow, 'id' | 'caseNo'>,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'case',
      subjectId: row.id,
      detail: { caseNo: row.caseNo, ...detail },
    });
  }
}
