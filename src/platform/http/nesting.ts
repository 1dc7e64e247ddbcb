/**
 * True when objects and lists lie no more than so many levels deep, the value itself being the first.
 * Looks no deeper than that, however deep a request nests.
 */
export function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithinDepth(inner, levels - 1));
}
