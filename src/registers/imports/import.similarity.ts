/** Two statements this much alike are probably the same finding (domain §1.5). */
const ALIKE = 0.9;
const WORDS = 8;
/** The newest statements of a unit are compared; more would cost more than a hint is worth. */
const COMPARED_MAX = 5000;
/** Tenths are not exact in binary. */
const ROUNDING = 1e-9;

/** A statement reduced to its pairs of neighbouring characters, and a fingerprint of these. */
export interface Likeness {
  readonly label: string;
  readonly pairs: ReadonlySet<number>;
  readonly print: Int32Array;
}

export function likenessOf(text: string, label: string): Likeness {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const pairs = new Set<number>();
  const print = new Int32Array(WORDS);
  for (let at = 0; at + 1 < letters.length; at += 1) {
    const pair = letters.charCodeAt(at) * 65_536 + letters.charCodeAt(at + 1);
    pairs.add(pair);
    const bit = ((Math.imul(pair % 2_147_483_647, 0x9e3779b1) >>> 24) ^ (pair & 0xff)) & 0xff;
    print[bit >>> 5] = (print[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { label, pairs, print };
}

/**
 * Dice's coefficient of the pairs: 1 for equal texts, 0 for texts without a common pair.
 */
export function similarity(a: Likeness, b: Likeness): number {
  const total = a.pairs.size + b.pairs.size;
  if (total === 0) return 0;
  const [small, large] = a.pairs.size <= b.pairs.size ? [a, b] : [b, a];
  let common = 0;
  for (const pair of small.pairs) if (large.pairs.has(pair)) common += 1;
  return (2 * common) / total;
}

/**
 * The statements of one unit. Nearly all comparisons end with the fingerprints: each pair that only one
 * text has changes at most one bit, so texts with too many different bits cannot be alike.
 */
export class Statements {
  private readonly known: Likeness[] = [];

  add(likeness: Likeness): void {
    this.known.push(likeness);
  }

  /** The first known statement that is nearly the same; undefined when there is none. */
  findAlike(likeness: Likeness): Likeness | undefined {
    const { pairs, print } = likeness;
    if (pairs.size === 0) return undefined;
    const from = Math.max(0, this.known.length - COMPARED_MAX);
    return this.known.find((other, at) => {
      if (at < from) return false;
      const differing = (1 - ALIKE) * (pairs.size + other.pairs.size) + ROUNDING;
      if (Math.abs(pairs.size - other.pairs.size) > differing) return false;
      if (differentBits(print, other.print) > differing) return false;
      return similarity(likeness, other) >= ALIKE;
    });
  }
}

function differentBits(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let word = 0; word < WORDS; word += 1) {
    let bits = (a[word] ?? 0) ^ (b[word] ?? 0);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
