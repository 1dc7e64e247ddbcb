import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../identity/caller.js';
import type { Role } from '../identity/codes.js';
import { Delegation } from '../identity/deputies/delegation.entity.js';
import { DelegationEnds } from '../identity/deputies/delegation-ends.js';
import { may } from '../identity/permissions.js';
import { RefusalLog } from '../identity/refusal-log.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { Notifier } from '../notifications/notifier.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { businessDate } from '../platform/calendar/clock.js';
import { newId } from '../platform/database/ids.js';
import { sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { conflict, fieldBroken, ruleBroken, staleVersion } from '../platform/http/problem.js';
import { DelegationQueries } from './delegation.queries.js';
import {
  dayFaults,
  overlapFault,
  type Overlapping,
  type Party,
  partyFaults,
} from './delegation.rules.js';
import type { DelegationBody } from './delegations.body.js';
import type { DelegationInput } from './delegations.dto.js';

/** 代理设置: somebody names who stands in for him; the system administrator does it for the absent. */
@Injectable()
export class DelegationsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly queries: DelegationQueries,
    private readonly ends: DelegationEnds,
    private readonly notifier: Notifier,
    private readonly refusals: RefusalLog,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Names a deputy, who need not accept but is told.
   * @throws {Problem} 403 for another's powers or in another's name; 422 on people, days and overlaps
   */
  async create(caller: Caller, input: DelegationInput): Promise<DelegationBody> {
    const delegatorId = input.delegatorId ?? caller.userId;
    if (caller.onBehalfOf) {
      const detail = '代理人不能再请他人代理；为本人设置代理请先切换到本人身份。';
      throw await this.refusals.refuse(caller, 'delegation.name', 'POST delegations', detail);
    }
    if (delegatorId !== caller.userId && !may(caller.roles, 'delegation.manage')) {
      const detail = '只能为本人设置代理；他人的代理由系统管理员办理。';
      throw await this.refusals.refuse(caller, 'delegation.manage', 'POST delegations', detail);
    }
    return this.uow.run(async (tx) => {
      // One at a time on PostgreSQL too, so that no other takes the same days until this one is kept.
      await tx.nextNumber('delegations');
      const [delegator, deputy] = await this.parties(tx, delegatorId, input);
      await this.assertFree(tx, delegator, deputy, input);
      const id = newId();
      const { fromDate, toDate, reason } = input;
      await tx.insert(Delegation, {
        id,
        delegatorId,
        delegatorName: delegator.name,
        delegatorUnitId: delegator.unitId ?? '',
        deputyId: deputy.id,
        deputyName: deputy.name,
        deputyUnitId: deputy.unitId ?? '',
        fromDate,
        toDate,
        reason,
        createdBy: caller.userId,
        createdByName: caller.name,
        createdAt: tx.now,
      });
      this.audit.record(tx, actorOf(caller), {
        action: 'DELEGATION_CREATED',
        subjectType: 'DELEGATION',
        subjectId: id,
        detail: { delegator: delegator.name, deputy: deputy.name, fromDate, toDate, reason },
      });
      const title = `${fromDate}至${toDate}由${deputy.name}代${delegator.name}办理业务`;
      await this.tell(tx, caller, { id, delegatorId, deputyId: deputy.id }, title, reason);
      return this.queries.get(caller, id, tx);
    });
  }

  /** Ends it at once. @throws {Problem} 403, 404, 409 DELEGATION_OVER, 412 */
  async revoke(
    caller: Caller,
    id: string,
    version: number,
    reason: string,
  ): Promise<DelegationBody> {
    const seen = await this.queries.get(caller, id);
    const own = seen.delegator.id === caller.userId && !caller.onBehalfOf;
    if (!own && !may(caller.roles, 'delegation.manage')) {
      const detail = '代理由被代理人本人或系统管理员撤销。';
      throw await this.refusals.refuse(
        caller,
        'delegation.manage',
        `POST delegations/${id}`,
        detail,
      );
    }
    return this.uow.run(async (tx) => {
      const found = await this.queries.get(caller, id, tx);
      if (found.version !== version) throw staleVersion();
      if (!found.allowedActions.includes('revoke')) {
        throw conflict('DELEGATION_OVER', '该代理已经结束，不能再撤销。');
      }
      const ended = await this.ends.end(tx, actorOf(caller), id, version, {
        kind: 'REVOKED',
        reason,
      });
      if (!ended) throw staleVersion();
      const { delegator, deputy } = found;
      const title = `${deputy.name}代${delegator.name}办理业务已撤销，即时生效`;
      await this.tell(
        tx,
        caller,
        { id, delegatorId: delegator.id, deputyId: deputy.id },
        title,
        reason,
      );
      return this.queries.get(caller, id, tx);
    });
  }

  private async parties(
    tx: Tx,
    delegatorId: string,
    { deputyId, ...span }: DelegationInput,
  ): Promise<[Party, Party]> {
    const delegator = await partyOf(tx, delegatorId);
    if (!delegator) throw fieldBroken('delegatorId', 'NO_SUCH_USER', '没有这个用户');
    const deputy = await partyOf(tx, deputyId);
    // Nobody learns by trying which ids elsewhere are people.
    if (!deputy) throw fieldBroken('deputyId', 'DEPUTY_ELSEWHERE', '代理人应与被代理人在同一单位');
    const tree = await this.units.load(tx);
    const faults = [
      ...partyFaults(delegator, deputy, tree),
      ...dayFaults(span, businessDate(tx.now)),
    ];
    if (faults.length > 0) throw ruleBroken('DELEGATION_INVALID', '代理设置有误。', faults);
    return [delegator, deputy];
  }

  private async assertFree(
    tx: Tx,
    delegator: Party,
    deputy: Party,
    { fromDate, toDate }: DelegationInput,
  ): Promise<void> {
    const others = await tx.all<Overlapping>(sql`
      SELECT delegator_id, delegator_name, deputy_id, deputy_name, from_date, to_date
      FROM delegations
      WHERE ended_at IS NULL AND from_date <= ${toDate} AND to_date >= ${fromDate}
        AND (delegator_id = ${delegator.id} OR delegator_id = ${deputy.id}
          OR deputy_id = ${delegator.id})
      ORDER BY from_date, id`);
    const fault = overlapFault(delegator.id, deputy.id, others);
    if (fault) throw ruleBroken(fault.code, `${fault.message}。`, [fault]);
  }

  /** Both are told, except of what one did himself. */
  private async tell(
    tx: Tx,
    caller: Caller,
    { id, delegatorId, deputyId }: Pick<Delegation, 'id' | 'delegatorId' | 'deputyId'>,
    title: string,
    reason: string,
  ): Promise<void> {
    await this.notifier.notify(tx, {
      topic: 'DELEGATION',
      dedupeKey: `delegation:${id}:${tx.now}`,
      to: { userIds: [delegatorId, deputyId].filter((userId) => userId !== caller.userId) },
      title,
      body: `原因：${reason}。办理的一切事项均注明代理关系。`,
      subject: { type: 'delegation', id },
    });
  }
}

async function partyOf(tx: Tx, id: string): Promise<Party | undefined> {
  const row = await tx.one<Omit<Party, 'roles'> & { roles: string }>(
    sql`SELECT id, name, unit_id, roles, disabled_at FROM users WHERE id = ${id}`,
  );
  return row && { ...row, roles: JSON.parse(row.roles) as Role[] };
}
