import type { IssueNature, IssueScope, Severity } from './codes/issue-codes.js';
import { groupOfCategory, type ProblemCategory } from './codes/problem-category.js';
import type { ProblemSource, SourceLevel } from './codes/problem-source.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';
import type { ClosureCondition, ClosureRule, ClosureStep } from './definition/closure-policy.js';

/** What a closure policy looks at. */
export interface IssueFacts {
  readonly severity: Severity;
  readonly nature: IssueNature;
  readonly scope: IssueScope;
  readonly category: ProblemCategory;
  readonly source: ProblemSource;
  /** Level recorded on the issue, or the one that the source's name fixes. */
  readonly sourceLevel: SourceLevel | null;
  /** See `isUpperSource` in codes/problem-source.ts. */
  readonly upperSource: boolean;
  /** The issue was registered by a town's own staff. */
  readonly registeredByTown: boolean;
  readonly amountInvolvedFen: number | null;
  readonly isKey: boolean;
}

export type ClosurePolicySource = Pick<CampaignDefinition, 'closurePolicy' | 'parameters'>;

/**
 * The review steps of an issue, in order: those of the first rule that fits, without the steps whose
 * own condition does not hold. A validated policy always fits and always ends with FINAL_APPROVAL or
 * UPPER_ACCEPTANCE.
 */
export function closureStepsFor(
  definition: ClosurePolicySource,
  facts: IssueFacts,
): readonly ClosureStep[] {
  const rule = closureRuleFor(definition, facts);
  return rule.steps.filter((step) => holdsAny(step.onlyIf, facts, definition));
}

/** The rule that decides about an issue: the first that fits. */
export function closureRuleFor(definition: ClosurePolicySource, facts: IssueFacts): ClosureRule {
  const rule = definition.closurePolicy.find(({ when }) => holdsAny(when, facts, definition));
  if (!rule) throw new Error('The closure policy has no rule for the remaining issues');
  return rule;
}

/** No condition means always. */
function holdsAny(
  conditions: readonly ClosureCondition[],
  facts: IssueFacts,
  definition: ClosurePolicySource,
): boolean {
  return (
    conditions.length === 0 ||
    conditions.some((condition) => holds(condition, facts, definition.parameters.fundThresholdFen))
  );
}

function holds(condition: ClosureCondition, facts: IssueFacts, fundThresholdFen: number): boolean {
  return (
    includes(condition.severities, facts.severity) &&
    includes(condition.natures, facts.nature) &&
    includes(condition.scopes, facts.scope) &&
    includes(condition.sources, facts.source) &&
    (condition.categories === undefined ||
      condition.categories.includes(facts.category) ||
      condition.categories.includes(groupOfCategory(facts.category))) &&
    (condition.sourceLevels === undefined ||
      (facts.sourceLevel !== null && condition.sourceLevels.includes(facts.sourceLevel))) &&
    equals(condition.upperSource, facts.upperSource) &&
    equals(condition.registeredByTown, facts.registeredByTown) &&
    equals(condition.key, facts.isKey) &&
    equals(condition.fundThresholdReached, (facts.amountInvolvedFen ?? 0) >= fundThresholdFen)
  );
}

function includes<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.includes(value);
}

function equals(wanted: boolean | undefined, value: boolean): boolean {
  return wanted === undefined || wanted === value;
}
