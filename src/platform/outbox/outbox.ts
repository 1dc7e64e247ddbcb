import { Injectable } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { inList, sql } from '../database/queryable.js';
import type { Tx } from '../database/tx.js';
import type { OutboxChannelCode } from './outbox.codes.js';
import { CANCELLABLE, RETRYABLE } from './outbox.rules.js';

export interface NewMessage {
  readonly channel: OutboxChannelCode;
  readonly dedupeKey: string;
  readonly lane: string;
  /** Plain JSON; kept as it is, so no secrets and no addresses. */
  readonly payload: object;
}

/**
 * Where acts leave what is to be sent. The row commits with the act: what was rolled back is never
 * sent, and what was committed is sent even when the server stops the moment after.
 */
@Injectable()
export class Outbox {
  private readonly listeners: (() => void)[] = [];

  /** @returns the id of the new message; undefined when it is there already. */
  async enqueue(tx: Tx, message: NewMessage): Promise<string | undefined> {
    const { channel, dedupeKey, lane, payload } = message;
    const row = await tx.one<{ id: string }>(sql`
      INSERT INTO outbox_messages
        (id, channel, dedupe_key, lane, payload, status, next_attempt_at, created_at)
      VALUES (${newId()}, ${channel}, ${dedupeKey}, ${lane}, ${JSON.stringify(payload)}, 'PENDING',
              ${tx.now}, ${tx.now})
      ON CONFLICT (channel, dedupe_key) DO NOTHING
      RETURNING id`);
    if (row) this.announce(tx);
    return row?.id;
  }

  /**
   * Lets a message be tried at once and from the beginning, after an operator has mended the cause.
   * @returns false when its status does not allow it.
   */
  async retry(tx: Tx, id: string): Promise<boolean> {
    const row = await tx.one(sql`
      UPDATE outbox_messages
      SET status = 'PENDING', attempts = 0, next_attempt_at = ${tx.now}, lease_holder = NULL
      WHERE id = ${id} AND status IN ${inList(RETRYABLE)}
      RETURNING id`);
    if (row) this.announce(tx);
    return row !== undefined;
  }

  /**
   * Takes a message out; those behind it in its lane need not wait for it any longer.
   * @returns false when its status does not allow it.
   */
  async cancel(tx: Tx, id: string): Promise<boolean> {
    const row = await tx.one(sql`
      UPDATE outbox_messages SET status = 'CANCELLED', last_error = 'OPERATOR'
      WHERE id = ${id} AND status IN ${inList(CANCELLABLE)}
      RETURNING id`);
    if (row) this.announce(tx);
    return row !== undefined;
  }

  /** Calls back after each commit that left something to send. */
  onCommitted(listener: () => void): void {
    this.listeners.push(listener);
  }

  private announce(tx: Tx): void {
    tx.afterCommit(() => {
      for (const listener of this.listeners) listener();
    });
  }
}
