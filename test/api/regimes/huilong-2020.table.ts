/**
 * 回龙镇《关于切实做好社会救助兜底保障工作的通知》（回龙府发〔2020〕20号，未印日期）：村（社区）报送日历。
 * “5月底前完成摸排”“6月底前纳入”（HL-2）是工作目标，“6月初”是上级督查，都不是报送，没有日历行。
 */
import type { RegimeRow, ScenarioCase } from './regime-row.js';

const LINK = {
  reporter: '村（社区）',
  receiver: '镇街（镇民政和社会事务办）',
  quote: '各村（居）每月要与村民小组长进行信息对接，确保数据真实有效',
} as const;

// prettier-ignore
export const TABLE: readonly RegimeRow[] = [
  { rule: 'HL-1', period: 'ONCE', label: '一次性', opensOn: '2020-05-01', dueOn: '2020-05-31', weekday: '周日', dueAtUtc: '2020-05-31T16:00:00.000Z', suggestedOn: '2020-05-29', reporter: '村（社区）', receiver: '镇街（镇民政办）', quote: '各村（社区）要在5月底前完成摸排工作，并填报附件，于5月31日前将电子件和盖章后的纸质件报民政办', note: '附件1—4；电子件和盖章纸质件两样都要（R44）' },
  { rule: 'HL-3', period: 'ONCE', label: '一次性', opensOn: '2020-05-01', dueOn: null, weekday: null, dueAtUtc: null, suggestedOn: null, reporter: '村（社区）', receiver: '镇街（镇民政办）', quote: '对2019年6—11月…新纳入和退出低保的人员进行分类梳理，并及时报送有关情况', note: '只说“及时”，没有日子：不设期限' },

  { rule: 'HL-4', period: '2020-05', label: '2020年5月', opensOn: '2020-05-01', dueOn: '2020-05-29', weekday: '周五', dueAtUtc: '2020-05-29T16:00:00.000Z', suggestedOn: null, ...LINK, note: '月末31日是周日，提前到上一个工作日；月末是默认，原文没有日子' },
  { rule: 'HL-4', period: '2020-06', label: '2020年6月', opensOn: '2020-06-01', dueOn: '2020-06-30', weekday: '周二', dueAtUtc: '2020-06-30T16:00:00.000Z', suggestedOn: null, ...LINK },
  { rule: 'HL-4', period: '2020-07', label: '2020年7月', opensOn: '2020-07-01', dueOn: '2020-07-31', weekday: '周五', dueAtUtc: '2020-07-31T16:00:00.000Z', suggestedOn: null, ...LINK },
  { rule: 'HL-4', period: '2020-08', label: '2020年8月', opensOn: '2020-08-01', dueOn: '2020-08-31', weekday: '周一', dueAtUtc: '2020-08-31T16:00:00.000Z', suggestedOn: null, ...LINK },
  { rule: 'HL-4', period: '2020-09', label: '2020年9月', opensOn: '2020-09-01', dueOn: '2020-09-30', weekday: '周三', dueAtUtc: '2020-09-30T16:00:00.000Z', suggestedOn: null, ...LINK },
  { rule: 'HL-4', period: '2020-10', label: '2020年10月', opensOn: '2020-10-01', dueOn: '2020-10-30', weekday: '周五', dueAtUtc: '2020-10-30T16:00:00.000Z', suggestedOn: null, ...LINK, note: '月末31日是周六，提前到上一个工作日' },
  { rule: 'HL-4', period: '2020-11', label: '2020年11月', opensOn: '2020-11-01', dueOn: '2020-11-30', weekday: '周一', dueAtUtc: '2020-11-30T16:00:00.000Z', suggestedOn: null, ...LINK },
  { rule: 'HL-4', period: '2020-12', label: '2020年12月', opensOn: '2020-12-01', dueOn: '2020-12-31', weekday: '周四', dueAtUtc: '2020-12-31T16:00:00.000Z', suggestedOn: null, ...LINK },
];

