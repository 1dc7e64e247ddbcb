import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { DELEGATION_END, type DelegationEnd } from './delegation.codes.js';
import { Delegation } from './delegation.entity.js';

interface Ending {
  readonly kind: DelegationEnd;
  readonly reason: string;
}

/** Ends delegations before their last day. */
@Injectable()
export class DelegationEnds {
  constructor(private readonly audit: AuditLog) {}

  /** Ends every delegation from or to a user that has not expired. */
  async ofUser(tx: Tx, actor: Actor, userId: string, kind: DelegationEnd): Promise<void> {
    const rows = await tx.all<Pick<Delegation, 'id' | 'version'>>(sql`
      SELECT id, version FROM delegations
      WHERE (delegator_id = ${userId} OR deputy_id = ${userId})
        AND ended_at IS NULL AND to_date >= ${businessDate(tx.now)}
      ORDER BY id ${tx.rowLock}`);
    for (const { id, version } of rows) {
      await this.end(tx, actor, id, version, { kind, reason: DELEGATION_END.labels[kind] });
    }
  }

  /** @returns false when somebody else has changed it meanwhile. */
  async end(
    tx: Tx,
    actor: Actor,
    id: string,
    version: number,
    { kind, reason }: Ending,
  ): Promise<boolean> {
    const written = await tx.update(
      Delegation,
      { id, version },
      {
        endedAt: tx.now,
        endKind: kind,
        endReason: reason,
        endedBy: actor.userId,
        endedByName: actor.name,
        version: version + 1,
      },
    );
    if (written === 0) return false;
    this.audit.record(tx, actor, {
      action: 'DELEGATION_ENDED',
      subjectType: 'DELEGATION',
      subjectId: id,
      detail: { kind, reason },
    });
    return true;
  }
}
