import type { RowsLink } from './figures.rules.js';
import type { StatisticsScope } from './statistics.scope.js';

/** What a group of a breakdown adds to the question. */
export interface Narrowing {
  readonly unitId?: string;
  readonly ownLevel?: boolean;
  readonly category?: readonly string[];
  readonly source?: readonly string[];
}

/**
 * Addresses of the rows behind the figures of a scope. The instant is written out, so that following
 * the link later shows the rows that made the figure then.
 */
export function rowsLink(scope: StatisticsScope, narrowing: Narrowing = {}): RowsLink {
  const { query, moment, attributes } = scope;
  const unitId = narrowing.unitId ?? query.unitId;
  const ownLevel = narrowing.ownLevel ?? query.ownLevel;
  const lists = { ...attributes, ...narrowing };
  const rest = new URLSearchParams({
    campaignId: query.campaignId,
    ...(unitId && { unitId }),
    ...(ownLevel && { ownLevel: 'true' }),
    ...(lists.category && { category: lists.category.join(',') }),
    ...(lists.source && { source: lists.source.join(',') }),
    ...(lists.severity && { severity: lists.severity.join(',') }),
    ...(lists.rectificationType && { rectificationType: lists.rectificationType.join(',') }),
    asOf: moment.instant,
  }).toString();
  return (indicator) => `/api/statistics/rows?indicator=${indicator}&${rest}`;
}
