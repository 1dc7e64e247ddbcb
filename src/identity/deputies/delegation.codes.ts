import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** Where a delegation stands today. Only an early end is stored; the rest follows from its dates. */
export const DELEGATION_STATUS = codeList('DelegationStatus', '代理状态', {
  UPCOMING: '未开始',
  ACTIVE: '代理中',
  EXPIRED: '已期满',
  ENDED: '已提前结束',
});
export type DelegationStatus = CodeOf<typeof DELEGATION_STATUS>;

/** Why a delegation ended before its last day. */
export const DELEGATION_END = codeList('DelegationEnd', '提前结束的原因', {
  REVOKED: '撤销',
  ACCOUNT_DISABLED: '一方账号停用',
  UNIT_CHANGED: '一方调离所在单位',
  ADMINISTRATOR: '一方改任管理员',
});
export type DelegationEnd = CodeOf<typeof DELEGATION_END>;
