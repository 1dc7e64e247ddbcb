import { CATEGORY_GROUP } from '../../campaigns/codes/problem-category.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { homesOf } from '../../identity/staff.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueStatus } from '../codes.js';
import { relatedUnits } from '../issues/issue.scope.js';

const DISCIPLINE_GROUP: keyof typeof CATEGORY_GROUP.labels = 'H';

interface Restrictable {
  readonly isSensitive: boolean | number;
  readonly sourceUnitId: string;
}

interface IssueFacts {
  readonly bureauId: string;
  readonly registeredUnitId: string;
  readonly responsibleUnitId: string | null;
  readonly category: string | null;
}

/** 作风与腐败 evidence is restricted as a whole (domain §2.5, group H), other evidence when marked. */
export function isRestricted(evidence: Restrictable, issue: Pick<IssueFacts, 'category'>): boolean {
  return Boolean(evidence.isSensitive) || (issue.category?.startsWith(DISCIPLINE_GROUP) ?? false);
}

/**
 * True when a caller who may read the issue may also see this evidence of it. Restricted evidence is
 * for those who have that permission in the issue's bureau and for the unit that gave it.
 */
export function maySee(
  evidence: Restrictable,
  issue: IssueFacts,
  caller: Caller,
  tree: UnitTree,
): boolean {
  const reading = Scope.of(caller, 'evidence.read', tree);
  if (!relatedUnits(issue, 'any').some((id) => reading?.covers(id))) return false;
  const gaveIt = homesOf(caller.unitId, tree).includes(evidence.sourceUnitId);
  if (!isRestricted(evidence, issue) || gaveIt) return true;
  return Scope.of(caller, 'evidence.readRestricted', tree)?.covers(issue.bureauId) ?? false;
}

export interface WithdrawalFacts {
  readonly status: IssueStatus;
  /** Current round of the issue. */
  readonly issueCycleNo: number;
  readonly cycleNo: number;
  readonly withdrawn: boolean;
}

/** Why evidence must stay on file now; undefined when it may be withdrawn. */
export function withdrawalObstacle(
  facts: WithdrawalFacts,
): { code: string; detail: string } | undefined {
  if (facts.withdrawn) return { code: 'WITHDRAWN_BEFORE', detail: '这份佐证材料已经撤回。' };
  if (facts.status === 'CLOSURE_REVIEW') {
    return {
      code: 'UNDER_CLOSURE_REVIEW',
      detail: '该问题正在销号审核，佐证材料不能撤回；请先撤回销号申请。',
    };
  }
  if (facts.cycleNo !== facts.issueCycleNo) {
    return {
      code: 'EARLIER_CYCLE',
      detail: '这份佐证材料属于已经销号的上一轮整改，应予保留。',
    };
  }
  return undefined;
}

/** Faults of what was filled in with the file. */
export function evidenceFaults(
  fields: { documentDate?: string | undefined },
  today: string,
): FieldFault[] {
  if (fields.documentDate === undefined || fields.documentDate <= today) return [];
  return [{ path: 'documentDate', code: 'IN_FUTURE', message: '材料日期不能晚于今天' }];
}
