import { dayOf } from '../days';
import type { StepMark } from '../StepBar.vue';
import type { Case } from '../cases/useCase';
import type { Bulletin } from './useBulletin';

/** Before it is handed in, the server has not fixed the steps yet. */
const TO_COME: readonly StepMark[] = [
  { key: 'review', label: '会签、核稿、审查、审核', state: 'todo' },
  { key: 'sign', label: '签发', state: 'todo' },
  { key: 'number', label: '编号用印', state: 'todo' },
  { key: 'issue', label: '印发', state: 'todo' },
];

/** 起草→事实核实→会签→核稿→审查→审核→签发→编号→印发(→公开), with who and when of the last round. */
export function bulletinSteps(
  item: Bulletin,
  cases: readonly Case[],
  label: (list: string, code: string) => string,
): StepMark[] {
  const isOpen = item.status === 'DRAFT' || item.status === 'RETURNED';
  const composed: StepMark = {
    key: 'compose',
    label: '起草',
    state: isOpen ? 'current' : 'done',
    who: item.composedByName,
    when: dayOf(item.createdAt),
  };
  const rest = item.chain.length > 0 ? chainSteps(item, label) : TO_COME;
  return [composed, ...verification(cases), ...rest];
}

/** 案件事实核实 is a step of each case. */
function verification(cases: readonly Case[]): StepMark[] {
  if (cases.length === 0) return [];
  const verified = cases.filter(({ status }) => status === 'APPROVED').length;
  return [
    {
      key: 'verification',
      label: '案件事实核实',
      state: verified === cases.length ? 'done' : 'current',
      who: `${verified}/${cases.length}个案例`,
    },
  ];
}

function chainSteps(item: Bulletin, label: (list: string, code: string) => string): StepMark[] {
  const round = Math.max(0, ...item.steps.map((step) => step.round));
  // Handed in again after a return: the new round has no decisions yet.
  const isNewRound =
    item.status === 'REVIEW' &&
    item.steps.some((step) => step.round === round && step.decision === 'RETURNED');
  const decided = isNewRound ? [] : item.steps.filter((step) => step.round === round);
  return item.chain.map((step) => {
    const done = decided.find((one) => one.step === step);
    return {
      key: step,
      label: label('BulletinStep', step),
      state: stateOf(item, step, done?.decision),
      ...(done && { who: done.decidedByName, when: dayOf(done.decidedAt) }),
    };
  });
}

function stateOf(item: Bulletin, step: string, decision: string | undefined): StepMark['state'] {
  if (decision === 'RETURNED') return 'returned';
  if (decision !== undefined) return 'done';
  return item.awaiting === step ? 'current' : 'todo';
}
