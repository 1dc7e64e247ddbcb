import { describe, expect, it } from '@jest/globals';
import { NoLongerWanted, PermanentFault, TemporaryFault } from './outbox-channel.js';
import { ATTEMPTS_MAX, outcomeOf, waitMs } from './outbox.rules.js';

const MINUTE = 60_000;

describe('waiting between attempts', () => {
  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 60],
    [5, 180],
    [6, 360],
    [7, 720],
    [8, 1440],
  ])('after attempt %i: %i minutes, a fifth more or less', (attempts, minutes) => {
    expect(waitMs(attempts, 0)).toBe(minutes * MINUTE * 0.8);
    expect(waitMs(attempts, 0.5)).toBe(minutes * MINUTE);
    expect(waitMs(attempts, 1)).toBe(minutes * MINUTE * 1.2);
  });

  it('ends with the last attempt', () => {
    expect(waitMs(ATTEMPTS_MAX - 1, 0.5)).toBeDefined();
    expect(waitMs(ATTEMPTS_MAX, 0.5)).toBeUndefined();
  });
});

describe('what becomes of a failed attempt', () => {
  it.each([
    ['temporary', new TemporaryFault('SMTP_451'), 1, 'FAILED', 'SMTP_451'],
    ['temporary, but the last', new TemporaryFault('SMTP_451'), ATTEMPTS_MAX, 'DEAD', 'SMTP_451'],
    ['permanent', new PermanentFault('SMTP_550'), 1, 'DEAD', 'SMTP_550'],
    ['no longer wanted', new NoLongerWanted('USER_DISABLED'), 1, 'CANCELLED', 'USER_DISABLED'],
    ['a defect', new TypeError('of clerk@example.org'), 1, 'FAILED', 'UNEXPECTED_TYPEERROR'],
    ['no error at all', 'clerk@example.org', 1, 'FAILED', 'UNEXPECTED_ERROR'],
  ])('%s', (_what, error, attempts, status, code) => {
    expect(outcomeOf(error, attempts, 0.5)).toMatchObject({ status, error: code });
  });
});
