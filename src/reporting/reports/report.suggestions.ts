import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Problem } from '../../platform/http/problem.js';
import type { FigureChange, PrecheckBody, ReportDetail, SuggestedSections } from './report.body.js';
import { hindrancesTo } from './report.checks.js';
import { sealedFigures } from './report.contents.js';
import { endOfBook, ReportFacts } from './report.facts.js';
import { ReportQueries, type ReportRow } from './report.queries.js';
import { OPEN_REPORT_STATUSES, sealKindOf } from './report.rules.js';
import type { BookFacts } from './report.sealing-facts.js';
import type { SummaryFigures } from './summary-figures.rules.js';
import { figuresFor } from './summary-snapshot.js';
import {
  openingText,
  overviewText,
  planTexts,
  problemTexts,
  taskTexts,
} from './summary-texts.rules.js';

/** What the books would say now, while a report is being written. */
@Injectable()
export class ReportSuggestions {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly queries: ReportQueries,
    private readonly facts: ReportFacts,
  ) {}

  /** The report with sentences made of today's figures beside what was written. */
  async detail(caller: Caller, id: string): Promise<ReportDetail> {
    const report = await this.queries.load(this.reader, caller, id);
    const body = await this.queries.body(this.reader, caller, report);
    return { ...body, suggested: await this.suggest(caller, report) };
  }

  /** Everything that would stop the submission, before anybody signs. */
  async precheck(caller: Caller, id: string, isNil: boolean): Promise<PrecheckBody> {
    const report = await this.queries.load(this.reader, caller, id);
    const kind = sealKindOf(report.reportType);
    if (!kind || !OPEN_REPORT_STATUSES.includes(report.status)) {
      const detail = kind ? '报告已经报送，无须再检查。' : '这类报告不在这里报送。';
      return { ready: false, hindrances: [{ code: 'WRONG_STATUS', detail, errors: [] }] };
    }
    const facts = await this.gather(this.reader, report, isNil);
    const problems = await hindrancesTo(this.reader, facts, kind);
    const unprepared =
      report.terms?.leaderSign && report.preparedBy === ''
        ? [{ code: 'NOT_PREPARED', detail: '请先由填报人编制并保存，再由负责人审签。', errors: [] }]
        : [];
    const hindrances = [...unprepared, ...problems.map(hindranceOf)];
    return { ready: hindrances.length === 0, hindrances };
  }

  /** The figures that the sentences of a report are made of, to tell later which have changed. */
  async figures(db: Queryable, report: ReportRow): Promise<Record<string, number> | null> {
    const kind = sealKindOf(report.reportType);
    if (!kind || kind === 'MATERIAL') return null;
    const facts = await this.gather(db, report, false);
    return watched(facts, await figuresFor(db, facts));
  }

  private async suggest(caller: Caller, report: ReportRow): Promise<SuggestedSections | null> {
    const kind = sealKindOf(report.reportType);
    if (!kind || kind === 'MATERIAL' || !OPEN_REPORT_STATUSES.includes(report.status)) return null;
    const facts = await this.gather(this.reader, report, false);
    const figures = await figuresFor(this.reader, facts);
    const { narrative } = report;
    const { tasks } = facts.campaign.definition;
    return {
      asOf: facts.now,
      balance: facts.balance,
      figures: sealedFigures(figures),
      opening: openingText(facts, kind === 'SUMMARY' ? '总结' : '报告'),
      overview: overviewText(figures, facts.balance, chineseDate(facts.today)),
      tasks: taskTexts(tasks, figures, narrative.tasks ?? []),
      problems: problemTexts(figures, narrative.problems ?? [], may(caller.roles, 'issue.read')),
      plans: planTexts(figures, narrative.plans ?? []),
      changed: changes(report.draftFigures, watched(facts, figures)),
    };
  }

  private gather(db: Queryable, report: ReportRow, isNil: boolean): Promise<BookFacts> {
    return endOfBook(db, report.campaignId).then((toSeq) =>
      this.facts.gather(db, report, { toSeq, isNil, now: this.clock.now() }),
    );
  }
}

const hindranceOf = ({ code, detail, errors }: Problem) => ({
  code,
  detail,
  errors: [...(errors ?? [])],
});

function watched({ balance }: BookFacts, figures: SummaryFigures): Record<string, number> {
  return {
    累计问题: figures.total,
    已整改: figures.rectified,
    累计销号: figures.closed,
    期末未销号: figures.open,
    逾期: figures.overdueNos.length,
    持续整改: figures.carriedOver,
    延期: figures.extended,
    本期新增: balance.opened,
    本期重开: balance.reopened,
    本期销号: balance.closed,
  };
}

function changes(
  saved: Readonly<Record<string, number>> | null,
  current: Readonly<Record<string, number>>,
): FigureChange[] {
  if (!saved) return [];
  return Object.entries(current)
    .filter(([name, value]) => saved[name] !== value)
    .map(([name, value]) => ({ name, saved: saved[name] ?? null, current: value }));
}
