import type { UnitTree } from '../../identity/unit-catalog.js';

/**
 * The units a bulletin is addressed to: the towns of a county bureau; of a bureau above, the bureaus
 * directly below it.
 */
export function defaultReceivers(bureauId: string, tree: UnitTree): string[] {
  const below = tree.subtree(bureauId).filter((id) => id !== bureauId);
  const bureaus = below.filter((id) => {
    const { type, parentId } = tree.get(id);
    return (
      type === 'CIVIL_AFFAIRS' && parentId !== null && tree.bureauOf(parentId)?.id === bureauId
    );
  });
  const towns = below.filter(
    (id) => tree.get(id).type === 'TOWN_GOV' && tree.bureauOf(id)?.id === bureauId,
  );
  return [...bureaus, ...towns].filter((id) => tree.get(id).disabledAt === null);
}
