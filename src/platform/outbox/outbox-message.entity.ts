import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  StringColumn,
} from '../database/columns.js';
import type { OutboxChannelCode, OutboxStatus } from './outbox.codes.js';

/** Something to send, stored by the transaction of the act that causes it. Rows are never deleted. */
@Entity('outbox_messages')
@Index(['channel', 'dedupeKey'], { unique: true })
@Index(['channel', 'status', 'nextAttemptAt'])
@Index(['channel', 'lane', 'status'])
@Index(['channel', 'attemptedAt'])
export class OutboxMessage {
  @IdColumn() id: string;
  @CodeColumn() channel: OutboxChannelCode;
  /** The same message is kept once, however often it is enqueued. */
  @StringColumn(300) dedupeKey: string;
  /** Messages of one lane (a person, a group robot) go out one after the other, in order. */
  @StringColumn(64) lane: string;
  @JsonColumn() payload: unknown;
  @CodeColumn() status: OutboxStatus;
  @IntegerColumn({ default: 0 }) attempts: number;
  /** From when on it may be tried (again); while SENDING, when the lease of the sender ends. */
  @InstantColumn() nextAttemptAt: string;
  /** The server that sends it now. */
  @LooseRefColumn({ nullable: true }) leaseHolder: string | null;
  @InstantColumn({ nullable: true }) attemptedAt: string | null;
  /** Class of the last fault (`SMTP_451`, `TIMEOUT`); never the words of the other side. */
  @CodeColumn({ nullable: true }) lastError: string | null;
  @InstantColumn() createdAt: string;
  @InstantColumn({ nullable: true }) sentAt: string | null;
}
