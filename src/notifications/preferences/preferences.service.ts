import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../identity/caller.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { OutboxDispatcher } from '../../platform/outbox/outbox-dispatcher.js';
import { NOTIFICATION_TOPIC } from '../notification.codes.js';
import { NotificationPreference } from './preference.entity.js';
import { choicesOf, type EmailChoices, wantsEmail } from './preference.rules.js';
import type { PreferencesBody, PreferencesInput } from './preferences.dto.js';

interface ChoicesRow {
  email: string | null;
  choices: string | null;
  version: number | null;
}

/** What reaches the caller outside the program; everybody chooses for himself only. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly dispatcher: OutboxDispatcher,
  ) {}

  async get(caller: Caller, db: Queryable = this.reader): Promise<PreferencesBody> {
    const { email, choices, version } = await rowOf(db, caller.userId);
    const chosen = choicesOf(choices);
    return {
      address: email,
      mailEnabled: this.dispatcher.has('EMAIL'),
      topics: NOTIFICATION_TOPIC.codes.map((topic) => ({
        topic,
        inApp: true,
        email: wantsEmail(chosen, topic),
      })),
      version: version ?? 0,
    };
  }

  /** @throws {Problem} 412, 422 TOPIC_TWICE */
  put(caller: Caller, version: number, { topics }: PreferencesInput): Promise<PreferencesBody> {
    const changes = Object.fromEntries(topics.map(({ topic, email }) => [topic, email]));
    if (Object.keys(changes).length < topics.length) {
      const message = '同一消息类别只能列一次';
      throw ruleBroken('TOPIC_TWICE', `${message}。`, [
        { path: 'topics', code: 'TOPIC_TWICE', message },
      ]);
    }
    return this.uow.run(async (tx) => {
      const row = await rowOf(tx, caller.userId);
      if ((row.version ?? 0) !== version) throw staleVersion();
      await this.store(tx, caller.userId, version, { ...choicesOf(row.choices), ...changes });
      this.audit.record(tx, actorOf(caller), {
        action: 'NOTIFICATION_PREFERENCES_CHANGED',
        subjectType: 'USER',
        subjectId: caller.userId,
        detail: { email: changes },
      });
      return this.get(caller, tx);
    });
  }

  private async store(
    tx: Tx,
    userId: string,
    version: number,
    emailChoices: EmailChoices,
  ): Promise<void> {
    if (version === 0) {
      const first = await tx.one(sql`
        INSERT INTO notification_preferences (user_id, email_choices)
        VALUES (${userId}, ${JSON.stringify(emailChoices)})
        ON CONFLICT (user_id) DO NOTHING RETURNING user_id`);
      if (!first) throw staleVersion();
      return;
    }
    const patch = { emailChoices, version: version + 1 };
    const written = await tx.update(NotificationPreference, { userId, version }, patch);
    if (written === 0) throw staleVersion();
  }
}

async function rowOf(db: Queryable, userId: string): Promise<ChoicesRow> {
  const row = await db.one<ChoicesRow>(sql`
    SELECT u.email, p.email_choices AS choices, p.version
    FROM users u LEFT JOIN notification_preferences p ON p.user_id = u.id
    WHERE u.id = ${userId}`);
  if (!row) throw new Error(`User ${userId} of a session is gone`);
  return row;
}
