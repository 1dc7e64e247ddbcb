import { describe, expect, it } from '@jest/globals';
import {
  type CaseFacts,
  consistencyFaults,
  reviewFaults,
  statusAfter,
  submissionFaults,
} from './case.rules.js';
import type { CaseSanction } from './case-person.rules.js';

const sanction: CaseSanction = {
  type: 'PARTY_WARNING',
  organ: '镇纪委',
  decidedOn: '2020-05-12',
  effectiveOn: '2020-05-12',
  docNo: null,
  term: null,
  form: null,
};

const facts = (
  over: Partial<CaseFacts> = {},
  sanctionOver: Partial<CaseSanction> = {},
): CaseFacts => ({
  facts: '事实',
  rectification: '整改',
  analysis: '剖析',
  lesson: '警示',
  amountFen: 500_000,
  recoveredFen: 500_000,
  persons: [
    {
      id: 'p1',
      publicName: '王某',
      post: '村主任',
      identity: 'VILLAGE_CADRE',
      sanctions: [{ ...sanction, ...sanctionOver }],
    },
  ],
  ...over,
});

const TODAY = '2020-07-06';
const place = 'persons[0].sanctions[0]';

describe('consistencyFaults', () => {
  it.each<[string, CaseFacts, string[]]>([
    ['sound', facts(), []],
    ['more recovered than wrong', facts({ recoveredFen: 500_001 }), ['recoveredFen']],
    ['recovered without an amount', facts({ amountFen: null }), ['recoveredFen']],
    ['due more than wrong', facts({ dueFen: 500_001 }), ['dueFen']],
    ['more recovered than due', facts({ dueFen: 400_000 }), ['recoveredFen']],
    [
      'recovered and waived more than due',
      facts({ waivedFen: 1, waiverNote: '区政府批准' }),
      ['waivedFen'],
    ],
    [
      'waived without approval',
      facts({ recoveredFen: 100_000, waivedFen: 100_000, waiverNote: ' ' }),
      ['waiverNote'],
    ],
    [
      'waived with approval',
      facts({ recoveredFen: 100_000, waivedFen: 400_000, waiverNote: '安府批〔2020〕3号' }),
      [],
    ],
    ['concluded tomorrow', facts({ concludedOn: '2020-07-07' }), ['concludedOn']],
    ['decided today', facts({}, { decidedOn: TODAY, effectiveOn: null }), []],
    [
      'decided tomorrow',
      facts({}, { decidedOn: '2020-07-07', effectiveOn: null }),
      [`${place}.decidedOn`],
    ],
    [
      'effective before decided',
      facts({}, { effectiveOn: '2020-05-11' }),
      [`${place}.effectiveOn`],
    ],
    [
      'a party sanction of somebody who is no member',
      facts({ persons: facts().persons.map((one) => ({ ...one, partyMember: false })) }),
      [`${place}.type`],
    ],
    [
      'agreed tomorrow to be named',
      facts({
        persons: facts().persons.map((one) => ({
          ...one,
          naming: { organ: '区纪委', agreedOn: '2020-07-07', docNo: null },
        })),
      }),
      ['persons[0].naming.agreedOn'],
    ],
    ['a form for a warning', facts({}, { form: 3 }), [`${place}.form`]],
    ['a form for a change of post', facts({}, { type: 'ORG_ADJUST', form: 3 }), []],
  ])('%s', (_what, given, expected) => {
    expect(consistencyFaults(given, TODAY).map(({ path }) => path)).toEqual(expected);
  });
});

describe('submissionFaults', () => {
  it.each<[string, CaseFacts, string[]]>([
    ['complete', facts(), []],
    ['no facts', facts({ facts: ' ' }), ['facts']],
    ['no lesson', facts({ lesson: '' }), ['lesson']],
    ['nobody held to account', facts({ persons: [] }), ['persons']],
    ['not yet effective', facts({}, { effectiveOn: null }), [`${place}.effectiveOn`]],
  ])('%s', (_what, given, expected) => {
    expect(submissionFaults(given).map(({ path }) => path)).toEqual(expected);
  });
});

it.each([
  ['VERIFICATION', 'APPROVED', 'REVIEW'],
  ['VERIFICATION', 'RETURNED', 'RETURNED'],
  ['REVIEW', 'APPROVED', 'APPROVED'],
  ['REVIEW', 'RETURNED', 'RETURNED'],
] as const)('%s %s leads to %s', (step, decision, expected) => {
  expect(statusAfter(step, { decision })).toBe(expected);
});

it.each([
  ['APPROVED', undefined, 0],
  ['RETURNED', undefined, 1],
  ['RETURNED', '', 1],
  ['RETURNED', '请核对金额', 0],
] as const)('a decision %s with the demand %p has %i faults', (decision, demand, faults) => {
  expect(reviewFaults({ decision, demand })).toHaveLength(faults);
});
