import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { UrgeNoticeModel } from '../../documents/models-official.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { chineseDate, daysBetween } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { shanghaiMinute } from '../../registers/ledger/sheet.printing.js';
import { matterOf } from './report-instances.js';
import type { ScheduledReport } from './report-reads.js';

/** More names than this would fill the letter's first line several times over; the list has them. */
const RECIPIENTS_NAMED_MAX = 8;

export interface UrgeNoticeFacts {
  readonly campaign: LoadedCampaign;
  /** Reports of the period that the receiver has not got, past their due instant. */
  readonly missing: readonly [ScheduledReport, ...ScheduledReport[]];
  /** How many units owe the report, the exempt ones left out. */
  readonly owing: number;
  readonly receiverUnitId: string;
  readonly tree: UnitTree;
  readonly now: string;
}

/** 催报通知 as an office would send it: what was due, who is missing, until when it is to be made up. */
export function urgeNoticeModel(facts: UrgeNoticeFacts): UrgeNoticeModel {
  const { campaign, missing, owing, receiverUnitId, tree, now } = facts;
  const [first] = missing;
  const matter = matterOf(first);
  const today = businessDate(now);
  const receiver = tree.get(receiverUnitId).name;
  const names = missing.map(({ unitId }) => tree.get(unitId).name);
  return {
    masthead: {
      copyNo: '',
      secrecy: '',
      urgency: '',
      marks: [receiver],
      markSuffix: '文件',
      docNo: '',
      issuer: '',
    },
    title: `关于催报${matter}的通知`,
    recipients: names.length > RECIPIENTS_NAMED_MAX ? '各有关单位' : names.join('、'),
    opening:
      `按照${basisOf(campaign)}要求，${matter}应于${dueOf(first)}前报送。` +
      `截至${chineseMoment(now)}，应报单位${owing}个，尚有${missing.length}个没有报送（名单附后）。` +
      '现就有关事项通知如下。',
    demands: demandsOf(
      first,
      addWorkdays(today, campaign.definition.parameters.resubmissionWorkdays),
    ),
    signature: { organs: [receiver], issuedOn: today, sealed: true, note: '' },
    list: {
      title: '未报送单位名单',
      asOf: shanghaiMinute(now),
      units: missing.map((report, index) => ({
        unit: names[index] ?? '',
        due: dueOf(report),
        overdue: overdueOf(report, today),
        urges: report.urgeCount === 0 ? '—' : `${report.urgeCount}次`,
      })),
    },
  };
}

function demandsOf({ terms, coversFrom, coversTo }: ScheduledReport, until: string): string[] {
  const asked = [
    ...(terms.leaderSign ? ['经领导签发'] : []),
    ...(terms.seal ? ['加盖公章'] : []),
  ].join('、');
  const files = terms.attachments.length > 0 ? `附件要齐全：${terms.attachments.join('；')}。` : '';
  const span =
    coversFrom === coversTo ? '' : `报告期为${chineseDate(coversFrom)}至${chineseDate(coversTo)}。`;
  return [
    `请未报送的单位于${chineseDate(until)}前补报${asked === '' ? '' : `，${asked}后报送`}。`,
    ...(span === '' && files === '' ? [] : [`${span}${files}`]),
    ...(terms.nilRequired ? ['本期没有变动的，也要报送零报告。'] : []),
    '逾期报送的，按迟报登记，计入报送时效统计。',
  ];
}

function basisOf({ title, definition }: LoadedCampaign): string {
  const { title: notice, docNo } = definition.notice ?? {};
  return notice === undefined
    ? `“${title}”`
    : `《${notice}》${docNo === undefined ? '' : `（${docNo}）`}`;
}

function dueOf({ dueOn, dueTime }: ScheduledReport): string {
  if (dueOn === null) return '—';
  return `${chineseDate(dueOn)}${dueTime === null || dueTime === '24:00' ? '' : dueTime}`;
}

function overdueOf({ dueOn }: ScheduledReport, today: string): string {
  const days = dueOn === null ? 0 : daysBetween(dueOn, today);
  return days > 0 ? `${days}天` : '当日';
}

const chineseMoment = (instant: string): string =>
  `${chineseDate(businessDate(instant))}${Number(shanghaiMinute(instant).slice(11, 13))}时`;
