/**
 * 綦江区 2020 年农村低保专项治理工作要点（2020-03-30，无文号）：镇街报送日历。
 * QJ-N（党组会同派驻组“适时通报”）逢事而发，没有日历行。
 */
import type { RegimeRow, ScenarioCase } from './regime-row.js';

const MONTHLY = {
  reporter: '镇街',
  receiver: '区县（区民政局低保中心）',
  quote: '按月更新工作台账，从4月起，每月30日前将工作台账报低保中心…汇总',
} as const;
const QUARTERLY = {
  reporter: '镇街',
  receiver: '区县（区民政局）',
  quote: '每季度初上报查处的违纪违法典型案例，以及专项治理工作开展情况总结',
} as const;

// prettier-ignore
export const TABLE: readonly RegimeRow[] = [
  { rule: 'QJ-M', period: '2020-04', label: '2020年4月', opensOn: '2020-04-01', dueOn: '2020-04-30', weekday: '周四', dueAtUtc: '2020-04-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '“从4月起”的第一期' },
  { rule: 'QJ-M', period: '2020-05', label: '2020年5月', opensOn: '2020-05-01', dueOn: '2020-05-30', weekday: '周六', dueAtUtc: '2020-05-30T16:00:00.000Z', suggestedOn: '2020-05-29', ...MONTHLY, note: '大月：30日截止，不到月末' },
  { rule: 'QJ-M', period: '2020-06', label: '2020年6月', opensOn: '2020-06-01', dueOn: '2020-06-30', weekday: '周二', dueAtUtc: '2020-06-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY },
  { rule: 'QJ-M', period: '2020-07', label: '2020年7月', opensOn: '2020-07-01', dueOn: '2020-07-30', weekday: '周四', dueAtUtc: '2020-07-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '大月：30日截止，不到月末' },
  { rule: 'QJ-M', period: '2020-08', label: '2020年8月', opensOn: '2020-08-01', dueOn: '2020-08-30', weekday: '周日', dueAtUtc: '2020-08-30T16:00:00.000Z', suggestedOn: '2020-08-28', ...MONTHLY, note: '大月：30日截止，不到月末' },
  { rule: 'QJ-M', period: '2020-09', label: '2020年9月', opensOn: '2020-09-01', dueOn: '2020-09-30', weekday: '周三', dueAtUtc: '2020-09-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '国庆中秋假期前的最后一个工作日' },
  { rule: 'QJ-M', period: '2020-10', label: '2020年10月', opensOn: '2020-10-01', dueOn: '2020-10-30', weekday: '周五', dueAtUtc: '2020-10-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '大月：30日截止，不到月末' },
  { rule: 'QJ-M', period: '2020-11', label: '2020年11月', opensOn: '2020-11-01', dueOn: '2020-11-30', weekday: '周一', dueAtUtc: '2020-11-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY },
  { rule: 'QJ-M', period: '2020-12', label: '2020年12月', opensOn: '2020-12-01', dueOn: '2020-12-30', weekday: '周三', dueAtUtc: '2020-12-30T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '大月：30日截止，不到月末' },

  { rule: 'QJ-Q', period: '2020Q1', label: '2020年第一季度', opensOn: '2020-04-01', dueOn: '2020-04-10', weekday: '周五', dueAtUtc: '2020-04-10T16:00:00.000Z', suggestedOn: null, ...QUARTERLY, note: '原文只说“季度初”；10日是默认' },
  { rule: 'QJ-Q', period: '2020Q2', label: '2020年第二季度', opensOn: '2020-07-01', dueOn: '2020-07-10', weekday: '周五', dueAtUtc: '2020-07-10T16:00:00.000Z', suggestedOn: null, ...QUARTERLY },
  { rule: 'QJ-Q', period: '2020Q3', label: '2020年第三季度', opensOn: '2020-10-01', dueOn: '2020-10-10', weekday: '周六', dueAtUtc: '2020-10-10T16:00:00.000Z', suggestedOn: null, ...QUARTERLY, note: '10月10日是调休上班的周六，是工作日：不顺延，也没有建议日' },
  { rule: 'QJ-Q', period: '2020Q4', label: '2020年第四季度', opensOn: '2021-01-01', dueOn: '2021-01-11', weekday: '周一', dueAtUtc: '2021-01-11T16:00:00.000Z', suggestedOn: null, ...QUARTERLY, note: '2021年1月10日是周日，顺延到周一' },
];

// prettier-ignore
export const SCENARIO: readonly ScenarioCase[] = [
  // 大月的30日是周六：最后一秒算按时，31日零时虽在当月也是迟报。
  { rule: 'QJ-M', period: '2020-05', reporter: 'A', acts: [{ at: '2020-05-30T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周六照印发的日子计：当日最后一秒按时' } },
  { rule: 'QJ-M', period: '2020-05', reporter: 'B', acts: [{ at: '2020-05-31T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '仍在5月，但已过30日24时' } },
  { rule: 'QJ-M', period: '2020-05', reporter: 'C', acts: [{ at: '2020-05-29T17:30:00+08:00', act: 'submit' }, { at: '2020-05-29T18:00:00+08:00', act: 'accept' }, { at: '2020-06-01T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'CONSOLIDATED', isLate: false, lateDays: 0, missing: false, note: '在建议日（周五）报送' } },
  { rule: 'QJ-M', period: '2020-05', reporter: 'D', acts: [{ at: '2020-06-01T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '汇总时没有报：漏报；没有报送也就没有迟报' } },
  { rule: 'QJ-M', period: '2020-05', reporter: 'E', acts: [{ at: '2020-06-01T08:30:00+08:00', act: 'submit' }, { at: '2020-06-01T08:40:00+08:00', act: 'accept' }, { at: '2020-06-01T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'CONSOLIDATED', isLate: true, lateDays: 2, missing: false, note: '没有顺延通知，周一报就是迟2天（自然日）；赶上汇总，不是漏报' } },

  { rule: 'QJ-M', period: '2020-06', reporter: 'A', acts: [{ at: '2020-06-30T10:00:00+08:00', act: 'submitNil' }, { at: '2020-07-01T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, isNil: true, note: '零报告也是报告' } },
  { rule: 'QJ-M', period: '2020-06', reporter: 'B', acts: [{ at: '2020-07-01T00:00:00+08:00', act: 'submitNil' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, isNil: true, note: '零报告照样会迟' } },
  { rule: 'QJ-M', period: '2020-06', reporter: 'C', acts: [{ at: '2020-06-24T10:00:00+08:00', act: 'exempt', detail: '期限前批准免报' }, { at: '2020-07-01T15:00:00+08:00', act: 'consolidate' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, missing: false, note: '免报的不算漏报' } },
  { rule: 'QJ-M', period: '2020-06', reporter: 'D', acts: [{ at: '2020-07-01T00:00:00+08:00', act: 'exempt', detail: '期限已过', refused: true }, { at: '2020-07-01T15:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '免报须在期限前批准' } },

  // 退回重报：重报期限默认2个工作日，自退回次日起算，到第2个工作日24时。
  { rule: 'QJ-M', period: '2020-04', reporter: 'A', acts: [{ at: '2020-04-27T10:00:00+08:00', act: 'submit' }, { at: '2020-04-28T10:00:00+08:00', act: 'return', limitOn: '2020-04-30' }, { at: '2020-04-30T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周二退回，重报到周四24时（正好也是期限）' } },
  { rule: 'QJ-M', period: '2020-04', reporter: 'B', acts: [{ at: '2020-04-27T10:00:00+08:00', act: 'submit' }, { at: '2020-04-28T10:00:00+08:00', act: 'return', limitOn: '2020-04-30' }, { at: '2020-05-01T00:00:00+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '重报期限与报送期限同日，从哪个算都是1天' } },
  { rule: 'QJ-M', period: '2020-04', reporter: 'C', acts: [{ at: '2020-04-30T16:00:00+08:00', act: 'submit' }, { at: '2020-04-30T17:30:00+08:00', act: 'return', limitOn: '2020-05-07' }, { at: '2020-05-07T23:59:59+08:00', act: 'resubmit' }, { at: '2020-05-08T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, note: '劳动节5月1日至5日放假，两个工作日是6日、7日' } },
  { rule: 'QJ-M', period: '2020-04', reporter: 'D', acts: [{ at: '2020-04-30T16:00:00+08:00', act: 'submit' }, { at: '2020-04-30T17:30:00+08:00', act: 'return', limitOn: '2020-05-07' }, { at: '2020-05-08T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '迟是确定的；天数按超过重报期限计为1，若按原期限计则为8' } },
  { rule: 'QJ-M', period: '2020-04', reporter: 'E', acts: [{ at: '2020-04-22T10:00:00+08:00', act: 'submit' }, { at: '2020-04-24T09:00:00+08:00', act: 'return', limitOn: '2020-04-27' }, { at: '2020-04-27T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '4月26日周日调休上班，两个工作日是26日、27日' } },
  { rule: 'QJ-M', period: '2020-04', reporter: 'F', acts: [{ at: '2020-05-02T10:00:00+08:00', act: 'submit' }, { at: '2020-05-06T09:00:00+08:00', act: 'return', limitOn: '2020-05-08' }, { at: '2020-05-07T10:00:00+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 2, note: '迟报由首次报送定：按时重报不能洗掉，也不再增加' } },
  { rule: 'QJ-M', period: '2020-09', reporter: 'A', acts: [{ at: '2020-09-30T11:00:00+08:00', act: 'submit' }, { at: '2020-09-30T16:00:00+08:00', act: 'return', limitOn: '2020-10-10' }, { at: '2020-10-10T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '长假后两个工作日是9日（周五）和10日（调休周六）' } },

  // 顺延通知只移一期：8月30日（周日）移到31日。
  { rule: 'QJ-M', period: '2020-08', reporter: 'A', acts: [{ at: '2020-08-25T10:00:00+08:00', act: 'shift', newDueOn: '2020-08-31', detail: '顺延通知' }, { at: '2020-08-31T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '顺延后的最后一秒按时' } },
  { rule: 'QJ-M', period: '2020-08', reporter: 'B', acts: [{ at: '2020-08-25T10:00:00+08:00', act: 'shift', newDueOn: '2020-08-31', detail: '顺延通知' }, { at: '2020-09-01T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '从顺延后的日子数，不是2天' } },
  { rule: 'QJ-M', period: '2020-08', reporter: 'C', acts: [{ at: '2020-08-31T08:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '没有顺延通知时，31日就是迟1天' } },
  { rule: 'QJ-M', period: '2020-08', reporter: 'D', acts: [{ at: '2020-08-25T10:00:00+08:00', act: 'shift', newDueOn: '2020-08-31', detail: '顺延通知' }, { at: '2020-09-01T10:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '顺延不免报' } },
  { rule: 'QJ-M', period: '2020-09', reporter: 'B', acts: [{ at: '2020-08-25T10:00:00+08:00', act: 'shift', newDueOn: '2020-08-31', detail: '8月一期的顺延通知', on: { rule: 'QJ-M', period: '2020-08', reporter: '*' } }, { at: '2020-10-01T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '8月的顺延不动9月；放假日照算自然日' } },

  { rule: 'QJ-M', period: '2020-07', reporter: 'A', acts: [{ at: '2020-07-31T17:00:00+08:00', act: 'consolidate' }, { at: '2020-08-03T09:00:00+08:00', act: 'submit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: true, lateDays: 4, missing: true, note: '汇总后补报：那次汇总的漏报留存，报告本身迟4天' } },
  { rule: 'QJ-M', period: '2020-12', reporter: 'A', acts: [{ at: '2021-01-04T09:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 5, note: '跨年、跨元旦假期，按自然日' } },

  { rule: 'QJ-Q', period: '2020Q1', reporter: 'A', acts: [{ at: '2020-04-10T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '一季度的总结在4月报' } },
  { rule: 'QJ-Q', period: '2020Q1', reporter: 'B', acts: [{ at: '2020-04-11T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过10日24时' } },
  { rule: 'QJ-Q', period: '2020Q2', reporter: 'A', acts: [{ at: '2020-07-13T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'QJ-Q', period: '2020Q3', reporter: 'A', acts: [{ at: '2020-10-10T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '调休周六当日按时' } },
  { rule: 'QJ-Q', period: '2020Q3', reporter: 'B', acts: [{ at: '2020-10-11T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '若把调休周六误当休息日而顺延到12日，这里就会误判按时' } },
  { rule: 'QJ-Q', period: '2020Q4', reporter: 'A', acts: [{ at: '2021-01-11T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '10日周日，顺延到11日' } },
  { rule: 'QJ-Q', period: '2020Q4', reporter: 'B', acts: [{ at: '2021-01-12T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '从移动后的11日数，不是2天' } },
];
