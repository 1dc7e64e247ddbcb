import { Breather } from '../workers/breather.js';
import type { Witness } from './chain-check.js';
import { HEADS_FORMAT, type HeadSigner, type SignedHeads } from './head-signer.js';

/** A line of exported heads that proves nothing. */
export interface LineFault {
  readonly line: number;
  /** Broken off, or not ours at all; or signed with another key, or changed. */
  readonly reason: 'UNREADABLE' | 'BAD_SIGNATURE';
}

export interface ReadHeads {
  readonly lines: number;
  readonly witnesses: readonly Witness[];
  /** When the newest genuine line was written. */
  readonly newestAt: string | null;
  readonly faults: readonly LineFault[];
}

/** Reads exported heads, one JSON object on each line; only what is genuinely signed bears witness. */
export async function readHeadLines(text: string, signer: HeadSigner): Promise<ReadHeads> {
  const witnesses: Witness[] = [];
  const faults: LineFault[] = [];
  let newestAt: string | null = null;
  const lines = [...text.split('\n').entries()].filter(([, line]) => line.trim() !== '');
  const breather = new Breather();
  for (const [index, line] of lines) {
    await breather.pause();
    const signed = parsed(line);
    if (!signed || !signer.isGenuine(signed)) {
      faults.push({ line: index + 1, reason: signed ? 'BAD_SIGNATURE' : 'UNREADABLE' });
      continue;
    }
    witnesses.push(...signed.heads);
    if (newestAt === null || signed.at > newestAt) newestAt = signed.at;
  }
  return { lines: lines.length, witnesses, newestAt, faults };
}

function parsed(line: string): SignedHeads | undefined {
  try {
    const value = JSON.parse(line) as Partial<SignedHeads> | null;
    const { format, at, heads, signature } = value ?? {};
    const whole =
      format === HEADS_FORMAT &&
      typeof at === 'string' &&
      typeof signature === 'string' &&
      Array.isArray(heads) &&
      heads.every(isWitness);
    return whole ? (value as SignedHeads) : undefined;
  } catch {
    return undefined;
  }
}

function isWitness(value: unknown): value is Witness {
  const { chain, seq, hash } = (value ?? {}) as Partial<Witness>;
  return typeof chain === 'string' && Number.isSafeInteger(seq) && typeof hash === 'string';
}
