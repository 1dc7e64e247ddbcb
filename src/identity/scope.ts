import type { Person } from './caller.js';
import { type Action, grantOf } from './permissions.js';
import { homesOf } from './staff.js';
import type { UnitTree } from './unit-catalog.js';

/**
 * Where a caller may use a permission: everywhere, in single units, in whole subtrees, or in bureaus.
 * Several roles add up. The people of a town's own office stand where the town's people do. A bureau
 * reads what the bureaus below it have; what it does, it does in its own departments and the units below
 * it that belong to no other bureau.
 */
export class Scope {
  private constructor(
    readonly tree: UnitTree,
    readonly everywhere: boolean,
    readonly units: ReadonlySet<string>,
    readonly roots: ReadonlySet<string>,
    readonly bureaus: ReadonlySet<string>,
  ) {}

  /** The caller's scope for an action; undefined when none of the roles has the permission. */
  static of(caller: Person, action: Action, tree: UnitTree): Scope | undefined {
    const kinds = new Set(caller.roles.flatMap((role) => grantOf(action, role) ?? []));
    if (kinds.size === 0) return undefined;
    const units = new Set<string>();
    const roots = new Set<string>();
    const bureaus = new Set<string>();
    // Administrators may belong to no unit (''): then nothing but ALL reaches anything.
    if (caller.unitId !== '') {
      for (const home of homesOf(caller.unitId, tree)) {
        if (kinds.has('OWN')) units.add(home);
        if (kinds.has('SUBTREE')) roots.add(home);
      }
      const reads = action.endsWith('.read');
      if (kinds.has('BUREAU') && caller.bureauId) (reads ? roots : bureaus).add(caller.bureauId);
    }
    return new Scope(tree, kinds.has('ALL'), units, roots, bureaus);
  }

  covers(unitId: string): boolean {
    return (
      this.everywhere ||
      this.units.has(unitId) ||
      [...this.roots].some((root) => this.tree.isWithin(unitId, root)) ||
      (this.bureaus.size > 0 && this.bureaus.has(this.tree.bureauOf(unitId)?.id ?? ''))
    );
  }

  /** Ids of all covered units; undefined means every unit. */
  unitIds(): readonly string[] | undefined {
    if (this.everywhere) return undefined;
    const below = [...this.roots].flatMap((id) => this.tree.subtree(id));
    const ofBureaus = [...this.bureaus]
      .flatMap((id) => this.tree.subtree(id))
      .filter((id) => this.covers(id));
    return [...new Set([...this.units, ...below, ...ofBureaus])];
  }
}

/** True when one of the caller's roles may do this at the unit. */
export function reaches(caller: Person, action: Action, unitId: string, tree: UnitTree): boolean {
  return Scope.of(caller, action, tree)?.covers(unitId) ?? false;
}
