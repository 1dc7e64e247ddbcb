import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { type Caller, isBehind } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  Problem,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import type { MeasureBody } from './measure.body.js';
import type {
  MeasureCompletionBody,
  MeasureDecisionBody,
  ProposeMeasureBody,
} from './measure.dto.js';
import { SupervisionMeasure } from './measure.entity.js';
import { measureBody, MeasureQueries, type StoredMeasure } from './measure.queries.js';
import { MEASURE_WORKFLOW, type MeasureAction } from './measure.transitions.js';
import { MEASURE_STATUS } from './supervision.codes.js';

type MeasurePatch = Partial<Omit<SupervisionMeasure, 'id' | 'version' | 'status'>>;

/** 约谈、通报、移送: proposals, decisions and what was done. */
@Injectable()
export class Measures {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: MeasureQueries,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly audit: AuditLog,
  ) {}

  propose(caller: Caller, body: ProposeMeasureBody): Promise<MeasureBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.assertParts(tx, caller, body);
      const row: SupervisionMeasure = {
        id: newId(),
        campaignId: body.campaignId,
        bureauId,
        kind: body.kind,
        status: 'PROPOSED',
        unitId: body.unitId,
        reason: body.reason,
        issueIds: body.issueIds ?? [],
        noticeId: null,
        quarter: null,
        proposedBy: caller.userId,
        proposedByName: caller.name,
        proposedAt: tx.now,
        decidedBy: null,
        decidedByName: null,
        decidedAt: null,
        decisionNote: null,
        doneOn: null,
        doneNote: null,
        doneByName: null,
        version: 1,
      };
      await tx.insert(SupervisionMeasure, row);
      const { kind, unitId, reason } = row;
      this.record(tx, caller, row.id, 'propose', { kind, unitId, reason });
      const stored = { ...row, issueIds: JSON.stringify(row.issueIds) };
      return measureBody(stored, caller, await this.units.load(tx));
    });
  }

  /** @throws 403 for the one who proposed it. */
  decide(
    caller: Caller,
    id: string,
    version: number,
    { decision, note }: MeasureDecisionBody,
  ): Promise<MeasureBody> {
    const action = decision === 'CONFIRMED' ? 'confirm' : 'dismiss';
    return this.step(caller, id, version, action, (row, tx, asked) => {
      if (isBehind(asked, row.proposedBy)) {
        throw new Problem(403, 'SELF_DECISION', '提出督办措施的人不能自己决定。');
      }
      return {
        decidedBy: caller.userId,
        decidedByName: caller.name,
        decidedAt: tx.now,
        decisionNote: note,
      };
    });
  }

  complete(
    caller: Caller,
    id: string,
    version: number,
    { doneOn, note }: MeasureCompletionBody,
  ): Promise<MeasureBody> {
    return this.step(caller, id, version, 'complete', (row, tx) => {
      const decidedOn = row.decidedAt === null ? doneOn : businessDate(row.decidedAt);
      if (doneOn < decidedOn || doneOn > businessDate(tx.now)) {
        const message = '实施日期应在决定之后，且不晚于今天';
        throw ruleBroken('MEASURE_DATE', '实施日期有误。', [
          { path: 'doneOn', code: 'OUT_OF_RANGE', message },
        ]);
      }
      return { doneOn, doneNote: note, doneByName: caller.name };
    });
  }

  private step(
    caller: Caller,
    id: string,
    version: number,
    action: MeasureAction,
    patchOf: (row: StoredMeasure, tx: Tx, asked: Caller) => MeasurePatch,
  ): Promise<MeasureBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id, tx.rowLock);
      const tree = await this.units.load(tx);
      const rule = MEASURE_WORKFLOW.transitions.find((candidate) => candidate.action === action);
      if (!rule || !Scope.of(caller, rule.permission, tree)?.covers(row.bureauId)) {
        throw forbidden();
      }
      if (row.version !== version) throw staleVersion();
      const transition = MEASURE_WORKFLOW.find(action, row.status);
      if (!transition?.to) {
        const status = labelOf(MEASURE_STATUS, row.status);
        throw conflict('WRONG_STATUS', `该措施目前为“${status}”，不能办理“${rule.label}”。`);
      }
      const asked = await facingRecord(tx, caller, id);
      const patch = { ...patchOf(row, tx, asked), status: transition.to, version: version + 1 };
      const changed = await tx.update(SupervisionMeasure, { id, version }, patch);
      if (changed === 0) throw staleVersion();
      this.record(tx, caller, id, action, { transition: transition.id, kind: row.kind, ...patch });
      const { issueIds: _kept, ...rest } = patch as MeasurePatch;
      return measureBody(
        { ...row, ...rest, status: patch.status, version: patch.version },
        asked,
        tree,
      );
    });
  }

  private async assertParts(tx: Tx, caller: Caller, body: ProposeMeasureBody): Promise<string> {
    const tree = await this.units.load(tx);
    const campaign = await this.campaigns.find(tx, body.campaignId);
    const bureauId = campaign?.ownerUnitId ?? '';
    const faults: FieldFault[] = [];
    if (!Scope.of(caller, 'notice.draft', tree)?.covers(bureauId)) {
      const message = '没有这个专项治理';
      faults.push({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN', message });
    } else if (!tree.isWithin(body.unitId, bureauId)) {
      faults.push({ path: 'unitId', code: 'UNKNOWN_UNIT', message: '没有这个单位' });
    }
    const known = await tx.all<{ id: string }>(sql`
      SELECT i.id FROM issues AS i WHERE i.id IN ${inList(body.issueIds ?? [])}
        AND i.campaign_id = ${body.campaignId} AND ${issueScopeSql(caller, tree)}`);
    for (const [index, id] of (body.issueIds ?? []).entries()) {
      if (known.some((row) => row.id === id)) continue;
      const message = '本次专项治理中没有这个问题';
      faults.push({ path: `issueIds[${index}]`, code: 'UNKNOWN_ISSUE', message });
    }
    if (faults.length > 0) throw ruleBroken('MEASURE_FIELDS', '督办措施内容有误。', faults);
    return bureauId;
  }

  private record(
    tx: Tx,
    caller: Caller,
    subjectId: string,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action: `measure.${action}`,
      subjectType: 'measure',
      subjectId,
      detail,
    });
  }
}
