import { Injectable } from '@nestjs/common';
import type { Role } from '../identity/codes.js';
import { type Action, may } from '../identity/permissions.js';
import { staffUnits } from '../identity/staff.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { newId } from '../platform/database/ids.js';
import { inList, type Queryable, sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { Deliveries, type Told } from './deliveries.js';
import type { NotificationTopic } from './notification.codes.js';

/** Who is told: single users, or the staff of a unit (its own offices included) who may do something. */
export type Recipients =
  | { readonly userIds: readonly string[] }
  | {
      readonly unitId: string;
      /** Told first of all; the whole unit where the department has nobody for the action. */
      readonly divisionId?: string | null;
      readonly anyOf: readonly Action[];
    };

const HEADLINE_CHARS_MAX = 200;

export interface Notice {
  readonly topic: NotificationTopic;
  /** Makes the message the same one; for example `reminder:<report id>:<due day>:2`. */
  readonly dedupeKey: string;
  readonly to: Recipients;
  /** One Chinese line; what is beyond 200 characters is cut off. */
  readonly title: string;
  readonly body: string;
  readonly subject: { readonly type: string; readonly id: string };
}

/**
 * Puts messages into inboxes, in the transaction of the act that causes them, and into the outbox for
 * whoever wants to hear of them outside the program. The same message (dedupe key) reaches a person
 * once, however often and from however many servers it is sent.
 */
@Injectable()
export class Notifier {
  constructor(
    private readonly units: UnitCatalog,
    private readonly deliveries: Deliveries,
  ) {}

  /** @returns the users for whom the message is new. */
  async notify(tx: Tx, given: Notice): Promise<string[]> {
    const notice = { ...given, title: headline(given.title) };
    const { topic, title, body, subject, dedupeKey } = notice;
    const told: Told[] = [];
    for (const userId of await this.recipients(tx, notice.to)) {
      const row = await tx.one<{ id: string }>(sql`
        INSERT INTO notifications
          (id, user_id, topic, title, body, subject_type, subject_id, dedupe_key, created_at)
        VALUES (${newId()}, ${userId}, ${topic}, ${title}, ${body}, ${subject.type}, ${subject.id},
                ${dedupeKey}, ${tx.now})
        ON CONFLICT (user_id, dedupe_key) DO NOTHING
        RETURNING id`);
      if (row) told.push({ userId, notificationId: row.id });
    }
    await this.deliveries.enqueue(tx, notice, told);
    return told.map(({ userId }) => userId);
  }

  /** Active users of a notice, each once, in the order of their ids. */
  async recipients(db: Queryable, to: Recipients): Promise<string[]> {
    if ('userIds' in to) return [...new Set(to.userIds)].sort();
    const { unitId, divisionId, anyOf } = to;
    const staff = await this.staffOf(db, unitId, anyOf);
    const division = staff.filter((user) => user.unitId === divisionId);
    return (division.length > 0 ? division : staff).map(({ id }) => id);
  }

  private async staffOf(
    db: Queryable,
    unitId: string,
    anyOf: readonly Action[],
  ): Promise<{ id: string; unitId: string }[]> {
    const tree = await this.units.load(db);
    const rows = await db.all<{ id: string; unitId: string; roles: string }>(sql`
      SELECT id, unit_id, roles FROM users
      WHERE disabled_at IS NULL AND unit_id IN ${inList(staffUnits(unitId, tree))} ORDER BY id`);
    return rows.filter(({ roles }) => {
      const held = JSON.parse(roles) as Role[];
      return anyOf.some((action) => may(held, action));
    });
  }
}

/** Cut between characters: half of a rare one, as in some names, is no text to a database. */
const headline = (text: string): string => [...text].slice(0, HEADLINE_CHARS_MAX).join('');
