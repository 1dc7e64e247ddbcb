import { describe, expect, it } from '@jest/globals';
import { ISSUE_STATUS, type IssueStatus } from '../codes.js';
import type { UrgeObstacle } from './supervision.codes.js';
import { urgeObstacle } from './urge.rules.js';

const NOW = '2020-05-08T02:00:00.000Z';

const EXPECTED: Readonly<Record<IssueStatus, UrgeObstacle | undefined>> = {
  DRAFT: 'NOT_ASSIGNED',
  REGISTERED: 'NOT_ASSIGNED',
  ASSIGNED: undefined,
  PLANNING: undefined,
  PLAN_REVIEW: 'UNDER_REVIEW',
  RECTIFYING: undefined,
  CLOSURE_REVIEW: 'UNDER_REVIEW',
  CLOSED: 'CLOSED',
  CARRIED_OVER: undefined,
  TRANSFERRED: 'ENDED',
  MERGED: 'ENDED',
  VOIDED: 'ENDED',
  ARCHIVED: 'CLOSED',
};

describe('whether a unit can be urged', () => {
  it.each(ISSUE_STATUS.codes.map((status) => [status]))('in status %s', (status) => {
    expect(urgeObstacle({ status, extensionPending: 0 }, null, NOW)).toBe(EXPECTED[status]);
  });

  it.each([
    ['never before', null, undefined],
    ['a moment ago', NOW, 'URGED_RECENTLY'],
    ['just less than a day ago', '2020-05-07T02:00:00.001Z', 'URGED_RECENTLY'],
    ['a day ago', '2020-05-07T02:00:00.000Z', undefined],
  ])('urged %s', (_name, last, expected) => {
    expect(urgeObstacle({ status: 'RECTIFYING', extensionPending: 0 }, last, NOW)).toBe(expected);
  });

  it('not while an extension waits for our decision', () => {
    const issue = { status: 'RECTIFYING', extensionPending: 1 } as const;
    expect(urgeObstacle(issue, null, NOW)).toBe('UNDER_REVIEW');
  });
});
