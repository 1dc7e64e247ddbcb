import type { UnitNode } from '@/api/units';

/** The name of a unit that the person may see; undefined for others. */
export function nameIn(tree: readonly UnitNode[], id: string): string | undefined {
  for (const unit of tree) {
    const name = unit.id === id ? unit.name : nameIn(unit.children, id);
    if (name) return name;
  }
  return undefined;
}
