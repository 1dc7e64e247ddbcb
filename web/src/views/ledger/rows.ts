/** Issues that stand on the books: what 期末 counts. */
export const ON_THE_BOOKS = [
  'REGISTERED',
  'ASSIGNED',
  'PLANNING',
  'PLAN_REVIEW',
  'RECTIFYING',
  'CLOSURE_REVIEW',
  'CARRIED_OVER',
];

interface InTree {
  readonly unit: { readonly id: string } | null;
  readonly parentId: string | null;
}

/** How deep a unit stands below the topmost of the table; rows come parents first. */
export function depthsOf(rows: readonly InTree[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { unit, parentId } of rows) {
    if (unit) depths.set(unit.id, parentId === null ? 0 : (depths.get(parentId) ?? 0) + 1);
  }
  return depths;
}
