import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';

/** Main status of an issue. Overdue and lights are derived, never stored (domain rule 1). */
export const ISSUE_STATUS = codeList('IssueStatus', '整改状态', {
  DRAFT: '草拟',
  REGISTERED: '已建账',
  ASSIGNED: '已交办',
  PLANNING: '制定方案',
  PLAN_REVIEW: '方案审核',
  RECTIFYING: '整改中',
  CLOSURE_REVIEW: '销号审核',
  CLOSED: '已销号',
  CARRIED_OVER: '挂账（持续整改）',
  TRANSFERRED: '已移送',
  MERGED: '并案',
  VOIDED: '撤销',
  ARCHIVED: '已归档',
});
export type IssueStatus = CodeOf<typeof ISSUE_STATUS>;

/** Statuses in which an issue counts as open in the ledger. */
export const OPEN_STATUSES: readonly IssueStatus[] = [
  'REGISTERED',
  'ASSIGNED',
  'PLANNING',
  'PLAN_REVIEW',
  'RECTIFYING',
  'CLOSURE_REVIEW',
  'CARRIED_OVER',
];

export const isOpen = (status: IssueStatus): boolean => OPEN_STATUSES.includes(status);

/** Kind of a ledger posting; see design §5. */
export const ENTRY_KIND = codeList('EntryKind', '台账分录', {
  OPENED: '新增',
  REOPENED: '重开',
  TRANSFERRED_IN: '移入',
  CLOSED: '销号',
  TRANSFERRED_OUT: '移出',
  MERGED: '并案',
  VOIDED: '撤销',
  CORRECTED: '更正',
});
export type EntryKind = CodeOf<typeof ENTRY_KIND>;

/** What a reviewer decides, on plans, close-outs, extensions and whatever else is reviewed. */
export const DECISION = codeList('Decision', '审核结论', { APPROVED: '同意', RETURNED: '退回' });
export type Decision = CodeOf<typeof DECISION>;
