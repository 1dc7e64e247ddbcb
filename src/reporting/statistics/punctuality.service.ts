import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { headOf, type PunctualityBody } from './figure.body.js';
import { ReportFigureQueries, sumReports } from './report-figures.queries.js';
import { rowsLink } from './rows-link.js';
import type { PunctualityQuery } from './statistics.dto.js';
import { reportFigureList } from './statistics.figures.js';
import { StatisticsScopes } from './statistics.scope.js';

/** 报送情况: on time, late, missing, nil and returned reports of each unit. */
@Injectable()
export class ReportPunctuality {
  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly reports: ReportFigureQueries,
  ) {}

  async get(caller: Caller, query: PunctualityQuery): Promise<PunctualityBody> {
    const scope = await this.scopes.load(caller, query);
    const figures = await this.reports.byUnit(scope);
    const place = new Map(scope.tree.units.map(({ id, position }) => [id, position]));
    const ordered = [...figures].sort(
      (a, b) =>
        (place.get(a.unitId) ?? 0) - (place.get(b.unitId) ?? 0) || (a.unitId < b.unitId ? -1 : 1),
    );
    return {
      ...headOf(scope),
      rows: ordered.map((row) => ({
        unit: { id: row.unitId, name: scope.tree.find(row.unitId)?.name ?? '' },
        due: row.due,
        lateDays: row.lateDays,
        indicators: reportFigureList(
          row,
          scope,
          rowsLink(scope, { unitId: row.unitId, ownLevel: true }),
        ),
      })),
      total: reportFigureList(sumReports(figures), scope, rowsLink(scope)),
    };
  }
}
