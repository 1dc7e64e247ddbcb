import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { Deliveries } from './deliveries.js';
import { MailChannel } from './mail/mail.channel.js';
import { MailTemplates } from './mail/mail-templates.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';
import { Notifier } from './notifier.js';
import { OutboxController } from './outbox/outbox.controller.js';
import { OutboxService } from './outbox/outbox.service.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { WebhookChannel } from './webhooks/webhook.channel.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhookTrial } from './webhooks/webhook-trial.service.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhookQueries } from './webhooks/webhooks.queries.js';
import { WebhooksService } from './webhooks/webhooks.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [
    NotificationsController,
    PreferencesController,
    OutboxController,
    WebhooksController,
  ],
  providers: [
    Deliveries,
    MailChannel,
    MailTemplates,
    NotificationsService,
    Notifier,
    OutboxService,
    PreferencesService,
    WebhookChannel,
    WebhookQueries,
    WebhookSender,
    WebhookTrial,
    WebhooksService,
  ],
  exports: [NotificationsService, Notifier],
})
export class NotificationsModule {}
