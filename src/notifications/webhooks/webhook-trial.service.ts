import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/http/problem.js';
import { outcomeOf } from '../../platform/outbox/outbox.rules.js';
import { faultWords } from '../fault-words.js';
import type { WebhookTestBody } from './webhook.body.js';
import { type SealedWebhook, WebhookSender } from './webhook-sender.js';

const TIMEOUT_MS = 5_000;

/** Tries a robot while the administrator waits; works for one that is switched off, too. */
@Injectable()
export class WebhookTrial {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sends one test message at once, past the outbox: a trial that fails is told, not repeated. Comes
   * before the transaction, so a repeated request sends again.
   * @throws {Problem} 404
   */
  async run(caller: Caller, id: string): Promise<WebhookTestBody> {
    const webhook = await this.reader.one<SealedWebhook & { name: string }>(sql`
      SELECT id, kind, sealed_url, sealed_secret, name FROM webhooks WHERE id = ${id}`);
    if (!webhook) throw notFound();
    const error = await this.attempt(webhook);
    return this.uow.run((tx) => {
      this.audit.record(tx, actorOf(caller), {
        action: 'WEBHOOK_TESTED',
        subjectType: 'WEBHOOK',
        subjectId: id,
        detail: { name: webhook.name, delivered: error === null, error },
      });
      const detail = error === null ? '对方已收下测试消息。' : `${faultWords(error)}。`;
      return Promise.resolve({ delivered: error === null, error, detail });
    });
  }

  /** @returns the class of the fault, null when the message was taken. */
  private async attempt(webhook: SealedWebhook): Promise<string | null> {
    const news = {
      id: newId(),
      topic: 'TEST',
      title: '测试消息：群机器人已接通',
      body: null,
      subjectType: 'webhook',
      subjectId: webhook.id,
      link: null,
      createdAt: this.clock.now(),
    };
    try {
      const timeoutMs = this.sender.settings?.timeoutMs ?? TIMEOUT_MS;
      await this.sender.send(webhook, news, AbortSignal.timeout(timeoutMs));
      return null;
    } catch (error) {
      return outcomeOf(error, 1, 0).error;
    }
  }
}
