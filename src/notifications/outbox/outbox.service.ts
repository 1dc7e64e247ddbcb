import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { inList, join, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { OUTBOX_STATUS, type OutboxStatus } from '../../platform/outbox/outbox.codes.js';
import { CANCELLABLE, RETRYABLE } from '../../platform/outbox/outbox.rules.js';
import { faultWords } from '../fault-words.js';
import type { OutboxMessageBody, OutboxQuery } from './outbox.dto.js';

type OutboxRow = Omit<OutboxMessageBody, 'errorDetail' | 'allowedActions'>;

/** The lane of a mail is the user, the lane of a message to a robot is the robot. */
const FROM = sql`outbox_messages m
  LEFT JOIN users u ON m.channel = 'EMAIL' AND u.id = m.lane
  LEFT JOIN webhooks w ON m.channel = 'WEBHOOK' AND w.id = m.lane`;
const COLUMNS = sql`m.id, m.channel, m.status, COALESCE(u.username, w.name, '') AS recipient, m.attempts,
  m.last_error, m.next_attempt_at, m.attempted_at, m.created_at, m.sent_at`;

const WAITING: readonly OutboxStatus[] = ['PENDING', 'FAILED', 'SENDING'];

/** The operator's view of what goes out. Only system administrators have `outbox.read`. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /** The newest first. */
  async list(caller: Caller, query: OutboxQuery): Promise<Page<OutboxMessageBody>> {
    const { status, channel, page, pageSize } = query;
    const where = join(
      [
        sql`1 = 1`,
        ...(status ? [sql`m.status IN ${inList(status)}`] : []),
        ...(channel ? [sql`m.channel = ${channel}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<OutboxRow>(sql`
      SELECT ${COLUMNS} FROM ${FROM} WHERE ${where}
      ORDER BY m.id DESC LIMIT ${pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM outbox_messages m WHERE ${where}`,
    );
    const items = rows.map((row) => bodyOf(caller, row));
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  /**
   * Tries a message again at once, with all attempts before it.
   * @throws {Problem} 404, 409 OUTBOX_NOT_RETRYABLE
   */
  retry(caller: Caller, id: string): Promise<OutboxMessageBody> {
    return this.uow.run(async (tx) => {
      const before = await get(tx, caller, id);
      if (!(await this.outbox.retry(tx, id))) {
        const label = OUTBOX_STATUS.labels[before.status];
        throw conflict('OUTBOX_NOT_RETRYABLE', `这条消息的状态为“${label}”，不能重发。`);
      }
      this.record(tx, caller, 'OUTBOX_RETRIED', before);
      return get(tx, caller, id);
    });
  }

  /**
   * Takes a message out, so that what waits behind it goes on; it may be tried again later.
   * @throws {Problem} 404, 409 OUTBOX_NOT_CANCELLABLE
   */
  cancel(caller: Caller, id: string, reason: string): Promise<OutboxMessageBody> {
    return this.uow.run(async (tx) => {
      const before = await get(tx, caller, id);
      if (!(await this.outbox.cancel(tx, id))) {
        const label = OUTBOX_STATUS.labels[before.status];
        throw conflict('OUTBOX_NOT_CANCELLABLE', `这条消息的状态为“${label}”，不能取消。`);
      }
      this.record(tx, caller, 'OUTBOX_CANCELLED', before, { reason });
      return get(tx, caller, id);
    });
  }

  private record(
    tx: Tx,
    caller: Caller,
    action: string,
    { id, channel, recipient, status, lastError }: OutboxMessageBody,
    more: Record<string, unknown> = {},
  ): void {
    this.audit.record(tx, actorOf(caller), {
      action,
      subjectType: 'OUTBOX_MESSAGE',
      subjectId: id,
      detail: { channel, recipient, from: status, lastError, ...more },
    });
  }
}

async function get(db: Queryable, caller: Caller, id: string): Promise<OutboxMessageBody> {
  const row = await db.one<OutboxRow>(sql`SELECT ${COLUMNS} FROM ${FROM} WHERE m.id = ${id}`);
  if (!row) throw notFound();
  return bodyOf(caller, row);
}

const bodyOf = (caller: Caller, row: OutboxRow): OutboxMessageBody => ({
  ...row,
  nextAttemptAt: WAITING.includes(row.status) ? row.nextAttemptAt : null,
  errorDetail: row.lastError === null ? null : faultWords(row.lastError),
  allowedActions: may(caller.roles, 'outbox.manage') ? actionsOn(row.status) : [],
});

const actionsOn = (status: OutboxStatus): string[] => [
  ...(RETRYABLE.includes(status) ? ['retry'] : []),
  ...(CANCELLABLE.includes(status) ? ['cancel'] : []),
];
