import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { latestDeadline } from '../../campaigns/deadline.rules.js';
import type { CampaignDefinition } from '../../campaigns/definition/campaign-definition.js';
import { type Identity, isBehind, type Person } from '../../identity/caller.js';
import { isOwnDoingSql } from '../../identity/deputies/stand-ins.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { sql, type Sql } from '../../platform/database/queryable.js';
import { conflict, type FieldFault, forbidden, Problem } from '../../platform/http/problem.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';

/** Why an extension cannot be applied for: one waits, there were enough, or it is too late. */
export function extensionObstacle(
  issue: Pick<IssueRow, 'extensionPending' | 'extensionCount' | 'currentDeadline'>,
  { extensionsMax }: { readonly extensionsMax: number },
  today: string,
): Problem | undefined {
  if (issue.extensionPending) {
    return conflict('EXTENSION_PENDING', '该问题已有延期申请正在审批。');
  }
  if (issue.extensionCount >= extensionsMax) {
    return conflict(
      'EXTENSIONS_USED_UP',
      `延期次数已达上限（${extensionsMax}次），可申请挂账（持续整改）。`,
    );
  }
  if (issue.currentDeadline !== null && today > issue.currentDeadline) {
    return conflict('DEADLINE_PASSED', '整改时限已过，延期须在到期前申请。');
  }
  return undefined;
}

type Decider = Identity & Pick<Person, 'roles'>;

/** Why the caller may not decide the application: serious issues are the director's, own ones others'. */
export function extensionDecisionObstacle(
  issue: Pick<IssueRow, 'severity'>,
  extension: { readonly appliedBy: string; readonly status: string },
  caller: Decider,
): Problem | undefined {
  if (issue.severity === 'SERIOUS' && !caller.roles.includes('DIRECTOR')) {
    return forbidden('严重问题的延期须由局长（局党组）审批。');
  }
  if (isBehind(caller, extension.appliedBy)) {
    return new Problem(403, 'SELF_REVIEW', '申请人不能审批自己的延期申请。');
  }
  return extension.status === 'PENDING'
    ? undefined
    : conflict('ALREADY_DECIDED', '该延期申请已经办结。');
}

/** As {@link extensionDecisionObstacle}, a condition on `issues AS i`: the caller may decide what waits. */
export const mayDecideSql = (caller: Decider): Sql => sql`(
  i.extension_pending = 1
  AND ${caller.roles.includes('DIRECTOR') ? sql`1 = 1` : sql`COALESCE(i.severity, '') <> 'SERIOUS'`}
  AND EXISTS (SELECT e.id FROM extensions AS e WHERE e.issue_id = i.id AND e.status = 'PENDING'
    AND NOT ${isOwnDoingSql(caller, sql`i.id`, sql`e.applied_by`)}))`;

/** Faults of a new deadline, asked for or granted. */
export function extensionDateFaults(
  deadline: string,
  path: string,
  issue: Pick<IssueRow, 'currentDeadline' | 'rectificationType' | 'foundOn'>,
  definition: CampaignDefinition,
): FieldFault[] {
  const current = issue.currentDeadline ?? '';
  const { extensionDaysMax } = definition.parameters;
  const type = (issue.rectificationType ?? 'TIME_LIMITED') as RectificationType;
  const latest = latestDeadline(definition, type, issue.foundOn ?? '');
  if (deadline <= current) {
    return [{ path, code: 'NOT_LATER', message: `新时限应晚于现时限（${current}）` }];
  }
  if (deadline > addDays(current, extensionDaysMax)) {
    return [{ path, code: 'TOO_LONG', message: `每次延期不能超过${extensionDaysMax}天` }];
  }
  if (latest !== undefined && deadline > latest) {
    const message = `新时限不能晚于本次专项治理规定的${latest}`;
    return [{ path, code: 'AFTER_LATEST', message }];
  }
  return [];
}
