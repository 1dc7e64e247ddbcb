import { describe, expect, it } from '@jest/globals';
import {
  keptOf,
  type ProgressFacts,
  progressFaults,
  type ProgressSubject,
} from './progress.rules.js';

const TODAY = '2020-05-20';

const ISSUE: ProgressSubject = {
  status: 'RECTIFYING',
  cycleNo: 1,
  foundOn: '2020-03-25',
  assignedOn: '2020-05-06',
  currentDeadline: '2020-05-31',
  extensionCount: 0,
  dueRecoveryFen: null,
};

const ENTRY: ProgressFacts = {
  asOf: TODAY,
  text: '已完成入户复核',
  percent: 60,
  effect: null,
  verdict: null,
  unresolvedReason: null,
  unresolvedNote: null,
  nextStep: null,
  recoveredFen: null,
  refundedFen: null,
};

const LATE: Partial<ProgressSubject> = { currentDeadline: '2020-05-19' };
const WHY = { unresolvedReason: 'U4', nextStep: '再次上门' };
const UNSAID: [string, string][] = [
  ['unresolvedReason', 'REQUIRED'],
  ['nextStep', 'REQUIRED'],
];

describe('a progress entry', () => {
  const cases: [string, Partial<ProgressFacts>, Partial<ProgressSubject>, [string, string][]][] = [
    ['a plain entry', {}, {}, []],
    ['tomorrow', { asOf: '2020-05-21' }, {}, [['asOf', 'IN_FUTURE']]],
    ['last month', { asOf: '2020-04-28' }, {}, []],
    ['before the order of the first round', { asOf: '2020-05-05' }, {}, []],
    ['before the reopening', { asOf: '2020-05-05' }, { cycleNo: 2 }, [['asOf', 'BEFORE_ROUND']]],
    ['on the day of the reopening', { asOf: '2020-05-06' }, { cycleNo: 2 }, []],
    ['before the finding', { asOf: '2020-03-24' }, {}, [['asOf', 'BEFORE_FOUND']]],
    [
      'rectified at 90 %',
      { verdict: 'RECTIFIED', percent: 90 },
      {},
      [['percent', 'VERDICT_MISMATCH']],
    ],
    ['rectified at 100 %', { verdict: 'RECTIFIED', percent: 100 }, {}, []],
    ['all recovered', { recoveredFen: 500 }, { dueRecoveryFen: 500 }, []],
    [
      'too much recovered',
      { recoveredFen: 501 },
      { dueRecoveryFen: 500 },
      [['recoveredFen', 'EXCEEDS_DUE']],
    ],
    ['recovered without a due sum', { recoveredFen: 1 }, {}, [['recoveredFen', 'EXCEEDS_DUE']]],
    ['nothing recovered of nothing due', { recoveredFen: 0 }, {}, []],
    ['due today', {}, { currentDeadline: TODAY }, []],
    ['overdue, unexplained', {}, LATE, UNSAID],
    ['overdue, explained', WHY, LATE, []],
    ['overdue, now done', { verdict: 'RECTIFIED', percent: 100 }, LATE, []],
    ['carried over, unexplained', {}, { status: 'CARRIED_OVER' }, UNSAID],
    ['extended, unexplained', {}, { extensionCount: 1 }, UNSAID],
    ['continuing, unexplained', { verdict: 'CONTINUING' }, {}, UNSAID],
    [
      'another reason, unexplained',
      { unresolvedReason: 'U99' },
      {},
      [['unresolvedNote', 'REQUIRED']],
    ],
    ['another reason, explained', { unresolvedReason: 'U99', unresolvedNote: '疫情' }, {}, []],
  ];
  it.each(cases)('%s', (_name, entry, issue, expected) => {
    const faults = progressFaults({ ...ENTRY, ...entry }, { ...ISSUE, ...issue }, TODAY);
    expect(faults.map(({ path, code }) => [path, code])).toEqual(expected);
  });
});

describe('what the issue keeps of an entry', () => {
  it('is its text, figure and month, and nothing that the entry leaves unsaid', () => {
    expect(keptOf(ENTRY)).toEqual({
      percent: 60,
      latestProgress: '已完成入户复核',
      lastProgressMonth: '2020-05',
    });
  });

  it('is the day of completion when rectified, and no longer a reason for not being so', () => {
    expect(keptOf({ ...ENTRY, ...WHY, percent: 100, verdict: 'RECTIFIED' })).toMatchObject({
      verdict: 'RECTIFIED',
      rectifiedOn: TODAY,
      unresolvedReason: null,
      nextStep: null,
    });
  });

  it('takes the day of completion back with another verdict', () => {
    expect(keptOf({ ...ENTRY, verdict: 'BASICALLY_DONE' })).toMatchObject({ rectifiedOn: null });
  });
});
