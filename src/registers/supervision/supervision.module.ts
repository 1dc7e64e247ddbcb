import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { EscalationService } from './escalation.service.js';
import { LadderNotices } from './ladder.notices.js';
import { MeasureController } from './measure.controller.js';
import { MeasureProposals } from './measure.proposals.js';
import { MeasureQueries } from './measure.queries.js';
import { Measures } from './measures.service.js';
import { NoticeController } from './notice.controller.js';
import { NoticeDocuments } from './notice.documents.js';
import { NoticeIssuance } from './notice.issuance.js';
import { NoticeLifecycle } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';
import { NoticeQueries } from './notice.queries.js';
import { NoticeReplies } from './notice.replies.js';
import { NoticesService } from './notices.service.js';
import { SupervisionQueries } from './overview.queries.js';
import { SupervisionController } from './supervision.controller.js';
import { SupervisionTasks } from './supervision.tasks.js';
import { Urges } from './urges.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, NotificationsModule, IssuesModule],
  controllers: [NoticeController, MeasureController, SupervisionController],
  providers: [
    EscalationService,
    LadderNotices,
    MeasureProposals,
    MeasureQueries,
    Measures,
    NoticeDocuments,
    NoticeIssuance,
    NoticeLifecycle,
    NoticeMessages,
    NoticeQueries,
    NoticeReplies,
    NoticesService,
    SupervisionQueries,
    SupervisionTasks,
    Urges,
  ],
  exports: [EscalationService, NoticeQueries],
})
export class SupervisionModule {}
