import type { HeadedText } from '../../documents/models-official.js';
import type { ReportLetterModel } from '../../documents/models-reports.js';
import { enumerated } from '../../documents/template/template-helpers.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import type { SectionFields } from '../schedule/report.narrative.js';
import { topicOf } from './campaign-topic.js';
import type { BookFacts } from './report.sealing-facts.js';
import type { SummaryFigures } from './summary-figures.rules.js';
import {
  nilSentence,
  openingText,
  overviewText,
  planTexts,
  problemTexts,
  taskTexts,
} from './summary-texts.rules.js';

/** 关于…工作进展情况的报告: the month's sections of domain §5.1; what is optional is left out when empty. */
export function progressLetter(facts: BookFacts, figures: SummaryFigures): ReportLetterModel {
  const { report, campaign, balance, today, isNil } = facts;
  const { narrative, periodLabel } = report;
  const overview = overviewText(figures, balance, chineseDate(today));
  const tasks = taskTexts(campaign.definition.tasks, figures, narrative.tasks ?? []);
  const practices = (narrative.practices ?? []).map(({ title, text }) => `${title}。${text}`);
  return {
    title: `关于${periodLabel}${topicOf(campaign.title)}工作进展情况的报告`,
    recipients: addressee(facts),
    opening: narrative.opening ?? openingText(facts, '报告'),
    sections: [
      section('总体进展', isNil ? [nilSentence(facts), overview] : [overview]),
      section('重点任务推进', numbered(tasks.map(({ title, text }) => `${title}。${text}`))),
      section('典型做法与成效', numbered(practices)),
      section('违纪违法案件查处', narrative.discipline ? [narrative.discipline] : []),
      section('存在问题', enumerated(problemTexts(figures, narrative.problems ?? []))),
      section('下一步打算', enumerated(planTexts(figures, narrative.plans ?? []))),
      section('意见建议', enumerated(narrative.suggestions ?? [])),
    ].filter(({ text }) => text !== ''),
    attachments: [`${periodLabel}整改台账`, ...fileNames(facts)],
    signature: signatureOf(facts),
  };
}

/** A report made of files and written parts: 实施方案, 专题报告, 摸排台账. */
export function materialLetter(facts: BookFacts): ReportLetterModel {
  const { report, unitName, ruleName, isNil, campaign } = facts;
  const { narrative, periodLabel } = report;
  const { parts = [], withoutAttachment = [] } = narrative;
  const nil = `零报告。经核，${unitName}本期没有需要报送的${ruleName}内容。`;
  const reasons = withoutAttachment.map(({ title, text }) => `${title}：${text}`);
  return {
    title: `${unitName}${periodLabel === '全期' ? '' : periodLabel}${ruleName}`,
    recipients: addressee(facts),
    opening:
      narrative.opening ??
      (isNil ? nil : `按照${topicOf(campaign.title)}工作要求，现将${ruleName}报上，请审阅。`),
    sections: [...parts.map(headed), section('未报附件说明', enumerated(reasons))].filter(
      ({ text }) => text !== '',
    ),
    attachments: fileNames(facts),
    signature: signatureOf(facts),
  };
}

/** Nobody writes to himself: where the organisation goes no higher, the letter has no addressee. */
const addressee = ({ receiverName, unitName }: BookFacts): string =>
  receiverName === unitName ? '' : receiverName;

const headed = ({ title, text }: SectionFields): HeadedText => ({ title, text });

const section = (title: string, paragraphs: readonly string[]): HeadedText => ({
  title,
  text: paragraphs.join('\n'),
});

const numbered = (texts: readonly string[]): string[] =>
  texts.map((text, index) => `${index + 1}. ${text}`);

/** Files are named as they were asked for, others as they are called. */
const fileNames = ({ attachments }: BookFacts): string[] =>
  attachments.map(({ slot, fileName }) => slot ?? fileName.replace(/\.[^.]+$/, ''));

function signatureOf({ unitName, today, report }: BookFacts): ReportLetterModel['signature'] {
  const { phone } = report.narrative;
  return {
    organs: [unitName],
    issuedOn: today,
    sealed: true,
    note: phone ? `联系电话：${phone}` : '',
  };
}
