import { describe, expect, it } from '@jest/globals';
import { emptyBalance } from '../../registers/entries/balance.queries.js';
import {
  differenceIn,
  type HandOver,
  openOnce,
  splitHandOvers,
  standingOf,
  wholeOf,
} from './consolidation.rules.js';
import type { InTransit } from './consolidation.snapshot.js';
import { isBalanced } from './report.balance.js';

const SENT = '2020-04-29T00:00:00.000Z';
const NOW = '2020-04-30T16:00:00.000Z';

it.each([
  ['ACCEPTED', SENT, NOW, 'INCLUDED'],
  ['CONSOLIDATED', SENT, NOW, 'INCLUDED'],
  ['SUBMITTED', SENT, NOW, 'NOT_ACCEPTED'],
  ['RETURNED', SENT, NOW, 'NOT_ACCEPTED'],
  ['DRAFT', null, NOW, 'MISSING'],
  ['PENDING', null, NOW, 'MISSING'],
  ['PENDING', null, null, 'MISSING'],
  ['PENDING', null, '2020-04-30T16:00:00.001Z', 'NOT_DUE'],
  ['SUBMITTED', SENT, '2020-05-30T16:00:00.000Z', 'NOT_ACCEPTED'],
  ['EXEMPT', null, NOW, 'EXEMPT'],
] as const)(
  'a report that is %s, first handed in %s, due %s, stands as %s',
  (status, firstSubmittedAt, dueAt, expected) => {
    expect(standingOf({ status, firstSubmittedAt, dueAt }, NOW)).toBe(expected);
  },
);

const cut = (unitId: string, toSeq: number, fromSeq = 1) => ({
  unitIds: [unitId],
  fromSeq,
  toSeq,
});
const moved = (outSeq: number, fromUnitId: string, toUnitId: string, issueId = 'i'): HandOver => ({
  issueId,
  issueNo: issueId,
  outSeq,
  inSeq: outSeq + 1,
  fromUnitId,
  toUnitId,
});
const end = ({ toSeq }: { toSeq: number }): number => toSeq;

describe('a hand-over between two towns', () => {
  it.each([
    ['both have sealed it', 20, 20, []],
    ['neither has', 5, 5, []],
    ['it has left and not arrived', 20, 5, [1]],
    ['it has arrived and not left', 5, 20, [-1]],
    ['the cut falls between the two postings, at the giver', 10, 20, []],
    ['the cut falls between the two postings, at the taker', 20, 10, [1]],
  ])('%s', (_what, giver, taker, expected) => {
    const groups = [[cut('a', giver)], [cut('b', taker)]];
    const splits = splitHandOvers(groups, [moved(10, 'a', 'b')], end);
    expect(splits.map(({ correction }) => correction)).toEqual(expected);
  });

  it('is none of ours when one of them is not added up, or both are in one report', () => {
    expect(splitHandOvers([[cut('a', 20)]], [moved(10, 'a', 'b')], end)).toEqual([]);
    const nested = [[cut('a', 20), cut('b', 5)]];
    expect(splitHandOvers(nested, [moved(10, 'a', 'b')], end)).toEqual([]);
  });
});

describe('counting every issue once', () => {
  it.each<[string, [string, number][], HandOver[], number]>([
    ['open at one place', [['i', 1]], [], 1],
    ['on its way', [], [moved(10, 'a', 'b')], 1],
    // a → b → c: has left a, stands in c, and b knows of neither.
    ['past a town that sealed early', [['i', 1]], [moved(10, 'a', 'b'), moved(20, 'b', 'c')], 1],
    ['two issues, one on its way', [['j', 1]], [moved(10, 'a', 'b')], 2],
  ])('%s', (_what, sums, handOvers, open) => {
    const groups = [[cut('a', 15)], [cut('b', 5)], [cut('c', 30)]];
    const splits = splitHandOvers(groups, handOvers, end);
    expect(openOnce(new Map(sums), splits)).toEqual({ open, odd: [] });
  });

  it('takes back what stands in two ledgers', () => {
    const splits = splitHandOvers([[cut('a', 5)], [cut('b', 20)]], [moved(10, 'a', 'b')], end);
    expect(openOnce(new Map([['i', 2]]), splits)).toEqual({ open: 1, odd: [] });
  });

  it('names what would count more than once', () => {
    expect(openOnce(new Map([['i', 2]]), [])).toEqual({ open: 0, odd: ['i'] });
  });
});

const line = (correction: 1 | -1): InTransit => ({
  issueNo: 'i',
  seq: 10,
  fromUnit: 'a',
  toUnit: 'b',
  correction,
});

describe('the whole', () => {
  const sum = { ...emptyBalance(), opening: 3, opened: 2, closed: 1, closing: 4 };

  it.each([
    ['nothing on its way', [], [], 3, 4],
    ['one on its way at the end', [], [line(1)], 3, 5],
    ['one in two ledgers at the end', [], [line(-1)], 3, 3],
    ['one arrives that was on its way', [line(1)], [], 4, 4],
    ['one on its way throughout', [line(1)], [line(1)], 4, 5],
  ])('with %s is balanced', (_what, opening, closing, first, last) => {
    const whole = wholeOf(sum, { opening, closing });
    expect(whole).toMatchObject({ opening: first, closing: last });
    expect(isBalanced(whole)).toBe(true);
  });

  it.each([
    ['agrees', 4, [], undefined],
    ['differs from the books', 5, [], '各单位期末与在途合计4，按台账分录应为5'],
    ['counts an issue twice', 4, ['WT-1'], '1个问题在各单位台账中合计不为一（WT-1）'],
  ])('%s', (_what, bookClosing, odd, expected) => {
    expect(differenceIn([], sum, bookClosing, odd)).toBe(expected);
  });
});
