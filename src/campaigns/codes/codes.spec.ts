import { describe, expect, it } from '@jest/globals';
import type { AreaLevel } from '../../identity/codes.js';
import {
  CATEGORY_GROUP,
  expandCategory,
  groupOfCategory,
  PROBLEM_CATEGORY,
} from './problem-category.js';
import { isUpperSource, type ProblemSource, type SourceLevel } from './problem-source.js';
import { countsAsDealt, formsOf, SANCTION_TYPE } from './sanction-type.js';

describe('problem source', () => {
  it.each<[AreaLevel, ProblemSource, SourceLevel | null, boolean]>([
    ['COUNTY', 'CENTRAL_INSPECTION_LOOKBACK', null, true],
    ['COUNTY', 'NATIONAL_ASSESSMENT', null, true],
    ['COUNTY', 'PROVINCIAL_ASSESSMENT', null, true],
    ['COUNTY', 'DISTRICT_PATROL_LOOKBACK', null, false],
    ['TOWN', 'DISTRICT_PATROL_LOOKBACK', null, true],
    ['PROVINCE', 'PROVINCIAL_ASSESSMENT', null, false],
    ['COUNTY', 'AUDIT', null, false],
    ['COUNTY', 'AUDIT', 'CITY', true],
    ['COUNTY', 'AUDIT', 'COUNTY', false],
    ['COUNTY', 'SELF_CHECK', null, false],
    ['COUNTY', 'UPPER_ASSIGNED', null, true],
  ])(
    'for a bureau of level %s, %s from %s is upper feedback: %s',
    (owner, source, level, expected) => expect(isUpperSource(owner, source, level)).toBe(expected),
  );
});

describe('problem category', () => {
  it('belongs to the group of its letter, and groups cover all', () => {
    expect(groupOfCategory('A05_SPLIT_HOUSEHOLD')).toBe('A');
    expect(expandCategory('I')).toEqual(['I01_NO_RULE', 'I02_CONFLICT', 'I03_COORDINATION']);
    expect(expandCategory('I02_CONFLICT')).toEqual(['I02_CONFLICT']);
    expect(CATEGORY_GROUP.codes.flatMap(expandCategory)).toEqual(PROBLEM_CATEGORY.codes);
  });
});

describe('sanction', () => {
  it('has a form unless it is about money', () => {
    expect(SANCTION_TYPE.codes.filter((code) => !countsAsDealt(code))).toEqual([
      'REFUND',
      'CONFISCATE',
    ]);
    expect([formsOf('ADMONITION'), formsOf('ORG_ADJUST'), formsOf('JUDICIAL')]).toEqual([
      [1],
      [2, 3],
      [4],
    ]);
  });
});
