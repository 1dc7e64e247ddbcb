import { describe, expect, it } from '@jest/globals';
import {
  matchMeasures,
  measureDateFaults,
  reportTask,
  summaryOf,
  type TaskReport,
  taskOverdueDays,
  type TaskState,
} from './task.rules.js';
import type { IssueStatus } from '../codes.js';
import type { TaskStatus } from './task.codes.js';

const TODAY = '2020-05-20';

describe('a report on a measure', () => {
  const idle: TaskState = {
    percent: 0,
    status: 'NOT_STARTED',
    result: null,
    finishedOn: null,
    milestones: [{ name: '入户复核', dueOn: '2020-05-10', doneOn: null }],
  };
  const half: TaskState = { ...idle, percent: 50, status: 'IN_PROGRESS' };
  const done: TaskState = {
    ...idle,
    percent: 100,
    status: 'DONE',
    result: '已纳入',
    finishedOn: '2020-05-18',
  };

  const accepted: [string, TaskState, TaskReport, Partial<TaskState>][] = [
    ['a figure starts the work', idle, { percent: 20 }, { percent: 20, status: 'IN_PROGRESS' }],
    ['zero means not started', half, { percent: 0 }, { percent: 0, status: 'NOT_STARTED' }],
    [
      'work may start at zero',
      idle,
      { status: 'IN_PROGRESS', percent: 0 },
      { status: 'IN_PROGRESS' },
    ],
    [
      '100 is done',
      half,
      { percent: 100, result: '已发放' },
      { status: 'DONE', finishedOn: TODAY },
    ],
    [
      'done is 100',
      half,
      { status: 'DONE', result: '已发放' },
      { percent: 100, finishedOn: TODAY },
    ],
    ['done keeps its day', done, { result: '更正' }, { result: '更正', finishedOn: '2020-05-18' }],
    [
      'taking done back clears the day',
      done,
      { percent: 80 },
      { status: 'IN_PROGRESS', finishedOn: null },
    ],
    [
      'a result alone changes nothing else',
      half,
      { result: '2户' },
      { percent: 50, status: 'IN_PROGRESS' },
    ],
  ];
  it.each(accepted)('%s', (_name, before, report, after) => {
    const { state, faults } = reportTask(before, report, TODAY);
    expect(faults).toEqual([]);
    expect(state).toMatchObject(after);
  });

  const refused: [string, TaskState, TaskReport, string, string][] = [
    [
      'done at 90 %',
      half,
      { status: 'DONE', percent: 90, result: '无' },
      'percent',
      'STATUS_MISMATCH',
    ],
    [
      'in progress at 100 %',
      half,
      { status: 'IN_PROGRESS', percent: 100 },
      'percent',
      'STATUS_MISMATCH',
    ],
    [
      'not started at 10 %',
      idle,
      { status: 'NOT_STARTED', percent: 10 },
      'percent',
      'STATUS_MISMATCH',
    ],
    ['reopened without a figure', done, { status: 'IN_PROGRESS' }, 'percent', 'STATUS_MISMATCH'],
    ['done without a result', half, { percent: 100 }, 'result', 'REQUIRED'],
    [
      'an unknown milestone',
      half,
      { milestones: [{ name: '公示' }] },
      'milestones[0].name',
      'UNKNOWN_MILESTONE',
    ],
    [
      'a milestone done tomorrow',
      half,
      { milestones: [{ name: '入户复核', doneOn: '2020-05-21' }] },
      'milestones[0].doneOn',
      'IN_FUTURE',
    ],
  ];
  it.each(refused)('refuses %s', (_name, before, report, path, code) => {
    expect(reportTask(before, report, TODAY).faults).toMatchObject([{ path, code }]);
  });

  it('marks a milestone done and takes it back', () => {
    const marked = reportTask(half, { milestones: [{ name: '入户复核', doneOn: TODAY }] }, TODAY);
    expect(marked.state.milestones).toMatchObject([{ name: '入户复核', doneOn: TODAY }]);
    const undone = reportTask(marked.state, { milestones: [{ name: '入户复核' }] }, TODAY);
    expect(undone.state.milestones).toMatchObject([{ name: '入户复核', doneOn: null }]);
  });
});

