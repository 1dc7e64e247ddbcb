import type { Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import {
  containsPattern,
  inList,
  join,
  raw,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { OPEN_STATUSES } from '../codes.js';
import { lightSql, type LightContext } from './issue.light.js';
import type { IssueFilters } from './issue.list-query.js';
import { issueScopeSql, readsBureau } from './issue.scope.js';

export interface FilterContext extends LightContext {
  readonly caller: Caller;
  readonly tree: UnitTree;
  /** Owner of the campaign that the filter names, if it names one. */
  readonly campaignOwnerId: string | undefined;
}

/**
 * Conditions on `issues AS i` for a filter and the caller's scope. Where the campaign's bureau is in
 * scope the campaign is the scope, so that the covering indexes, which start with it, answer alone.
 */
export function issueFilterSql(filter: IssueFilters, context: FilterContext): Sql {
  return join(conditions(filter, context), ' AND ');
}

/** True when the maintained counts answer the total: nothing but campaign, unit and status is filtered. */
export function isCountable(filter: IssueFilters, context: FilterContext): boolean {
  const {
    page: _page,
    pageSize: _size,
    campaignId,
    unitId: _unit,
    status: _status,
    ...rest
  } = filter;
  const { sort: _sort, ...others } = rest as typeof rest & { sort?: string };
  const free = Object.values(others).every((value) => value === undefined);
  return free && campaignId !== undefined && readsWholeCampaign(context);
}

function conditions(filter: IssueFilters, context: FilterContext): Sql[] {
  const { campaignId, unitId, dueFrom, dueTo, foundFrom, foundTo, overdue, q } = filter;
  const listed = (column: string, values: readonly string[] | undefined): Sql[] =>
    values && values.length > 0 ? [sql`${raw(column)} IN ${inList(values)}`] : [];
  return [
    ...(campaignId ? [sql`i.campaign_id = ${campaignId}`] : []),
    ...(readsWholeCampaign(context) ? [] : [issueScopeSql(context.caller, context.tree)]),
    ...(unitId ? [sql`i.responsible_unit_id IN ${inList(context.tree.subtree(unitId))}`] : []),
    ...listed('i.status', filter.status),
    ...listed('i.category', filter.category),
    ...listed('i.source', filter.source),
    ...listed('i.severity', filter.severity),
    ...listed('i.rectification_type', filter.rectificationType),
    ...(filter.light ? [sql`${lightSql(context)} IN ${inList(filter.light)}`] : []),
    ...(overdue === undefined ? [] : [overdueSql(overdue, context.today)]),
    ...(dueFrom ? [sql`i.current_deadline >= ${dueFrom}`] : []),
    ...(dueTo ? [sql`i.current_deadline <= ${dueTo}`] : []),
    ...(foundFrom ? [sql`i.found_on >= ${foundFrom}`] : []),
    ...(foundTo ? [sql`i.found_on <= ${foundTo}`] : []),
    ...(q ? [searchSql(q)] : []),
  ];
}

function readsWholeCampaign({ caller, tree, campaignOwnerId }: FilterContext): boolean {
  if (campaignOwnerId === undefined) return false;
  return readsBureau(caller, tree, campaignOwnerId);
}

function overdueSql(wanted: boolean, today: string): Sql {
  const statuses = OPEN_STATUSES.filter((status) => status !== 'CARRIED_OVER');
  const late = sql`(i.current_deadline < ${today} AND i.status IN ${inList(statuses)})`;
  return wanted ? late : sql`(i.current_deadline IS NULL OR NOT ${late})`;
}

function searchSql(text: string): Sql {
  const pattern = containsPattern(text);
  return sql`(i.issue_no LIKE ${pattern} ESCAPE '\\' OR i.statement LIKE ${pattern} ESCAPE '\\'
    OR i.detail LIKE ${pattern} ESCAPE '\\')`;
}
