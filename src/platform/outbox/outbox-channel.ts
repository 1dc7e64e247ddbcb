import type { OutboxChannelCode } from './outbox.codes.js';

/** A message as its channel gets it. */
export interface Outgoing {
  /** Stays the same over all attempts: receivers recognise a repetition by it. */
  readonly id: string;
  readonly payload: unknown;
  readonly createdAt: string;
}

/** A way out of the program. Registered with the dispatcher only when it is configured. */
export interface OutboxChannel {
  readonly code: OutboxChannelCode;
  /** Messages a minute at most, over all servers; none means no limit. */
  readonly perMinuteMax?: number;
  /** Messages a minute at most in one lane, over all servers. */
  readonly lanePerMinuteMax?: number;
  /** A sending that takes longer is given up, and tried again later. */
  readonly timeoutMs: number;
  /**
   * Sends; returns when the other side has taken the message over.
   * @throws {TemporaryFault | PermanentFault | NoLongerWanted} any other error counts as temporary.
   */
  send(message: Outgoing, signal: AbortSignal): Promise<void>;
}

/** Worth another attempt: the other side is away, busy or asks to wait. */
export class TemporaryFault extends Error {
  /** @param code class of the fault, UPPER_SNAKE, without personal data. */
  constructor(readonly code: string) {
    super(code);
    this.name = 'TemporaryFault';
  }
}

/** Would fail the same way again: an operator has to look at it. */
export class PermanentFault extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'PermanentFault';
  }
}

/** Nobody waits for it any more: the account is disabled, the robot switched off. */
export class NoLongerWanted extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'NoLongerWanted';
  }
}
