import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { NoLongerWanted, type Outgoing } from '../../platform/outbox/outbox-channel.js';
import { OutboxDispatcher } from '../../platform/outbox/outbox-dispatcher.js';
import { messageLink } from '../message-link.js';
import type { NotificationTopic } from '../notification.codes.js';
import { type SealedWebhook, WebhookSender } from './webhook-sender.js';

/** What the outbox keeps of a message to a robot. */
export interface WebhookPayload {
  readonly webhookId: string;
  readonly topic: NotificationTopic;
  readonly title: string;
  readonly body: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
}

/** The robots of 企业微信 and 钉钉 take 20 messages a minute and block who sends more. */
const ROBOT_PER_MINUTE_MAX = 20;

/** Offers messages to group robots; off where no host is allowed. */
@Injectable()
export class WebhookChannel implements OnModuleInit {
  constructor(
    private readonly reader: Reader,
    private readonly sender: WebhookSender,
    private readonly dispatcher: OutboxDispatcher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { settings } = this.sender;
    if (!settings) return;
    this.dispatcher.add({
      code: 'WEBHOOK',
      lanePerMinuteMax: ROBOT_PER_MINUTE_MAX,
      timeoutMs: settings.timeoutMs,
      send: (message, signal) => this.send(message, signal),
    });
  }

  private async send({ id, payload, createdAt }: Outgoing, signal: AbortSignal): Promise<void> {
    const { webhookId, ...news } = payload as WebhookPayload;
    const webhook = await this.reader.one<SealedWebhook & { enabled: number }>(sql`
      SELECT id, kind, sealed_url, sealed_secret, enabled FROM webhooks WHERE id = ${webhookId}`);
    if (!webhook) throw new Error(`Webhook ${webhookId} of a message is gone`);
    if (!webhook.enabled) throw new NoLongerWanted('WEBHOOK_DISABLED');
    const subject = { type: news.subjectType, id: news.subjectId };
    const link = messageLink(this.config.messaging?.publicUrl, subject);
    await this.sender.send(webhook, { id, ...news, link, createdAt }, signal);
  }
}
