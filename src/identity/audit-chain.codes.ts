import { codeList } from '../platform/dictionary/code-list.js';

/** What is wrong with the first bad row of a chain; the codes of `platform/audit/chain-check.ts`. */
export const CHAIN_FAULT = codeList('ChainFaultReason', '日志链的问题', {
  HASH_MISMATCH: '内容被改动',
  BROKEN_LINK: '顺序被改动',
  MISSING: '缺少记录或插入了记录',
  HEAD_MISMATCH: '链尾不符',
  TRUNCATED: '末尾的记录被删去',
  REWRITTEN: '整条链被重写',
});
