import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';

/** Which of the two the caller is. */
export const DELEGATION_SIDE = codeList('DelegationSide', '代理关系', {
  DELEGATOR: '请人代理',
  DEPUTY: '代人办理',
});
export type DelegationSide = CodeOf<typeof DELEGATION_SIDE>;
