import type { Tx } from '../../platform/database/tx.js';

/**
 * Human numbers (domain §1.1): area6-year-WT-seq4. They come from a counter inside the transaction, are
 * never reused, and grow past their width rather than wrap.
 */
export async function nextIssueNo(tx: Tx, areaCode: string, year: string): Promise<string> {
  const prefix = `${areaCode.slice(0, 6)}-${year}-WT`;
  const seq = await tx.nextNumber(prefix);
  return `${prefix}-${String(seq).padStart(4, '0')}`;
}
