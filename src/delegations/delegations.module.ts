import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { DelegationQueries } from './delegation.queries.js';
import { DelegationsController } from './delegations.controller.js';
import { DelegationsService } from './delegations.service.js';

/** 代理设置. What a delegation permits is decided on the floor below (`identity/deputies`). */
@Module({
  imports: [IdentityModule, NotificationsModule],
  controllers: [DelegationsController],
  providers: [DelegationQueries, DelegationsService],
})
export class DelegationsModule {}
