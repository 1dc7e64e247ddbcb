import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { earlierOf } from '../../platform/calendar/business-date.js';
import { periodLabel } from '../../platform/calendar/period.js';
import { headOf } from './figure.body.js';
import { FlowQueries } from './flows.queries.js';
import type { StatisticsFilter } from './statistics.dto.js';
import { StatisticsScopes } from './statistics.scope.js';
import type { TrendBody } from './trend.body.js';
import { trendOf } from './trend.rules.js';

/** 月度趋势: new, closed, reopened and open issues of each month since the campaign began. */
@Injectable()
export class Trend {
  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly flows: FlowQueries,
  ) {}

  async get(caller: Caller, query: StatisticsFilter): Promise<TrendBody> {
    const scope = await this.scopes.load(caller, query);
    const { campaign, moment } = scope;
    const flows = await this.flows.byMonth(scope);
    const months = trendOf(flows, earlierOf(campaign.startsOn, moment.date), moment.date);
    return {
      ...headOf(scope),
      rows: months.map(({ period, ...balance }) => ({
        ...balance,
        month: period.id,
        label: periodLabel(period),
      })),
    };
  }
}
