import { Notifier, type Notice } from '../../src/notifications/notifier.js';
import { sql } from '../../src/platform/database/queryable.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { OutboxDispatcher } from '../../src/platform/outbox/outbox-dispatcher.js';
import type { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import type { Robot } from '../support/robot.js';

export interface StoredMessage {
  id: string;
  channel: string;
  lane: string;
  status: string;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: string;
  leaseHolder: string | null;
  sentAt: string | null;
}

let serial = 0;

/** Sends notices in a running program and looks at what the outbox made of them. */
export class Messaging {
  constructor(readonly app: TestApp) {}

  notice(over: Partial<Notice> = {}): Notice {
    serial += 1;
    return {
      topic: 'REPORT_URGE',
      dedupeKey: `urge:${serial}`,
      to: { unitId: this.app.units.qinghe ?? '', anyOf: ['report.prepare'] },
      title: `催报${serial}：青禾镇4月台账尚未报送`,
      body: '请于今日内报送。\n逾期将通报。',
      subject: { type: 'report', id: this.app.units.qinghe ?? '' },
      ...over,
    };
  }

  send(notice: Notice): Promise<string[]> {
    return this.app.uow.run((tx) => this.notify(tx, notice));
  }

  notify(tx: Tx, notice: Notice): Promise<string[]> {
    return this.app.app.get(Notifier, { strict: false }).notify(tx, notice);
  }

  dispatch(app = this.app): Promise<number> {
    return app.app.get(OutboxDispatcher, { strict: false }).dispatchDue();
  }

  /** Sends one message and tries once to deliver it. */
  async sendOne(over: Partial<Notice> = {}): Promise<StoredMessage> {
    await this.send(this.notice(over));
    await this.dispatch();
    return this.last();
  }

  /** Lets time pass; people sign in again. */
  wait(ms: number): void {
    this.app.moveTo(new Date(Date.parse(this.app.clock.now()) + ms).toISOString());
  }

  /** Gives a user an address, as the system administrator does. */
  async setEmail(username: string, email: string | null): Promise<void> {
    const admin = await this.app.as('admin');
    const { id, version } = await this.user(username);
    ok(await admin.patch(`/users/${id}`, { email }, version));
  }

  async user(username: string): Promise<{ id: string; version: number }> {
    const [row] = await this.app.rows<{ id: string; version: number }>(
      sql`SELECT id, version FROM users WHERE username = ${username}`,
    );
    if (!row) throw new Error(`No user ${username}`);
    return row;
  }

  /** The messages of the outbox, oldest first. */
  messages(app = this.app): Promise<StoredMessage[]> {
    return app.rows<StoredMessage>(sql`SELECT * FROM outbox_messages ORDER BY id`);
  }

  async last(): Promise<StoredMessage> {
    const message = (await this.messages()).at(-1);
    if (!message) throw new Error('The outbox is empty');
    return message;
  }

  /** Acts of the audit log with their actors, newest first. */
  async audit(action: string): Promise<{ actorName: string; subjectId: string; detail: string }[]> {
    return this.app.rows(sql`
      SELECT actor_name, subject_id, detail FROM audit_entries WHERE action = ${action}
      ORDER BY recorded_at DESC, seq DESC`);
  }
}

export const ROBOT_SECRET = 'SEC-4f1c9a7be2d35086';
export const ROBOT_TOKEN = 'tok-77d0c1aa93';

/** A robot of 安澜区 as it is entered. */
export const robotInput = (app: TestApp, robot: Robot, over: object): object => ({
  bureauId: app.units.anlan,
  name: '救助科工作群',
  kind: 'DINGTALK',
  url: robot.url(`/robot/send?access_token=${ROBOT_TOKEN}`),
  secret: ROBOT_SECRET,
  topics: ['REPORT_URGE', 'ESCALATION'],
  ...over,
});
