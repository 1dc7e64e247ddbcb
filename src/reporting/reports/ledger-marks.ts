import { sha256Of } from '../../platform/crypto/digest.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { LedgerEntry } from '../../registers/entries/ledger-entry.entity.js';
import type { Window } from './report.balance.js';

/** Position of a posting and the beginning of its digest over all columns. */
export type EntryMark = readonly [seq: number, mark: string];

/** Hex digits of a mark: enough that no other contents will be found for it by accident. */
const MARK_LENGTH = 16;

/** Marks of every posting that a window takes in, in their order. */
export async function marksOf(
  db: Queryable,
  { campaignId, unitIds, fromSeq, toSeq }: Window,
): Promise<EntryMark[]> {
  const rows = await db.all<LedgerEntry>(sql`
    SELECT * FROM ledger_entries
    WHERE campaign_id = ${campaignId} AND unit_id IN ${inList(unitIds)}
      AND seq BETWEEN ${fromSeq} AND ${toSeq}
    ORDER BY seq`);
  return rows.map((row) => [row.seq, markOf(row)]);
}

function markOf(row: LedgerEntry): string {
  const { id, campaignId, seq, unitId, category, issueId, cycleNo } = row;
  const { kind, delta, businessDate, recordedAt, correctsId } = row;
  const account = [id, campaignId, seq, unitId, category, issueId, cycleNo];
  const posting = [kind, delta, businessDate, recordedAt, correctsId];
  return sha256Of(JSON.stringify([...account, ...posting])).slice(0, MARK_LENGTH);
}

/** What differs between the postings as sealed and as they are now, by their numbers. */
export function markFaults(sealed: readonly EntryMark[], now: readonly EntryMark[]): string[] {
  const before = new Map(sealed);
  const after = new Map(now);
  const numbers = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
  return numbers.flatMap((seq) => {
    if (!after.has(seq)) return [`第${seq}笔台账分录缺失，或已不在本单位名下`];
    if (!before.has(seq)) return [`第${seq}笔台账分录是封存以后加进来的`];
    return before.get(seq) === after.get(seq) ? [] : [`第${seq}笔台账分录已被改动`];
  });
}
