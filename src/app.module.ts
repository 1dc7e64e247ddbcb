import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CODE_LISTS, ENTITIES, SEALED } from './app.parts.js';
import { MIGRATIONS } from '../migrations/index.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { DelegationsModule } from './delegations/delegations.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { AuditModule } from './platform/audit/audit.module.js';
import { CalendarModule } from './platform/calendar/calendar.module.js';
import type { Clock } from './platform/calendar/clock.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { KeyRotationModule } from './platform/crypto/key-rotation.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { DictionaryModule } from './platform/dictionary/dictionary.module.js';
import { Draining } from './platform/http/draining.js';
import { HealthController } from './platform/http/health.controller.js';
import { IdempotencyInterceptor, rememberAnswer } from './platform/http/idempotency.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { FilesModule } from './platform/files/files.module.js';
import { OutboxModule } from './platform/outbox/outbox.module.js';
import { SchedulerModule } from './platform/scheduler/scheduler.module.js';
import { ClosureModule } from './registers/closure/closure.module.js';
import { EvidenceModule } from './registers/evidence/evidence.module.js';
import { IssuesModule } from './registers/issues/issues.module.js';
import { ImportsModule } from './registers/imports/imports.module.js';
import { LedgerModule } from './registers/ledger/ledger.module.js';
import { PlansModule } from './registers/plans/plans.module.js';
import { ResponsibilitiesModule } from './registers/responsibilities/responsibilities.module.js';
import { SupervisionModule } from './registers/supervision/supervision.module.js';
import { TasksModule } from './registers/tasks/tasks.module.js';
import { OversightModule } from './oversight/oversight.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { BulletinsModule } from './reporting/bulletins/bulletins.module.js';
import { CasesModule } from './reporting/cases/cases.module.js';
import { DeskModule } from './reporting/desk/desk.module.js';
import { ScheduleModule } from './reporting/schedule/schedule.module.js';
import { ReportsModule } from './reporting/reports/reports.module.js';
import { StatisticsModule } from './reporting/statistics/statistics.module.js';

/** The list of rooms, lowest floor first. */
@Module({})
export class AppModule {
  static forRoot(config: Config, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        CalendarModule.forRoot(clock),
        CryptoModule,
        DatabaseModule.forRoot({ entities: ENTITIES, migrations: MIGRATIONS }, rememberAnswer),
        AuditModule,
        KeyRotationModule.forRoot(SEALED),
        OutboxModule,
        SchedulerModule,
        MetricsModule,
        DictionaryModule.forRoot(CODE_LISTS),
        DocumentsModule,
        IdentityModule,
        CampaignsModule,
        NotificationsModule,
        OversightModule,
        DelegationsModule,
        FilesModule,
        JobsModule,
        IssuesModule,
        EvidenceModule,
        TasksModule,
        ResponsibilitiesModule,
        PlansModule,
        ClosureModule,
        LedgerModule,
        ImportsModule,
        ScheduleModule,
        SupervisionModule,
        ReportsModule,
        CasesModule,
        BulletinsModule,
        StatisticsModule,
        DeskModule,
      ],
      controllers: [HealthController],
      providers: [Draining, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
    };
  }
}
