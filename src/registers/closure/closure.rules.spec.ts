import { describe, expect, it } from '@jest/globals';
import { CLOSING_STANDARD } from './closure.codes.js';
import type { ClosureApplicationInput } from './closure.dto.js';
import { applicationFaults, type ApplicationFacts, carryOverObstacle } from './closure.rules.js';

const FACTS: ApplicationFacts = {
  today: '2020-05-20',
  foundOn: '2020-03-25',
  scope: 'INDIVIDUAL',
  source: 'SELF_CHECK',
  dueRecoveryFen: null,
  recoveredFen: null,
  rectificationType: 'TIME_LIMITED',
  nextReviewOn: null,
  taskIds: ['t'],
  requiredEvidence: [],
  attachedEvidence: [],
  evidenceIds: [],
};

const INPUT: ClosureApplicationInput = {
  rectifiedOn: '2020-05-18',
  resultPerson: '已明确',
  resultFact: '已查清',
  resultOutcome: '已解决',
  effect: '已纳入',
  measureResults: [{ taskId: 't', text: '已落实' }],
  standards: CLOSING_STANDARD.codes.map((standard) => ({ standard, answer: 'MET' })),
};

const money = (dueRecoveryFen: number, recoveredFen: number | null) => ({
  dueRecoveryFen,
  recoveredFen,
});
const SHORT = [['repaymentPlan', 'REQUIRED']];
const LONG = [['recoveredFen', 'TOO_LARGE']];

describe('what a close-out application must say', () => {
  it.each<[string, Partial<ClosureApplicationInput>, Partial<ApplicationFacts>, string[][]]>([
    ['complete', {}, {}, []],
    ['nothing recovered of what is due', {}, money(500, null), SHORT],
    ['all recovered, as the application says', { recoveredFen: 500 }, money(500, null), []],
    ['all recovered, as reported before', {}, money(500, 500), []],
    ['less than reported before', { recoveredFen: 499 }, money(500, 500), SHORT],
    ['a repayment plan for the rest', { repaymentPlan: '分3期' }, money(500, 100), []],
    ['more than is due', { recoveredFen: 501 }, money(500, null), LONG],
    ['done tomorrow', { rectifiedOn: '2020-05-21' }, {}, [['rectifiedOn', 'IN_FUTURE']]],
    ['common, others not checked', {}, { scope: 'COMMON' }, [['extendedCheck', 'REQUIRED']]],
  ])('%s', (_what, input, facts, expected) => {
    const faults = applicationFaults({ ...INPUT, ...input }, { ...FACTS, ...facts });
    expect(faults.map(({ path, code }) => [path, code])).toEqual(expected);
  });
});

describe('carrying over', () => {
  it.each([
    ['a long matter', 'LONG_TERM', 0, undefined],
    ['what can be done at once', 'IMMEDIATE', 0, 'IMMEDIATE_NOT_CARRIED'],
    ['while an extension waits', 'TIME_LIMITED', 1, 'EXTENSION_PENDING'],
  ])('%s', (_what, rectificationType, extensionPending, code) => {
    expect(carryOverObstacle({ rectificationType, extensionPending })?.code).toBe(code);
  });
});