describe('days a measure is overdue', () => {
  const cases: [string, TaskStatus, string | null, IssueStatus, number, number][] = [
    ['due yesterday', 'IN_PROGRESS', '2020-05-19', 'RECTIFYING', 1, 1],
    ['due today', 'NOT_STARTED', '2020-05-20', 'RECTIFYING', 1, 0],
    ['done late', 'DONE', '2020-05-10', 'RECTIFYING', 1, 0],
    ['close-out under review', 'IN_PROGRESS', '2020-05-10', 'CLOSURE_REVIEW', 1, 10],
    ['still a draft', 'NOT_STARTED', '2020-05-10', 'PLANNING', 1, 0],
    ['carried over', 'NOT_STARTED', '2020-05-10', 'CARRIED_OVER', 1, 0],
    ['of a former round', 'IN_PROGRESS', '2020-05-10', 'RECTIFYING', 2, 0],
    ['without a day', 'NOT_STARTED', null, 'RECTIFYING', 1, 0],
  ];
  it.each(cases)('%s', (_name, status, dueOn, issueStatus, cycleNo, days) => {
    const task = { status, dueOn, cycleNo: 1 };
    expect(taskOverdueDays(task, { status: issueStatus, cycleNo }, TODAY)).toBe(days);
  });
});

describe('dates of a measure', () => {
  const limits = { deadline: '2020-05-31', foundOn: '2020-03-25' };
  const cases: [string, string | null, string[], [string, string][]][] = [
    ['on the deadline', '2020-05-31', [], []],
    ['after the deadline', '2020-06-01', [], [['measures[2].dueOn', 'AFTER_DEADLINE']]],
    ['on the day of the finding', '2020-03-25', [], [['measures[2].dueOn', 'BEFORE_FOUND']]],
    ['missing', null, [], [['measures[2].dueOn', 'REQUIRED']]],
    [
      'before its second milestone',
      '2020-05-10',
      ['2020-05-10', '2020-05-11'],
      [['measures[2].milestones[1].dueOn', 'AFTER_DUE']],
    ],
  ];
  it.each(cases)('%s', (_name, dueOn, days, expected) => {
    const milestones = days.map((day, index) => ({ name: String(index), dueOn: day }));
    const faults = measureDateFaults({ dueOn, milestones }, limits, 'measures[2]');
    expect(faults.map(({ path, code }) => [path, code])).toEqual(expected);
  });
});

describe('which measure of the former draft a new one continues', () => {
  const kept = [
    { id: 'a', measure: '入户复核' },
    { id: 'b', measure: '补发低保金' },
  ];
  const cases: [string, { id?: string; measure: string }[], (string | undefined)[]][] = [
    [
      'the same words, in another order',
      [{ measure: '补发低保金' }, { measure: '入户复核' }],
      ['b', 'a'],
    ],
    ['the id, with new words', [{ id: 'a', measure: '逐户入户复核' }], ['a']],
    [
      'the id before the words',
      [{ measure: '入户复核' }, { id: 'a', measure: '公示' }],
      [undefined, 'a'],
    ],
    ['none', [{ measure: '开展培训' }], [undefined]],
    ['one only once', [{ measure: '入户复核' }, { measure: '入户复核' }], ['a', undefined]],
  ];
  it.each(cases)('by %s', (_name, given, ids) => {
    const { matches, faults } = matchMeasures(kept, given);
    expect(matches.map((task) => task?.id)).toEqual(ids);
    expect(faults).toEqual([]);
  });

  it('names an id that is unknown or used twice', () => {
    const given = [
      { id: 'a', measure: '一' },
      { id: 'a', measure: '二' },
      { id: 'x', measure: '三' },
    ];
    const { faults } = matchMeasures(kept, given);
    expect(faults.map(({ path }) => path)).toEqual(['measures[1].id', 'measures[2].id']);
  });
});

describe('summary of an issue', () => {
  it.each([
    ['字'.repeat(60), '字'.repeat(60)],
    ['字'.repeat(61), `${'字'.repeat(59)}…`],
    // A rare character outside the basic plane counts once and is never cut in half.
    ['𠮷'.repeat(61), `${'𠮷'.repeat(59)}…`],
  ])('has at most 60 characters (%#)', (statement, summary) => {
    expect(summaryOf(statement)).toBe(summary);
  });
});
