import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { MailSettings } from '../../platform/config/messaging-settings.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import {
  NoLongerWanted,
  type OutboxChannel,
  type Outgoing,
} from '../../platform/outbox/outbox-channel.js';
import { OutboxDispatcher } from '../../platform/outbox/outbox-dispatcher.js';
import { messageLink } from '../message-link.js';
import { NOTIFICATION_TOPIC, type NotificationTopic } from '../notification.codes.js';
import { MailTemplates } from './mail-templates.js';
import { messageIdOf, shanghaiTime, smtpFault, subjectOf } from './mail.rules.js';

/** What the outbox keeps of a mail: the message in the inbox says the rest, the account says where to. */
export interface MailPayload {
  readonly notificationId: string;
}

interface MailRow {
  readonly email: string | null;
  readonly disabledAt: string | null;
  readonly topic: NotificationTopic;
  readonly title: string;
  readonly body: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly createdAt: string;
}

/** Offers mails by SMTP; off without SMTP_URL. Repeats what the message in the inbox says, no more. */
@Injectable()
export class MailChannel implements OnModuleInit {
  constructor(
    private readonly reader: Reader,
    private readonly templates: MailTemplates,
    private readonly dispatcher: OutboxDispatcher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const mail = this.config.messaging?.mail;
    if (mail) this.dispatcher.add(this.channelOf(mail));
  }

  private channelOf(mail: MailSettings): OutboxChannel {
    const transport = createTransport({
      host: mail.host,
      port: mail.port,
      secure: mail.secure,
      // A password never travels in clear, except to this machine itself.
      requireTLS: mail.login !== undefined && !mail.secure && !isThisMachine(mail.host),
      ...(mail.login ? { auth: mail.login } : {}),
      connectionTimeout: mail.timeoutMs / 4,
      greetingTimeout: mail.timeoutMs / 4,
      socketTimeout: mail.timeoutMs / 2,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return {
      code: 'EMAIL',
      perMinuteMax: mail.perMinuteMax,
      timeoutMs: mail.timeoutMs,
      send: async (message, signal) => {
        const row = await this.load(message);
        if (row.disabledAt !== null) throw new NoLongerWanted('USER_DISABLED');
        if (row.email === null) throw new NoLongerWanted('NO_ADDRESS');
        const content = this.contentOf(row);
        try {
          await transport.sendMail({
            ...content,
            from: mail.from,
            to: { name: '', address: row.email },
            messageId: messageIdOf(message.id, mail.from.address),
            date: new Date(message.createdAt),
            headers: { 'Auto-Submitted': 'auto-generated' },
            signal,
          });
        } catch (error) {
          throw smtpFault(error);
        }
      },
    };
  }

  private contentOf(row: MailRow): { subject: string; text: string; html: string } {
    const { title, body, topic, createdAt, subjectType, subjectId } = row;
    const model = {
      title,
      paragraphs: body.split(/\r?\n/).filter((line) => line.trim() !== ''),
      topic: NOTIFICATION_TOPIC.labels[topic],
      sentAt: shanghaiTime(createdAt),
      link: messageLink(this.config.messaging?.publicUrl, { type: subjectType, id: subjectId }),
    };
    return { subject: subjectOf(title), ...this.templates.render(model) };
  }

  /** The address as it is now, not as it was when the message came up. */
  private async load({ payload }: Outgoing): Promise<MailRow> {
    const { notificationId } = payload as MailPayload;
    const row = await this.reader.one<MailRow>(sql`
      SELECT u.email, u.disabled_at, n.topic, n.title, n.body, n.subject_type, n.subject_id,
             n.created_at
      FROM notifications n JOIN users u ON u.id = n.user_id WHERE n.id = ${notificationId}`);
    if (!row) throw new Error(`Notification ${notificationId} of a mail is gone`);
    return row;
  }
}

const isThisMachine = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host);
