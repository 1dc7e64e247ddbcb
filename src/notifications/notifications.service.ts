import { Injectable } from '@nestjs/common';
import type { Caller } from '../identity/caller.js';
import { join, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { offsetOf, type Page } from '../platform/http/paging.js';
import { notFound } from '../platform/http/problem.js';
import type { NotificationBody, UnreadBody } from './notification.body.js';
import type { NotificationQuery } from './notification.dto.js';

/** The inbox of the caller; nobody reads another's. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
  ) {}

  /** Newest first. */
  async list(caller: Caller, query: NotificationQuery): Promise<Page<NotificationBody>> {
    const where = join(
      [
        sql`user_id = ${caller.userId}`,
        ...(query.unread === undefined ? [] : [readSql(!query.unread)]),
      ],
      ' AND ',
    );
    const items = await this.reader.all<NotificationBody>(sql`
      SELECT id, topic, title, body, subject_type, subject_id, created_at, read_at
      FROM notifications WHERE ${where}
      ORDER BY created_at DESC, id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM notifications WHERE ${where}`,
    );
    return { items, total: counted?.total ?? 0, page: query.page, pageSize: query.pageSize };
  }

  async unread(caller: Caller): Promise<UnreadBody> {
    const row = await this.reader.one<UnreadBody>(sql`
      SELECT COUNT(*) AS unread FROM notifications
      WHERE user_id = ${caller.userId} AND read_at IS NULL`);
    return { unread: row?.unread ?? 0 };
  }

  /** Marks one message as read; the first time counts. @throws 404 for a message of somebody else. */
  read(caller: Caller, id: string): Promise<NotificationBody> {
    return this.uow.run(async (tx) => {
      await tx.execute(sql`
        UPDATE notifications SET read_at = ${tx.now}
        WHERE id = ${id} AND user_id = ${caller.userId} AND read_at IS NULL`);
      const row = await tx.one<NotificationBody>(sql`
        SELECT id, topic, title, body, subject_type, subject_id, created_at, read_at
        FROM notifications WHERE id = ${id} AND user_id = ${caller.userId}`);
      if (!row) throw notFound();
      return row;
    });
  }

  /** Marks every message as read. */
  readAll(caller: Caller): Promise<UnreadBody> {
    return this.uow.run(async (tx) => {
      await tx.execute(sql`
        UPDATE notifications SET read_at = ${tx.now}
        WHERE user_id = ${caller.userId} AND read_at IS NULL`);
      return { unread: 0 };
    });
  }
}

const readSql = (read: boolean) => (read ? sql`read_at IS NOT NULL` : sql`read_at IS NULL`);
