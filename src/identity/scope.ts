import type { Caller } from './caller.js';
import { type Action, grantOf } from './permissions.js';
import type { UnitTree } from './unit-catalog.js';

/**
 * Where a caller may use a permission: everywhere, in single units, or in whole subtrees. Several
 * roles add up.
 */
export class Scope {
  private constructor(
    readonly tree: UnitTree,
    readonly everywhere: boolean,
    readonly units: ReadonlySet<string>,
    readonly roots: ReadonlySet<string>,
  ) {}

  /** The caller's scope for an action; undefined when none of the roles has the permission. */
  static of(caller: Caller, action: Action, tree: UnitTree): Scope | undefined {
    const kinds = new Set(caller.roles.flatMap((role) => grantOf(action, role) ?? []));
    if (kinds.size === 0) return undefined;
    const units = new Set<string>();
    const roots = new Set<string>();
    // Administrators may belong to no unit (''): then nothing but ALL reaches anything.
    if (caller.unitId !== '') {
      if (kinds.has('OWN')) units.add(caller.unitId);
      if (kinds.has('SUBTREE')) roots.add(caller.unitId);
      if (kinds.has('BUREAU') && caller.bureauId) roots.add(caller.bureauId);
    }
    return new Scope(tree, kinds.has('ALL'), units, roots);
  }

  covers(unitId: string): boolean {
    return (
      this.everywhere ||
      this.units.has(unitId) ||
      [...this.roots].some((root) => this.tree.isWithin(unitId, root))
    );
  }

  /** Ids of all covered units; undefined means every unit. */
  unitIds(): readonly string[] | undefined {
    if (this.everywhere) return undefined;
    return [...new Set([...this.units, ...[...this.roots].flatMap((id) => this.tree.subtree(id))])];
  }
}
