import { describe, expect, it } from '@jest/globals';
import {
  evidenceFaults,
  isRestricted,
  type WithdrawalFacts,
  withdrawalObstacle,
} from './evidence.rules.js';

const FACTS: WithdrawalFacts = {
  status: 'RECTIFYING',
  issueCycleNo: 1,
  cycleNo: 1,
  withdrawn: false,
};

const OBSTACLES: readonly (readonly [string, Partial<WithdrawalFacts>, string | undefined])[] = [
  ['while the issue is being rectified', {}, undefined],
  ['while the issue is a draft', { status: 'DRAFT' }, undefined],
  ['while a close-out is under review', { status: 'CLOSURE_REVIEW' }, 'UNDER_CLOSURE_REVIEW'],
  ['when it belongs to a closed round', { issueCycleNo: 2 }, 'EARLIER_CYCLE'],
  ['when it was withdrawn before', { withdrawn: true }, 'WITHDRAWN_BEFORE'],
];

describe('withdrawal of evidence', () => {
  it.each(OBSTACLES)('%s', (_when, facts, code) => {
    expect(withdrawalObstacle({ ...FACTS, ...facts })?.code).toBe(code);
  });
});

describe('restricted evidence', () => {
  it.each([
    ['ordinary', 0, 'A05_SPLIT_HOUSEHOLD', false],
    ['marked sensitive', 1, 'A05_SPLIT_HOUSEHOLD', true],
    ['of conduct and corruption', 0, 'H03_NEPOTISM', true],
    ['of an issue without category', 0, null, false],
  ])('%s', (_what, isSensitive, category, expected) => {
    const issue = { bureauId: 'b', category };
    expect(isRestricted({ isSensitive, sourceUnitId: 'u' }, issue)).toBe(expected);
  });
});

describe('the date of a document', () => {
  it.each([
    ['2020-05-09', 0],
    ['2020-05-10', 1],
    [undefined, 0],
  ])('%s on 2020-05-09: %i faults', (documentDate, count) => {
    expect(evidenceFaults({ documentDate }, '2020-05-09')).toHaveLength(count);
  });
});
