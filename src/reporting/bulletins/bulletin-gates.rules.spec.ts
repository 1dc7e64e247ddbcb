import { expect, it } from '@jest/globals';
import type { CaseSanction } from '../cases/case-person.rules.js';
import { type GateCase, type GateFacts, issuanceFaults } from './bulletin-gates.rules.js';

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
    persons: [
      { publicName: '王某', post: '村主任', identity: 'VILLAGE_CADRE', sanctions: [sanction] },
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
  ...over,
});

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
  ['unknown case', facts(gateCase(), { cases: [] }), ['caseIds[0] UNKNOWN_CASE']],
  ['no case', facts(gateCase(), { caseIds: [] }), ['caseIds TOO_FEW']],
  ['feedback today', facts(gateCase(), { feedbackOn: TODAY }), ['feedbackOn IN_PAST']],
  ['no feedback asked', facts(gateCase(), { feedbackOn: null }), []],
])('%s', (_what, given, expected) => {
  expect(issuanceFaults(given, TODAY).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});
