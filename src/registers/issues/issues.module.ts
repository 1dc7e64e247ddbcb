import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { EntriesModule } from '../entries/entries.module.js';
import { IssueActionRules } from './issue.action-rules.js';
import { IssueAssignment } from './issue.assignment.js';
import { IssueCampaigns } from './issue.campaigns.js';
import { IssueController } from './issue.controller.js';
import { IssueEndings } from './issue.endings.js';
import { IssueHistory } from './issue.history.js';
import { IssueIntake } from './issue.intake.js';
import { IssueLifecycle } from './issue.lifecycle.js';
import { IssueQueries } from './issue.queries.js';
import { IssueRegistration } from './issue.registration.js';
import { IssueViews } from './issue.views.js';

@Module({
  imports: [IdentityModule, CampaignsModule, EntriesModule],
  controllers: [IssueController],
  providers: [
    IssueActionRules,
    IssueAssignment,
    IssueCampaigns,
    IssueEndings,
    IssueHistory,
    IssueIntake,
    IssueLifecycle,
    IssueQueries,
    IssueRegistration,
    IssueViews,
  ],
  exports: [
    IssueActionRules,
    IssueIntake,
    IssueLifecycle,
    IssueQueries,
    IssueRegistration,
    IssueViews,
  ],
})
export class IssuesModule {}
