import { describe, expect, it } from '@jest/globals';
import {
  materialFaults,
  narrativeFaults,
  nilFaults,
  progressFaults,
  punctuality,
  punctualityAfter,
  sealKindOf,
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
  ['PROGRESS', 'PROGRESS'],
  ['QUARTER_SUMMARY', 'SUMMARY'],
  ['ANNUAL', 'SUMMARY'],
  ['SURVEY', 'MATERIAL'],
  ['BULLETIN', undefined],
] as const)('a report of type %s is sealed as %s', (type, expected) => {
  expect(sealKindOf(type)).toBe(expected);
});

describe('punctuality after a return', () => {
  const onTime = {
    dueOn: '2020-05-30',
    dueTime: '24:00',
    dueAt: '2020-05-30T16:00:00.000Z',
    firstSubmittedAt: '2020-05-29T08:00:00.000Z',
    resubmitOn: '2020-06-03',
    isLate: false,
    lateDays: 0,
  };
  const late = {
    ...onTime,
    firstSubmittedAt: '2020-06-02T08:00:00.000Z',
    isLate: true,
    lateDays: 3,
  };

  const early = { ...onTime, resubmitOn: '2020-05-28' };

  it.each([
    [
      'the first submission counts',
      { ...onTime, firstSubmittedAt: null },
      '2020-06-01T00:00:00+08:00',
      true,
      2,
    ],
    ['in time again, long after the due day', onTime, '2020-06-03T23:59:59+08:00', false, 0],
    ['the day set for it is missed', onTime, '2020-06-05T09:00:00+08:00', true, 2],
    ['late stays late', late, '2020-06-03T09:00:00+08:00', true, 3],
    ['late twice keeps the greater number', late, '2020-06-04T09:00:00+08:00', true, 3],
    ['no day was set', { ...onTime, resubmitOn: null }, '2020-07-01T09:00:00+08:00', false, 0],
    ['the day set is over, the due day not', early, '2020-05-30T23:59:59+08:00', false, 0],
    ['both are over, and the due day was the later', early, '2020-06-01T09:00:00+08:00', true, 2],
    ['of principle only', { ...onTime, dueAt: null }, '2020-07-01T09:00:00+08:00', false, 0],
  ])('%s', (_what, report, at, isLate, lateDays) => {
    expect(punctualityAfter(report, new Date(at).toISOString())).toEqual({ isLate, lateDays });
  });
});

const parts = (...titles: string[]) => titles.map((title) => ({ title, text: '内容' }));

it.each([
  ['nothing at all', {}, [], [], ['NOTHING_ATTACHED']],
  ['a file nobody asked for', {}, [], [null], []],
  ['text only', { opening: '正文' }, [], [], []],
  ['one of two files', {}, ['附件1', '附件2'], ['附件1'], ['ATTACHMENT_MISSING']],
  ['a file and a reason', { withoutAttachment: parts('附件2') }, ['附件1', '附件2'], ['附件1'], []],
  ['parts written in place of files', { parts: parts('甲', '乙') }, ['甲', '乙'], [], []],
])('material of %s', (_what, narrative, asked, attached, expected) => {
  expect(materialFaults(narrative, asked, attached).map(({ code }) => code)).toEqual(expected);
});

it('names every issue in the way of a nil report or without progress', () => {
  expect(nilFaults(['A-1', 'A-2']).map(({ message }) => message.slice(0, 3))).toEqual([
    'A-1',
    'A-2',
  ]);
  expect(progressFaults([{ id: '7', issueNo: 'A-1' }], '2020-05')).toEqual([
    { path: 'issues/7', code: 'R29_PROGRESS_MISSING', message: 'A-1没有2020年5月的整改进展' },
  ]);
});

it.each([
  [{}, ['narrative.practices', 'narrative.discipline']],
  [{ practices: [], discipline: '' }, ['narrative.practices', 'narrative.discipline']],
  [{ practices: [{ title: '一', text: '二' }], discipline: '本期无。' }, []],
])('a summary with %j lacks %j', (narrative, expected) => {
  expect(narrativeFaults(narrative).map(({ path }) => path)).toEqual(expected);
});
