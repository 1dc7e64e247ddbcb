/**
 * 吉林省 2020 年农村低保专项治理实施意见（2020-04-01，无文号）：县报市、市报省的日历。
 * 省厅的季度公开通报是发布，不是报送；JL-Q 是它所依据的收集。
 */
import type { RegimeRow, ScenarioAct, ScenarioCase } from './regime-row.js';

// “各地”没有写明是市还是县。通知里写明的上报路径只有一条：县报所属市（州），市（州）汇总后报省厅。
// 定义照此理解：由市（州）（含长白山管委会）汇集所属县的情况报省厅，县不越级。初稿曾读作市、县都直接报省。
const QUARTERLY = {
  reporter: '市州',
  receiver: '省（省民政厅）',
  quote: '省厅将按季度收集、汇总各地农村低保专项治理工作情况，收集各地查处的违纪违法典型案例',
} as const;

// prettier-ignore
export const TABLE: readonly RegimeRow[] = [
  { rule: 'JL-P', period: 'ONCE', label: '一次性', opensOn: '2020-04-01', dueOn: '2020-04-20', weekday: '周一', dueAtUtc: '2020-04-20T16:00:00.000Z', suggestedOn: null, reporter: '市州', receiver: '省（省民政厅）', quote: '各地要在4月20日前，上报当地农村低保专项治理实施方案', note: '向谁上报原文没有写，按市（州）汇集后报省厅' },
  { rule: 'JL-Y1', period: '2020', label: '2020年', opensOn: '2020-01-01', dueOn: '2020-11-30', weekday: '周一', dueAtUtc: '2020-11-30T16:00:00.000Z', suggestedOn: null, reporter: '区县', receiver: '市州', quote: '11月底前，各县（市、区）要将当地农村低保专项治理全年总体实施情况…上报所属市（州）' },
  { rule: 'JL-Y2', period: '2020', label: '2020年', opensOn: '2020-01-01', dueOn: '2020-12-10', weekday: '周四', dueAtUtc: '2020-12-10T16:00:00.000Z', suggestedOn: null, reporter: '市州', receiver: '省（省民政厅社会救助处）', quote: '各市（州）整理汇总后，于12月10日前报省厅社会救助处', note: '先接收所辖县的 JL-Y1' },

  { rule: 'JL-Q', period: '2020Q1', label: '2020年第一季度', opensOn: '2020-04-01', dueOn: '2020-04-15', weekday: '周三', dueAtUtc: '2020-04-15T16:00:00.000Z', suggestedOn: null, ...QUARTERLY, note: '原文没有日子；15日是默认' },
  { rule: 'JL-Q', period: '2020Q2', label: '2020年第二季度', opensOn: '2020-07-01', dueOn: '2020-07-15', weekday: '周三', dueAtUtc: '2020-07-15T16:00:00.000Z', suggestedOn: null, ...QUARTERLY },
  { rule: 'JL-Q', period: '2020Q3', label: '2020年第三季度', opensOn: '2020-10-01', dueOn: '2020-10-15', weekday: '周四', dueAtUtc: '2020-10-15T16:00:00.000Z', suggestedOn: null, ...QUARTERLY },
  { rule: 'JL-Q', period: '2020Q4', label: '2020年第四季度', opensOn: '2021-01-01', dueOn: '2021-01-15', weekday: '周五', dueAtUtc: '2021-01-15T16:00:00.000Z', suggestedOn: null, ...QUARTERLY },
];

/** The act is done on a county's JL-Y1 report under the city of the case. */
const county = (reporter: string, act: Omit<ScenarioAct, 'on'>): ScenarioAct => ({
  ...act,
  on: { rule: 'JL-Y1', period: '2020', reporter },
});

