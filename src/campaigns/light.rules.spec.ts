import { describe, expect, it } from '@jest/globals';
import { LightRule } from './definition/parameters.js';
import { type LightFacts, lightOf } from './light.rules.js';

const RULE = new LightRule();
const TODAY = '2020-05-13';

const facts = (values: Partial<LightFacts> = {}): LightFacts => ({
  status: 'RECTIFYING',
  rectificationType: 'TIME_LIMITED',
  assignedOn: '2020-04-13',
  planSubmitted: true,
  currentDeadline: '2020-06-12',
  progressPercent: 50,
  lastProgressOn: '2020-05-06',
  returnCount: 0,
  closedOn: null,
  nextReviewOn: null,
  ...values,
});

describe('light', () => {
  it.each<[string, Partial<LightFacts>, string | null, string | null]>([
    ['on track', {}, 'GREEN', 'ON_TRACK'],
    ['draft', { status: 'DRAFT' }, 'GRAY', 'NOT_STARTED'],
    ['registered', { status: 'REGISTERED' }, 'GRAY', 'NOT_STARTED'],
    ['voided', { status: 'VOIDED' }, null, null],
    ['merged', { status: 'MERGED' }, null, null],
    ['transferred', { status: 'TRANSFERRED' }, null, null],
    [
      'assigned within two workdays',
      { status: 'ASSIGNED', planSubmitted: false, assignedOn: '2020-05-11', progressPercent: null },
      'GRAY',
      'NOT_STARTED',
    ],
    [
      'unsigned after two workdays',
      { status: 'ASSIGNED', planSubmitted: false, assignedOn: '2020-05-08', progressPercent: null },
      'YELLOW',
      'NO_PLAN',
    ],
    [
      'no plan and overdue is still red',
      {
        status: 'PLANNING',
        planSubmitted: false,
        currentDeadline: '2020-05-12',
        progressPercent: null,
      },
      'RED',
      'OVERDUE',
    ],
    ['deadline today', { currentDeadline: TODAY, progressPercent: 99 }, 'YELLOW', 'DEADLINE_NEAR'],
    [
      'deadline yesterday',
      { currentDeadline: '2020-05-12', progressPercent: 99 },
      'RED',
      'OVERDUE',
    ],
    [
      'seven days left',
      { currentDeadline: '2020-05-20', progressPercent: 95 },
      'YELLOW',
      'DEADLINE_NEAR',
    ],
    [
      'eight days left',
      { currentDeadline: '2020-05-21', progressPercent: 95 },
      'GREEN',
      'ON_TRACK',
    ],
    [
      'immediate, three days left',
      { rectificationType: 'IMMEDIATE', currentDeadline: '2020-05-16', progressPercent: 95 },
      'GREEN',
      'ON_TRACK',
    ],
    [
      'immediate, two days left',
      { rectificationType: 'IMMEDIATE', currentDeadline: '2020-05-15', progressPercent: 95 },
      'YELLOW',
      'DEADLINE_NEAR',
    ],
    ['9 points behind', { progressPercent: 41 }, 'GREEN', 'ON_TRACK'],
    ['10 points behind', { progressPercent: 40 }, 'YELLOW', 'BEHIND'],
    ['30 points behind', { progressPercent: 20 }, 'YELLOW', 'BEHIND'],
    ['31 points behind', { progressPercent: 19 }, 'RED', 'FAR_BEHIND'],
    [
      'under review nobody is behind',
      { status: 'CLOSURE_REVIEW', progressPercent: 19 },
      'GREEN',
      'ON_TRACK',
    ],
    ['returned twice', { returnCount: 2 }, 'YELLOW', 'RETURNED_OFTEN'],
    ['no entry this month', { lastProgressOn: '2020-04-30' }, 'YELLOW', 'NO_PROGRESS_THIS_MONTH'],
    [
      'no entry this month while under review',
      { status: 'CLOSURE_REVIEW', lastProgressOn: '2020-04-30' },
      'YELLOW',
      'NO_PROGRESS_THIS_MONTH',
    ],
    [
      'plan under review needs no entry',
      { status: 'PLAN_REVIEW', lastProgressOn: null, progressPercent: null },
      'GRAY',
      'NOT_STARTED',
    ],
    [
      'carried over',
      { status: 'CARRIED_OVER', currentDeadline: '2020-01-01', nextReviewOn: '2020-05-21' },
      'GREEN',
      'ON_TRACK',
    ],
    [
      'carried over, review near',
      { status: 'CARRIED_OVER', nextReviewOn: '2020-05-20' },
      'YELLOW',
      'REVIEW_NEAR',
    ],
    [
      'carried over, review today',
      { status: 'CARRIED_OVER', nextReviewOn: TODAY },
      'YELLOW',
      'REVIEW_NEAR',
    ],
    [
      'carried over, review missed',
      { status: 'CARRIED_OVER', nextReviewOn: '2020-05-12' },
      'RED',
      'REVIEW_MISSED',
    ],
    ['closed', { status: 'CLOSED', closedOn: '2020-05-01' }, 'DONE', 'CLOSED'],
    ['archived', { status: 'ARCHIVED', closedOn: '2020-05-01' }, 'DONE', 'CLOSED'],
  ])('%s', (_name, values, light, reason) => {
    const result = lightOf(facts(values), TODAY, RULE);
    expect([result.light, result.reason]).toEqual([light, reason]);
  });

  it.each<[Partial<LightFacts>, boolean]>([
    [{ status: 'CLOSED', closedOn: '2020-06-12' }, false],
    [{ status: 'CLOSED', closedOn: '2020-06-13' }, true],
    [{ currentDeadline: '2020-05-12' }, true],
    [{ currentDeadline: TODAY }, false],
  ])('%j is late: %s', (values, late) =>
    expect(lightOf(facts(values), TODAY, RULE).late).toBe(late),
  );

  it('follows the numbers of the campaign', () => {
    const rule = Object.assign(new LightRule(), { nearDays: 40, progressFromDay: 25 });
    expect(lightOf(facts(), TODAY, rule).reason).toBe('DEADLINE_NEAR');
    const patient = Object.assign(new LightRule(), { progressFromDay: 25 });
    const silent = facts({ lastProgressOn: '2020-04-20', currentDeadline: '2020-07-31' });
    expect(lightOf(silent, '2020-05-24', patient).light).toBe('GREEN');
    expect(lightOf(silent, '2020-05-25', patient).reason).toBe('NO_PROGRESS_THIS_MONTH');
  });
});
