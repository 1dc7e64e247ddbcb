import type { Component } from 'vue';
import DecideExtensionDialog from '../steps/DecideExtensionDialog.vue';
import EvidenceDialog from '../steps/EvidenceDialog.vue';
import { HANDLING_STEPS } from '../steps/handling.steps';
import { RECTIFYING_STEPS } from '../steps/rectifying.steps';
import type { IssueStep } from '../steps/step';
import UrgeDialog from '../steps/UrgeDialog.vue';
import WithdrawClosureDialog from '../steps/WithdrawClosureDialog.vue';
import type { IssueAction } from './useIssue';

type Name = IssueAction | 'urge';

export type Action = {
  readonly name: Name;
  readonly label: string;
  readonly tone?: 'primary' | 'danger';
} & (
  | { readonly kind: 'step'; readonly step: IssueStep }
  /** A dialog of its own kind, which takes the issue. */
  | { readonly kind: 'dialog'; readonly dialog: Component }
  /** A page of its own. */
  | { readonly kind: 'page'; readonly path: (issueId: string) => string }
  /** The review form of the application that waits. */
  | { readonly kind: 'review' }
);

const page = (name: Name, label: string, tail: string, tone?: 'primary'): Action => ({
  name,
  label,
  kind: 'page',
  path: (id) => `/issues/${id}/${tail}`,
  ...(tone && { tone }),
});
const stepped = (step: IssueStep): Action => ({
  name: step.action,
  label: step.label,
  kind: 'step',
  step,
  ...(step.tone && { tone: step.tone }),
});
const dialog = (name: Name, label: string, component: Component): Action => ({
  name,
  label,
  kind: 'dialog',
  dialog: component,
});

/** Everything a person may be allowed to do to an issue, in the order of the buttons. */
const ACTIONS: readonly Action[] = [
  { name: 'reviewClosure', label: '审核销号', tone: 'primary', kind: 'review' },
  page('savePlan', '填写方案', 'plan', 'primary'),
  ...HANDLING_STEPS.filter(({ tone }) => tone === 'primary').map(stepped),
  page('applyClosure', '申请销号', 'closure', 'primary'),
  ...RECTIFYING_STEPS.filter(({ tone }) => tone === 'primary').map(stepped),
  page('edit', '修改', 'edit'),
  dialog('addEvidence', '上传佐证', EvidenceDialog),
  dialog('decideExtension', '审批延期', DecideExtensionDialog),
  dialog('withdrawClosure', '撤回销号申请', WithdrawClosureDialog),
  ...RECTIFYING_STEPS.filter(({ tone }) => tone !== 'primary').map(stepped),
  dialog('urge', '催办', UrgeDialog),
  ...HANDLING_STEPS.filter(({ tone }) => tone !== 'primary').map(stepped),
];

export const actionsFor = (allowed: readonly Name[]): Action[] =>
  ACTIONS.filter(({ name }) => allowed.includes(name));

export const actionNamed = (name: Name): Action | undefined =>
  ACTIONS.find((action) => action.name === name);
