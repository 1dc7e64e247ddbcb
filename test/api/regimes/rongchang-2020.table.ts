/**
 * 荣昌区 2020 年民政脱贫攻坚工作计划（荣民发〔2020〕10号，2020-03-18）：局党组每月专题研究的日历。
 * RC-C（问题“上半年5月底前整改销号”）是问题的整改期限 2020-05-31，不是报送，没有日历行。
 * “原则上每月”是软性要求：有提醒的日子，永不算迟。月末是默认，原文没有日子。
 */
import type { RegimeRow, ScenarioCase } from './regime-row.js';

const MEETING = {
  reporter: '区县（局党组）',
  receiver: '区县（区民政局本级）',
  quote: '局党组定期召开专题会议，原则上每月专门研究一次脱贫攻坚工作',
  soft: true,
} as const;

// prettier-ignore
export const TABLE: readonly RegimeRow[] = [
  { rule: 'RC-M', period: '2020-03', label: '2020年3月', opensOn: '2020-03-01', dueOn: '2020-03-31', weekday: '周二', dueAtUtc: '2020-03-31T16:00:00.000Z', suggestedOn: null, ...MEETING, note: '计划3月18日印发，3月仍算第一期' },
  { rule: 'RC-M', period: '2020-04', label: '2020年4月', opensOn: '2020-04-01', dueOn: '2020-04-30', weekday: '周四', dueAtUtc: '2020-04-30T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-05', label: '2020年5月', opensOn: '2020-05-01', dueOn: '2020-05-31', weekday: '周日', dueAtUtc: '2020-05-31T16:00:00.000Z', suggestedOn: '2020-05-29', ...MEETING },
  { rule: 'RC-M', period: '2020-06', label: '2020年6月', opensOn: '2020-06-01', dueOn: '2020-06-30', weekday: '周二', dueAtUtc: '2020-06-30T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-07', label: '2020年7月', opensOn: '2020-07-01', dueOn: '2020-07-31', weekday: '周五', dueAtUtc: '2020-07-31T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-08', label: '2020年8月', opensOn: '2020-08-01', dueOn: '2020-08-31', weekday: '周一', dueAtUtc: '2020-08-31T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-09', label: '2020年9月', opensOn: '2020-09-01', dueOn: '2020-09-30', weekday: '周三', dueAtUtc: '2020-09-30T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-10', label: '2020年10月', opensOn: '2020-10-01', dueOn: '2020-10-31', weekday: '周六', dueAtUtc: '2020-10-31T16:00:00.000Z', suggestedOn: '2020-10-30', ...MEETING },
  { rule: 'RC-M', period: '2020-11', label: '2020年11月', opensOn: '2020-11-01', dueOn: '2020-11-30', weekday: '周一', dueAtUtc: '2020-11-30T16:00:00.000Z', suggestedOn: null, ...MEETING },
  { rule: 'RC-M', period: '2020-12', label: '2020年12月', opensOn: '2020-12-01', dueOn: '2020-12-31', weekday: '周四', dueAtUtc: '2020-12-31T16:00:00.000Z', suggestedOn: null, ...MEETING },
];

// prettier-ignore
export const SCENARIO: readonly ScenarioCase[] = [
  { rule: 'RC-M', period: '2020-03', reporter: 'A', acts: [{ at: '2020-03-31T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '月末最后一秒' } },
  { rule: 'RC-M', period: '2020-04', reporter: 'A', acts: [{ at: '2020-05-01T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '软性要求：过了月末一秒也不算迟' } },
  { rule: 'RC-M', period: '2020-05', reporter: 'A', acts: [{ at: '2020-05-29T17:00:00+08:00', act: 'submit' }, { at: '2020-06-01T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, note: '月末是周日，在建议日（周五）报' } },
  { rule: 'RC-M', period: '2020-06', reporter: 'A', acts: [{ at: '2020-07-10T09:00:00+08:00', act: 'consolidate' }], uncertain: true, expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '没有记录仍是漏（事实），只是不算迟；若软性要求连漏报也不列，则为false' } },
  { rule: 'RC-M', period: '2020-07', reporter: 'A', acts: [{ at: '2020-07-30T10:00:00+08:00', act: 'exempt', detail: '本月不单独研究，经批准' }, { at: '2020-08-03T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, missing: false, note: '期限前批准免报' } },
  { rule: 'RC-M', period: '2020-08', reporter: 'A', acts: [{ at: '2020-08-28T10:00:00+08:00', act: 'submit' }, { at: '2020-08-28T15:00:00+08:00', act: 'return', limitOn: '2020-09-01' }, { at: '2020-09-01T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周五退回，重报到下周二24时' } },
  { rule: 'RC-M', period: '2020-08', reporter: 'B', acts: [{ at: '2020-08-28T10:00:00+08:00', act: 'submit' }, { at: '2020-08-28T15:00:00+08:00', act: 'return', limitOn: '2020-09-01' }, { at: '2020-09-02T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '软性要求永不算迟，过了重报期限也不算；若重报期限是硬的，则迟1天' } },
  { rule: 'RC-M', period: '2020-10', reporter: 'A', acts: [{ at: '2020-10-31T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '月末是周六' } },
  { rule: 'RC-M', period: '2020-12', reporter: 'A', acts: [{ at: '2021-01-31T10:00:00+08:00', act: 'submit' }, { at: '2021-02-01T09:00:00+08:00', act: 'accept' }, { at: '2021-02-01T10:00:00+08:00', act: 'consolidate' }], expect: { status: 'CONSOLIDATED', isLate: false, lateDays: 0, missing: false, note: '过一个月补报，也不算迟' } },
];
