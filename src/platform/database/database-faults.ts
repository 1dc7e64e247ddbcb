import { QueryRunnerAlreadyReleasedError } from 'typeorm';

/**
 * What has gone wrong with the database itself, as opposed to what was asked of it: `FULL` no room is left,
 * `BUSY` somebody else holds it, `LOST` the server cannot be reached or did not answer.
 */
export type DatabaseFault = 'FULL' | 'BUSY' | 'LOST';

/**
 * The connection broke while the server was asked to commit, so that nobody here knows whether it has. The
 * caller must be told so; a repeat with the same `Idempotency-Key` finds out.
 */
export class OutcomeUnknownError extends Error {
  constructor(cause: unknown) {
    super('The connection broke during COMMIT', { cause });
    this.name = 'OutcomeUnknownError';
  }
}

/** Raised by `PatientClient` when the server has been silent for too long. */
export class NoAnswerError extends Error {
  constructor() {
    super('The database server does not answer');
    this.name = 'NoAnswerError';
  }
}

/** `disk full` also comes as the failure to enlarge the index of the write-ahead log. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100'];
/** 53300: too many connections; 55P03: a lock was not to be had in time. */
const BUSY = ['53300', '55P03'];
const LOST = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
];
/** Class 08 of SQLSTATE is the connection; 57P01 to 57P03 come from a server that stops or starts. */
const LOST_STATE = /^(?:08|57P0)/;
/** The client library gives these no code. */
const LOST_TEXT =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (?:has encountered a connection error|was closed) and is not queryable)/;

/** The line was known to be dead before anything was sent: whatever was asked has not been done. */
export function isUnsent(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const { message } = ((error as { driverError?: unknown }).driverError ?? error) as Error;
  return /is not queryable$/.test(message);
}

/** Undefined for every other error: a broken rule, a conflict, a mistake of ours. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  const source = (error as { driverError?: unknown } | null | undefined)?.driverError ?? error;
  if (source instanceof NoAnswerError || source instanceof QueryRunnerAlreadyReleasedError) {
    return 'LOST';
  }
  const { code, message } = (source ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (FULL.includes(code)) return 'FULL';
    if (BUSY.includes(code) || code.startsWith('SQLITE_BUSY')) return 'BUSY';
    if (LOST.includes(code) || LOST_STATE.test(code)) return 'LOST';
  }
  return typeof message === 'string' && LOST_TEXT.test(message) ? 'LOST' : undefined;
}
