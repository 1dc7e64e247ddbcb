import { NoLongerWanted, PermanentFault, TemporaryFault } from './outbox-channel.js';
import type { OutboxStatus } from './outbox.codes.js';

const MINUTE_MS = 60_000;

/** Waiting times after the first, second … failed attempt: short for a hiccup, a day at the end. */
const WAIT_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440];

/** After so many attempts, some two days, a message is given up and shown to the operator. */
export const ATTEMPTS_MAX = WAIT_MINUTES.length + 1;

/** Share of the waiting time by which it is longer or shorter, so that not all come back at once. */
const JITTER = 0.2;

/** @param random from 0 to 1. */
export function waitMs(attempts: number, random: number): number | undefined {
  const minutes = WAIT_MINUTES[attempts - 1];
  if (minutes === undefined) return undefined;
  return Math.round(minutes * MINUTE_MS * (1 - JITTER + 2 * JITTER * random));
}

export interface Outcome {
  readonly status: OutboxStatus;
  readonly error: string | null;
  /** Until the next attempt; only for FAILED. */
  readonly waitMs?: number;
}

export const SENT: Outcome = { status: 'SENT', error: null };

/** What becomes of a message whose attempt number `attempts` ended with this error. */
export function outcomeOf(error: unknown, attempts: number, random: number): Outcome {
  if (error instanceof NoLongerWanted) return { status: 'CANCELLED', error: error.code };
  if (error instanceof PermanentFault) return { status: 'DEAD', error: error.code };
  const code = error instanceof TemporaryFault ? error.code : unforeseen(error);
  const wait = waitMs(attempts, random);
  return wait === undefined
    ? { status: 'DEAD', error: code }
    : { status: 'FAILED', error: code, waitMs: wait };
}

/** The class only: messages of errors may quote addresses. */
function unforeseen(error: unknown): string {
  const name = error instanceof Error ? error.name : 'ERROR';
  return `UNEXPECTED_${name.replace(/\W/g, '').slice(0, 40).toUpperCase()}`;
}

/** Statuses of which an operator may ask for another attempt at once. */
export const RETRYABLE: readonly OutboxStatus[] = ['DEAD', 'FAILED', 'CANCELLED'];

/** Statuses of which an operator may say that it need not be sent. */
export const CANCELLABLE: readonly OutboxStatus[] = ['PENDING', 'FAILED', 'DEAD'];
