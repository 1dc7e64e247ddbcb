import { Injectable } from '@nestjs/common';
import { DealtPersonQueries } from './dealt-persons.queries.js';
import { type Figure, figureOf, issueFigureList, type RowsLink } from './figures.rules.js';
import { type IssueFigures, issueFiguresOf } from './issue-figures.rules.js';
import {
  isKnownAt,
  REPORT_INDICATORS,
  ReportFigureQueries,
  type ReportFigures,
} from './report-figures.queries.js';
import { rowsLink } from './rows-link.js';
import { isFiltered, type StatisticsScope } from './statistics.scope.js';
import { StatisticsTallies } from './statistics.tallies.js';

export interface AllFigures {
  readonly figures: readonly Figure[];
  readonly issues: IssueFigures;
  readonly partial: number;
}

/** Every indicator of a scope. */
@Injectable()
export class StatisticsFigures {
  constructor(
    private readonly tallies: StatisticsTallies,
    private readonly reports: ReportFigureQueries,
    private readonly persons: DealtPersonQueries,
  ) {}

  async of(scope: StatisticsScope): Promise<AllFigures> {
    const { tallies, partial } = await this.tallies.total(scope);
    const issues = issueFiguresOf(tallies, scope.moment.date);
    const link = rowsLink(scope);
    const dealt = { numerator: (await this.persons.list(scope)).length, denominator: null };
    const figures = [
      ...issueFigureList(issues, link),
      figureOf({ id: 'dealtPersons', kind: 'COUNT', unit: 'PERSON' }, dealt, link),
      // A report is no issue of a category: limited to one there is nothing to say of reports.
      ...(isFiltered(scope) ? [] : reportFigureList(await this.reports.total(scope), scope, link)),
    ];
    return { figures, issues, partial };
  }
}

export const reportFigureList = (
  figures: ReportFigures,
  scope: StatisticsScope,
  link: RowsLink,
): Figure[] =>
  REPORT_INDICATORS.filter(({ id }) => isKnownAt(id, scope)).map((indicator) =>
    figureOf(indicator, indicator.of(figures), link),
  );
