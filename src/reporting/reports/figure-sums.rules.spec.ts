import { expect, it } from '@jest/globals';
import { sumFigures } from './figure-sums.rules.js';
import { type FigureIssue, summaryFigures } from './summary-figures.rules.js';

const issue = (issueNo: string, over: Partial<FigureIssue> = {}): FigureIssue => ({
  issueNo,
  status: 'RECTIFYING',
  category: 'A05_SPLIT_HOUSEHOLD',
  rectificationType: 'TIME_LIMITED',
  verdict: null,
  currentDeadline: '2020-06-01',
  extensionCount: 0,
  recoveredFen: null,
  refundedFen: null,
  ...over,
});

const FIRST = [
  issue('2'),
  issue('3', { status: 'CLOSED', recoveredFen: 100 }),
  issue('4', { category: 'B04_RESERVE_FUND', extensionCount: 2, currentDeadline: null }),
];
const SECOND = [
  issue('1', { rectificationType: 'LONG_TERM' }),
  issue('5', { status: 'CARRIED_OVER', category: 'C05_CENTRAL_SUPPORT' }),
  issue('6', { verdict: 'RECTIFIED', refundedFen: 50, rectificationType: 'IMMEDIATE' }),
];

it('gives the figures of all issues from the figures of each unit', () => {
  const today = '2020-06-30';
  const parts = [summaryFigures(FIRST, today), summaryFigures(SECOND, today)];
  expect(sumFigures(parts)).toEqual(summaryFigures([...FIRST, ...SECOND], today));
});

it('gives the figures of one unit as they are, and of none noughts', () => {
  const one = summaryFigures(FIRST, '2020-06-30');
  expect(sumFigures([one])).toEqual(one);
  expect(sumFigures([])).toMatchObject({ total: 0, open: 0, byCategory: {}, byGroup: [] });
});
