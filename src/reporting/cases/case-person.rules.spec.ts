import { describe, expect, it } from '@jest/globals';
import type { SanctionType } from '../../campaigns/codes/sanction-type.js';
import {
  type CasePerson,
  type CaseSanction,
  dealtPersonCount,
  outcomeSentence,
  outcomeText,
} from './case-person.rules.js';

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

const person = (publicName: string, ...sanctions: CaseSanction[]): CasePerson => ({
  id: publicName,
  publicName,
  post: '村主任',
  identity: 'VILLAGE_CADRE',
  sanctions,
});

describe('counting people', () => {
  const people = [
    person('王某', sanction('PARTY_WARNING'), sanction('ADMIN_DEMERIT')),
    person('李某某', sanction('CRITICISM')),
    person('赵某', sanction('REFUND')),
  ];

  it('counts a person once, and nobody for money alone', () => {
    expect(dealtPersonCount(people)).toBe(2);
  });
});

describe('the outcome in words', () => {
  it.each<[CaseSanction[], string]>([
    [[sanction('PARTY_SERIOUS_WARNING')], '受到党内严重警告处分'],
    [[sanction('PARTY_WARNING'), sanction('ADMIN_DEMERIT')], '受到党内警告、政务记过处分'],
    [[sanction('PARTY_PROBATION', { term: '一年' })], '受到留党察看一年处分'],
    [[sanction('CRITICISM'), sanction('ORDER_SELF_EXAM')], '受到批评教育，被责令检查'],
    [[sanction('PARTY_WARNING'), sanction('ORG_ADJUST')], '受到党内警告处分，受到组织调整'],
  ])('%#', (sanctions, expected) => {
    expect(outcomeText(sanctions)).toBe(expected);
  });

  it('gives month and year only, in order of time', () => {
    const people = [
      person('王某', sanction('PARTY_EXPEL', { decidedOn: '2020-06-30' })),
      person('李某某', sanction('ADMONITION')),
    ];
    expect(outcomeSentence(people)).toBe(
      '2020年5月，李某某被诫勉；2020年6月，王某受到开除党籍处分',
    );
    expect(outcomeSentence([])).toBe('');
  });
});
