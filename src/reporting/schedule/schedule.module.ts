import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../campaigns/campaigns.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { DutyPlans } from './duty-plans.js';
import { DutyQueries } from './duty.queries.js';
import { ReportCalls } from './report-calls.service.js';
import { ReportDutyController } from './report-duty.controller.js';
import { ReportEvents } from './report-events.service.js';
import { ReportExemptions } from './report-exemptions.service.js';
import { ReportGeneration } from './report-generation.service.js';
import { ReportInstances } from './report-instances.js';
import { ReportShiftQueries } from './report-shifts.queries.js';
import { ReportShifts } from './report-shifts.service.js';
import { ReportUrges } from './report-urges.service.js';
import { ReportUrging } from './report-urging.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleTasks } from './schedule.tasks.js';
import { UrgeNotice } from './urge-notice.js';

@Module({
  imports: [IdentityModule, CampaignsModule, DocumentsModule, NotificationsModule],
  controllers: [ReportDutyController, ScheduleController],
  providers: [
    DutyPlans,
    DutyQueries,
    ReportCalls,
    ReportEvents,
    ReportExemptions,
    ReportGeneration,
    ReportInstances,
    ReportShiftQueries,
    ReportShifts,
    ReportUrges,
    ReportUrging,
    ScheduleTasks,
    UrgeNotice,
  ],
  exports: [ReportInstances],
})
export class ScheduleModule {}
