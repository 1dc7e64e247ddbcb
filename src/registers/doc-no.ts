import type { Unit } from '../identity/unit.entity.js';
import type { Tx } from '../platform/database/tx.js';
import { conflict } from '../platform/http/problem.js';

/**
 * The next 发文字号 of a bureau, 机关代字word〔year〕n号, n without leading zeros (GB/T 9704-2012 §7.2.5);
 * never given twice.
 * @throws 409 when the bureau has no 机关代字.
 */
export async function nextDocNo(
  tx: Tx,
  { id, docCode }: Pick<Unit, 'id' | 'docCode'>,
  word: string,
  year: string,
): Promise<string> {
  if (docCode === '') {
    throw conflict('NO_DOC_CODE', '本单位没有设置机关代字，请系统管理员在单位信息中补填。');
  }
  const prefix = `${docCode}${word}〔${year}〕`;
  return `${prefix}${await tx.nextNumber(`doc:${id}:${prefix}`)}号`;
}
