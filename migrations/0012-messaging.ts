import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  code,
  createTable,
  dropColumns,
  flag,
  id,
  instant,
  integer,
  json,
  looseRef,
  nullable,
  primary,
  ref,
  rowVersion,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

/** Outbox, addresses and choices of the people who get mail, and the group robots of the bureaus. */
export class Messaging1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'users', [nullable(string('email', 254))]);
    await createTable(
      runner,
      'outbox_messages',
      [
        id(),
        code('channel'),
        string('dedupe_key', 300),
        string('lane', 64),
        json('payload'),
        code('status'),
        withDefault(integer('attempts'), 0),
        instant('next_attempt_at'),
        nullable(looseRef('lease_holder')),
        nullable(instant('attempted_at')),
        nullable(code('last_error')),
        instant('created_at'),
        nullable(instant('sent_at')),
      ],
      [
        { columns: ['channel', 'dedupe_key'], unique: true },
        { columns: ['channel', 'status', 'next_attempt_at'] },
        { columns: ['channel', 'lane', 'status'] },
        { columns: ['channel', 'attempted_at'] },
      ],
    );
    await createTable(runner, 'notification_preferences', [
      primary(ref('user_id', 'users')),
      json('email_choices'),
      rowVersion(),
    ]);
    await createTable(
      runner,
      'webhooks',
      [
        id(),
        ref('bureau_id', 'units'),
        string('name', 100),
        code('kind'),
        string('host', 255),
        text('sealed_url'),
        nullable(text('sealed_secret')),
        json('topics'),
        flag('with_body'),
        flag('enabled'),
        instant('created_at'),
        rowVersion(),
      ],
      [{ columns: ['bureau_id'] }],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('webhooks');
    await runner.dropTable('notification_preferences');
    await runner.dropTable('outbox_messages');
    await dropColumns(runner, 'users', ['email']);
  }
}
