import { CLOSURE_STEP_KIND, type ClosureStepKind } from '../../campaigns/codes/issue-codes.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { Problem, ruleBroken } from '../../platform/http/problem.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';

export interface OneStepFacts {
  readonly issue: Pick<
    IssueRow,
    'severity' | 'rectificationType' | 'nature' | 'isKey' | 'dueRecoveryFen' | 'createdBy'
  >;
  /** Kinds of the steps that the campaign's policy asks of the issue. */
  readonly chain: readonly ClosureStepKind[];
  /** What is on file for the current round. */
  readonly evidence: readonly { readonly uploadedBy: string }[];
  /** Proof that the category asks for and that is not on file. */
  readonly missing: readonly string[];
}

/** Reviews that a second person at the place of the first cannot stand in for. */
const NEEDS_CHAIN: readonly ClosureStepKind[] = [
  'COUNTERSIGN',
  'SECOND_REVIEW',
  'UPPER_ACCEPTANCE',
];

/**
 * Why the person may not strike the issue off in one step (T17). One step is for issues whose own
 * chain is short, and it takes two people besides: whoever logged the finding and whoever proved that
 * it is solved are both somebody other than the one who closes.
 */
export function oneStepObstacle(
  { issue, chain, evidence, missing }: OneStepFacts,
  people: readonly string[],
): Problem | undefined {
  if (issue.severity !== 'GENERAL' || issue.rectificationType !== 'IMMEDIATE') {
    return ruleBroken('NOT_MINOR', '只有程度一般、立行立改的问题可以一步销号。');
  }
  const delicate = issue.nature === 'DISCIPLINE' || issue.nature === 'CRIMINAL';
  if (delicate || issue.isKey || (issue.dueRecoveryFen ?? 0) > 0) {
    return ruleBroken(
      'NOT_ONE_STEP',
      '涉嫌违纪违法、重点督办或有应追缴金额的问题不能一步销号，请按程序申请销号。',
    );
  }
  const needed = chain.filter((kind) => NEEDS_CHAIN.includes(kind));
  if (needed.length > 0) {
    const steps = [...new Set(needed)].map((kind) => labelOf(CLOSURE_STEP_KIND, kind)).join('、');
    return ruleBroken(
      'REVIEWS_REQUIRED',
      `该问题销号须经${steps}，不能一步销号，请按程序申请销号。`,
    );
  }
  if (people.includes(issue.createdBy)) {
    return new Problem(403, 'SELF_REVIEW', '一步销号须由登记人以外的人办理。');
  }
  return evidenceObstacle(evidence, missing, people);
}

function evidenceObstacle(
  evidence: OneStepFacts['evidence'],
  missing: OneStepFacts['missing'],
  people: readonly string[],
): Problem | undefined {
  if (evidence.length === 0 || missing.length > 0) {
    const labels = missing.length > 0 ? missing : ['佐证材料'];
    return ruleBroken(
      'EVIDENCE_REQUIRED',
      '一步销号须先上传佐证材料。',
      labels.map((label) => ({
        path: 'evidence',
        code: 'EVIDENCE_MISSING',
        message: `缺少佐证材料：${label}`,
      })),
    );
  }
  if (evidence.every(({ uploadedBy }) => people.includes(uploadedBy))) {
    const message = '至少一份佐证材料须由办理人以外的人上传';
    return ruleBroken('EVIDENCE_OF_OTHERS', '一步销号至少一份佐证材料须由办理人以外的人上传。', [
      { path: 'evidence', code: 'OWN_EVIDENCE', message },
    ]);
  }
  return undefined;
}
