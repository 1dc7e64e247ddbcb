import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { CampaignCatalog } from './campaign-catalog.js';
import { CampaignUse } from './campaign-use.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignQueries } from './campaigns.queries.js';
import { CampaignsService } from './campaigns.service.js';
import { TemplateLibrary } from './template-library.js';

@Module({
  imports: [IdentityModule],
  controllers: [CampaignsController],
  providers: [
    CampaignCatalog,
    CampaignQueries,
    CampaignsService,
    CampaignUse,
    { provide: TemplateLibrary, useFactory: () => new TemplateLibrary() },
  ],
  exports: [CampaignCatalog, CampaignQueries, CampaignsService, CampaignUse],
})
export class CampaignsModule {}
