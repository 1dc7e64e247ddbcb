import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { EntriesModule } from '../entries/entries.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { ResponsibilitiesModule } from '../responsibilities/responsibilities.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { DownloadsController } from './downloads.controller.js';
import { DownloadFurniture } from './downloads.furniture.js';
import { DownloadRenderer } from './downloads.renderer.js';
import { DownloadsService } from './downloads.service.js';
import { ExportsController } from './exports.controller.js';
import { LongExports } from './exports.long.js';
import { ExportsService } from './exports.service.js';
import { FiguresDownloadsController } from './figures-downloads.controller.js';
import { FiguresDownloads } from './figures-downloads.service.js';
import { IssueListRows } from './issue-list.rows.js';
import { IssueSelection } from './issue-selection.js';
import { LedgerBalances } from './ledger.balances.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerRows } from './ledger.rows.js';
import { OpenIssuesObstacle } from './open-issues.obstacle.js';
import { Reconciliation } from './reconciliation.service.js';
import { TaskGroups } from './task-groups.js';

@Module({
  imports: [
    IdentityModule,
    CampaignsModule,
    DocumentsModule,
    EntriesModule,
    IssuesModule,
    TasksModule,
    ResponsibilitiesModule,
  ],
  controllers: [
    FiguresDownloadsController,
    LedgerController,
    DownloadsController,
    ExportsController,
  ],
  providers: [
    DownloadFurniture,
    DownloadRenderer,
    DownloadsService,
    ExportsService,
    FiguresDownloads,
    IssueListRows,
    IssueSelection,
    LedgerBalances,
    LedgerQueries,
    LedgerRows,
    LongExports,
    OpenIssuesObstacle,
    Reconciliation,
    TaskGroups,
  ],
  exports: [DownloadRenderer, DownloadsService, LedgerBalances, LedgerRows, Reconciliation],
})
export class LedgerModule {}
