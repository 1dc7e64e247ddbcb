import type { UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';

/** A unit with its own figures and those of everything below it. */
export interface RolledUp<T> {
  readonly unit: Unit;
  /** The next unit above that is listed too; null at the top. */
  readonly parentId: string | null;
  readonly own: T;
  readonly sum: T;
}

/**
 * Adds figures up the tree. Units with figures are listed with all units above them that `shows`
 * lets through, each parent before its children, siblings in their official order.
 */
export function rollUp<T>(
  tree: UnitTree,
  own: ReadonlyMap<string, T>,
  zero: T,
  add: (a: T, b: T) => T,
  shows: (unitId: string) => boolean,
): RolledUp<T>[] {
  const sums = new Map<string, T>();
  const parents = new Map<string, string | null>();
  for (const [unitId, figures] of own) {
    const line = [unitId, ...tree.ancestors(unitId).map(({ id }) => id)].filter(
      (id, index) => index === 0 || shows(id),
    );
    line.forEach((id, index) => {
      sums.set(id, add(sums.get(id) ?? zero, figures));
      parents.set(id, line[index + 1] ?? null);
    });
  }
  return inOrder(tree, parents).map((unit) => ({
    unit,
    parentId: parents.get(unit.id) ?? null,
    own: own.get(unit.id) ?? zero,
    sum: sums.get(unit.id) ?? zero,
  }));
}

function inOrder(tree: UnitTree, parents: ReadonlyMap<string, string | null>): Unit[] {
  const children = new Map<string | null, Unit[]>();
  for (const [id, parentId] of parents) {
    children.set(parentId, [...(children.get(parentId) ?? []), tree.get(id)]);
  }
  const below = (parentId: string | null): Unit[] =>
    (children.get(parentId) ?? [])
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .flatMap((unit) => [unit, ...below(unit.id)]);
  return below(null);
}
