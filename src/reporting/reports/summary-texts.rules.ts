import type { HeadedText } from '../../documents/models-official.js';
import type { CategoryReference } from '../../campaigns/codes/problem-category.js';
import { expandCategory } from '../../campaigns/codes/problem-category.js';
import type { TaskGroup } from '../../campaigns/definition/tasks.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import { yuan } from '../../registers/ledger/sheet.printing.js';
import type { SectionFields } from '../schedule/report.narrative.js';
import { topicOf } from './campaign-topic.js';
import type { BookFacts } from './report.sealing-facts.js';
import { type CountPair, percentText, type SummaryFigures } from './summary-figures.rules.js';

/** 引语: what it is written on, and that it follows. */
export function openingText(
  { unitName, campaign, report }: BookFacts,
  verb: '报告' | '总结',
): string {
  const { notice, title } = campaign.definition;
  // A title inside a title stands in single marks (GB/T 15834-2011 §4.15).
  const inner = notice?.title.replaceAll('《', '〈').replaceAll('》', '〉') ?? '';
  const basis = notice ? `《${inner}》${notice.docNo ? `（${notice.docNo}）` : ''}` : title;
  return `按照${basis}要求，${unitName}扎实推进${topicOf(campaign.title)}工作，现将${report.periodLabel}有关情况${verb}如下。`;
}

/** The sentence of a nil report (domain §5.5). */
export function nilSentence({ unitName, report, balance }: BookFacts): string {
  return (
    `零报告。${unitName}${report.periodLabel}无新增、重开、移交和销号问题，` +
    `原有${balance.closing}个未销号问题推进情况见台账。`
  );
}

/** 一、总体进展: one sentence of figures after the other (domain §5.1). */
export function overviewText(figures: SummaryFigures, balance: Balance, asOf: string): string {
  const { total, rectified, closed, byType, open, overdueNos, carriedOver } = figures;
  const types = [
    `立行立改${byType.IMMEDIATE.total}个`,
    `限期整改${byType.TIME_LIMITED.total}个`,
    `长期坚持${byType.LONG_TERM.total}个`,
  ].join('、');
  return (
    `截至${asOf}，共梳理问题${total}个，已整改${rectified}个，销号${closed}个，` +
    `销号率${rateText(closed, total)}；其中${types}。` +
    `本期新增${balance.opened}个、重开${balance.reopened}个、销号${balance.closed}个；` +
    `期末未销号${open}个，其中逾期${overdueNos.length}个、持续整改${carriedOver}个。` +
    moneyText(figures)
  );
}

function moneyText({ recoveredFen, refundedFen }: SummaryFigures): string {
  const parts = [
    ...(recoveredFen > 0 ? [`追缴资金${yuan(recoveredFen)}元`] : []),
    ...(refundedFen > 0 ? [`退还群众${yuan(refundedFen)}元`] : []),
  ];
  return parts.length === 0 ? '' : `累计${parts.join('，')}。`;
}

const rateText = (part: number, whole: number): string => {
  const text = percentText(part, whole);
  return text === '—' ? text : `${text}%`;
};

/**
 * 二、重点任务推进: what was written under a task's title, else the figures of its categories; tasks
 * with neither are left out, sections under other titles follow.
 */
export function taskTexts(
  tasks: readonly TaskGroup[],
  figures: SummaryFigures,
  written: readonly SectionFields[],
): HeadedText[] {
  const own = tasks
    .filter(({ kind }) => kind === 'KEY_TASK')
    .flatMap((task): HeadedText[] => {
      const text = written.find(({ title }) => title === task.title)?.text ?? '';
      const counted = countsOf(task, figures);
      const sentence =
        // Who took the sentence over into the text has written it himself.
        counted.total === 0 || text.includes('共梳理相关问题')
          ? ''
          : `共梳理相关问题${counted.total}个，已销号${counted.closed}个。`;
      return text === '' && sentence === '' ? [] : [{ title: task.title, text: sentence + text }];
    });
  const others = written.filter(({ title }) => !tasks.some((task) => task.title === title));
  const all = [...own, ...others.map(({ title, text }) => ({ title, text }))];
  return all.length > 0
    ? all
    : [{ title: '台账管理', text: '按月更新整改台账，本期没有梳理出问题。' }];
}

function countsOf(task: TaskGroup, { byCategory }: SummaryFigures): CountPair {
  const references: CategoryReference[] = task.items.flatMap(({ categories }) => categories);
  const codes = new Set(references.flatMap((reference) => expandCategory(reference)));
  const pairs = [...codes].flatMap((code) => byCategory[code] ?? []);
  return {
    total: pairs.reduce((sum, pair) => sum + pair.total, 0),
    closed: pairs.reduce((sum, pair) => sum + pair.closed, 0),
  };
}

const OVERDUE = '逾期';
const CARRIED_OVER = '持续整改';

/** True when people have written about it themselves: then their sentence is the one that is printed. */
const written = (about: string, texts: readonly string[]): boolean =>
  texts.some((text) => text.includes(about));

/**
 * 五、存在问题: agrees with the overdue and continuing issues; what was written follows. Whoever may not
 * read issues gets their number without their names.
 */
export function problemTexts(
  figures: SummaryFigures,
  own: readonly string[],
  namesIssues = true,
): string[] {
  const { overdueNos, carriedOver } = figures;
  const first = `（${overdueNos.slice(0, 5).join('、')}${overdueNos.length > 5 ? '等' : ''}）`;
  const named = namesIssues ? first : '';
  const texts = [
    ...(overdueNos.length > 0 && !written(OVERDUE, own)
      ? [`整改进度不平衡，${overdueNos.length}个问题逾期未销号${named}。`]
      : []),
    ...(carriedOver > 0 && !written(CARRIED_OVER, own)
      ? [`${carriedOver}个问题受客观条件限制，需要持续整改。`]
      : []),
    ...own,
  ];
  return texts.length > 0 ? texts : ['对照上级要求，工作的精细化程度还不够。'];
}

/** 六、下一步打算: answers the problems one to one. */
export function planTexts(figures: SummaryFigures, own: readonly string[]): string[] {
  const { overdueNos, carriedOver } = figures;
  const texts = [
    ...(overdueNos.length > 0 && !written(OVERDUE, own)
      ? ['对逾期问题逐一明确责任人和完成时限，加紧整改销号。']
      : []),
    ...(carriedOver > 0 && !written(CARRIED_OVER, own)
      ? ['对持续整改的问题按阶段目标推进，定期复评。']
      : []),
    ...own,
  ];
  return texts.length > 0 ? texts : ['继续按月更新台账，巩固整改成果。'];
}
