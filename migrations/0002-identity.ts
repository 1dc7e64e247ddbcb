import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  flag,
  id,
  instant,
  integer,
  json,
  nullable,
  primary,
  ref,
  rowVersion,
  string,
  withDefault,
} from '../src/platform/database/schema.js';

/** The organisation tree, its users and their sessions. */
export class Identity1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'units',
      [
        id(),
        nullable(ref('parent_id', 'units')),
        string('path', 500),
        code('level'),
        code('type'),
        string('name', 100),
        string('short_name', 40),
        string('area_code', 12),
        string('doc_code', 20),
        integer('position'),
        nullable(instant('disabled_at')),
        rowVersion(),
      ],
      [
        { columns: ['path'], unique: true },
        { columns: ['parent_id', 'name'], unique: true },
        { columns: ['parent_id'] },
      ],
    );
    await createTable(
      runner,
      'users',
      [
        id(),
        string('username', 64),
        string('name', 100),
        string('post', 100),
        nullable(ref('unit_id', 'units')),
        json('roles'),
        nullable(string('password_hash', 255)),
        flag('must_change_password'),
        nullable(instant('password_changed_at')),
        withDefault(integer('failed_attempts'), 0),
        nullable(instant('locked_until')),
        nullable(instant('disabled_at')),
        instant('created_at'),
        rowVersion(),
      ],
      [{ columns: ['username'], unique: true }, { columns: ['unit_id'] }],
    );
    await createTable(
      runner,
      'sessions',
      [
        primary(string('token_hash', 64)),
        ref('user_id', 'users'),
        code('via'),
        instant('created_at'),
        instant('last_seen_at'),
        instant('expires_at'),
      ],
      [{ columns: ['user_id'] }],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'users', 'units']) await runner.dropTable(table);
  }
}
