import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { LedgerModule } from '../../registers/ledger/ledger.module.js';
import { LedgerSnapshots } from './ledger-snapshot.js';
import { ReportController } from './report.controller.js';
import { ReportDocuments } from './report.documents.js';
import { ReportQueries } from './report.queries.js';
import { ReportSealing } from './report-sealing.service.js';
import { ReportVerification } from './report-verification.service.js';
import { ReportsService } from './reports.service.js';
import { SealedReportsObstacle } from './sealed-reports.obstacle.js';
import { SummarySnapshots } from './summary-snapshot.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, LedgerModule],
  controllers: [ReportController],
  providers: [
    LedgerSnapshots,
    ReportDocuments,
    ReportQueries,
    ReportSealing,
    ReportVerification,
    ReportsService,
    SealedReportsObstacle,
    SummarySnapshots,
  ],
  exports: [ReportQueries],
})
export class ReportsModule {}
