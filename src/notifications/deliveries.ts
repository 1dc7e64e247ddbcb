import { Injectable } from '@nestjs/common';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { inList, sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { OutboxDispatcher } from '../platform/outbox/outbox-dispatcher.js';
import type { MailPayload } from './mail/mail.channel.js';
import type { NotificationTopic } from './notification.codes.js';
import type { Notice } from './notifier.js';
import { choicesOf, wantsEmail } from './preferences/preference.rules.js';
import type { WebhookPayload } from './webhooks/webhook.channel.js';

/** Somebody for whom a message is new. */
export interface Told {
  readonly userId: string;
  readonly notificationId: string;
}

interface Person {
  id: string;
  unitId: string | null;
  email: string | null;
  choices: string | null;
}

/**
 * What a message in the inbox brings about outside the program: a mail to each person who wants one on
 * this topic, one message to each group robot of their bureaus. Only rows of the outbox are written,
 * in the transaction of the act; where a channel is not configured nothing is written for it.
 */
@Injectable()
export class Deliveries {
  constructor(
    private readonly outbox: Outbox,
    private readonly dispatcher: OutboxDispatcher,
    private readonly units: UnitCatalog,
  ) {}

  async enqueue(tx: Tx, notice: Notice, told: readonly Told[]): Promise<void> {
    const [mails, robots] = [this.dispatcher.has('EMAIL'), this.dispatcher.has('WEBHOOK')];
    if (told.length === 0 || !(mails || robots)) return;
    const people = await peopleOf(tx, told);
    if (mails) await this.mail(tx, notice, told, people);
    if (robots) await this.tellRobots(tx, notice, people);
  }

  private async mail(
    tx: Tx,
    { topic, dedupeKey }: Notice,
    told: readonly Told[],
    people: readonly Person[],
  ): Promise<void> {
    const wanting = people.filter(
      ({ email, choices }) => email !== null && wantsEmail(choicesOf(choices), topic),
    );
    const ids = new Set(wanting.map(({ id }) => id));
    for (const { userId, notificationId } of told.filter((one) => ids.has(one.userId))) {
      const payload: MailPayload = { notificationId };
      await this.outbox.enqueue(tx, {
        channel: 'EMAIL',
        dedupeKey: `${userId}:${dedupeKey}`,
        lane: userId,
        payload,
      });
    }
  }

  private async tellRobots(tx: Tx, notice: Notice, people: readonly Person[]): Promise<void> {
    const tree = await this.units.load(tx);
    const bureaus = people.flatMap(({ unitId }) => (unitId && tree.bureauOf(unitId)?.id) || []);
    if (bureaus.length === 0) return;
    const robots = await tx.all<{ id: string; topics: string; withBody: number }>(sql`
      SELECT id, topics, with_body FROM webhooks
      WHERE enabled = 1 AND bureau_id IN ${inList([...new Set(bureaus)])} ORDER BY id`);
    const { topic, title, body, subject, dedupeKey } = notice;
    for (const { id, topics, withBody } of robots) {
      if (!(JSON.parse(topics) as NotificationTopic[]).includes(topic)) continue;
      const payload: WebhookPayload = {
        webhookId: id,
        topic,
        title,
        body: withBody ? body : null,
        subjectType: subject.type,
        subjectId: subject.id,
      };
      await this.outbox.enqueue(tx, {
        channel: 'WEBHOOK',
        dedupeKey: `${id}:${dedupeKey}`,
        lane: id,
        payload,
      });
    }
  }
}

function peopleOf(tx: Tx, told: readonly Told[]): Promise<Person[]> {
  return tx.all<Person>(sql`
    SELECT u.id, u.unit_id, u.email, p.email_choices AS choices
    FROM users u LEFT JOIN notification_preferences p ON p.user_id = u.id
    WHERE u.disabled_at IS NULL AND u.id IN ${inList(told.map(({ userId }) => userId))}`);
}