// prettier-ignore
export const SCENARIO: readonly ScenarioCase[] = [
  { rule: 'JL-P', period: 'ONCE', reporter: 'A', acts: [{ at: '2020-04-20T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '20日最后一秒' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'B', acts: [{ at: '2020-04-21T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'C', acts: [{ at: '2020-04-22T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'D', acts: [{ at: '2020-04-17T10:00:00+08:00', act: 'exempt', detail: '期限前批准免报' }, { at: '2020-04-22T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, missing: false, note: '免报的不算漏报' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'E', acts: [{ at: '2020-04-16T10:00:00+08:00', act: 'submit' }, { at: '2020-04-16T15:00:00+08:00', act: 'return', limitOn: '2020-04-20' }, { at: '2020-04-20T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周四退回，两个工作日是周五、下周一' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'F', acts: [{ at: '2020-04-16T10:00:00+08:00', act: 'submit' }, { at: '2020-04-16T15:00:00+08:00', act: 'return', limitOn: '2020-04-20' }, { at: '2020-04-21T00:00:00+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '重报期限与报送期限同日，从哪个算都是1天' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'G', acts: [{ at: '2020-04-20T10:00:00+08:00', act: 'submit' }, { at: '2020-04-24T10:00:00+08:00', act: 'return', limitOn: '2020-04-27' }, { at: '2020-04-28T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '4月26日周日调休上班，重报到27日24时；迟是确定的，天数按原期限计则为8' } },
  { rule: 'JL-P', period: 'ONCE', reporter: 'H', acts: [{ at: '2020-04-15T10:00:00+08:00', act: 'shift', newDueOn: '2020-04-22', detail: '顺延通知' }, { at: '2020-04-22T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '顺延后的最后一秒' } },

  { rule: 'JL-Y1', period: '2020', reporter: 'A', acts: [{ at: '2020-11-30T23:59:59+08:00', act: 'submit' }, { at: '2020-12-01T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, note: '11月底最后一秒' } },
  { rule: 'JL-Y1', period: '2020', reporter: 'B', acts: [{ at: '2020-12-01T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
  { rule: 'JL-Y1', period: '2020', reporter: 'C', acts: [{ at: '2020-12-10T15:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '市12月10日汇总时没有报：漏报' } },

  // 县报市、市报省的链条；reporter 'M' 是市，A、B、C 是它所辖的县。
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    county('B', { at: '2020-11-27T10:00:00+08:00', act: 'submit' }),
    { at: '2020-12-01T10:00:00+08:00', act: 'submit', detail: '县B已报未接收', refused: true },
    county('B', { at: '2020-12-02T10:00:00+08:00', act: 'accept' }),
    { at: '2020-12-03T10:00:00+08:00', act: 'submit' },
  ], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, missingUnits: [], note: '所辖县都接收之后市才能报省' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    county('B', { at: '2020-11-30T17:00:00+08:00', act: 'submit' }), county('B', { at: '2020-12-01T09:00:00+08:00', act: 'return', limitOn: '2020-12-03' }),
    { at: '2020-12-02T10:00:00+08:00', act: 'submit', detail: '县B退回未重报', refused: true },
    county('B', { at: '2020-12-03T23:59:59+08:00', act: 'resubmit' }), county('B', { at: '2020-12-04T09:00:00+08:00', act: 'accept' }),
    { at: '2020-12-04T10:00:00+08:00', act: 'submit' },
  ], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, missingUnits: [], note: '退回中的县报告也挡住市的报送' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    county('B', { at: '2020-12-05T10:00:00+08:00', act: 'submit', detail: '县B迟5天' }), county('B', { at: '2020-12-07T10:00:00+08:00', act: 'accept' }),
    { at: '2020-12-10T23:59:59+08:00', act: 'submit' },
  ], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, missingUnits: [], note: '县迟不等于市迟：市在12月10日最后一秒按时' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('B', { at: '2020-11-20T10:00:00+08:00', act: 'exempt' }),
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    { at: '2020-12-11T00:00:00+08:00', act: 'submit' },
  ], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, missingUnits: [], note: '免报的县不挡；市过12月10日24时迟1天' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    county('B', { at: '2020-11-28T10:00:00+08:00', act: 'submit' }), county('B', { at: '2020-11-30T10:00:00+08:00', act: 'accept' }),
    county('*', { at: '2020-12-10T15:00:00+08:00', act: 'consolidate', detail: '县C始终未报' }),
    { at: '2020-12-10T17:00:00+08:00', act: 'submit' },
  ], uncertain: true, expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, missingUnits: ['C'], note: '汇总列明县C漏报（确定）；汇总之后市可带着漏报清单报省（读法）。若必须全部接收，则市被漏报的县拖成迟报' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [
    county('A', { at: '2020-11-25T10:00:00+08:00', act: 'submit' }), county('A', { at: '2020-11-26T10:00:00+08:00', act: 'accept' }),
    { at: '2020-12-09T10:00:00+08:00', act: 'submit' },
    { at: '2020-12-10T10:00:00+08:00', act: 'return', limitOn: '2020-12-14', detail: '省退回市' },
    { at: '2020-12-14T23:59:59+08:00', act: 'resubmit' }, { at: '2020-12-15T09:00:00+08:00', act: 'accept' }, { at: '2020-12-15T10:00:00+08:00', act: 'consolidate' },
  ], expect: { status: 'CONSOLIDATED', isLate: false, lateDays: 0, missing: false, note: '只辖县A的市；周四退回，两个工作日是周五、下周一' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [{ at: '2020-12-10T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '没有辖县的管委会无可汇总，直接报省' } },
  { rule: 'JL-Y2', period: '2020', reporter: 'M', acts: [{ at: '2020-12-15T10:00:00+08:00', act: 'consolidate', detail: '省汇总' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '市漏报' } },

  { rule: 'JL-Q', period: '2020Q1', reporter: 'A', acts: [{ at: '2020-04-15T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '一季度的情况在4月报' } },
  { rule: 'JL-Q', period: '2020Q1', reporter: 'B', acts: [{ at: '2020-04-16T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
  { rule: 'JL-Q', period: '2020Q2', reporter: 'A', acts: [{ at: '2020-07-15T10:00:00+08:00', act: 'submitNil' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, isNil: true, note: '原文未提零报告；按“零报告也是报告”处理' } },
  { rule: 'JL-Q', period: '2020Q3', reporter: 'A', acts: [{ at: '2020-10-16T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'JL-Q', period: '2020Q4', reporter: 'A', acts: [{ at: '2021-01-18T09:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 3, note: '跨周末按自然日' } },
];
