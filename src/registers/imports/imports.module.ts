import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { ImportApplying } from './import.applying.js';
import { ImportChecking } from './import.checking.js';
import { ImportGauges } from './import-gauges.js';
import { ImportQueries } from './import.queries.js';
import { ImportRegistration } from './import.registration.js';
import { ImportWorkbooks } from './import.workbooks.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, IssuesModule],
  controllers: [ImportsController],
  providers: [
    ImportApplying,
    ImportChecking,
    ImportGauges,
    ImportQueries,
    ImportRegistration,
    ImportsService,
    ImportWorkbooks,
  ],
  exports: [ImportsService],
})
export class ImportsModule {}
