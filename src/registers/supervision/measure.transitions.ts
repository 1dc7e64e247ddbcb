import type { Action } from '../../identity/permissions.js';
import { Workflow, type Transition } from '../../platform/workflow/workflow.js';
import { MEASURE_STATUS, type MeasureStatus } from './supervision.codes.js';

export type MeasureAction = 'confirm' | 'dismiss' | 'complete';

export interface MeasureTransition extends Transition<MeasureStatus, MeasureAction> {
  readonly label: string;
  readonly permission: Action;
}

/** The program proposes; people decide, and record what was done. */
export const MEASURE_WORKFLOW = new Workflow<MeasureStatus, MeasureAction, MeasureTransition>(
  {
    name: 'measure',
    states: MEASURE_STATUS.codes,
    initial: 'PROPOSED',
    final: ['DISMISSED', 'DONE'],
  },
  [
    {
      id: 'M01',
      label: '决定采取',
      action: 'confirm',
      from: ['PROPOSED'],
      to: 'CONFIRMED',
      permission: 'notice.issueSevere',
    },
    {
      id: 'M02',
      label: '不予采取',
      action: 'dismiss',
      from: ['PROPOSED', 'CONFIRMED'],
      to: 'DISMISSED',
      permission: 'notice.issueSevere',
    },
    {
      id: 'M03',
      label: '登记实施',
      action: 'complete',
      from: ['CONFIRMED'],
      to: 'DONE',
      permission: 'notice.draft',
    },
  ],
);
