import { Scope } from '../../identity/scope.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';
import type { FilterContext } from './issue.filter.js';
import { relatedSql } from './issue.scope.js';
import { ISSUE_WORKFLOW } from './issue.transitions.js';

/** Steps for which an issue waits for somebody; by them lists find what is the caller's to do. */
export const ISSUE_MY_STEP = codeList('IssueMyStep', '待我办理的事项', {
  assign: '待我交办',
  acknowledge: '待我签收',
  submitPlan: '待我制定方案',
  approvePlan: '待我审核方案',
  applyClosure: '待我整改、申请销号',
  decideExtension: '待我审批延期',
});
export type IssueMyStep = CodeOf<typeof ISSUE_MY_STEP>;

/**
 * Condition on `issues AS i`: `allowedActions` of the caller would name the step. From the rows of the
 * transition table and the rules of upper rooms, as the step itself is.
 */
export function myStepSql(
  step: IssueMyStep,
  { caller, tree, actionRules }: Pick<FilterContext, 'caller' | 'tree' | 'actionRules'>,
): Sql {
  const ways = ISSUE_WORKFLOW.transitions.flatMap((row) => {
    const scope = row.action === step ? Scope.of(caller, row.permission, tree) : undefined;
    return scope
      ? [sql`(i.status IN ${inList(row.from)} AND ${relatedSql(row.relation, scope)})`]
      : [];
  });
  if (ways.length === 0) return sql`1 = 0`;
  return join([sql`(${join(ways, ' OR ')})`, ...actionRules.conditions(step, caller)], ' AND ');
}
