/** Most of a finding's words stand at its beginning; the server searches for one run of characters. */
const SEARCHED = 6;

export const searchWords = (text: string): string => text.slice(0, SEARCHED);

function pairs(text: string): Set<string> {
  const bare = text.replace(/[\s，。、；：“”（）《》,.;:()]/g, '');
  return new Set(
    Array.from({ length: Math.max(0, bare.length - 1) }, (_, i) => bare.slice(i, i + 2)),
  );
}

/** How alike two statements are, 0 to 1: the share of pairs of characters that both have (Dice). */
export function likeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  if (left.size === 0 || right.size === 0) return 0;
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / (left.size + right.size);
}
