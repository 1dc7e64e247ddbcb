import { describe, expect, it } from '@jest/globals';
import {
  narrativeFaults,
  nilFaults,
  progressFaults,
  punctuality,
  sealKindOf,
  statusAfterDraft,
} from './report.rules.js';

describe('punctuality', () => {
  // The QJ-M report on May 2020 is due on Saturday, 30 May, at 24:00.
  const due = { dueOn: '2020-05-30', dueTime: '24:00', dueAt: '2020-05-30T16:00:00.000Z' };

  it.each([
    ['2020-05-29T17:59:00+08:00', false, 0],
    ['2020-05-30T23:59:59.999+08:00', false, 0],
    ['2020-05-31T00:00:00+08:00', true, 1],
    ['2020-06-01T08:00:00+08:00', true, 2],
  ])('handed in at %s: late %p by %i days', (at, isLate, lateDays) => {
    expect(punctuality(due, new Date(at).toISOString())).toEqual({ isLate, lateDays });
  });

  it('is late by hours on the day itself when a time is printed', () => {
    const noon = { ...due, dueTime: '12:00', dueAt: '2020-05-30T04:00:00.000Z' };
    expect(punctuality(noon, '2020-05-30T04:40:00.000Z')).toEqual({ isLate: true, lateDays: 0 });
  });

  it.each([
    ['no limit', { dueOn: null, dueTime: null, dueAt: null }],
    ['a limit of principle', { ...due, dueAt: null }],
  ])('is never late with %s', (_what, given) => {
    expect(punctuality(given, '2021-01-01T00:00:00.000Z')).toEqual({ isLate: false, lateDays: 0 });
  });
});

it.each([
  ['LEDGER', 'LEDGER'],
  ['PROGRESS', 'LEDGER'],
  ['QUARTER_SUMMARY', 'SUMMARY'],
  ['ANNUAL', 'SUMMARY'],
  ['SURVEY', undefined],
  ['BULLETIN', undefined],
] as const)('a report of type %s is sealed as %s', (type, expected) => {
  expect(sealKindOf(type)).toBe(expected);
});

it.each([
  ['PENDING', 'DRAFT'],
  ['DRAFT', 'DRAFT'],
  ['RETURNED', 'RETURNED'],
] as const)('a %s report that is worked on is %s', (status, expected) => {
  expect(statusAfterDraft(status)).toBe(expected);
});

it('names every issue in the way of a nil report or without progress', () => {
  expect(nilFaults(['A-1', 'A-2']).map(({ message }) => message.slice(0, 3))).toEqual([
    'A-1',
    'A-2',
  ]);
  expect(progressFaults(['A-1'], '2020-05')).toEqual([
    { path: 'issues', code: 'R29_PROGRESS_MISSING', message: 'A-1没有2020年5月的整改进展' },
  ]);
});

it.each([
  [{}, ['narrative.practices', 'narrative.discipline']],
  [{ practices: [], discipline: '' }, ['narrative.practices', 'narrative.discipline']],
  [{ practices: [{ title: '一', text: '二' }], discipline: '本期无。' }, []],
])('a summary with %j lacks %j', (narrative, expected) => {
  expect(narrativeFaults(narrative).map(({ path }) => path)).toEqual(expected);
});
