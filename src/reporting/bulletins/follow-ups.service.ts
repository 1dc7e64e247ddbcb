import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { assertDemand } from '../cases/case.rules.js';
import { leakFaults } from '../cases/anonymity.rules.js';
import { reaches } from '../../identity/scope.js';
import type { FollowUpBody } from './bulletin.body.js';
import { FOLLOW_UP_STATUS, type FollowUpStatus } from './bulletin.codes.js';
import type { AnswerBody, FollowUpDecisionBody } from './bulletin.dto.js';
import { BulletinFollowUp } from './bulletin.entity.js';
import { BulletinMessages } from './bulletin.messages.js';
import { type FollowUpRow, FollowUpQueries, mayAnswer } from './follow-up.queries.js';

/** 自查任务 of a bulletin: signed for and answered by the receiver, accepted or returned by the bureau. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly queries: FollowUpQueries,
    private readonly audit: AuditLog,
    private readonly messages: BulletinMessages,
  ) {}

  acknowledge(caller: Caller, id: string, version: number): Promise<FollowUpBody> {
    return this.uow.run(async (tx) => {
      const row = await this.beginOwn(tx, caller, id, version, ['SENT']);
      const patch = {
        status: 'ACKNOWLEDGED',
        acknowledgedAt: tx.now,
        acknowledgedByName: caller.name,
      } as const;
      return this.complete(tx, caller, row, patch, 'bulletin.acknowledge');
    });
  }

  /** The first answer decides whether it is late; one that was returned is answered again. */
  answer(
    caller: Caller,
    id: string,
    version: number,
    { answer, foundCount }: AnswerBody,
  ): Promise<FollowUpBody> {
    return this.uow.run(async (tx) => {
      const row = await this.beginOwn(tx, caller, id, version, ['ACKNOWLEDGED', 'RETURNED']);
      const faults = leakFaults({ answer }, []);
      if (faults.length > 0) {
        throw ruleBroken('PERSONAL_DATA', '自查情况中有不能公开的个人信息。', faults);
      }
      const patch = {
        status: 'ANSWERED',
        answer,
        foundCount,
        answeredAt: tx.now,
        answeredOn: row.answeredOn ?? businessDate(tx.now),
        answeredByName: caller.name,
      } as const;
      return this.complete(tx, caller, row, patch, 'bulletin.answer');
    });
  }

  decide(
    caller: Caller,
    id: string,
    version: number,
    { decision, demand }: FollowUpDecisionBody,
  ): Promise<FollowUpBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      const tree = await this.units.load(tx);
      if (!reaches(caller, 'bulletin.compose', row.bulletinBureauId, tree)) throw forbidden();
      assertAt(row, version, ['ANSWERED']);
      assertDemand({ decision, demand }, '补充要求');
      const patch = {
        status: decision === 'RETURNED' ? 'RETURNED' : 'ACCEPTED',
        demand: demand ?? null,
        decidedByName: caller.name,
        decidedAt: tx.now,
      } as const;
      if (decision === 'RETURNED') await this.messages.selfCheckReturned(tx, row);
      return this.complete(tx, caller, row, patch, 'bulletin.answerDecision');
    });
  }

  private async beginOwn(
    tx: Tx,
    caller: Caller,
    id: string,
    version: number,
    from: readonly FollowUpStatus[],
  ): Promise<FollowUpRow> {
    const row = await this.queries.load(tx, caller, id);
    if (!mayAnswer(caller, row.unitId, await this.units.load(tx))) {
      throw forbidden('由收到通报的单位签收和反馈。');
    }
    assertAt(row, version, from);
    return row;
  }

  private async complete(
    tx: Tx,
    caller: Caller,
    row: FollowUpRow,
    patch: Partial<BulletinFollowUp> & { readonly status: FollowUpStatus },
    action: string,
  ): Promise<FollowUpBody> {
    const changes = { ...patch, version: row.version + 1 };
    const where = { id: row.id, version: row.version };
    if ((await tx.update(BulletinFollowUp, where, changes)) === 0) throw staleVersion();
    const { docNo, unitId, status: from } = row;
    this.audit.record(tx, caller, {
      action,
      subjectType: 'bulletinFollowUp',
      subjectId: row.id,
      detail: { docNo, unitId, from, to: patch.status, demand: patch.demand ?? null },
    });
    return this.queries.body(tx, caller, row.id);
  }
}

function assertAt(row: FollowUpRow, version: number, from: readonly FollowUpStatus[]): void {
  if (row.version !== version) throw staleVersion();
  if (row.withdrawn === 1) throw conflict('WITHDRAWN', '该通报已经撤回，不再要求报送自查情况。');
  if (from.includes(row.status)) return;
  const status = labelOf(FOLLOW_UP_STATUS, row.status);
  throw conflict('WRONG_STATUS', `该自查任务目前为“${status}”，不能这样办理。`);
}
