import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { ClosureModule } from '../../registers/closure/closure.module.js';
import { IssuesModule } from '../../registers/issues/issues.module.js';
import { SupervisionModule } from '../../registers/supervision/supervision.module.js';
import { BulletinsModule } from '../bulletins/bulletins.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { DeskController } from './desk.controller.js';
import { DeskQueries } from './desk.queries.js';

@Module({
  imports: [
    IdentityModule,
    NotificationsModule,
    IssuesModule,
    ClosureModule,
    SupervisionModule,
    ReportsModule,
    CasesModule,
    BulletinsModule,
  ],
  controllers: [DeskController],
  providers: [DeskQueries],
})
export class DeskModule {}
