import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { WebhookSettings } from '../../platform/config/messaging-settings.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { Webhook } from './webhook.entity.js';
import type { WebhookBody } from './webhook.body.js';
import { assertUsable } from './webhook.rules.js';
import { WebhookSender } from './webhook-sender.js';
import { WEBHOOK_SECRET, WEBHOOK_URL } from './webhook.sealed.js';
import type { CreateWebhookInput, UpdateWebhookInput } from './webhooks.dto.js';
import { WebhookQueries } from './webhooks.queries.js';

type Changes = Partial<
  Pick<Webhook, 'name' | 'host' | 'sealedUrl' | 'sealedSecret' | 'topics' | 'withBody' | 'enabled'>
>;

/**
 * Group robots of the bureaus. Address and secret are sealed on the way in and never leave again: not
 * in answers, not in the audit log, not in the outbox.
 */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: WebhookQueries,
    private readonly sender: WebhookSender,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 409 WEBHOOKS_OFF, 422 WEBHOOK_REFUSED or NOT_A_BUREAU */
  create(caller: Caller, input: CreateWebhookInput): Promise<WebhookBody> {
    const { bureauId, name, kind, url, topics, withBody = false } = input;
    const secret = input.secret ?? null;
    assertUsable({ kind, url, secret }, this.settings());
    return this.uow.run(async (tx) => {
      await assertBureau(tx, bureauId);
      const id = newId();
      const { host } = new URL(url);
      await tx.insert(Webhook, {
        id,
        bureauId,
        name,
        kind,
        host,
        sealedUrl: this.cipher.seal(url, WEBHOOK_URL.at(id)),
        sealedSecret: this.sealedSecret(id, secret),
        topics,
        withBody,
        enabled: true,
        createdAt: tx.now,
      });
      this.record(tx, caller, 'WEBHOOK_CREATED', id, {
        bureauId,
        name,
        kind,
        host,
        topics,
        withBody,
      });
      return this.queries.get(id, tx);
    });
  }

  /** @throws {Problem} 404, 409 WEBHOOKS_OFF, 412, 422 WEBHOOK_REFUSED */
  update(
    caller: Caller,
    id: string,
    version: number,
    input: UpdateWebhookInput,
  ): Promise<WebhookBody> {
    return this.uow.run(async (tx) => {
      const { kind, hasSecret, host } = await this.queries.get(id, tx);
      const { name, url, secret, topics, withBody, enabled } = input;
      if (url !== undefined || secret !== undefined) {
        const kept = hasSecret ? true : null;
        assertUsable({ kind, url, secret: secret === undefined ? kept : secret }, this.settings());
      }
      const changes: Changes = {
        ...defined({ name, topics, withBody, enabled }),
        ...(url === undefined
          ? {}
          : { host: new URL(url).host, sealedUrl: this.cipher.seal(url, WEBHOOK_URL.at(id)) }),
        ...(secret === undefined ? {} : { sealedSecret: this.sealedSecret(id, secret) }),
      };
      const written = await tx.update(
        Webhook,
        { id, version },
        { ...changes, version: version + 1 },
      );
      if (written === 0) throw staleVersion();
      this.record(tx, caller, 'WEBHOOK_CHANGED', id, {
        ...defined({ name, topics, withBody, enabled }),
        ...(url === undefined ? {} : { url: 'changed', host: { from: host, to: changes.host } }),
        ...(secret === undefined ? {} : { secret: secret === null ? 'removed' : 'changed' }),
      });
      return this.queries.get(id, tx);
    });
  }

  private settings(): WebhookSettings {
    const { settings } = this.sender;
    if (settings) return settings;
    throw conflict('WEBHOOKS_OFF', '系统尚未开通群机器人，请运维人员先设置 WEBHOOK_HOSTS。');
  }

  private sealedSecret(id: string, secret: string | null): string | null {
    return secret === null ? null : this.cipher.seal(secret, WEBHOOK_SECRET.at(id));
  }

  private record(
    tx: Tx,
    caller: Caller,
    action: string,
    subjectId: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, actorOf(caller), { action, subjectType: 'WEBHOOK', subjectId, detail });
  }
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

async function assertBureau(tx: Tx, id: string): Promise<void> {
  const bureau = await tx.one(sql`
    SELECT id FROM units WHERE id = ${id} AND type = 'CIVIL_AFFAIRS' AND disabled_at IS NULL`);
  if (bureau) return;
  const message = '机器人应属于一个民政局';
  throw ruleBroken('NOT_A_BUREAU', `${message}。`, [
    { path: 'bureauId', code: 'NOT_A_BUREAU', message },
  ]);
}
