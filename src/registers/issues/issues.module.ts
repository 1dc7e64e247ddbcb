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
import { PersonBook } from './persons/person.book.js';
import { PersonController } from './persons/person.controller.js';
import { PersonQueries } from './persons/person.queries.js';
import { PersonReveals } from './persons/person.reveals.js';
import { PersonSearch } from './persons/person.search.js';
import { PersonService } from './persons/person.service.js';

@Module({
  imports: [IdentityModule, CampaignsModule, EntriesModule],
  controllers: [IssueController, PersonController],
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
    PersonBook,
    PersonQueries,
    PersonReveals,
    PersonSearch,
    PersonService,
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
