import type { ViolationType } from '../../campaigns/codes/problem-category.js';
import type { HeadedText } from '../../documents/models-official.js';
import type { AreaLevel } from '../../identity/codes.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { parsePeriod, periodLabel } from '../../platform/calendar/period.js';
import { topicOf } from '../reports/campaign-topic.js';
import { type CasePerson, dealtPersonCount, outcomeSentence } from '../cases/case-person.rules.js';
import type { BulletinNoticeKind } from './bulletin.codes.js';

export interface CaseFigures {
  readonly title: string;
  readonly violationType: ViolationType;
  readonly persons: readonly CasePerson[];
  readonly facts: string;
  readonly rectification: string;
  readonly amountFen: number | null;
  readonly recoveredFen: number | null;
}

export interface BulletinSubject {
  readonly campaignTitle: string;
  readonly bureauName: string;
  readonly bureauLevel: AreaLevel;
  /** `安澜区`. */
  readonly areaName: string;
  /** `2020Q2`. */
  readonly quarter: string;
  readonly cases: readonly CaseFigures[];
  readonly feedbackOn: string | null;
  /** People dealt with, each counted once over all cases; by case when absent. */
  readonly dealtPersonCount?: number;
}

export function defaultTitle({ campaignTitle, cases }: BulletinSubject): string {
  return `关于${cases.length}起${topicOf(campaignTitle)}典型问题的通报`;
}

/** 引言 with the quarter's counts (domain §5.5); parts that are nought are left out. */
export function defaultOpening(subject: BulletinSubject): string {
  const { quarter, campaignTitle, cases } = subject;
  const dealt =
    subject.dealtPersonCount ??
    cases.reduce((sum, { persons }) => sum + dealtPersonCount(persons), 0);
  const recovered = cases.reduce((sum, { recoveredFen }) => sum + (recoveredFen ?? 0), 0);
  const counts = [
    `查处典型问题${cases.length}起`,
    ...(dealt > 0 ? [`处理${dealt}人`] : []),
    ...(recovered > 0 ? [`追缴资金${moneyText(recovered)}`] : []),
  ];
  const when = periodLabel(parsePeriod(quarter));
  return (
    `${when}，${wholeArea(subject)}在${topicOf(campaignTitle)}中${counts.join('，')}。` +
    `为严明纪律、强化警示，经核实，现将${cases.length}起典型问题通报如下。`
  );
}

const CAUSES: Readonly<Record<ViolationType, string>> = {
  EMBEZZLE: '法纪观念缺失，向困难群众的救助资金伸手',
  FRAUD_CLAIM: '弄虚作假，套取救助资金',
  DIVERSION: '资金管理混乱，擅自改变资金用途',
  NEPOTISM: '纪律规矩意识淡薄，利用职务便利优亲厚友',
  EXTORTION: '群众观念淡薄，借办事之机吃拿卡要',
  DERELICTION: '责任心不强，审核把关流于形式',
  FORMALISM_BUREAUCRACY: '作风漂浮，以形式主义、官僚主义应付工作',
  OTHER: '履行职责不到位',
};

/** 剖析: the causes of the cases, each named once. */
export function defaultAnalysis({ cases }: BulletinSubject): string {
  const causes = [...new Set(cases.map(({ violationType }) => CAUSES[violationType]))];
  const listed = causes.map((cause) => (causes.length === 1 ? cause : `有的${cause}`)).join('；');
  return (
    `上述问题反映出个别干部${listed}，也暴露出一些单位制度执行不严、日常监督缺失。` +
    '各单位要从中汲取教训，引以为戒。'
  );
}

export function defaultDemands({ campaignTitle }: BulletinSubject): HeadedText[] {
  return [
    {
      title: '提高政治站位',
      text: `各单位要充分认识${topicOf(campaignTitle)}的重要意义，切实扛起主体责任。`,
    },
    {
      title: '深入对照检查',
      text: '要以案为鉴、举一反三，对照通报的问题逐项自查，发现问题立行立改。',
    },
    {
      title: '强化监督问责',
      text: '要加强日常监督检查，对优亲厚友、弄虚作假、失职失责的，依规依纪严肃处理。',
    },
    {
      title: '健全长效机制',
      text: '要针对问题根源完善审核审批、信息比对、公示和近亲属备案等制度，堵塞漏洞。',
    },
  ];
}

/** Closing paragraph; empty while no day for the feedback is set. */
export function defaultFollowUp({ feedbackOn, bureauName }: BulletinSubject): string {
  if (feedbackOn === null) return '';
  return `请各单位对照通报开展自查，于${chineseDate(feedbackOn)}前将自查情况报${bureauName}。`;
}

export function defaultRecipients({ bureauLevel }: BulletinSubject): string {
  switch (bureauLevel) {
    case 'COUNTY':
      return '各镇人民政府、街道办事处，局机关各科室';
    case 'CITY':
      return '各县（市、区）民政局，局机关各科室';
    default:
      return '各市（州）、县（市、区）民政局';
  }
}

const TITLE_IN_TITLE_MAX = 150;

/** 更正、撤回: what is said before the changes, naming the bulletin it is about. */
export function noticeTexts(
  kind: BulletinNoticeKind,
  target: { readonly docNo: string; readonly title: string },
  reason: string,
): { title: string; opening: string; closing: string } {
  const named = `《${target.title}》（${target.docNo}）`;
  // A title of a title that would be too long for the register goes by the number alone.
  const about = target.title.length > TITLE_IN_TITLE_MAX ? target.docNo : `《${target.title}》`;
  const because = /[。！？]$/.test(reason) ? reason.slice(0, -1) : reason;
  if (kind === 'WITHDRAWAL') {
    return {
      title: `关于撤回${about}的通知`,
      opening:
        `因${because}，现决定撤回${named}。` +
        '自本通知印发之日起，该通报停止使用，请各单位停止传达、转载，并将纸质件收回。',
      closing: '特此通知。',
    };
  }
  return {
    title: `关于更正${about}的通知`,
    opening: `因${because}，现对${named}更正如下：`,
    closing: '其他内容不变。特此通知。',
  };
}

/** The case as printed: facts, outcome with month and year, where the money went, what was put right. */
export function caseText(given: CaseFigures): string {
  const outcome = outcomeSentence(given.persons);
  const money = moneySentence(given);
  const result = [outcome, money].filter((part) => part !== '').join('；');
  return [given.facts, result === '' ? '' : `${result}。`, given.rectification]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/[。！？]$/.test(part) ? part : `${part}。`))
    .join('');
}

function moneySentence({ amountFen, recoveredFen }: CaseFigures): string {
  if (!amountFen || !recoveredFen) return '';
  if (recoveredFen >= amountFen) return '违规资金已全部追缴';
  return `已追缴违规资金${moneyText(recoveredFen)}`;
}

function wholeArea({ areaName, bureauLevel }: BulletinSubject): string {
  if (bureauLevel === 'PROVINCE') return '全省';
  const last = areaName.at(-1) ?? '';
  return '市州区县旗'.includes(last) ? `全${last}` : '全域';
}

/** 11,640元; from 10,000 yuan on 1.16万元 (domain §5.1). */
export function moneyText(fen: number): string {
  const TEN_THOUSAND_YUAN = 1_000_000;
  if (fen >= TEN_THOUSAND_YUAN) return `${(Math.round(fen / 10_000) / 100).toFixed(2)}万元`;
  const yuan = fen / 100;
  const digits = Number.isInteger(yuan) ? String(yuan) : yuan.toFixed(2);
  return `${digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}元`;
}
