import type { Caller } from '../identity/caller.js';
import { Scope } from '../identity/scope.js';
import type { UnitTree } from '../identity/unit-catalog.js';

/**
 * True when the caller may read a campaign of this owner: it is within the caller's scope, or the
 * owner stands above the caller's unit, so that the campaign binds it.
 */
export function canReadCampaign(caller: Caller, ownerUnitId: string, tree: UnitTree): boolean {
  const scope = Scope.of(caller, 'campaign.read', tree);
  if (!scope) return false;
  return scope.covers(ownerUnitId) || tree.isWithin(caller.unitId, ownerUnitId);
}

/** True when the caller may change a campaign of this owner, close it and open it again. */
export function mayManageCampaign(caller: Caller, ownerUnitId: string, tree: UnitTree): boolean {
  return Scope.of(caller, 'campaign.manage', tree)?.covers(ownerUnitId) ?? false;
}
