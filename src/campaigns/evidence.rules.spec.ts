import { describe, expect, it } from '@jest/globals';
import { type EvidenceType } from './codes/issue-codes.js';
import { PROBLEM_CATEGORY, type ProblemCategory } from './codes/problem-category.js';
import { EvidenceGroup, EvidenceRule } from './definition/parameters.js';
import { missingEvidence, requiredEvidenceFor } from './evidence.rules.js';

const NONE = { requiredEvidence: [] };

const typesOf = (category: ProblemCategory, recoveryDue = false) =>
  requiredEvidenceFor(NONE, category, recoveryDue).map(({ anyOf }) => anyOf.join('|'));

describe('required evidence', () => {
  it.each<[ProblemCategory, string[]]>([
    ['A01_MISSED', ['SURVEY', 'APPROVAL|RECEIPT', 'SYSTEM_SHOT|RECEIPT', 'PAYMENT|RECEIPT']],
    [
      'A09_RELAPSE_MARGIN',
      ['SURVEY', 'APPROVAL|RECEIPT', 'SYSTEM_SHOT|RECEIPT', 'PAYMENT|RECEIPT'],
    ],
    ['A03_WRONG', ['APPROVAL', 'RECEIPT', 'DISCLOSURE_PHOTO']],
    ['A05_SPLIT_HOUSEHOLD', ['DOC|OTHER', 'APPROVAL', 'PAYMENT']],
    ['A06_TAPERING', ['APPROVAL|DOC', 'SYSTEM_SHOT']],
    ['B02_SLOW', ['APPROVAL', 'PAYMENT']],
    ['B04_RESERVE_FUND', ['DOC', 'PAYMENT|MATCH_REPORT']],
    ['C02_THREE_MATCH', ['MATCH_REPORT', 'SYSTEM_SHOT']],
    ['C04_CARE_AGREEMENT', ['AGREEMENT', 'SURVEY|SATISFACTION|TALK_RECORD']],
    ['C05_CENTRAL_SUPPORT', ['SURVEY', 'AGREEMENT|APPROVAL']],
    ['E02_DECEASED_PAID', ['MATCH_REPORT', 'DOC|OTHER', 'APPROVAL', 'RECOVERY']],
    ['F03_DISCLOSURE', ['DISCLOSURE_PHOTO']],
    ['F04_ARCHIVE', ['DOC|SURVEY|APPROVAL|OTHER']],
    ['H06_FAKE_RECTIFY', ['DECISION|TALK_RECORD']],
    ['I02_CONFLICT', ['RULE|DOC']],
  ])('of %s is %j', (category, expected) => expect(typesOf(category)).toEqual(expected));

  it('asks for recovery receipts only when money must be recovered', () => {
    expect(typesOf('A03_WRONG', true)).toEqual([
      'APPROVAL',
      'RECEIPT',
      'RECOVERY',
      'DISCLOSURE_PHOTO',
    ]);
    expect(typesOf('E05_FRAUD')).toEqual(['PAYMENT']);
    expect(typesOf('E05_FRAUD', true)).toEqual(['PAYMENT', 'RECOVERY']);
  });

  it('asks for something in every category', () => {
    for (const category of PROBLEM_CATEGORY.codes) expect(typesOf(category)).not.toEqual([]);
  });

  it('lets the definition replace the default, the single category before its group', () => {
    const rule = (categories: string[], label: string, ...anyOf: EvidenceType[]) =>
      Object.assign(new EvidenceRule(), {
        categories,
        allOf: [Object.assign(new EvidenceGroup(), { label, anyOf })],
      });
    const own = {
      requiredEvidence: [
        rule(['A'], '审批表', 'APPROVAL'),
        rule(['A01_MISSED'], '回访', 'SATISFACTION'),
      ],
    };
    const labels = (category: ProblemCategory) =>
      requiredEvidenceFor(own, category).map(({ label }) => label);
    expect(labels('A01_MISSED')).toEqual(['回访']);
    expect(labels('A05_SPLIT_HOUSEHOLD')).toEqual(['审批表']);
    expect(labels('F07_SYSTEM_DATA')).toEqual(['系统截图']);
  });

  it.each<[EvidenceType[], string[]]>([
    [
      [],
      [
        '入户核查表',
        '审批表（不符合条件的，告知书）',
        '系统截图（不符合条件的，告知书）',
        '首次发放凭证（不符合条件的，告知书）',
      ],
    ],
    [['SURVEY', 'RECEIPT'], []],
    [['SURVEY', 'APPROVAL', 'SYSTEM_SHOT'], ['首次发放凭证（不符合条件的，告知书）']],
    [['SURVEY', 'APPROVAL', 'SYSTEM_SHOT', 'PAYMENT'], []],
  ])('with %j attached %j is missing', (attached, expected) =>
    expect(
      missingEvidence(requiredEvidenceFor(NONE, 'A02_DROPPED'), attached).map(({ label }) => label),
    ).toEqual(expected),
  );
});
