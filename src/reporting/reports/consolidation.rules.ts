import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { addBalance, type Balance, emptyBalance } from '../../registers/entries/balance.queries.js';
import type { ConsolidationVersion } from './consolidation.entity.js';
import type { ConsolidatedUnit, InTransit } from './consolidation.snapshot.js';
import { isBalanced } from './report.balance.js';
import type { ConsolidatedAs } from './report.codes.js';
import type { BookCut } from './report.snapshot.js';

/** How a unit stands with its report: who is consolidated before his day has missed nothing. */
export function standingOf(
  {
    status,
    firstSubmittedAt,
    dueAt,
  }: {
    readonly status: ReportStatus;
    readonly firstSubmittedAt: string | null;
    readonly dueAt: string | null;
  },
  now: string,
): ConsolidatedAs {
  if (status === 'ACCEPTED' || status === 'CONSOLIDATED') return 'INCLUDED';
  if (status === 'EXEMPT') return 'EXEMPT';
  if (firstSubmittedAt !== null) return 'NOT_ACCEPTED';
  return dueAt !== null && now < dueAt ? 'NOT_DUE' : 'MISSING';
}

/** The parts of the books that the units added up take in. */
export const cutsOf = (units: readonly ConsolidatedUnit[]): BookCut[] =>
  units.filter(({ as }) => as === 'INCLUDED').flatMap(({ cuts }) => cuts);

export const sumOf = (units: readonly ConsolidatedUnit[]): Balance =>
  units.reduce((sum, { balance }) => addBalance(sum, balance ?? emptyBalance()), emptyBalance());

/** A hand-over: 移出 at a position of the book, 移入 at the next. */
export interface HandOver {
  readonly issueId: string;
  readonly issueNo: string;
  readonly outSeq: number;
  readonly inSeq: number;
  readonly fromUnitId: string;
  readonly toUnitId: string;
}

/** A hand-over of which one side is taken in: +1 when it has left and not arrived, −1 the other way. */
export interface Split {
  readonly handOver: HandOver;
  readonly correction: 1 | -1;
}

/**
 * Hand-overs between two groups of cuts of which only one side is taken in. The issue has left without
 * having arrived, and is missing in the sum; or it has arrived without having left, and is in it twice.
 * What passes within a group is settled in it.
 * @param until last position that a cut takes in: its end, or its beginning for the openings.
 */
export function splitHandOvers(
  groups: readonly (readonly BookCut[])[],
  handOvers: readonly HandOver[],
  until: (cut: BookCut) => number,
): Split[] {
  const places = new Map<string, { readonly group: number; readonly until: number }>();
  groups.forEach((cuts, group) => {
    for (const cut of cuts) {
      for (const id of cut.unitIds) places.set(id, { group, until: until(cut) });
    }
  });
  return handOvers.flatMap((handOver) => {
    const from = places.get(handOver.fromUnitId);
    const to = places.get(handOver.toUnitId);
    if (!from || !to || from.group === to.group) return [];
    const left = handOver.outSeq <= from.until;
    const arrived = handOver.inSeq <= to.until;
    return left === arrived ? [] : [{ handOver, correction: left ? 1 : -1 }];
  });
}

/**
 * How many issues are open, each counted once wherever it stands: the check on the sums from another
 * side.
 * @param sums of the postings of each issue over all cuts, where they are not nought.
 * @returns also the issues that would count neither once nor not at all.
 */
export function openOnce(
  sums: ReadonlyMap<string, number>,
  splits: readonly Split[],
): { readonly open: number; readonly odd: readonly string[] } {
  const values = new Map(sums);
  for (const { handOver, correction } of splits) {
    values.set(handOver.issueId, (values.get(handOver.issueId) ?? 0) + correction);
  }
  const counted = [...values];
  return {
    open: counted.filter(([, value]) => value === 1).length,
    odd: counted.filter(([, value]) => value !== 0 && value !== 1).map(([issueId]) => issueId),
  };
}

export const correctionOf = (lines: readonly InTransit[]): number =>
  lines.reduce((sum, { correction }) => sum + correction, 0);

/** Σ of the units with what was and is on its way, so that every issue counts once. */
export function wholeOf(
  sum: Balance,
  transit: { readonly opening: readonly InTransit[]; readonly closing: readonly InTransit[] },
): Balance {
  const opening = correctionOf(transit.opening);
  const closing = correctionOf(transit.closing);
  // What comes into 在途 or out of it has moved in or out of the units.
  const moved = closing - opening;
  return {
    ...sum,
    opening: sum.opening + opening,
    transferredIn: sum.transferredIn + Math.max(moved, 0),
    transferredOut: sum.transferredOut + Math.max(-moved, 0),
    closing: sum.closing + closing,
  };
}

/** Why the sums are not sound; undefined when parent and children agree. */
export function differenceIn(
  units: readonly ConsolidatedUnit[],
  whole: Balance,
  bookClosing: number,
  odd: readonly string[],
): string | undefined {
  const unbalanced = units.find(({ balance }) => balance && !isBalanced(balance));
  if (unbalanced) return `${unbalanced.unitName}的期初加减本期变动不等于期末`;
  if (odd.length > 0)
    return `${odd.length}个问题在各单位台账中合计不为一（${odd.slice(0, 5).join('、')}）`;
  if (!isBalanced(whole)) return '汇总的期初加减本期变动不等于期末';
  if (whole.closing === bookClosing) return undefined;
  return `各单位期末与在途合计${whole.closing}，按台账分录应为${bookClosing}`;
}

/** What is wrong with the seal of a version: its own contents, and its link to the version before. */
export function sealFaults(
  { snapshot, sha256, previousHash }: ConsolidationVersion,
  hashBefore: string | null,
): [check: string, message: string][] {
  const faults: [string, string][] = [];
  if (sha256Of(snapshot) !== sha256) faults.push(['HASH', '封存内容与摘要不符，内容已被改动']);
  if (previousHash !== hashBefore) faults.push(['CHAIN', '与上一版本的摘要不相连']);
  return faults;
}
