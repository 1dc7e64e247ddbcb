import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { LedgerModule } from '../../registers/ledger/ledger.module.js';
import { ConsolidationBuilder } from './consolidation.builder.js';
import { ConsolidationController } from './consolidation.controller.js';
import { ConsolidationDocuments } from './consolidation.documents.js';
import { ConsolidationQueries } from './consolidation.queries.js';
import { ConsolidationVerification } from './consolidation-verification.service.js';
import { Consolidations } from './consolidations.service.js';
import { LedgerSnapshots } from './ledger-snapshot.js';
import { ReportCorrections } from './report-corrections.service.js';
import { ReportAttachments } from './report-attachments.service.js';
import { ReportController } from './report.controller.js';
import { ReportDocuments } from './report.documents.js';
import { ReportFacts } from './report.facts.js';
import { ReportLifecycle } from './report.lifecycle.js';
import { ReportNotices } from './report.notices.js';
import { ReportPaperController } from './report-paper.controller.js';
import { ReportPapers } from './report.papers.js';
import { ReportQueries } from './report.queries.js';
import { ReportReviewController } from './report-review.controller.js';
import { ReportReviews } from './report-reviews.service.js';
import { ReportSeal } from './report.seal.js';
import { ReportSealing } from './report-sealing.service.js';
import { ReportSuggestions } from './report.suggestions.js';
import { ReportVerification } from './report-verification.service.js';
import { ReportsService } from './reports.service.js';
import { SealedFiles } from './sealed-files.js';
import { SealedReportsObstacle } from './sealed-reports.obstacle.js';
import { SealedVersions } from './sealed-versions.service.js';
import { ScheduleModule } from '../schedule/schedule.module.js';
import { SummarySnapshots } from './summary-snapshot.js';

@Module({
  imports: [
    IdentityModule,
    CampaignsModule,
    DocumentsModule,
    LedgerModule,
    NotificationsModule,
    ScheduleModule,
  ],
  controllers: [
    ReportController,
    ReportReviewController,
    ReportPaperController,
    ConsolidationController,
  ],
  providers: [
    ConsolidationBuilder,
    ConsolidationDocuments,
    ConsolidationQueries,
    ConsolidationVerification,
    Consolidations,
    LedgerSnapshots,
    ReportAttachments,
    ReportCorrections,
    ReportDocuments,
    ReportFacts,
    ReportLifecycle,
    ReportNotices,
    ReportPapers,
    ReportQueries,
    ReportReviews,
    ReportSeal,
    ReportSealing,
    ReportSuggestions,
    ReportVerification,
    ReportsService,
    SealedFiles,
    SealedReportsObstacle,
    SealedVersions,
    SummarySnapshots,
  ],
  exports: [ReportQueries],
})
export class ReportsModule {}
