import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** Indicators of domain §4.2 that the registers feed; the others are not measured and not shown. */
export const INDICATOR = codeList('Indicator', '统计指标', {
  total: '问题总数',
  newInPeriod: '本月新增',
  open: '未销号',
  closed: '已销号',
  carriedOver: '持续整改',
  transferred: '已移送',
  rectifiedRate: '整改率',
  closureRate: '销号率',
  dueClosureRate: '到期销号率',
  onTimeRate: '按期销号率',
  onTimeOriginalRate: '按原时限销号率',
  overdueCount: '逾期',
  overdueRate: '逾期率',
  avgOverdueDays: '平均逾期天数',
  extended: '延期',
  extensionRate: '延期率',
  avgDays: '平均整改天数',
  returnRate: '销号退回率',
  reboundRate: '反弹率',
  lookbackCoverage: '回头看覆盖率',
  lookbackPassRate: '回头看合格率',
  recoveryRate: '资金追缴率',
  recovered: '追缴资金',
  refunded: '退还群众',
  dealtPersons: '处理人数',
  onTimeReportRate: '报送及时率',
  lateReports: '迟报',
  missingReports: '到期未报',
  nilReports: '零报告',
  returnedReports: '退回重报',
  reportsDueThisMonth: '本月应报',
  reportsSubmittedThisMonth: '本月已报',
  reportsLateThisMonth: '本月迟报',
});
export type Indicator = CodeOf<typeof INDICATOR>;

/** Indicators by which units are ranked; for some of them less is better. */
export const RANKING_INDICATOR = codeList('RankingIndicator', '排名指标', {
  dueClosureRate: INDICATOR.labels.dueClosureRate,
  closureRate: INDICATOR.labels.closureRate,
  rectifiedRate: INDICATOR.labels.rectifiedRate,
  onTimeRate: INDICATOR.labels.onTimeRate,
  onTimeOriginalRate: INDICATOR.labels.onTimeOriginalRate,
  overdueCount: INDICATOR.labels.overdueCount,
  overdueRate: INDICATOR.labels.overdueRate,
  avgOverdueDays: INDICATOR.labels.avgOverdueDays,
  avgDays: INDICATOR.labels.avgDays,
  extensionRate: INDICATOR.labels.extensionRate,
  returnRate: INDICATOR.labels.returnRate,
  reboundRate: INDICATOR.labels.reboundRate,
  lookbackCoverage: INDICATOR.labels.lookbackCoverage,
  lookbackPassRate: INDICATOR.labels.lookbackPassRate,
  recoveryRate: INDICATOR.labels.recoveryRate,
  onTimeReportRate: INDICATOR.labels.onTimeReportRate,
});
export type RankingIndicator = CodeOf<typeof RANKING_INDICATOR>;

/** What a figure counts. */
export const FIGURE_UNIT = codeList('FigureUnit', '计量单位', {
  ISSUE: '个',
  PERCENT: '%',
  DAY: '天',
  FEN: '分',
  PERSON: '人',
  REPORT: '份',
});
export type FigureUnit = CodeOf<typeof FIGURE_UNIT>;
