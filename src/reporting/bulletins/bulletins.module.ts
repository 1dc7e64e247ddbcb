import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { BulletinController } from './bulletin.controller.js';
import { BulletinDispatch } from './bulletin-dispatch.service.js';
import { BulletinDocuments } from './bulletin.documents.js';
import { BulletinMessages } from './bulletin.messages.js';
import { BulletinNames } from './bulletin-names.js';
import { BulletinNotices } from './bulletin-notices.service.js';
import { BulletinQueries } from './bulletin.queries.js';
import { BulletinReviews } from './bulletin-reviews.service.js';
import { BulletinWriter } from './bulletin-writer.js';
import { BulletinsService } from './bulletins.service.js';
import { FollowUpController } from './follow-up.controller.js';
import { FollowUpQueries } from './follow-up.queries.js';
import { FollowUps } from './follow-ups.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, NotificationsModule, CasesModule],
  controllers: [BulletinController, FollowUpController],
  providers: [
    BulletinDispatch,
    BulletinDocuments,
    BulletinMessages,
    BulletinNames,
    BulletinNotices,
    BulletinQueries,
    BulletinReviews,
    BulletinWriter,
    BulletinsService,
    FollowUpQueries,
    FollowUps,
  ],
  exports: [BulletinQueries, FollowUpQueries],
})
export class BulletinsModule {}
