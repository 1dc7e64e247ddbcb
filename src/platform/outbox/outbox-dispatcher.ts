import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { type OutboxChannel, TemporaryFault } from './outbox-channel.js';
import { type Claimed, OutboxClaims } from './outbox-claims.js';
import { Outbox } from './outbox.js';
import { type Outcome, outcomeOf, SENT } from './outbox.rules.js';

/** Messages sent side by side. */
const AT_ONCE = 4;

/** For messages that wait for their next attempt, or that another server left behind. */
const POLL_MS = 15_000;

/** Waits before the outcome is written again when the database was away; all within the lease. */
const RECORD_AGAIN_MS = [1_000, 5_000, 20_000];

/**
 * Sends what the outbox holds: claims in a short transaction, sends outside any transaction, records
 * the outcome in another one.
 *
 * What "exactly once" means here: a message is stored once (dedupe key) and has one sender at a time
 * (lease), and a message known to be sent is never sent again. Only when a server dies, or loses the
 * database, between the receiver's "taken over" and the record of it does the lease run out and the
 * message go out a second time. No protocol without a common transaction can rule that out; the
 * repetition carries the same Message-ID (mail) or message id (webhook), made from the row's id, by
 * which mail servers and receivers recognise and drop it.
 *
 * Works on its own only while the program serves and unless it is told not to (`SCHEDULER=off`);
 * `dispatchDue` may be called at any time.
 */
@Injectable()
export class OutboxDispatcher implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Outbox');
  private readonly holder = randomUUID();
  private readonly channels: OutboxChannel[] = [];
  private readonly sending = new Set<Promise<void>>();
  /** Outside any request: a commit of ours must not pass for the answer of an `Idempotency-Key`. */
  private readonly apart = AsyncLocalStorage.snapshot();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly outbox: Outbox,
    private readonly claims: OutboxClaims,
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (!this.config.scheduler) return;
    this.outbox.onCommitted(() => this.wake());
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onListen', (done) => {
      this.start();
      done();
    });
  }

  /** Makes a channel known; messages of channels that are not configured stay where they are. */
  add(channel: OutboxChannel): void {
    this.channels.push(channel);
  }

  has(code: OutboxChannel['code']): boolean {
    return this.channels.some((channel) => channel.code === code);
  }

  /**
   * Sends everything that is due now and within the rates; other servers may do the same at the same
   * time.
   * @returns the number of attempts made by this call.
   */
  async dispatchDue(): Promise<number> {
    let attempts = 0;
    for (const channel of this.channels) attempts += await this.apart(() => this.drain(channel));
    return attempts;
  }

  /** Lets what is being sent end; what has not begun waits for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await Promise.allSettled([this.running, ...this.sending]);
  }

  private start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS).unref();
    this.wake();
  }

  private wake(): void {
    if (!this.timer || this.stopping.signal.aborted) return;
    this.again = true;
    this.running ??= this.apart(() => this.work()).finally(() => {
      this.running = undefined;
      // Woken between the last look and this moment.
      if (this.again) this.wake();
    });
  }

  private async work(): Promise<void> {
    while (this.again && !this.stopping.signal.aborted) {
      this.again = false;
      try {
        await this.dispatchDue();
      } catch (error) {
        // The database is away; the timer comes back.
        this.log.error(`The outbox cannot be worked on: ${nameOf(error)}`);
      }
    }
  }

  private async drain(channel: OutboxChannel): Promise<number> {
    let attempts = 0;
    while (!this.stopping.signal.aborted && (await this.claims.anythingDue(channel))) {
      const batch = await this.claims.claim(channel, this.holder, AT_ONCE);
      // What is due but not given out waits for its lane or for the next minute.
      if (batch.length === 0) break;
      await Promise.all(batch.map((message) => this.followed(this.send(channel, message))));
      attempts += batch.length;
    }
    return attempts;
  }

  private async followed(work: Promise<void>): Promise<void> {
    this.sending.add(work);
    try {
      await work;
    } finally {
      this.sending.delete(work);
    }
  }

  private async send(channel: OutboxChannel, message: Claimed): Promise<void> {
    const outcome = await this.attempt(channel, message);
    const place = `${channel.code} ${message.id}`;
    if (outcome.error !== null) {
      this.log.warn(`${place}: ${outcome.status} ${outcome.error}, attempt ${message.attempts}`);
    }
    for (const wait of [...RECORD_AGAIN_MS, undefined]) {
      try {
        return await this.claims.record(message, this.holder, outcome);
      } catch (error) {
        this.log.error(`${place}: ${outcome.status} could not be recorded: ${nameOf(error)}`);
      }
      if (wait !== undefined) await this.pauseFor(wait);
    }
  }

  /** Short when the program stops. */
  private async pauseFor(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async attempt(channel: OutboxChannel, message: Claimed): Promise<Outcome> {
    const signal = AbortSignal.timeout(channel.timeoutMs);
    try {
      await Promise.race([channel.send(message, signal), rejectedBy(signal)]);
      return SENT;
    } catch (error) {
      return outcomeOf(error, message.attempts, Math.random());
    }
  }
}

/** For channels that do not notice the signal themselves. */
const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new TemporaryFault('TIMEOUT')), { once: true });
  });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'error');
