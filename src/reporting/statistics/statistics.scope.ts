import { Injectable } from '@nestjs/common';
import { CampaignQueries } from '../../campaigns/campaigns.queries.js';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { homesOf } from '../../identity/staff.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';
import { Clock } from '../../platform/calendar/clock.js';
import { forbidden, notFound } from '../../platform/http/problem.js';
import { type Moment, momentOf } from './statistics.moment.js';
import type { StatisticsFilter } from './statistics.dto.js';

/** Attributes of issues that figures may be limited to; a list that is not there limits nothing. */
export interface AttributeFilter {
  readonly category?: readonly string[] | undefined;
  readonly source?: readonly string[] | undefined;
  readonly severity?: readonly string[] | undefined;
  readonly rectificationType?: readonly string[] | undefined;
}

/** What figures are about: a campaign at an instant, and the part of it the caller sees and asks for. */
export interface StatisticsScope {
  readonly campaign: LoadedCampaign;
  readonly tree: UnitTree;
  readonly moment: Moment;
  /** Units whose issues count; undefined for every unit of the campaign. */
  readonly unitIds: readonly string[] | undefined;
  /** The unit whose figures these are; comparisons between units are between those right below it. */
  readonly root: Unit;
  readonly attributes: AttributeFilter;
  /** The question as it was asked, for links to rows. */
  readonly query: StatisticsFilter;
}

export const isFiltered = ({ attributes }: StatisticsScope): boolean =>
  Object.values(attributes).some((values) => values !== undefined);

/** The same question at another instant. */
export const atMoment = (scope: StatisticsScope, moment: Moment): StatisticsScope => ({
  ...scope,
  moment,
});

@Injectable()
export class StatisticsScopes {
  constructor(
    private readonly campaigns: CampaignQueries,
    private readonly units: UnitCatalog,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws 404 for a campaign or unit out of scope, 403 for callers without any unit in the campaign,
   *   422 for an instant in the future.
   */
  async load(caller: Caller, query: StatisticsFilter): Promise<StatisticsScope> {
    const campaign = await this.campaigns.load(caller, query.campaignId);
    const tree = await this.units.load();
    const moment = momentOf(query.asOf, this.clock.now());
    const { root, unitIds } = unitsOf(caller, campaign, tree, query.unitId);
    const { category, source, severity, rectificationType } = query;
    return {
      campaign,
      tree,
      moment,
      root,
      unitIds: query.ownLevel ? ownLevelOf(tree, root, unitIds) : unitIds,
      attributes: { category, source, severity, rectificationType },
      query,
    };
  }
}

function unitsOf(
  caller: Caller,
  { ownerUnitId }: LoadedCampaign,
  tree: UnitTree,
  unitId: string | undefined,
): Pick<StatisticsScope, 'root' | 'unitIds'> {
  const scope = Scope.of(caller, 'statistics.read', tree);
  if (!scope) throw forbidden();
  const whole =
    scope.everywhere || [...scope.roots].some((root) => tree.isWithin(ownerUnitId, root));
  const asksForAll = unitId === undefined || tree.isWithin(ownerUnitId, unitId);
  if (whole && asksForAll) return { root: tree.get(ownerUnitId), unitIds: undefined };
  const unitIds = tree.subtree(unitId ?? ownerUnitId).filter((id) => scope.covers(id));
  if (unitIds.length === 0) throw unitId === undefined ? forbidden() : notFound();
  const root = unitId !== undefined && scope.covers(unitId) ? unitId : topOf(caller, tree, unitIds);
  return { root: tree.get(root), unitIds };
}

/** The caller's own unit, for a town's office its town, where it is among the units seen, else the first of them in the tree. */
const topOf = (caller: Caller, tree: UnitTree, unitIds: readonly string[]): string =>
  homesOf(caller.unitId, tree).findLast((id) => unitIds.includes(id)) ??
  tree.units.find(({ id }) => unitIds.includes(id))?.id ??
  caller.unitId;

/** 本级: the unit and its departments, without the level below. */
function ownLevelOf(
  tree: UnitTree,
  root: Unit,
  unitIds: readonly string[] | undefined,
): readonly string[] {
  const seen = unitIds && new Set(unitIds);
  return tree
    .subtree(root.id)
    .filter((id) => branchOf(tree, root, id) === root.id && (!seen || seen.has(id)));
}

/**
 * The unit of the next level below `root` that a unit belongs to; `root` itself for its departments
 * and for itself.
 */
export function branchOf(tree: UnitTree, root: Unit, unitId: string): string {
  const unit = tree.find(unitId);
  if (!unit || !tree.isWithin(unitId, root.id)) return root.id;
  const above = tree.ancestors(unitId).filter(({ id }) => tree.isWithin(id, root.id));
  const branch = [unit, ...above].reverse().find(({ level }) => level !== root.level);
  return branch?.id ?? root.id;
}
