import type { Tone } from '@/components/tones';
import type { Report } from './report-kind';
import type { ReasonStep } from './steps/ReasonDialog.vue';

export type StepName =
  | ReasonStep
  | 'submit'
  | 'return'
  | 'accept'
  | 'receivePaper'
  | 'requestCorrection'
  | 'decideCorrection'
  | 'urge';

interface StepButton {
  readonly step: StepName;
  readonly label: string;
  readonly tone?: Tone;
}

/** Buttons in the order in which they are used; which of them are shown the server says. */
const BUTTONS: readonly StepButton[] = [
  { step: 'submit', label: '审签报送', tone: 'primary' },
  { step: 'receivePaper', label: '登记纸质件' },
  { step: 'accept', label: '接收', tone: 'primary' },
  { step: 'decideCorrection', label: '审批更正', tone: 'primary' },
  { step: 'return', label: '退回重报', tone: 'danger' },
  { step: 'requestCorrection', label: '申请更正' },
  { step: 'withdrawCorrection', label: '撤回更正申请' },
  { step: 'urge', label: '催报' },
  { step: 'exempt', label: '批准免报' },
  { step: 'endExemption', label: '撤销免报' },
];

export const buttonsOf = ({ allowedActions, canUrge }: Report): StepButton[] =>
  BUTTONS.filter(({ step }) => (step === 'urge' ? canUrge : allowedActions.includes(step)));
