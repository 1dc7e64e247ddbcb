import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  id,
  instant,
  looseRef,
  nullable,
  ref,
  string,
  text,
} from '../src/platform/database/schema.js';

/** 站内消息: one row for each person who is told. */
export class Notifications1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'notifications',
      [
        id(),
        ref('user_id', 'users'),
        code('topic'),
        string('title', 200),
        text('body'),
        code('subject_type'),
        looseRef('subject_id'),
        string('dedupe_key', 200),
        instant('created_at'),
        nullable(instant('read_at')),
      ],
      [
        { columns: ['user_id', 'dedupe_key'], unique: true },
        { columns: ['user_id', 'created_at', 'id'] },
        { columns: ['user_id', 'read_at'] },
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notifications');
  }
}
