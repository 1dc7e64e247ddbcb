import { Injectable } from '@nestjs/common';
import { Clock } from '../calendar/clock.js';
import { empty, inList, join, raw, sql, type Sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { OutboxChannel, Outgoing } from './outbox-channel.js';
import { ATTEMPTS_MAX, type Outcome } from './outbox.rules.js';

export interface Claimed extends Outgoing {
  readonly attempts: number;
}

/** Far longer than any sending may take: a lease only ends when its server died or lost the database. */
const LEASE_MARGIN_MS = 120_000;
const MINUTE_MS = 60_000;

const later = (instant: string, ms: number): string =>
  new Date(Date.parse(instant) + ms).toISOString();

/** The book-keeping of the dispatcher: short transactions before and after each sending. */
@Injectable()
export class OutboxClaims {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** A look without a transaction: most of the time there is nothing to do. */
  async anythingDue({ code }: OutboxChannel): Promise<boolean> {
    const row = await this.reader.one(sql`
      SELECT id FROM outbox_messages WHERE channel = ${code} AND ${dueSql(this.clock.now())} LIMIT 1`);
    return row !== undefined;
  }

  /**
   * Takes up to `max` messages that are due, at most one of a lane and only its oldest unfinished one,
   * and marks them as being sent by `holder` until the lease ends.
   *
   * On PostgreSQL servers claim one after the other, so that the rates hold over all of them, and pass
   * over rows that an operator's retry has locked.
   */
  claim(channel: OutboxChannel, holder: string, max: number): Promise<Claimed[]> {
    return this.uow.run(async (tx) => {
      if (tx.dialect === 'postgres') {
        await tx.one(
          sql`SELECT pg_advisory_xact_lock(hashtextextended(${`outbox ${channel.code}`}, 0))`,
        );
      }
      await giveUpLost(tx, channel);
      const count = Math.min(max, await roomIn(tx, channel));
      if (count <= 0) return [];
      const rows = await tx.all<{
        id: string;
        payload: string;
        attempts: number;
        createdAt: string;
      }>(sql`
        SELECT m.id, m.payload, m.attempts, m.created_at FROM outbox_messages m
        WHERE m.channel = ${channel.code} AND ${dueSql(tx.now)} AND ${firstOfLane()}
          AND ${laneRoom(tx, channel)}
        ORDER BY m.id LIMIT ${count}
        ${tx.dialect === 'postgres' ? raw('FOR UPDATE OF m SKIP LOCKED') : empty}`);
      await tx.execute(sql`
        UPDATE outbox_messages
        SET status = 'SENDING', attempts = attempts + 1, lease_holder = ${holder},
            next_attempt_at = ${later(tx.now, channel.timeoutMs + LEASE_MARGIN_MS)}, attempted_at = ${tx.now}
        WHERE id IN ${inList(rows.map(({ id }) => id))}`);
      return rows.map(({ id, payload, attempts, createdAt }) => ({
        id,
        payload: JSON.parse(payload) as unknown,
        attempts: attempts + 1,
        createdAt,
      }));
    });
  }

  /** Writes down how an attempt ended, unless its lease ran out and another attempt has begun. */
  async record(message: Claimed, holder: string, outcome: Outcome): Promise<void> {
    await this.uow.run((tx) =>
      tx.execute(sql`
        UPDATE outbox_messages
        SET status = ${outcome.status}, last_error = ${outcome.error}, lease_holder = NULL,
            next_attempt_at = ${later(tx.now, outcome.waitMs ?? 0)},
            sent_at = ${outcome.status === 'SENT' ? tx.now : null}
        WHERE id = ${message.id} AND status = 'SENDING' AND lease_holder = ${holder}
          AND attempts = ${message.attempts}`),
    );
  }
}

/** Waiting, to be tried again, or left behind by a server that died while sending. */
const dueSql = (now: string): Sql =>
  sql`status IN ('PENDING', 'FAILED', 'SENDING') AND next_attempt_at <= ${now}`;

const firstOfLane = (): Sql => sql`
  NOT EXISTS (
    SELECT 1 FROM outbox_messages earlier
    WHERE earlier.channel = m.channel AND earlier.lane = m.lane
      AND earlier.status IN ('PENDING', 'FAILED', 'SENDING') AND earlier.id < m.id)`;

const since = (tx: Tx): string => later(tx.now, -MINUTE_MS);

function laneRoom(tx: Tx, { lanePerMinuteMax }: OutboxChannel): Sql {
  if (lanePerMinuteMax === undefined) return sql`1 = 1`;
  return sql`(
    SELECT COUNT(*) FROM outbox_messages recent
    WHERE recent.channel = m.channel AND recent.lane = m.lane AND recent.attempted_at > ${since(tx)}
  ) < ${lanePerMinuteMax}`;
}

/** How many messages may still go out in this minute. */
async function roomIn(tx: Tx, { code, perMinuteMax }: OutboxChannel): Promise<number> {
  if (perMinuteMax === undefined) return Infinity;
  const row = await tx.one<{ used: number }>(sql`
    SELECT COUNT(*) AS used FROM outbox_messages
    WHERE channel = ${code} AND attempted_at > ${since(tx)}`);
  return perMinuteMax - (row?.used ?? 0);
}

/** A message whose every sender died must not take down the next one for ever. */
async function giveUpLost(tx: Tx, { code }: OutboxChannel): Promise<void> {
  const lost = [
    sql`channel = ${code}`,
    sql`status = 'SENDING'`,
    sql`next_attempt_at <= ${tx.now}`,
    sql`attempts >= ${ATTEMPTS_MAX}`,
  ];
  await tx.execute(sql`
    UPDATE outbox_messages SET status = 'DEAD', last_error = 'SENDER_LOST', lease_holder = NULL
    WHERE ${join(lost, ' AND ')}`);
}
