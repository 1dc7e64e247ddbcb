import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { BulletinController } from './bulletin.controller.js';
import { BulletinDocuments } from './bulletin.documents.js';
import { BulletinQueries } from './bulletin.queries.js';
import { BulletinsService } from './bulletins.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, CasesModule],
  controllers: [BulletinController],
  providers: [BulletinDocuments, BulletinQueries, BulletinsService],
  exports: [BulletinQueries],
})
export class BulletinsModule {}
