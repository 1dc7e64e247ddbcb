import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';

/**
 * Human numbers (domain §1.1): area6-year-WT-seq4. They come from a counter inside the transaction, are
 * never reused, and grow past their width rather than wrap.
 */
export async function nextIssueNo(tx: Tx, areaCode: string, year: string): Promise<string> {
  const prefix = prefixOf(areaCode, year);
  const seq = await tx.nextNumber(prefix);
  return `${prefix}-${String(seq).padStart(4, '0')}`;
}

/**
 * Makes others of the bureau wait with their numbers until this transaction ends, as taking one does,
 * but takes none. Whoever holds the counter sees every registration there is.
 */
export async function holdIssueNumbers(tx: Tx, areaCode: string, year: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO counters (name, value) VALUES (${prefixOf(areaCode, year)}, 0)
    ON CONFLICT (name) DO UPDATE SET value = counters.value`);
}

const prefixOf = (areaCode: string, year: string): string => `${areaCode.slice(0, 6)}-${year}-WT`;
