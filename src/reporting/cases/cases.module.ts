import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { CaseController } from './case.controller.js';
import { CaseQueries } from './case.queries.js';
import { CaseReviews } from './case-reviews.service.js';
import { CasesService } from './cases.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule],
  controllers: [CaseController],
  providers: [CaseQueries, CaseReviews, CasesService],
  exports: [CaseQueries],
})
export class CasesModule {}
