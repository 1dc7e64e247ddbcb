import { Injectable } from '@nestjs/common';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import type { NotificationTopic } from '../notification.codes.js';
import type { WebhookBody } from './webhook.body.js';
import type { WebhookQuery } from './webhooks.dto.js';

interface WebhookRow extends Omit<
  WebhookBody,
  'bureau' | 'topics' | 'hasSecret' | 'withBody' | 'enabled'
> {
  bureauId: string;
  bureauName: string;
  hasSecret: number;
  topics: string;
  withBody: number;
  enabled: number;
}

const COLUMNS = sql`w.id, w.bureau_id, n.name AS bureau_name, w.name, w.kind, w.host,
  CASE WHEN w.sealed_secret IS NULL THEN 0 ELSE 1 END AS has_secret, w.topics, w.with_body, w.enabled,
  w.created_at, w.version`;

/** Group robots. Only system administrators have `webhook.manage`, and for all bureaus. */
@Injectable()
export class WebhookQueries {
  constructor(private readonly reader: Reader) {}

  /** The oldest first. */
  async list(query: WebhookQuery): Promise<Page<WebhookBody>> {
    const where = query.bureauId === undefined ? sql`1 = 1` : sql`w.bureau_id = ${query.bureauId}`;
    const rows = await this.reader.all<WebhookRow>(sql`
      SELECT ${COLUMNS} FROM webhooks w JOIN units n ON n.id = w.bureau_id
      WHERE ${where} ORDER BY w.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM webhooks w WHERE ${where}`,
    );
    const { page, pageSize } = query;
    return { items: rows.map(bodyOf), total: counted?.total ?? 0, page, pageSize };
  }

  /** @throws {Problem} 404 */
  async get(id: string, db: Queryable = this.reader): Promise<WebhookBody> {
    const row = await db.one<WebhookRow>(sql`
      SELECT ${COLUMNS} FROM webhooks w JOIN units n ON n.id = w.bureau_id WHERE w.id = ${id}`);
    if (!row) throw notFound();
    return bodyOf(row);
  }
}

function bodyOf({ bureauId, bureauName, ...row }: WebhookRow): WebhookBody {
  return {
    ...row,
    bureau: { id: bureauId, name: bureauName },
    hasSecret: Boolean(row.hasSecret),
    topics: JSON.parse(row.topics) as NotificationTopic[],
    withBody: Boolean(row.withBody),
    enabled: Boolean(row.enabled),
  };
}
