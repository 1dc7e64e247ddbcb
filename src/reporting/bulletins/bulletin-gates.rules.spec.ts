import { expect, it } from '@jest/globals';
import type { CasePerson, CaseSanction } from '../cases/case-person.rules.js';
import {
  type GateCase,
  type GateFacts,
  issuanceFaults,
  signedCaseFaults,
  type StampedCase,
  typedTextFaults,
} from './bulletin-gates.rules.js';

const TODAY = '2020-07-06';

const gateCase = (over: Partial<GateCase> = {}, effectiveOn: string | null = TODAY): GateCase => {
  const sanction: CaseSanction = {
    type: 'PARTY_WARNING',
    organ: '镇纪委',
    decidedOn: '2020-05-12',
    effectiveOn,
    docNo: null,
    term: null,
    form: null,
  };
  return {
    id: 'a',
    caseNo: '990101-2020Q2-AL-01',
    status: 'APPROVED',
    disclosure: 'INTERNAL',
    mode: 'SURNAME',
    concludedOn: '2020-06-30',
    title: '某村问题',
    facts: '王某未作备案。',
    rectification: '',
    persons: [
      {
        id: 'p1',
        publicName: '王某',
        post: '村主任',
        identity: 'VILLAGE_CADRE',
        sanctions: [sanction],
      },
    ],
    ...over,
  };
};

const facts = (given: GateCase, over: Partial<GateFacts> = {}): GateFacts => ({
  cases: [given],
  caseIds: [given.id],
  disclosure: 'INTERNAL',
  feedbackOn: '2020-07-31',
  publishedIds: [],
  confirmedIds: new Set([given.id]),
  ...over,
});

/** The case with its one person changed. */
const withPerson = (person: Partial<CasePerson>, over: Partial<GateCase> = {}): GateCase => {
  const given = gateCase(over);
  return { ...given, persons: given.persons.map((one) => ({ ...one, ...person })) };
};
const [SANCTION] = gateCase().persons.flatMap(({ sanctions }) => sanctions);
const CONSENT = { organ: '区纪委', agreedOn: '2020-06-01', docNo: null };

it.each<[string, GateFacts, string[]]>([
  ['all in order', facts(gateCase()), []],
  ['in draft', facts(gateCase({ status: 'DRAFT' })), ['caseIds[0] CASE_NOT_APPROVED']],
  ['under review', facts(gateCase({ status: 'REVIEW' })), ['caseIds[0] CASE_NOT_APPROVED']],
  ['effective tomorrow', facts(gateCase({}, '2020-07-07')), ['caseIds[0] SANCTION_NOT_EFFECTIVE']],
  ['effect unknown', facts(gateCase({}, null)), ['caseIds[0] SANCTION_NOT_EFFECTIVE']],
  [
    'internal case made public',
    facts(gateCase(), { disclosure: 'PUBLIC' }),
    ['caseIds[0] CASE_INTERNAL'],
  ],
  ['public case kept internal', facts(gateCase({ disclosure: 'PUBLIC' })), []],
  ['published before', facts(gateCase(), { publishedIds: ['a'] }), ['caseIds[0] PUBLISHED_BEFORE']],
  [
    'under appeal',
    facts(withPerson({ sanctions: [{ ...SANCTION!, underAppeal: true }] })),
    ['caseIds[0] UNDER_APPEAL'],
  ],
  ['not concluded', facts(gateCase({ concludedOn: null })), ['caseIds[0] CASE_UNFINISHED']],
  [
    'masking not confirmed',
    facts(gateCase(), { confirmedIds: new Set() }),
    ['caseIds[0] MASKING_NOT_CONFIRMED'],
  ],
  ['nothing decided', facts(withPerson({ sanctions: [] })), ['caseIds[0] PERSON_UNDECIDED']],
  [
    'nothing decided about a villager',
    facts(withPerson({ sanctions: [], identity: 'VILLAGER' })),
    [],
  ],
  [
    '另案处理, named',
    facts(withPerson({ sanctions: [], handledSeparately: true })),
    ['caseIds[0] SEPARATE_CASE_NAMED'],
  ],
  [
    '另案处理, unnamed',
    facts(withPerson({ sanctions: [], handledSeparately: true, publicName: '某村主任' })),
    [],
  ],
  [
    '另案处理, named in the text',
    facts(gateCase({ facts: '李某（另案处理）参与。' })),
    ['caseIds[0] SEPARATE_CASE_NAMED'],
  ],
  [
    'a complainant in the text',
    facts(gateCase({ rectification: '已答复信访人' })),
    ['caseIds[0] PETITION_DETAIL'],
  ],
  [
    'by name without agreement',
    facts(gateCase({ mode: 'REAL_NAME' })),
    ['caseIds[0] NAMING_NOT_ALLOWED'],
  ],
  ['by name with agreement', facts(withPerson({ naming: CONSENT }, { mode: 'REAL_NAME' })), []],
  [
    'by name, but the text calls him otherwise',
    facts(withPerson({ naming: CONSENT, publicName: '王某甲' }, { mode: 'REAL_NAME' })),
    ['caseIds[0] NAME_NOT_IN_TEXT'],
  ],
  ['unknown case', facts(gateCase(), { cases: [] }), ['caseIds[0] UNKNOWN_CASE']],
  ['no case', facts(gateCase(), { caseIds: [] }), ['caseIds TOO_FEW']],
  ['feedback today', facts(gateCase(), { feedbackOn: TODAY }), ['feedbackOn IN_PAST']],
  ['no feedback asked', facts(gateCase(), { feedbackOn: null }), []],
])('%s', (_what, given, expected) => {
  expect(issuanceFaults(given, TODAY).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

it('names case, person and reason of each refusal', () => {
  const [fault] = issuanceFaults(facts(gateCase({}, '2020-07-07')), TODAY);
  expect(fault?.message).toBe('案例990101-2020Q2-AL-01中“王某”的处理决定尚未生效');
});

it('finds details of petitions in the typed parts too', () => {
  const faults = typedTextFaults({
    opening: '经举报人反映',
    analysis: '审核把关不严',
    title: null,
  });
  expect(faults).toMatchObject([{ path: 'opening', code: 'PETITION_DETAIL' }]);
});

const STAMP = { round: 1, digest: 'signed' };
const SIGNED = [{ id: 'a', caseNo: '990101-2020Q2-AL-01', ...STAMP }];
const stamped = (over: Partial<StampedCase> = {}): StampedCase[] => [
  { id: 'a', status: 'APPROVED', ...STAMP, ...over },
];

it.each<[string, StampedCase[], string[]]>([
  ['as it was', stamped(), []],
  ['reopened', stamped({ status: 'RETURNED' }), ['caseIds[0] CASE_NOT_APPROVED']],
  ['voided', stamped({ status: 'VOIDED' }), ['caseIds[0] CASE_NOT_APPROVED']],
  ['gone', [], ['caseIds[0] CASE_NOT_APPROVED']],
  ['with other texts or names', stamped({ digest: 'now' }), ['caseIds[0] CASE_CHANGED']],
  ['approved once more', stamped({ round: 2 }), ['caseIds[0] CASE_CHANGED']],
])('stops a signed document whose case is %s', (_what, cases, expected) => {
  const faults = signedCaseFaults(SIGNED, cases);
  expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
  for (const { message } of faults) expect(message).toContain(SIGNED[0]?.caseNo);
});
