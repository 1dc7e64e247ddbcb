import { Injectable } from '@nestjs/common';
import type { QuarterlySummaryModel } from '../../documents/models-official.js';
import type { WorkbookColumn, WorkbookModel } from '../../documents/models-workbook.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { shanghaiMinute } from '../../registers/ledger/sheet.printing.js';
import { topicOf } from './campaign-topic.js';
import type { SealingFacts } from './report.sealing-facts.js';
import type { SummarySnapshot } from './report.snapshot.js';
import { type FigureIssue, type SummaryFigures, summaryFigures } from './summary-figures.rules.js';
import { indicatorGroups } from './summary-indicators.rules.js';
import { overviewText, planTexts, problemTexts, taskTexts } from './summary-texts.rules.js';

/** Makes the contents of a sealed 季度（年度）工作总结 (D11). */
@Injectable()
export class SummarySnapshots {
  /** Figures, sentences and narrative as printed; `db` must see the books as closed. */
  async build(db: Queryable, facts: SealingFacts): Promise<SummarySnapshot> {
    const { window, today, header, balance } = facts;
    const issues = await db.all<FigureIssue>(sql`
      SELECT issue_no, status, category, rectification_type, verdict, current_deadline,
             extension_count, recovered_fen, refunded_fen
      FROM issues
      WHERE campaign_id = ${window.campaignId} AND status <> 'DRAFT'
        AND responsible_unit_id IN ${inList(window.unitIds)}
      ORDER BY issue_no`);
    const figures = summaryFigures(issues, today);
    const document = documentOf(facts, figures);
    return {
      format: 1,
      kind: 'SUMMARY',
      header,
      balance,
      figures,
      document,
      workbook: workbookOfIndicators(document),
    };
  }
}

function documentOf(facts: SealingFacts, figures: SummaryFigures): QuarterlySummaryModel {
  const { header, balance, report, campaign, today, previous } = facts;
  const { narrative } = report;
  const topic = topicOf(campaign.title);
  const subject = `${header.periodLabel}${topic}`;
  return {
    title: `${subject}工作总结`,
    recipients: '',
    opening: narrative.opening ?? defaultOpening(facts),
    overview: overviewText(figures, balance, chineseDate(today)),
    tasks: taskTexts(campaign.definition.tasks, figures, narrative.tasks ?? []),
    practices: (narrative.practices ?? []).map(({ title, text }) => ({ title, text })),
    discipline: narrative.discipline ?? '',
    problems: problemTexts(figures, narrative.problems ?? []),
    plans: planTexts(figures, narrative.plans ?? []),
    suggestions: narrative.suggestions ?? [],
    attachments: [],
    signature: {
      organs: [header.unitName],
      issuedOn: today,
      sealed: true,
      note: narrative.phone ? `联系电话：${narrative.phone}` : '',
    },
    indicators: {
      title: `${subject}指标表`,
      unit: header.unitName,
      asOf: shanghaiMinute(header.asOf),
      groups: indicatorGroups({
        figures,
        balance,
        previous: previous?.kind === 'SUMMARY' ? previous.figures : undefined,
      }),
    },
  };
}

function defaultOpening({ header, campaign }: SealingFacts): string {
  const { notice, title } = campaign.definition;
  // A title inside a title stands in single marks (GB/T 15834-2011 §4.15).
  const inner = notice?.title.replaceAll('《', '〈').replaceAll('》', '〉') ?? '';
  const basis = notice ? `《${inner}》${notice.docNo ? `（${notice.docNo}）` : ''}` : title;
  return `按照${basis}要求，${header.unitName}扎实推进${topicOf(campaign.title)}工作，现将${header.periodLabel}有关情况总结如下。`;
}

const text = (header: string, key: string, width: number): WorkbookColumn => ({
  header,
  key,
  width,
  kind: 'text',
});

const COLUMNS: readonly WorkbookColumn[] = [
  text('类别', 'group', 14),
  text('指标', 'name', 24),
  text('单位', 'unit', 8),
  text('本期', 'current', 16),
  text('累计', 'cumulative', 16),
  text('备注', 'remark', 20),
];

function workbookOfIndicators({ indicators }: QuarterlySummaryModel): WorkbookModel {
  const { title, unit, asOf, groups } = indicators;
  return {
    title,
    sheets: [
      {
        name: '指标表',
        title,
        subtitle: [`填报单位：${unit}`, `截至${asOf}`],
        columns: COLUMNS,
        rows: groups.flatMap((group) =>
          group.indicators.map((indicator) => ({ group: group.name, ...indicator })),
        ),
      },
    ],
  };
}
