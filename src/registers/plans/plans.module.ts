import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { ResponsibilitiesModule } from '../responsibilities/responsibilities.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { PlanApproval } from './plan.approval.js';
import { PlanController } from './plan.controller.js';
import { PlanDrafting } from './plan.drafting.js';
import { PlanQueries } from './plan.queries.js';
import { ProgressCommands } from './progress.commands.js';
import { ProgressQueries } from './progress.queries.js';

@Module({
  imports: [IdentityModule, CampaignsModule, IssuesModule, TasksModule, ResponsibilitiesModule],
  controllers: [PlanController],
  providers: [PlanApproval, PlanDrafting, PlanQueries, ProgressCommands, ProgressQueries],
  exports: [PlanQueries, ProgressQueries],
})
export class PlansModule {}
