import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { reaches } from '../../identity/scope.js';
import { HAND_OVER_STATUS } from './case.codes.js';
import { maskingDigest, stampOf } from './case-masking.rules.js';
import { CaseMessages } from './case.messages.js';
import { CaseQueries, type CaseRow } from './case.queries.js';
import { assertDemand } from './case.rules.js';
import { CaseWriter } from './case-writer.js';
import type { HandOverBody } from './hand-over.body.js';
import type { HandOverDecisionBody, HandOverFields } from './hand-over.dto.js';
import { CaseHandOver } from './hand-over.entity.js';
import { HandOverQueries } from './hand-over.queries.js';
import { isAsSent, periodFaults, resendBar, ruleFaults } from './hand-over.rules.js';

/**
 * 上报案例: a bureau hands an approved case to the bureau above for a month (seed 003) or a quarter
 * (seed 004), which accepts or returns it. An accepted case may be handed on upwards in turn.
 */
@Injectable()
export class HandOvers {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly queries: HandOverQueries,
    private readonly writer: CaseWriter,
    private readonly messages: CaseMessages,
  ) {}

  /** @throws 409 unless the case is approved, masked by a second person and not handed up as it is. */
  send(
    caller: Caller,
    caseId: string,
    version: number,
    body: HandOverFields,
  ): Promise<HandOverBody> {
    return this.uow.run(async (tx) => {
      const row = await this.cases.load(tx, caller, caseId);
      const from = await this.senderOf(tx, caller, row);
      if (row.version !== version) throw staleVersion();
      await this.writer.assertClean(tx, row, { note: body.note });
      await this.assertReady(tx, row, from.id);
      const receiver = await this.receiverOf(tx, from, body);
      const detail = { period: body.period, to: receiver.name, ruleCode: body.ruleCode ?? null };
      // The new version makes of two hand-overs at once one wait, and then find the first.
      await this.writer.change(tx, caller, row, {}, 'case.handOver', detail);
      const id = newId();
      await tx.insert(CaseHandOver, {
        id,
        caseId,
        caseRound: row.round,
        caseDigest: maskingDigest(row),
        fromBureauId: from.id,
        toBureauId: receiver.id,
        period: body.period,
        campaignId: body.campaignId ?? null,
        ruleCode: body.ruleCode ?? null,
        status: 'SENT',
        note: body.note ?? null,
        sentBy: caller.userId,
        sentByName: caller.name,
        sentAt: tx.now,
        version: 1,
      });
      const handOver = { id, fromName: from.name, toBureauId: receiver.id };
      await this.messages.handedUp(tx, row, handOver);
      return this.queries.body(tx, caller, id);
    });
  }

  /**
   * Acceptance or return by the receiving bureau; a return says what is wanted.
   * @throws 409 for an acceptance of what is not any more the case that was handed up.
   */
  decide(
    caller: Caller,
    id: string,
    version: number,
    { decision, opinion, demand }: HandOverDecisionBody,
  ): Promise<HandOverBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      const tree = await this.units.load(tx);
      if (!reaches(caller, 'case.receive', row.toBureauId, tree)) throw forbidden();
      assertWaiting(row, version);
      assertDemand({ decision, demand });
      await this.writer.assertClean(tx, { id: row.caseId }, { opinion, demand });
      if (decision === 'ACCEPTED') await this.assertAcceptable(tx, row);
      const patch = { status: decision, opinion, demand: demand ?? null };
      if (!(await this.end(tx, caller, row, patch, 'case.handOverDecision'))) throw staleVersion();
      if (decision === 'ACCEPTED') await this.replaceEarlier(tx, caller, row);
      return this.queries.body(tx, caller, id);
    });
  }

  /** The sender takes it back before it is decided. */
  recall(caller: Caller, id: string, version: number, reason: string): Promise<HandOverBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      const tree = await this.units.load(tx);
      if (!reaches(caller, 'case.handOver', row.fromBureauId, tree)) throw forbidden();
      assertWaiting(row, version);
      await this.writer.assertClean(tx, { id: row.caseId }, { reason });
      const patch = { status: 'RECALLED', opinion: reason } as const;
      if (!(await this.end(tx, caller, row, patch, 'case.handOverRecall'))) throw staleVersion();
      return this.queries.body(tx, caller, id);
    });
  }

  /** Takes back what waits above of a case that is reopened or voided: it is not what was sent any more. */
  async endWaiting(tx: Tx, caller: Caller, item: CaseRow, reason: string): Promise<void> {
    for (const row of await this.queries.standing(tx, item.id)) {
      if (row.status !== 'SENT') continue;
      const patch = {
        status: 'RECALLED',
        opinion: `案例退回修改或撤销，系统撤回上报：${reason}`,
      } as const;
      const sent = { ...row, caseNo: item.caseNo };
      // One that is decided at this moment stays decided: it was first.
      await this.end(tx, caller, sent, patch, 'case.handOverRecall', { automatic: true });
    }
  }

  /** @returns false, having done nothing, when somebody else was first. */
  private async end(
    tx: Tx,
    caller: Caller,
    row: CaseHandOver & { caseNo: string },
    patch: Pick<CaseHandOver, 'status' | 'opinion'> & { demand?: string | null },
    action: string,
    detail: Record<string, unknown> = {},
  ): Promise<boolean> {
    const changed = await tx.update(
      CaseHandOver,
      { id: row.id, version: row.version },
      {
        ...patch,
        decidedBy: caller.userId,
        decidedByName: caller.name,
        decidedAt: tx.now,
        version: row.version + 1,
      },
    );
    if (changed === 0) return false;
    const subject = { id: row.caseId, caseNo: row.caseNo };
    this.writer.record(tx, caller, subject, action, { period: row.period, ...patch, ...detail });
    return true;
  }

  private async assertAcceptable(tx: Tx, row: CaseHandOver): Promise<void> {
    const [item] = await this.cases.byIds(tx, [row.caseId]);
    if (!item) throw new Error(`Hand-over ${row.id} names no case`);
    if (item.status !== 'APPROVED') {
      throw conflict('CASE_NOT_APPROVED', '案例已退回修改或撤销，不能接收。');
    }
    if (!isAsSent(row, stampOf(item))) {
      throw conflict('CASE_CHANGED', '案例在上报以后修改过，不能接收，请退回后重新上报。');
    }
    if ((await this.cases.masking(tx, item)) === null) {
      throw conflict('MASKING_NOT_CONFIRMED', '案例的公开称谓没有经第二人确认，不能接收。');
    }
  }

  /** Of one period the receiver keeps one state of a case: the corrected one replaces the earlier. */
  private async replaceEarlier(
    tx: Tx,
    caller: Caller,
    now: CaseHandOver & { caseNo: string },
  ): Promise<void> {
    for (const row of await this.queries.standing(tx, now.caseId)) {
      if (row.id === now.id || row.status !== 'ACCEPTED') continue;
      if (row.toBureauId !== now.toBureauId || row.period !== now.period) continue;
      const patch = { status: 'REPLACED', version: row.version + 1 } as const;
      const changed = await tx.update(CaseHandOver, { id: row.id, version: row.version }, patch);
      if (changed === 0) throw staleVersion();
      const subject = { id: row.caseId, caseNo: now.caseNo };
      const detail = { period: row.period, handOverId: row.id, replacedBy: now.id };
      this.writer.record(tx, caller, subject, 'case.handOverReplacement', detail);
    }
  }

  /** The caller's bureau, which must own the case or have accepted it from below. */
  private async senderOf(tx: Tx, caller: Caller, row: CaseRow): Promise<Unit> {
    const tree = await this.units.load(tx);
    const bureauId = caller.bureauId ?? '';
    if (!reaches(caller, 'case.handOver', bureauId, tree)) throw forbidden();
    const accepted = await this.queries.acceptedCaseIds(tx, bureauId);
    if (row.bureauId !== bureauId && !accepted.has(row.id)) {
      throw forbidden('该案例由下级单位报送并经本单位接收后，才能继续上报。');
    }
    return tree.get(bureauId);
  }

  private async assertReady(tx: Tx, row: CaseRow, fromBureauId: string): Promise<void> {
    if (row.status !== 'APPROVED') {
      throw conflict('CASE_NOT_APPROVED', '案例审核通过后才能上报。');
    }
    if ((await this.cases.masking(tx, row)) === null) {
      throw conflict('MASKING_NOT_CONFIRMED', '案例的公开称谓经第二人确认后才能上报。');
    }
    const before = await this.queries.standing(tx, row.id);
    const own = before.filter((one) => one.fromBureauId === fromBureauId);
    const bar = resendBar(own, stampOf(row));
    if (bar) throw conflict('ALREADY_HANDED_OVER', bar);
  }

  /** The bureau above that asks: of the rule's level, else the nearest. */
  private async receiverOf(
    tx: Tx,
    from: Unit,
    { period, campaignId, ruleCode }: HandOverFields,
  ): Promise<Unit> {
    const tree = await this.units.load(tx);
    const above = tree.ancestors(from.id).filter(({ type }) => type === 'CIVIL_AFFAIRS');
    const campaign = campaignId ? await this.campaigns.find(tx, campaignId) : undefined;
    const owner = above.find(({ id }) => id === campaign?.ownerUnitId);
    const faults: FieldFault[] = periodFaults(period);
    if ((campaignId || ruleCode) && !owner) {
      const message = '上级没有这个专项治理';
      faults.push({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN', message });
    }
    let rule: ReportRule | undefined;
    if (owner && ruleCode) {
      rule = campaign?.definition.reportRules.find(({ code }) => code === ruleCode);
      faults.push(...ruleFaults(rule, period, from));
    }
    if (faults.length > 0) throw ruleBroken('HAND_OVER', '不能按此上报案例。', faults);
    const level = rule?.receiver.level;
    const receiver = level ? above.find((unit) => unit.level === level) : above[0];
    if (!receiver) throw conflict('NO_UPPER_BUREAU', '本单位没有可以接收案例的上级民政部门。');
    return receiver;
  }
}

function assertWaiting(row: CaseHandOver, version: number): void {
  if (row.version !== version) throw staleVersion();
  if (row.status === 'SENT') return;
  const status = labelOf(HAND_OVER_STATUS, row.status);
  throw conflict('WRONG_STATUS', `该案例目前为“${status}”，不能再处理。`);
}
