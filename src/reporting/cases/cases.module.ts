import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { CaseController } from './case.controller.js';
import { CaseDownloadsController } from './case-downloads.controller.js';
import { CaseDocuments } from './case.documents.js';
import { CaseFigures } from './case-figures.service.js';
import { CaseMaskingService } from './case-masking.service.js';
import { CaseMessages } from './case.messages.js';
import { CaseNames } from './case-names.js';
import { CaseQueries } from './case.queries.js';
import { CaseReviews } from './case-reviews.service.js';
import { CaseSources } from './case-sources.js';
import { CaseSourcesController } from './case-sources.controller.js';
import { CaseWriter } from './case-writer.js';
import { CasesService } from './cases.service.js';
import { HandOverController } from './hand-over.controller.js';
import { HandOverQueries } from './hand-over.queries.js';
import { HandOvers } from './hand-over.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, NotificationsModule],
  controllers: [CaseController, CaseDownloadsController, CaseSourcesController, HandOverController],
  providers: [
    CaseDocuments,
    CaseFigures,
    CaseMaskingService,
    CaseMessages,
    CaseNames,
    CaseQueries,
    CaseReviews,
    CaseSources,
    CaseWriter,
    CasesService,
    HandOverQueries,
    HandOvers,
  ],
  exports: [CaseFigures, CaseNames, CaseQueries, HandOverQueries],
})
export class CasesModule {}
