import { describe, expect, it } from '@jest/globals';
import type { SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { Escalation } from '../../campaigns/definition/escalation.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { ISSUE_STATUS } from '../codes.js';
import { dueLevel, type LadderIssue, marksOf, nextRung } from './escalation.rules.js';
import type { LadderBasis } from './supervision.codes.js';

const ladder = new Escalation();
const MARK_ON = '2020-05-20';
const mark = (basis: LadderBasis = 'DEADLINE') => ({ basis, markOn: MARK_ON });

describe('which date counts', () => {
  const issue: LadderIssue = {
    status: 'RECTIFYING',
    currentDeadline: '2020-05-20',
    receiptDueOn: '2020-04-03',
    nextReviewOn: '2020-06-01',
    extensionPending: 0,
  };

  it.each(ISSUE_STATUS.codes.map((status) => [status]))('%s', (status) => {
    const expected: Partial<Record<typeof status, string[]>> = {
      ASSIGNED: ['RECEIPT 2020-04-03', 'DEADLINE 2020-05-20'],
      PLANNING: ['DEADLINE 2020-05-20'],
      RECTIFYING: ['DEADLINE 2020-05-20'],
      CARRIED_OVER: ['REVIEW 2020-06-01'],
    };
    const found = marksOf({ ...issue, status }).map(({ basis, markOn }) => `${basis} ${markOn}`);
    expect(found).toEqual(expected[status] ?? []);
  });

  it('none while an extension waits for us, or where there is no date', () => {
    expect(marksOf({ ...issue, extensionPending: 1 })).toEqual([]);
    expect(marksOf({ ...issue, currentDeadline: null })).toEqual([]);
    expect(marksOf({ ...issue, status: 'CARRIED_OVER', nextReviewOn: null })).toEqual([]);
  });
});

describe('the ladder', () => {
  it.each<[number, number, SuperviseLevel[], LadderBasis, SuperviseLevel | undefined]>([
    [0, 0, [], 'DEADLINE', undefined],
    [1, 0, [], 'DEADLINE', 'BLUE'],
    [1, 0, [], 'REVIEW', 'BLUE'],
    [1, 1, ['BLUE'], 'DEADLINE', undefined],
    [6, 1, ['BLUE'], 'DEADLINE', undefined],
    [7, 1, ['BLUE'], 'DEADLINE', 'YELLOW'],
    [7, 0, [], 'DEADLINE', 'YELLOW'],
    [14, 2, ['BLUE', 'YELLOW'], 'DEADLINE', undefined],
    [15, 2, ['BLUE', 'YELLOW'], 'DEADLINE', 'RED'],
    [40, 3, ['RED'], 'DEADLINE', undefined],
    // The second notice of a round is yellow and the third red, whatever the day.
    [1, 1, [], 'DEADLINE', 'YELLOW'],
    [1, 2, [], 'DEADLINE', 'RED'],
    [1, 9, [], 'DEADLINE', 'RED'],
    [7, 2, ['YELLOW'], 'DEADLINE', undefined],
    [0, 0, [], 'RECEIPT', undefined],
    [1, 0, [], 'RECEIPT', 'BLUE'],
    [30, 0, [], 'RECEIPT', 'BLUE'],
    [30, 1, ['BLUE'], 'RECEIPT', undefined],
    [1, 1, [], 'RECEIPT', 'YELLOW'],
  ])('%i days late, %i earlier, made %j by %s: %s', (days, earlier, made, basis, expected) => {
    expect(dueLevel(mark(basis), addDays(MARK_ON, days), earlier, made, ladder)).toBe(expected);
  });

  it.each<[number, SuperviseLevel[], string | undefined]>([
    [-3, [], 'BLUE 2020-05-21'],
    [1, ['BLUE'], 'YELLOW 2020-05-27'],
    [8, ['BLUE', 'YELLOW'], 'RED 2020-06-04'],
    [1, ['YELLOW'], 'RED 2020-06-04'],
    [1, ['RED'], undefined],
    [15, ['RED'], undefined],
  ])('on day %i with %j made, the next is %s', (days, made, expected) => {
    const rung = nextRung(mark(), addDays(MARK_ON, days), made, ladder);
    expect(rung && `${rung.level} ${rung.on}`).toBe(expected);
  });
});
