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
import type { FiltersOf } from '../../platform/http/paging.js';
import { type IssueStatus, OPEN_STATUSES } from '../codes.js';
import type { IssueActionRules } from './issue.action-rules.js';
import { isBound } from './issue.base-sets.js';
import { lightSql, type LightContext } from './issue.light.js';
import type { IssueFilters } from './issue.list-query.js';
import { myStepSql } from './issue.my-step.js';
import { bureausRead, issueScopeSql, readsBureau } from './issue.scope.js';

export interface FilterContext extends LightContext {
  readonly caller: Caller;
  readonly tree: UnitTree;
  readonly campaigns: readonly (LightContext['campaigns'][number] & { ownerUnitId: string })[];
  /** Owner of the campaign that the filter names, if it names one. */
  readonly campaignOwnerId: string | undefined;
  readonly actionRules: Pick<IssueActionRules, 'conditions'>;
}

/**
 * Conditions on `issues AS i` for a filter and the caller's scope. A caller who reads whole bureaus is
 * limited by their campaigns, so that the covering indexes, which start with it, answer alone.
 */
export function issueFilterSql(filter: FiltersOf<IssueFilters>, context: FilterContext): Sql {
  return join(conditions(filter, context), ' AND ');
}

/** True when nothing but campaign, unit and status is filtered, and the campaign is read whole. */
export function isCountable(filter: IssueFilters, context: FilterContext): boolean {
  return filter.campaignId !== undefined && countedCampaigns(filter, context) !== undefined;
}

/** Only in these statuses can an issue be without a responsible unit. */
const WITHOUT_UNIT: readonly string[] = ['DRAFT', 'VOIDED'] satisfies IssueStatus[];

/**
 * The campaigns whose maintained counts answer the total; undefined when the issues must be counted:
 * something else than campaign, unit and status is filtered, or a campaign is read in part. Counts take
 * an issue without a responsible unit for its registrar's, lists by unit leave it out; so a unit's
 * counts answer only where no such issue can be.
 */
export function countedCampaigns(
  filter: IssueFilters,
  context: FilterContext,
): readonly string[] | undefined {
  const { page: _page, pageSize: _size, ...rest } = filter;
  const { campaignId: _id, unitId, status, ...more } = rest;
  const { sort: _sort, ...others } = more as typeof more & { sort?: string };
  if (Object.values(others).some(isGiven)) return undefined;
  const withUnit = isGiven(status) && !status?.some((code) => WITHOUT_UNIT.includes(code));
  if (unitId !== undefined && !withUnit) return undefined;
  return wholeCampaigns(filter, context);
}

/** An empty list asks for nothing, as if it were not there. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

function conditions(filter: FiltersOf<IssueFilters>, context: FilterContext): Sql[] {
  const { campaignId, unitId, dueFrom, dueTo, foundFrom, foundTo, overdue, q } = filter;
  const listed = (column: string, values: readonly string[] | undefined): Sql[] =>
    values && values.length > 0 ? [sql`${raw(column)} IN ${inList(values)}`] : [];
  return [
    ...(campaignId ? [sql`i.campaign_id = ${campaignId}`] : []),
    ...scopeSql(filter, context),
    ...(unitId ? [sql`i.responsible_unit_id IN ${inList(context.tree.subtree(unitId))}`] : []),
    ...listed('i.status', filter.status),
    ...listed('i.category', filter.category),
    ...listed('i.source', filter.source),
    ...listed('i.severity', filter.severity),
    ...listed('i.rectification_type', filter.rectificationType),
    ...(filter.light?.length ? [sql`${lightSql(context)} IN ${inList(filter.light)}`] : []),
    ...(filter.myStep ? [myStepSql(filter.myStep, context)] : []),
    ...(overdue === undefined ? [] : [overdueSql(overdue, context.today)]),
    ...(dueFrom ? [sql`i.current_deadline >= ${dueFrom}`] : []),
    ...(dueTo ? [sql`i.current_deadline <= ${dueTo}`] : []),
    ...(foundFrom ? [sql`i.found_on >= ${foundFrom}`] : []),
    ...(foundTo ? [sql`i.found_on <= ${foundTo}`] : []),
    ...(q ? [searchSql(q)] : []),
  ];
}

function scopeSql(filter: FiltersOf<IssueFilters>, context: FilterContext): Sql[] {
  const whole = wholeCampaigns(filter, context);
  if (!whole) return [issueScopeSql(context.caller, context.tree)];
  return filter.campaignId ? [] : [sql`i.campaign_id IN ${inList(whole)}`];
}

/**
 * The campaigns in question of which the caller reads every issue; undefined when some are read only
 * in part. An issue's bureau is the bureau of its campaign.
 */
function wholeCampaigns(
  { campaignId }: FiltersOf<IssueFilters>,
  { caller, tree, campaigns, campaignOwnerId }: FilterContext,
): readonly string[] | undefined {
  if (campaignId !== undefined) {
    const whole = campaignOwnerId !== undefined && readsBureau(caller, tree, campaignOwnerId);
    return whole ? [campaignId] : undefined;
  }
  const bureaus = bureausRead(caller, tree);
  if (!bureaus) return undefined;
  return campaigns.filter(({ ownerUnitId }) => bureaus.includes(ownerUnitId)).map(({ id }) => id);
}

function overdueSql(wanted: boolean, today: string): Sql {
  const bound = OPEN_STATUSES.filter(isBound);
  const late = sql`(i.current_deadline < ${today} AND i.status IN ${inList(bound)})`;
  return wanted ? late : sql`(i.current_deadline IS NULL OR NOT ${late})`;
}

function searchSql(text: string): Sql {
  const pattern = containsPattern(text);
  return sql`(i.issue_no LIKE ${pattern} ESCAPE '\\' OR i.statement LIKE ${pattern} ESCAPE '\\'
    OR i.detail LIKE ${pattern} ESCAPE '\\')`;
}
