import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const REPORT_STATUS = codeList('ReportStatus', '报告状态', {
  PENDING: '待报',
  DRAFT: '填报中',
  SUBMITTED: '已报待审',
  RETURNED: '退回重报',
  ACCEPTED: '已接收',
  CONSOLIDATED: '已汇总',
  EXEMPT: '免报',
});
export type ReportStatus = CodeOf<typeof REPORT_STATUS>;

export const REPORT_TYPE = codeList('ReportType', '报送内容', {
  LEDGER: '工作台账',
  PROGRESS: '进展情况报告',
  QUARTER_SUMMARY: '季度工作总结',
  CASES: '典型案例',
  PLAN: '实施方案',
  ANNUAL: '年度总体实施情况',
  SURVEY: '摸排台账',
  SPECIAL: '专题报告',
  MEETING: '专题会议',
  BULLETIN: '通报',
});
export type ReportType = CodeOf<typeof REPORT_TYPE>;

export const PERIODICITY = codeList('Periodicity', '报送周期', {
  ONCE: '一次性',
  MONTHLY: '每月',
  QUARTERLY: '每季度',
  HALF_YEAR: '每半年',
  ANNUAL: '每年',
  PER_EVENT: '按事件',
});
export type Periodicity = CodeOf<typeof PERIODICITY>;

export const COVERAGE = codeList('Coverage', '报告覆盖期', {
  CURRENT: '本期',
  PREVIOUS: '上期',
  YTD: '年初至本期末',
  FIXED: '固定期间',
});
export type Coverage = CodeOf<typeof COVERAGE>;

export const DUE_ANCHOR = codeList('DueAnchor', '截止日起算点', {
  PERIOD_START: '期初',
  PERIOD_END: '期末',
  NEXT_PERIOD_START: '下期期初',
  FIXED_DATE: '固定日期',
  EVENT: '事件日',
});
export type DueAnchor = CodeOf<typeof DUE_ANCHOR>;

export const OVERFLOW = codeList('Overflow', '当月没有该日时', {
  CLAMP: '提前到当月最后一天',
  NEXT_MONTH: '顺延到次月1日',
});
export type Overflow = CodeOf<typeof OVERFLOW>;

export const HOLIDAY_MOVE = codeList('HolidayMove', '遇休息日', {
  NONE: '不变',
  PREV_WORKDAY: '提前到上一个工作日',
  NEXT_WORKDAY: '顺延到下一个工作日',
});
export type HolidayMove = CodeOf<typeof HOLIDAY_MOVE>;

/** How sure a rule is, measured against the words of the notice. */
export const CERTAINTY = codeList('Certainty', '依据程度', {
  EXPLICIT: '原文明确',
  INTERPRETED: '据原文理解',
  ASSUMED: '原文未定，系统默认',
});
export type Certainty = CodeOf<typeof CERTAINTY>;
