import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import type { IssueNature, IssueScope, Severity } from '../../campaigns/codes/issue-codes.js';
import {
  isUpperSource,
  levelOfSource,
  type ProblemSource,
  type SourceLevel,
} from '../../campaigns/codes/problem-source.js';
import type { IssueFacts } from '../../campaigns/closure-policy.rules.js';
import type { ClosureUnit } from '../../campaigns/definition/closure-policy.js';
import { type Caller, isBehind } from '../../identity/caller.js';
import { homesOf } from '../../identity/staff.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { StandardCheck } from './closure.entity.js';

/** A step of an application's chain as the database gives it. */
export interface StepRow {
  readonly id: string;
  readonly applicationId: string;
  readonly seq: number;
  readonly kind: string;
  readonly roles: readonly string[];
  readonly unit: ClosureUnit;
  readonly siteCheckRequired: boolean;
  readonly minutesRequired: boolean;
  readonly decision: string | null;
  readonly opinion: string | null;
  readonly reasonCode: string | null;
  readonly demand: string | null;
  readonly siteCheck: string | null;
  readonly minutesNo: string | null;
  readonly checks: readonly StandardCheck[];
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
}

interface ChainFacts {
  readonly bureauId: string;
  /** The unit that applied: the one responsible for the issue. */
  readonly unitId: string;
  readonly applicantId: string;
}

/** Why somebody may not decide a step; null when they may. */
export type ReviewBar = 'NOT_REVIEWER' | 'SELF_REVIEW' | 'DECIDED_BEFORE' | null;

/**
 * Applicant and every decider are different people (domain rule 4); the step names role and unit.
 * Somebody whose role does not fit is told so before being told that they are involved.
 */
export function reviewBar(
  caller: Caller,
  step: StepRow,
  earlier: readonly StepRow[],
  facts: ChainFacts,
  tree: UnitTree,
): ReviewBar {
  const hasRole = caller.roles.some((role) => step.roles.includes(role));
  if (!hasRole || !belongsTo(caller, step.unit, facts, tree)) return 'NOT_REVIEWER';
  if (isBehind(caller, facts.applicantId)) return 'SELF_REVIEW';
  if (isBehind(caller, ...earlier.map(({ decidedBy }) => decidedBy))) return 'DECIDED_BEFORE';
  return null;
}

/** True when the caller sits in the unit that a step names. */
export function belongsTo(
  caller: Caller,
  unit: ClosureUnit,
  facts: Pick<ChainFacts, 'bureauId' | 'unitId'>,
  tree: UnitTree,
): boolean {
  switch (unit) {
    case 'responsible':
      return homesOf(caller.unitId, tree).includes(facts.unitId);
    case 'bureau':
      return isOfBureau(caller, facts.bureauId, tree);
    case 'upper':
      return caller.unitId !== facts.bureauId && tree.isWithin(facts.bureauId, caller.unitId);
    default:
      return (
        tree.find(caller.unitId)?.type === unit && tree.isWithin(caller.unitId, facts.bureauId)
      );
  }
}

/** The bureau itself or a department of it; the towns below it are not the bureau. */
function isOfBureau(caller: Caller, bureauId: string, tree: UnitTree): boolean {
  const unit = tree.find(caller.unitId);
  return unit?.id === bureauId || (unit?.parentId === bureauId && unit.type === 'DIVISION');
}

/** What the campaign's closure policy looks at. */
export function policyFactsOf(issue: IssueRow, tree: UnitTree): IssueFacts {
  const source = issue.source as ProblemSource;
  const stated = (issue.sourceLevel ?? undefined) as SourceLevel | undefined;
  const registrar = tree.get(issue.registeredUnitId);
  return {
    severity: issue.severity as Severity,
    nature: issue.nature as IssueNature,
    scope: issue.scope as IssueScope,
    category: issue.category as ProblemCategory,
    source,
    sourceLevel: stated ?? levelOfSource(source) ?? null,
    upperSource: isUpperSource(tree.get(issue.bureauId).level, source, stated),
    registeredByTown: registrar.level === 'TOWN' || registrar.level === 'VILLAGE',
    amountInvolvedFen: issue.amountInvolvedFen,
    isKey: Boolean(issue.isKey),
  };
}
