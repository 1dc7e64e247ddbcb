import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { forbidden, notFound } from '../../platform/http/problem.js';
import { readsBureau } from '../issues/issue.scope.js';

/** The units whose accounts a question is about, and who may ask it. */
export interface Accounts {
  /** Undefined for every account of the campaign. */
  readonly unitIds: readonly string[] | undefined;
  readonly covers: (unitId: string) => boolean;
}

/**
 * The accounts of a campaign that the caller may see: all for its bureau and those above, else those
 * of the caller's own units; with `unitId` only those of that unit and the units below it.
 * @throws 403 when the caller sees none; 404 when none of the unit's is in scope.
 */
export function accountsOf(
  caller: Caller,
  campaign: Pick<LoadedCampaign, 'ownerUnitId'>,
  tree: UnitTree,
  unitId?: string,
): Accounts {
  const scope = Scope.of(caller, 'statistics.read', tree);
  if (!scope) throw forbidden();
  if (unitId !== undefined) {
    const seen = tree.subtree(unitId).filter((id) => scope.covers(id));
    if (seen.length === 0) throw notFound();
    return only(seen);
  }
  const { ownerUnitId } = campaign;
  if (readsBureau(caller, tree, ownerUnitId)) {
    return { unitIds: undefined, covers: (id) => tree.isWithin(id, ownerUnitId) };
  }
  const own = tree.subtree(ownerUnitId).filter((id) => scope.covers(id));
  if (own.length === 0) throw forbidden();
  return only(own);
}

function only(unitIds: readonly string[]): Accounts {
  const ids = new Set(unitIds);
  return { unitIds, covers: (id) => ids.has(id) };
}
