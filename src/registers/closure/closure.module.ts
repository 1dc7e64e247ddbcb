import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { CarryOver } from './carry-over.service.js';
import { ClosureActionRules } from './closure.action-rules.js';
import { ClosureApplications } from './closure-applications.service.js';
import { ClosureController } from './closure.controller.js';
import { ClosureDocuments } from './closure.documents.js';
import { ClosureQueries } from './closure.queries.js';
import { ClosureReviews } from './closure-reviews.service.js';
import { Extensions } from './extensions.service.js';
import { ImmediateClosure } from './immediate-closure.service.js';
import { IssueClosureController } from './issue-closure.controller.js';
import { Lookbacks } from './lookbacks.service.js';

@Module({
  imports: [
    DocumentsModule,
    IdentityModule,
    CampaignsModule,
    IssuesModule,
    EvidenceModule,
    TasksModule,
  ],
  controllers: [ClosureController, IssueClosureController],
  providers: [
    CarryOver,
    ClosureActionRules,
    ClosureApplications,
    ClosureDocuments,
    ClosureQueries,
    ClosureReviews,
    Extensions,
    ImmediateClosure,
    Lookbacks,
  ],
  exports: [ClosureDocuments, ClosureQueries, Extensions, Lookbacks],
})
export class ClosureModule {}
