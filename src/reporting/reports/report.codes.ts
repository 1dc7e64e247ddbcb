import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** What the receiver did with a version; one line of the review register each. */
export const REPORT_DECISION = codeList('ReportDecision', '报告审核', {
  ACCEPTED: '接收',
  RETURNED: '退回重报',
  PAPER_RECEIVED: '收到纸质件',
  CORRECTION_APPROVED: '同意更正',
  CORRECTION_REFUSED: '不同意更正',
});
export type ReportDecision = CodeOf<typeof REPORT_DECISION>;

export const CORRECTION_STATUS = codeList('CorrectionStatus', '更正状态', {
  REQUESTED: '待审批',
  APPROVED: '已同意',
  REFUSED: '未同意',
  WITHDRAWN: '已撤回',
});
export type CorrectionStatus = CodeOf<typeof CORRECTION_STATUS>;

/** How a unit stands in a consolidation. */
export const CONSOLIDATED_AS = codeList('ConsolidatedAs', '汇总情况', {
  INCLUDED: '已汇总',
  MISSING: '漏报',
  NOT_DUE: '尚未报送（期限未到）',
  NOT_ACCEPTED: '未接收（待审或退回）',
  EXEMPT: '免报',
});
export type ConsolidatedAs = CodeOf<typeof CONSOLIDATED_AS>;

/** Cells of a sealed ledger that may be restated; figures follow from the books and never are. */
export const CORRECTABLE_CELL = codeList('CorrectableCell', '可更正的台账栏目', {
  statement: '存在的问题',
  causeAnalysis: '原因分析',
  progress: '整改进展情况',
  remark: '备注',
});
export type CorrectableCell = CodeOf<typeof CORRECTABLE_CELL>;

/** Figures of a sealed version that statistics know by the same ids. */
export const SEALED_FIGURES = [
  'total',
  'closed',
  'open',
  'overdueCount',
  'carriedOver',
  'extended',
] as const;
