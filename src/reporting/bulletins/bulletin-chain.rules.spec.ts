import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../identity/codes.js';
import { UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';
import type { BulletinStatus, BulletinStep } from './bulletin.codes.js';
import {
  awaitedStep,
  chainFor,
  isOffice,
  type StepTaken,
  stepBar,
} from './bulletin-chain.rules.js';

const unit = (id: string, type: string, name: string, parentId: string | null): Unit =>
  ({ id, type, name, parentId, path: parentId ? `/b/${id}/` : '/b/', disabledAt: null }) as Unit;

const tree = new UnitTree(1, [
  unit('bureau', 'CIVIL_AFFAIRS', '民政局', null),
  unit('office', 'DIVISION', '办公室（党委办公室）', 'bureau'),
  unit('rescue', 'DIVISION', '社会救助科', 'bureau'),
]);
const withoutOffice = new UnitTree(
  1,
  tree.units.filter(({ id }) => id !== 'office'),
);

const ALWAYS: BulletinStep[] = [
  'DISCIPLINE_COUNTERSIGN',
  'PROOFREADING',
  'SECRECY_REVIEW',
  'DEPUTY_REVIEW',
  'SIGNATURE',
  'NUMBERING',
  'ISSUANCE',
];

describe('chainFor', () => {
  it.each([
    [{}, ALWAYS],
    [{ money: true }, [ALWAYS[0], 'FINANCE_COUNTERSIGN', ...ALWAYS.slice(1)]],
    [{ legalCheck: true }, [ALWAYS[0], 'LEGAL_COUNTERSIGN', ...ALWAYS.slice(1)]],
    [{ disclosure: 'PUBLIC' as const }, [...ALWAYS, 'PUBLICATION']],
  ])('%j', (over, expected) => {
    const facts = { money: false, legalCheck: false, disclosure: 'INTERNAL' as const, ...over };
    expect(chainFor(facts)).toEqual(expected);
  });
});

const taken = (step: BulletinStep, over: Partial<StepTaken> = {}): StepTaken => ({
  step,
  round: 1,
  decision: 'APPROVED',
  decidedBy: 'somebody',
  ...over,
});

describe('awaitedStep', () => {
  const at = (status: BulletinStatus, round: number, ...done: StepTaken[]) =>
    awaitedStep({ status, round, chain: ALWAYS }, done);

  it.each([
    ['the first', at('REVIEW', 1), 'DISCIPLINE_COUNTERSIGN'],
    ['the next', at('REVIEW', 1, taken('DISCIPLINE_COUNTERSIGN')), 'PROOFREADING'],
    ['never past a gap', at('REVIEW', 1, taken('PROOFREADING')), 'DISCIPLINE_COUNTERSIGN'],
    [
      'the first again in a new round',
      at('REVIEW', 2, taken('DISCIPLINE_COUNTERSIGN')),
      'DISCIPLINE_COUNTERSIGN',
    ],
    ['none of a draft', at('DRAFT', 0), undefined],
    ['none of a returned one', at('RETURNED', 1), undefined],
    ['none when all are taken', at('ISSUED', 1, ...ALWAYS.map((step) => taken(step))), undefined],
  ])('%s', (_what, step, expected) => {
    expect(step).toBe(expected);
  });
});

describe('stepBar', () => {
  const bar = (
    step: BulletinStep,
    role: Role,
    unitId: string,
    over: Partial<Parameters<typeof stepBar>[1]> = {},
  ) =>
    stepBar(
      { userId: 'me', unitId, roles: [role] },
      {
        step,
        round: 1,
        bureauId: 'bureau',
        taken: [],
        isComposer: false,
        reaches: () => true,
        tree,
        ...over,
      },
    );
  const mine = [taken('PROOFREADING', { decidedBy: 'me' })];

  it.each([
    ['the office proofreads', bar('PROOFREADING', 'DIVISION_CLERK', 'office'), null],
    ['another division does not', bar('PROOFREADING', 'DIVISION_CLERK', 'rescue'), 'NOT_REVIEWER'],
    ['another role does not', bar('SIGNATURE', 'DEPUTY_DIRECTOR', 'bureau'), 'NOT_REVIEWER'],
    [
      'nobody of another bureau',
      bar('SIGNATURE', 'DIRECTOR', 'bureau', { reaches: () => false }),
      'NOT_REVIEWER',
    ],
    [
      'not the composer',
      bar('SIGNATURE', 'DIRECTOR', 'bureau', { isComposer: true }),
      'SELF_REVIEW',
    ],
    [
      'nobody twice in a round',
      bar('SECRECY_REVIEW', 'DIVISION_CLERK', 'office', { taken: mine }),
      'DECIDED_BEFORE',
    ],
    [
      'again in a new round',
      bar('SECRECY_REVIEW', 'DIVISION_CLERK', 'office', { taken: mine, round: 2 }),
      null,
    ],
    [
      'clerical steps by one person',
      bar('ISSUANCE', 'DIVISION_CLERK', 'office', { taken: mine }),
      null,
    ],
    [
      'clerical steps not by the composer',
      bar('NUMBERING', 'DIVISION_CLERK', 'office', { isComposer: true }),
      'SELF_REVIEW',
    ],
  ])('%s', (_what, actual, expected) => {
    expect(actual).toBe(expected);
  });
});

it('takes every division for the office where there is none', () => {
  expect(isOffice('office', 'bureau', tree)).toBe(true);
  expect(isOffice('rescue', 'bureau', tree)).toBe(false);
  expect(isOffice('rescue', 'bureau', withoutOffice)).toBe(true);
});
