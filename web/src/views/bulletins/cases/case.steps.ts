import { dayOf } from '../days';
import type { StepMark } from '../StepBar.vue';
import type { Case } from './useCase';

const CHAIN = ['VERIFICATION', 'REVIEW'] as const;

/** The way of a case: 起草, the review steps of the last round, 审核通过. */
export function caseSteps(item: Case, label: (list: string, code: string) => string): StepMark[] {
  const round = Math.max(0, ...item.reviews.map((review) => review.round));
  // A case handed in again begins a round of which nothing is decided yet.
  const isNewRound = item.status === 'VERIFICATION' && item.reviews.length > 0;
  const decided = isNewRound ? [] : item.reviews.filter((review) => review.round === round);
  const written = item.status !== 'DRAFT' && item.status !== 'RETURNED';
  const steps = CHAIN.map((step): StepMark => {
    const review = decided.find((one) => one.step === step);
    const done = review && { who: review.decidedByName, when: dayOf(review.decidedAt) };
    const state = stateOf(item, step, review?.decision);
    return { key: step, label: label('CaseStep', step), state, ...done };
  });
  return [
    {
      key: 'DRAFT',
      label: label('CaseStatus', 'DRAFT'),
      state: written || item.status === 'RETURNED' ? 'done' : 'current',
      who: item.draftedByName,
      when: dayOf(item.createdAt),
    },
    ...steps,
    {
      key: 'APPROVED',
      label: label('CaseStatus', 'APPROVED'),
      state: item.status === 'APPROVED' ? 'done' : 'todo',
    },
  ];
}

function stateOf(item: Case, step: string, decision: string | undefined): StepMark['state'] {
  if (decision === 'RETURNED') return 'returned';
  if (decision !== undefined) return 'done';
  return item.status === step ? 'current' : 'todo';
}
