import { isOpen } from '../codes.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { UrgeObstacle } from './supervision.codes.js';

/** An issue is urged once a day at most. */
export const URGE_PAUSE_MS = 24 * 60 * 60 * 1000;

type Urged = Pick<IssueRow, 'status' | 'extensionPending'>;

/** Why it makes no sense to urge the unit now; undefined when it does. */
export function urgeObstacle(
  issue: Urged,
  lastUrgedAt: string | null,
  now: string,
): UrgeObstacle | undefined {
  switch (issue.status) {
    case 'DRAFT':
    case 'REGISTERED':
      return 'NOT_ASSIGNED';
    case 'CLOSED':
    case 'ARCHIVED':
      return 'CLOSED';
    default:
      if (!isOpen(issue.status)) return 'ENDED';
  }
  if (isWithUs(issue)) return 'UNDER_REVIEW';
  const recent = lastUrgedAt !== null && Date.parse(now) - Date.parse(lastUrgedAt) < URGE_PAUSE_MS;
  return recent ? 'URGED_RECENTLY' : undefined;
}

/** The bureau owes the next step: it reviews the plan, the close-out or an extension. */
export const isWithUs = ({ status, extensionPending }: Urged): boolean =>
  status === 'PLAN_REVIEW' || status === 'CLOSURE_REVIEW' || Boolean(extensionPending);
