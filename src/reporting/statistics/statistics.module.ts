import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { LedgerModule } from '../../registers/ledger/ledger.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { Breakdowns } from './breakdowns.service.js';
import { Comparisons } from './comparisons.service.js';
import { DealtPersonQueries } from './dealt-persons.queries.js';
import { FlowQueries } from './flows.queries.js';
import { LightWall } from './light-wall.service.js';
import { Overview } from './overview.service.js';
import { ReportPunctuality } from './punctuality.service.js';
import { ReportFigureQueries } from './report-figures.queries.js';
import { StatisticsRows } from './rows.service.js';
import { StateBatches } from './state-batches.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsFigures } from './statistics.figures.js';
import { StatisticsScopes } from './statistics.scope.js';
import { StatisticsTallies } from './statistics.tallies.js';
import { Trend } from './trend.service.js';
import { UnresolvedQueries } from './unresolved.queries.js';
import { UnresolvedIssues } from './unresolved.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, LedgerModule, CasesModule],
  controllers: [StatisticsController],
  providers: [
    Breakdowns,
    Comparisons,
    DealtPersonQueries,
    FlowQueries,
    LightWall,
    Overview,
    ReportFigureQueries,
    ReportPunctuality,
    StateBatches,
    StatisticsFigures,
    StatisticsRows,
    StatisticsScopes,
    StatisticsTallies,
    Trend,
    UnresolvedIssues,
    UnresolvedQueries,
  ],
  exports: [StatisticsFigures, StatisticsScopes],
})
export class StatisticsModule {}
