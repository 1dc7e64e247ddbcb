import { addDays, earlierOf } from '../platform/calendar/business-date.js';
import type { RectificationType } from './codes/issue-codes.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';

type DeadlineSource = Pick<CampaignDefinition, 'parameters' | 'milestones' | 'endsOn'>;

/**
 * The last day that may be set as an issue's deadline, or undefined when nothing limits it.
 * Capping milestones bind every type (seed 001: 所有问题在上半年5月底前整改销号), the end of the campaign
 * all but 长期坚持. A day that had passed when the issue was found binds nothing.
 */
export function latestDeadline(
  definition: DeadlineSource,
  type: RectificationType,
  foundOn: string,
): string | undefined {
  const capping = definition.milestones.filter(({ capsDeadlines }) => capsDeadlines);
  const days = capping.map(({ dueOn }) => dueOn);
  if (type !== 'LONG_TERM') days.push(definition.endsOn);
  const caps = days.filter((day) => day >= foundOn);
  return caps.length === 0 ? undefined : caps.reduce(earlierOf);
}

/** The deadline proposed at assignment: the default days of the type, within the caps. */
export function defaultDeadline(
  definition: DeadlineSource,
  type: RectificationType,
  foundOn: string,
  assignedOn: string,
): string {
  const proposed = addDays(assignedOn, definition.parameters.deadlineDays[type]);
  const latest = latestDeadline(definition, type, foundOn);
  return latest === undefined ? proposed : earlierOf(proposed, latest);
}
