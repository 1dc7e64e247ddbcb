import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/calendar/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { WebhookSettings } from '../../platform/config/messaging-settings.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { PermanentFault } from '../../platform/outbox/outbox-channel.js';
import { addressFault } from './webhook-address.rules.js';
import { postJson } from './webhook-client.js';
import type { WebhookKind } from './webhook.codes.js';
import { WEBHOOK_SECRET, WEBHOOK_URL } from './webhook.sealed.js';
import { assertTaken, requestOf, type WebhookNews } from './webhook-request.rules.js';

/** A robot as it is stored, its address and secret sealed. */
export interface SealedWebhook {
  readonly id: string;
  readonly kind: WebhookKind;
  readonly sealedUrl: string;
  readonly sealedSecret: string | null;
}

/** Sends to group robots. The only place where their addresses and secrets are opened. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Undefined where the operator has allowed no host: then there are no robots. */
  get settings(): WebhookSettings | undefined {
    return this.config.messaging?.webhooks;
  }

  /**
   * Sends outside any transaction. The address is held against the allow-list again: the list may have
   * become shorter since it was entered.
   * @throws {TemporaryFault | PermanentFault}
   */
  async send(webhook: SealedWebhook, news: WebhookNews, signal: AbortSignal): Promise<void> {
    const { id, kind, sealedUrl, sealedSecret } = webhook;
    const { settings } = this;
    if (!settings) throw new PermanentFault('HOST_NOT_ALLOWED');
    const url = this.cipher.open(sealedUrl, WEBHOOK_URL.at(id));
    const fault = addressFault(url, settings);
    if (fault) throw new PermanentFault(fault);
    const secret =
      sealedSecret === null ? null : this.cipher.open(sealedSecret, WEBHOOK_SECRET.at(id));
    const request = requestOf({ kind, url, secret }, news, Date.parse(this.clock.now()));
    const { allowLoopback } = settings;
    assertTaken(kind, await postJson(request, { allowLoopback, signal }));
  }
}
