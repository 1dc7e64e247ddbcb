/**
 * 陕西省《关于在“不忘初心、牢记使命”主题教育中进一步深化农村低保专项治理工作的通知》
 * （陕民发〔2019〕78号，2019-11-01 印发）：设区市等报省的日历。
 * SN-A（征文、信息稿“报送至省民政厅社会救助处”）逢事而报，没有日历行。
 * SN-C（线索“确保11月底前处置率达到100%”）是工作目标 2019-11-30，不是报送。
 */
import type { RegimeRow, ScenarioCase } from './regime-row.js';

// 韩城市、神木市、府谷县和两个开发区直接对省，报送单位不只是设区市一级。
const MONTHLY = {
  reporter: '市州（设区市、杨凌示范区、西咸新区）及韩城市、神木市、府谷县',
  receiver: '省（省民政厅）',
  quote: '每月7日前上报专项治理工作进展情况（含工作台账更新情况）和典型案例',
} as const;

// prettier-ignore
export const TABLE: readonly RegimeRow[] = [
  { rule: 'SN-M', period: '2019-10', label: '2019年10月', opensOn: '2019-11-01', dueOn: '2019-11-07', weekday: '周四', dueAtUtc: '2019-11-07T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '通知印发后第一个7日，报上月' },
  { rule: 'SN-M', period: '2019-11', label: '2019年11月', opensOn: '2019-12-01', dueOn: '2019-12-07', weekday: '周六', dueAtUtc: '2019-12-07T16:00:00.000Z', suggestedOn: '2019-12-06', ...MONTHLY, note: '周六不移动' },
  { rule: 'SN-M', period: '2019-12', label: '2019年12月', opensOn: '2020-01-01', dueOn: '2020-01-07', weekday: '周二', dueAtUtc: '2020-01-07T16:00:00.000Z', suggestedOn: null, ...MONTHLY, note: '“主题教育期间”的止期原文没有，到2020年1月是推定' },
];

// prettier-ignore
export const SCENARIO: readonly ScenarioCase[] = [
  { rule: 'SN-M', period: '2019-10', reporter: 'A', acts: [{ at: '2019-11-07T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '7日最后一秒' } },
  { rule: 'SN-M', period: '2019-10', reporter: 'B', acts: [{ at: '2019-11-08T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '过一秒' } },
  { rule: 'SN-M', period: '2019-10', reporter: 'C', acts: [{ at: '2019-11-11T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '漏报' } },
  { rule: 'SN-M', period: '2019-10', reporter: 'D', acts: [{ at: '2019-11-04T10:00:00+08:00', act: 'submit' }, { at: '2019-11-05T10:00:00+08:00', act: 'return', limitOn: '2019-11-07' }, { at: '2019-11-07T23:59:59+08:00', act: 'resubmit' }, { at: '2019-11-08T09:00:00+08:00', act: 'accept' }], expect: { status: 'ACCEPTED', isLate: false, lateDays: 0, note: '周二退回，重报到周四24时' } },
  { rule: 'SN-M', period: '2019-10', reporter: 'E', acts: [{ at: '2019-11-04T10:00:00+08:00', act: 'submit' }, { at: '2019-11-05T10:00:00+08:00', act: 'return', limitOn: '2019-11-07' }, { at: '2019-11-08T00:00:00+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '重报期限与报送期限同日，从哪个算都是1天' } },

  { rule: 'SN-M', period: '2019-11', reporter: 'A', acts: [{ at: '2019-12-06T17:00:00+08:00', act: 'submit' }, { at: '2019-12-09T09:00:00+08:00', act: 'accept' }, { at: '2019-12-09T15:00:00+08:00', act: 'consolidate' }], expect: { status: 'CONSOLIDATED', isLate: false, lateDays: 0, missing: false, note: '在建议日（周五）报送' } },
  { rule: 'SN-M', period: '2019-11', reporter: 'B', acts: [{ at: '2019-12-07T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周六照印发的日子计' } },
  { rule: 'SN-M', period: '2019-11', reporter: 'C', acts: [{ at: '2019-12-09T09:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 2, note: '没有顺延通知，周一报迟2天' } },
  { rule: 'SN-M', period: '2019-11', reporter: 'D', acts: [{ at: '2019-12-03T10:00:00+08:00', act: 'shift', newDueOn: '2019-12-09', detail: '顺延通知' }, { at: '2019-12-09T23:59:59+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '顺延到周一' } },
  { rule: 'SN-M', period: '2019-11', reporter: 'E', acts: [{ at: '2019-12-03T10:00:00+08:00', act: 'shift', newDueOn: '2019-12-09', detail: '顺延通知' }, { at: '2019-12-10T00:00:00+08:00', act: 'submit' }], expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '从顺延后的日子数，不是3天' } },
  { rule: 'SN-M', period: '2019-11', reporter: 'F', acts: [{ at: '2019-12-05T10:00:00+08:00', act: 'submit' }, { at: '2019-12-05T16:00:00+08:00', act: 'return', limitOn: '2019-12-09' }, { at: '2019-12-09T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '周四退回，两个工作日是周五、下周一' } },

  { rule: 'SN-M', period: '2019-12', reporter: 'A', acts: [{ at: '2020-01-07T10:00:00+08:00', act: 'submitNil' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, isNil: true, note: '原文未提零报告；按“零报告也是报告”处理' } },
  { rule: 'SN-M', period: '2019-12', reporter: 'B', acts: [{ at: '2020-01-06T10:00:00+08:00', act: 'exempt', detail: '期限前批准免报' }, { at: '2020-01-08T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'EXEMPT', isLate: false, lateDays: 0, missing: false, note: '免报的不算漏报' } },
  { rule: 'SN-M', period: '2019-12', reporter: 'C', acts: [{ at: '2020-01-08T00:00:00+08:00', act: 'exempt', detail: '期限已过', refused: true }, { at: '2020-01-08T09:00:00+08:00', act: 'consolidate' }], expect: { status: 'PENDING', isLate: false, lateDays: 0, missing: true, note: '免报须在期限前批准' } },
  { rule: 'SN-M', period: '2019-12', reporter: 'D', acts: [{ at: '2020-01-06T10:00:00+08:00', act: 'submit' }, { at: '2020-01-06T15:00:00+08:00', act: 'return', limitOn: '2020-01-08' }, { at: '2020-01-09T00:00:00+08:00', act: 'resubmit' }], uncertain: true, expect: { status: 'SUBMITTED', isLate: true, lateDays: 1, note: '迟是确定的；天数按超过重报期限计为1，若按原期限计则为2' } },
  { rule: 'SN-M', period: '2019-12', reporter: 'E', acts: [{ at: '2020-01-07T10:00:00+08:00', act: 'submit' }, { at: '2020-01-17T10:00:00+08:00', act: 'return', limitOn: '2020-01-20' }, { at: '2020-01-20T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '1月19日周日调休上班，两个工作日是19日、20日' } },
  { rule: 'SN-M', period: '2019-12', reporter: 'F', acts: [{ at: '2020-01-07T10:00:00+08:00', act: 'submit' }, { at: '2020-01-22T10:00:00+08:00', act: 'return', limitOn: '2020-02-03' }, { at: '2020-02-03T23:59:59+08:00', act: 'resubmit' }], expect: { status: 'SUBMITTED', isLate: false, lateDays: 0, note: '2020年春节假期延长到2月2日，两个工作日是1月23日、2月3日' } },
];