// prettier-ignore
export const SCENARIO: readonly ScenarioCase[] = [
  { rule: 'HL-1', period: 'ONCE', reporter: 'A', acts: [{ at: '2020-05-31T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周日照印发的日子计' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'B', acts: [{ at: '2020-06-01T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'C', acts: [{ at: '2020-05-29T16:00:00+08:00', act: 'submit' }, { at: '2020-05-29T17:00:00+08:00', act: 'paperReceipt' }, { at: '2020-05-29T17:20:00+08:00', act: 'accept' }, { at: '2020-06-01T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'CONSOLIDATED', isLate: false, lateDays: 0, missing: false, note: '建议日（周五）电子件、纸质件都到' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'D', acts: [{ at: '2020-05-28T10:00:00+08:00', act: 'submit' }, { at: '2020-05-28T15:00:00+08:00', act: 'accept', detail: '纸质件未登记', refused: true }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '没有纸质件回执不得接收（R44）' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'E', acts: [{ at: '2020-05-31T20:00:00+08:00', act: 'submit' }, { at: '2020-06-01T09:00:00+08:00', act: 'accept', detail: '纸质件未登记', refused: true }, { at: '2020-06-01T10:00:00+08:00', act: 'paperReceipt' }, { at: '2020-06-01T10:05:00+08:00', act: 'accept' }], uncertain: true, expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, note: '电子件按时、纸质件晚到：按首次报送算按时，纸质件只管接收；若从严照原文（两样都须5月31日前到），则迟1天' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'F', acts: [{ at: '2020-06-01T17:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'G', acts: [{ at: '2020-05-20T10:00:00+08:00', act: 'exempt', detail: '期限前批准免报' }, { at: '2020-06-01T17:00:00+08:00', act: 'consolidate' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, missing: false, note: '免报的不算漏报' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'H', acts: [{ at: '2020-05-28T10:00:00+08:00', act: 'submit' }, { at: '2020-05-28T11:00:00+08:00', act: 'paperReceipt' }, { at: '2020-05-28T16:00:00+08:00', act: 'return', limitOn: '2020-06-01' }, { at: '2020-06-01T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周四退回，两个工作日是周五、下周一；虽过5月31日仍按时' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'I', acts: [{ at: '2020-05-28T10:00:00+08:00', act: 'submit' }, { at: '2020-05-28T11:00:00+08:00', act: 'paperReceipt' }, { at: '2020-05-28T16:00:00+08:00', act: 'return', limitOn: '2020-06-01' }, { at: '2020-06-02T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '迟是确定的；天数按超过重报期限计为1，若按原期限计则为2' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'J', acts: [{ at: '2020-05-26T10:00:00+08:00', act: 'submit' }, { at: '2020-05-27T10:00:00+08:00', act: 'return', limitOn: '2020-05-29' }, { at: '2020-05-30T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '过了重报期限（29日）但未过报送期限（31日）：期限未到不能算迟；若照字面只看重报期限，则迟1天' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'K', acts: [{ at: '2020-05-27T10:00:00+08:00', act: 'shift', newDueOn: '2020-06-01', detail: '顺延通知' }, { at: '2020-06-01T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '顺延到周一' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'L', acts: [{ at: '2020-05-27T10:00:00+08:00', act: 'shift', newDueOn: '2020-06-01', detail: '顺延通知' }, { at: '2020-06-02T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '从顺延后的日子数' } },
  { rule: 'HL-1', period: 'ONCE', reporter: 'M', acts: [{ at: '2020-06-05T09:00:00+08:00', act: 'submit' }, { at: '2020-06-05T09:30:00+08:00', act: 'paperReceipt' }, { at: '2020-06-05T10:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: true, lateDays: 5, note: '迟报也可接收，迟的记录不变' } },

  { rule: 'HL-3', period: 'ONCE', reporter: 'A', acts: [{ at: '2020-09-30T10:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '没有期限，何时报都不迟' } },
  { rule: 'HL-3', period: 'ONCE', reporter: 'B', acts: [{ at: '2020-06-30T10:00:00+08:00', act: 'consolidate' }], uncertain: true, expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报以汇总时为准，与有无期限无关' } },

  // 月末遇休息日提前：29日以后报的，虽未出月也迟。
  { rule: 'HL-4', period: '2020-05', reporter: 'A', acts: [{ at: '2020-05-29T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '提前后的最后一秒' } },
  { rule: 'HL-4', period: '2020-05', reporter: 'B', acts: [{ at: '2020-05-30T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '月末周日，已提前到周五' } },
  { rule: 'HL-4', period: '2020-05', reporter: 'C', acts: [{ at: '2020-05-31T12:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 2, note: '当月最后一天，迟2天' } },
  { rule: 'HL-4', period: '2020-06', reporter: 'A', acts: [{ at: '2020-06-30T23:59:59+08:00', act: 'submitNil' }, { at: '2020-07-01T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, isNil: true, note: '本月无变动，零报告；不要纸质件，可直接接收' } },
  { rule: 'HL-4', period: '2020-07', reporter: 'A', acts: [{ at: '2020-08-03T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'HL-4', period: '2020-08', reporter: 'A', acts: [{ at: '2020-08-31T23:59:59+08:00', act: 'exempt', detail: '期限最后一秒批准' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, note: '期限前批准，最后一秒也算' } },
  { rule: 'HL-4', period: '2020-10', reporter: 'A', acts: [{ at: '2020-10-30T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '月末周六，提前到周五' } },
  { rule: 'HL-4', period: '2020-10', reporter: 'B', acts: [{ at: '2020-10-31T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
];
