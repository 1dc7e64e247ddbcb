import { describe, expect, it } from '@jest/globals';
import { oneStepObstacle, type OneStepFacts } from './immediate-closure.rules.js';

const CLOSER = 'closer';

const ISSUE: OneStepFacts['issue'] = {
  severity: 'GENERAL',
  rectificationType: 'IMMEDIATE',
  nature: 'POLICY',
  isKey: 0,
  dueRecoveryFen: null,
  createdBy: 'clerk',
};

const FACTS: OneStepFacts = {
  issue: ISSUE,
  chain: ['UNIT_CONFIRMATION', 'FIRST_REVIEW', 'FINAL_APPROVAL'],
  evidence: [{ uploadedBy: CLOSER }, { uploadedBy: 'village' }],
  missing: [],
};

const of = (over: Partial<OneStepFacts['issue']>): Partial<OneStepFacts> => ({
  issue: { ...ISSUE, ...over },
});

describe('a one-step close', () => {
  it.each<[string, Partial<OneStepFacts>, string | undefined]>([
    ['a minor issue, proved by another', {}, undefined],
    ['a proof of the category missing', { missing: ['公示照片'] }, 'EVIDENCE_REQUIRED'],
    ['nothing recovered of nothing due', of({ dueRecoveryFen: 0 }), undefined],
    ['a prominent issue', of({ severity: 'PROMINENT' }), 'NOT_MINOR'],
    ['an issue with a time limit', of({ rectificationType: 'TIME_LIMITED' }), 'NOT_MINOR'],
    ['an issue without a type', of({ rectificationType: null }), 'NOT_MINOR'],
    ['a breach of discipline', of({ nature: 'DISCIPLINE' }), 'NOT_ONE_STEP'],
    ['a suspected crime', of({ nature: 'CRIMINAL' }), 'NOT_ONE_STEP'],
    ['a key issue', of({ isKey: 1 }), 'NOT_ONE_STEP'],
    ['money to be recovered', of({ dueRecoveryFen: 1 }), 'NOT_ONE_STEP'],
    ['a countersign in the chain', { chain: ['COUNTERSIGN'] }, 'REVIEWS_REQUIRED'],
    ['a second review in the chain', { chain: ['SECOND_REVIEW'] }, 'REVIEWS_REQUIRED'],
    ['acceptance by an upper organ', { chain: ['UPPER_ACCEPTANCE'] }, 'REVIEWS_REQUIRED'],
    ['closed by the one who logged it', of({ createdBy: CLOSER }), 'SELF_REVIEW'],
    ['nothing on file', { evidence: [] }, 'EVIDENCE_REQUIRED'],
    ['only proof of one’s own', { evidence: [{ uploadedBy: CLOSER }] }, 'EVIDENCE_OF_OTHERS'],
  ])('%s', (_what, over, code) => {
    expect(oneStepObstacle({ ...FACTS, ...over }, [CLOSER])?.code).toBe(code);
  });

  it('names the reviews that are missing, each once', () => {
    const chain = ['COUNTERSIGN', 'COUNTERSIGN', 'SECOND_REVIEW'] as const;
    const problem = oneStepObstacle({ ...FACTS, chain }, [CLOSER]);
    expect(problem).toMatchObject({ status: 422 });
    expect(problem?.detail).toContain('会签、复审，');
  });
});
