import { describe, expect, it } from '@jest/globals';
import type { SanctionType } from '../../campaigns/codes/sanction-type.js';
import { type DealtRecord, dealtFigures, moneyOf, personKeys } from './case-figures.rules.js';
import type { CasePerson, CaseSanction } from './case-person.rules.js';

const sanction = (type: SanctionType, over: Partial<CaseSanction> = {}): CaseSanction => ({
  type,
  organ: '镇纪委',
  decidedOn: '2020-05-12',
  effectiveOn: '2020-05-12',
  docNo: null,
  term: null,
  form: null,
  ...over,
});

let serial = 0;
const record = (
  sanctions: CaseSanction[],
  over: Partial<DealtRecord> & { person?: CasePerson } = {},
): DealtRecord => {
  serial += 1;
  return {
    caseNo: `AL-${serial}`,
    bureauId: 'anlan',
    nameHash: `name-${serial}`,
    idHash: null,
    person: {
      id: `person-${serial}`,
      publicName: '王某',
      post: '村主任',
      identity: 'VILLAGE_CADRE',
      sanctions,
    },
    ...over,
  };
};

const counts = (records: DealtRecord[], from = '2020-04-01', to = '2020-06-30') => {
  const { persons, outcomes, forms, identities } = dealtFigures(records, from, to);
  const nonZero = (figures: typeof outcomes) =>
    Object.fromEntries(figures.filter(({ count }) => count > 0).map((f) => [f.code, f.count]));
  return [persons.count, nonZero(outcomes), nonZero(forms), nonZero(identities)];
};

const CADRES = (count: number) => ({ VILLAGE_CADRE: count });

describe('dealtFigures', () => {
  it.each<[string, DealtRecord[], unknown[]]>([
    ['nobody', [], [0, {}, {}, {}]],
    [
      'both a party and an administrative sanction: once, by the heavier form',
      [record([sanction('PARTY_WARNING'), sanction('ADMIN_DISMISS_POST')])],
      [1, { PARTY_SANCTION: 1, ADMIN_SANCTION: 1 }, { FORM_3: 1 }, CADRES(1)],
    ],
    ['money alone', [record([sanction('REFUND'), sanction('CONFISCATE')])], [0, {}, {}, {}]],
    [
      'a change of post is the second form unless it is said to be the third',
      [record([sanction('ORG_ADJUST')]), record([sanction('ORG_ADJUST', { form: 3 })])],
      [2, { ORG_MEASURE: 2 }, { FORM_2: 1, FORM_3: 1 }, CADRES(2)],
    ],
    [
      'the same name in two cases of one bureau: once, by the heaviest of both',
      [
        record([sanction('CRITICISM')], { nameHash: 'same' }),
        record([sanction('JUDICIAL')], { nameHash: 'same' }),
      ],
      [1, { CRITICISM: 1, JUDICIAL: 1 }, { FORM_4: 1 }, CADRES(1)],
    ],
    [
      'the same name with two identity numbers: two people',
      [
        record([sanction('CRITICISM')], { nameHash: 'same', idHash: 'a' }),
        record([sanction('CRITICISM')], { nameHash: 'same', idHash: 'b' }),
      ],
      [2, { CRITICISM: 2 }, { FORM_1: 2 }, CADRES(2)],
    ],
    [
      'the same name in two bureaus: two people',
      [
        record([sanction('CRITICISM')], { nameHash: 'same' }),
        record([sanction('CRITICISM')], { nameHash: 'same', bureauId: 'yunqi' }),
      ],
      [2, { CRITICISM: 2 }, { FORM_1: 2 }, CADRES(2)],
    ],
    [
      'decisions outside the period',
      [record([sanction('CRITICISM', { decidedOn: '2020-07-01' })])],
      [0, {}, {}, {}],
    ],
    [
      'only the decision of the period decides the form',
      [record([sanction('CRITICISM'), sanction('JUDICIAL', { decidedOn: '2020-07-01' })])],
      [1, { CRITICISM: 1 }, { FORM_1: 1 }, CADRES(1)],
    ],
  ])('%s', (_what, records, expected) => {
    expect(counts(records)).toEqual(expected);
  });

  it('prints the whole row with its zeros and names the cases of each number', () => {
    const one = record([sanction('ADMONITION')]);
    const { persons, outcomes, forms, identities } = dealtFigures(
      [one],
      '2020-05-12',
      '2020-05-12',
    );
    expect(persons).toMatchObject({ count: 1, caseNos: [one.caseNo] });
    expect(outcomes.map(({ label, count }) => `${label}${count}`)).toEqual([
      '党纪处分0',
      '政务处分0',
      '组织处理0',
      '诫勉1',
      '批评教育0',
      '责令检查0',
      '提醒谈话0',
      '通报批评0',
      '移送司法机关0',
      '移交纪委监委0',
    ]);
    expect(forms).toHaveLength(4);
    expect(identities.map(({ code }) => code)).not.toContain('VILLAGER');
  });
});

it('takes a record without number for the one person of that name who has one', () => {
  const known = record([], { nameHash: 'same', idHash: 'a' });
  const bare = record([], { nameHash: 'same' });
  const keys = personKeys([known, bare, record([], { nameHash: null })]);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

it.each([
  [{ amountFen: 100, dueFen: null, recoveredFen: 60, waivedFen: 10 }, [100, 100, 60, 10, 30]],
  [{ amountFen: 100, dueFen: 80, recoveredFen: null, waivedFen: null }, [100, 80, 0, 0, 80]],
  [{ amountFen: null, dueFen: null, recoveredFen: null, waivedFen: null }, [0, 0, 0, 0, 0]],
])('moneyOf(%j)', (given, expected) => {
  expect(Object.values(moneyOf(given))).toEqual(expected);
});
