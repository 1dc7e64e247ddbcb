import type { Schemas } from '@/api/client';
import { useDictionary } from '@/api/dictionary';

type Rule = Schemas['ReportRule'];
type Due = Schemas['DueRule'];

/** Report rules as sentences: who, to whom, when. */
export function useReportRuleText(): {
  who: (rule: Rule) => string;
  due: (rule: Rule) => string;
  extras: (rule: Rule) => string[];
} {
  const { label } = useDictionary();

  function who({ reporter, receiver }: Rule): string {
    const { level, orgType, alsoAreaCodes = [], exceptAreaCodes = [] } = reporter;
    const notes = [
      ...(alsoAreaCodes.length ? [`另含${alsoAreaCodes.join('、')}`] : []),
      ...(exceptAreaCodes.length ? [`不含${exceptAreaCodes.join('、')}`] : []),
    ];
    const from = orgType ? label('OrgType', orgType) : `${label('AreaLevel', level)}各单位`;
    const rest = notes.length ? `（${notes.join('；')}）` : '';
    return `${from}${rest}报${label('AreaLevel', receiver.level)}${receiver.division ?? ''}`;
  }

  function day(due: Due): string {
    if (due.anchor === 'FIXED_DATE') return `${due.date ?? ''}`;
    const base = label('DueAnchor', due.anchor);
    const parts = [
      ...(due.offsetMonths ? [`后推${due.offsetMonths}个月`] : []),
      ...(due.dayOfMonth ? [`当月${due.dayOfMonth}日`] : []),
      ...(due.monthEnd ? ['当月最后一天'] : []),
      ...(due.offsetDays ? [`后推${due.offsetDays}天`] : []),
      ...(due.offsetWorkdays ? [`后推${due.offsetWorkdays}个工作日`] : []),
    ];
    return `${base}${parts.join('，')}`;
  }

  function due({ due: rule }: Rule): string {
    if (!rule) return '通知没有规定期限';
    const time = rule.time && rule.time !== '24:00' ? ` ${rule.time}` : '';
    const move =
      rule.holiday && rule.holiday !== 'NONE'
        ? `，遇休息日${label('HolidayMove', rule.holiday)}`
        : '';
    const single = (rule.perPeriod ?? []).map(
      ({ period, dayOfMonth, monthEnd }) =>
        `，${period}为${monthEnd ? '月末' : `${dayOfMonth ?? ''}日`}`,
    );
    return `${day(rule)}${time}前${rule.inclusive === false ? '（不含当日）' : ''}${move}${single.join('')}`;
  }

  function extras({
    nilRequired,
    soft,
    signoff,
    exemptPeriods,
    reminders,
    attachments,
  }: Rule): string[] {
    const signs = [
      ...(signoff?.leaderSign ? ['领导签发'] : []),
      ...(signoff?.seal ? ['加盖公章'] : []),
      ...(signoff?.electronic ? ['电子件'] : []),
      ...(signoff?.paper ? ['纸质件'] : []),
    ];
    return [
      ...(nilRequired ? ['没有情况也须零报告'] : []),
      ...(soft ? ['原则性要求，只提醒，不计迟报'] : []),
      ...(signs.length ? [`签章：${signs.join('、')}`] : []),
      ...(exemptPeriods?.length ? [`免报期：${exemptPeriods.join('、')}`] : []),
      ...(reminders?.length ? [`截止前${reminders.join('、')}天提醒`] : []),
      ...(attachments?.length ? [`附件：${attachments.join('、')}`] : []),
    ];
  }
  return { who, due, extras };
}
