import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** Where the plan of a round stands; derived from the issue and the reviews. */
export const PLAN_STATE = codeList('PlanState', '方案状态', {
  NONE: '未填写',
  DRAFT: '填写中',
  SUBMITTED: '审核中',
  RETURNED: '已退回',
  APPROVED: '已批准',
});
export type PlanState = CodeOf<typeof PLAN_STATE>;
