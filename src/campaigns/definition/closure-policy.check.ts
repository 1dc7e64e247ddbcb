import { ADMINISTRATOR_ROLES, ROLE } from '../../identity/codes.js';
import { grantOf } from '../../identity/permissions.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { ClosureStepKind } from '../codes/issue-codes.js';
import type { ClosureCondition, ClosureRule, ClosureStep } from './closure-policy.js';
import type { Faults } from './faults.js';

const FINAL_KINDS: readonly ClosureStepKind[] = ['FINAL_APPROVAL', 'UPPER_ACCEPTANCE'];

/** Every issue must find a rule, and every chain must be able to end with a final decision. */
export function checkClosurePolicy(policy: readonly ClosureRule[], faults: Faults): void {
  for (const { item: rule, index, path } of faults.intact('closurePolicy', policy)) {
    checkConditions(rule.when, `${path}.when`, faults);
    checkPlace(rule, index, policy.length, path, faults);
    checkChain(rule.steps, `${path}.steps`, faults);
  }
}

function checkPlace(
  rule: ClosureRule,
  index: number,
  count: number,
  path: string,
  faults: Faults,
): void {
  const isLast = index === count - 1;
  if (isLast && rule.when.length > 0) {
    faults.add(
      `${path}.when`,
      'NO_DEFAULT_RULE',
      '最后一条销号规则不能有条件，它适用于其余所有问题',
    );
  }
  if (!isLast && rule.when.length === 0) {
    faults.add(
      `${path}.when`,
      'UNREACHABLE_RULES',
      '没有条件的规则只能放在最后，否则后面的规则用不上',
    );
  }
}

function checkChain(steps: readonly ClosureStep[], path: string, faults: Faults): void {
  steps.forEach((step, index) => {
    const stepPath = `${path}[${index}]`;
    checkConditions(step.onlyIf, `${stepPath}.onlyIf`, faults);
    step.roles.forEach((role, roleIndex) => {
      if (!ADMINISTRATOR_ROLES.includes(role)) return;
      faults.add(
        `${stepPath}.roles[${roleIndex}]`,
        'NOT_A_REVIEWER',
        `${role}是管理员角色，不能审核业务`,
      );
    });
    const human = step.roles.filter((role) => !ADMINISTRATOR_ROLES.includes(role));
    if (human.length > 0 && human.every((role) => grantOf('closure.review', role) === undefined)) {
      const names = human.map((role) => labelOf(ROLE, role)).join('、');
      faults.add(
        `${stepPath}.roles`,
        'NOBODY_REVIEWS',
        `${names}没有审核销号的权限，这一步无人能审`,
      );
    }
    if (step.kind === 'UNIT_CONFIRMATION' && index > 0) {
      faults.add(`${stepPath}.kind`, 'OUT_OF_ORDER', '单位负责人签字应是第一步');
    }
    checkAfterFinal(steps, index, stepPath, faults);
  });
  if (!endsFinally(steps)) {
    faults.add(
      path,
      'NO_FINAL_STEP',
      '审核步骤必须以审定或上级验收结束，且这一步不能只在某些条件下才有',
    );
  }
}

function checkAfterFinal(
  steps: readonly ClosureStep[],
  index: number,
  path: string,
  faults: Faults,
): void {
  const { kind } = steps[index] as ClosureStep;
  const before = steps.slice(0, index).map((step) => step.kind);
  const misplaced =
    before.includes('UPPER_ACCEPTANCE') ||
    (before.includes('FINAL_APPROVAL') && kind !== 'UPPER_ACCEPTANCE');
  if (misplaced)
    faults.add(`${path}.kind`, 'OUT_OF_ORDER', '审定之后只能是上级验收，上级验收是最后一步');
}

/** True when an unconditional final step is left whatever the conditions of the steps after it say. */
function endsFinally(steps: readonly ClosureStep[]): boolean {
  for (const step of [...steps].reverse()) {
    if (!FINAL_KINDS.includes(step.kind)) return false;
    if (step.onlyIf.length === 0) return true;
  }
  return false;
}

function checkConditions(
  conditions: readonly ClosureCondition[],
  path: string,
  faults: Faults,
): void {
  conditions.forEach((condition, index) => {
    if (Object.values(condition).some((value) => value !== undefined)) return;
    faults.add(`${path}[${index}]`, 'EMPTY_CONDITION', '条件是空的，请填写或删去');
  });
}
