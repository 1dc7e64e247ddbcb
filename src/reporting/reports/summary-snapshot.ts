import { Injectable } from '@nestjs/common';
import type { QuarterlySummaryModel } from '../../documents/models-official.js';
import type { WorkbookColumn, WorkbookModel } from '../../documents/models-workbook.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { shanghaiMinute } from '../../registers/ledger/sheet.printing.js';
import { topicOf } from './campaign-topic.js';
import { sumFigures } from './figure-sums.rules.js';
import type { BookFacts, SealingFacts } from './report.sealing-facts.js';
import type { SnapshotContents } from './report.snapshot.js';
import { figuresOfUnits } from './summary-figures.reads.js';
import type { SummaryFigures } from './summary-figures.rules.js';
import { indicatorGroups } from './summary-indicators.rules.js';
import {
  openingText,
  overviewText,
  planTexts,
  problemTexts,
  taskTexts,
} from './summary-texts.rules.js';

/** Makes the contents of a sealed 季度（年度）工作总结 (D11). */
@Injectable()
export class SummarySnapshots {
  /** Figures, sentences and narrative as printed; `db` must see the books as closed. */
  async build(db: Queryable, facts: SealingFacts): Promise<SnapshotContents> {
    const figures = await figuresFor(db, facts);
    const document = documentOf(facts, figures);
    return { kind: 'SUMMARY', figures, document, workbook: workbookOfIndicators(document) };
  }
}

/** Of the reports from below where the report is made of them (先下后上), else of the books. */
export async function figuresFor(db: Queryable, facts: BookFacts): Promise<SummaryFigures> {
  const { window, today, consolidations } = facts;
  const below = consolidations.flatMap(({ snapshot }) => snapshot.figures ?? []);
  return below.length > 0
    ? sumFigures(below)
    : figuresOfUnits(db, window.campaignId, window.unitIds, today);
}

function documentOf(facts: SealingFacts, figures: SummaryFigures): QuarterlySummaryModel {
  const { header, balance, report, campaign, today, previous, attachments } = facts;
  const { narrative } = report;
  const topic = topicOf(campaign.title);
  const subject = `${header.periodLabel}${topic}`;
  return {
    title: `${subject}工作总结`,
    recipients: '',
    opening: narrative.opening ?? openingText(facts, '总结'),
    overview: overviewText(figures, balance, chineseDate(today)),
    tasks: taskTexts(campaign.definition.tasks, figures, narrative.tasks ?? []),
    practices: (narrative.practices ?? []).map(({ title, text }) => ({ title, text })),
    discipline: narrative.discipline ?? '',
    problems: problemTexts(figures, narrative.problems ?? []),
    plans: planTexts(figures, narrative.plans ?? []),
    suggestions: narrative.suggestions ?? [],
    attachments: attachments.map(({ slot, fileName }) => slot ?? fileName),
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
