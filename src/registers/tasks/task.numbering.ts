import type { Tx } from '../../platform/database/tx.js';

/** Next 任务编号 (domain §1.1): area6-year-RW-seq3, never reused; grows past its width, never wraps. */
export async function nextTaskNo(tx: Tx, areaCode: string, year: string): Promise<string> {
  const prefix = `${areaCode.slice(0, 6)}-${year}-RW`;
  const seq = await tx.nextNumber(prefix);
  return `${prefix}-${String(seq).padStart(3, '0')}`;
}
