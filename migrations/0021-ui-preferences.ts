import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  instant,
  integer,
  json,
  primary,
  ref,
  string,
} from '../src/platform/database/schema.js';

/** How each person has set up the screens. */
export class UiPreferences1700000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'ui_preferences', [
      primary(ref('user_id', 'users')),
      primary(string('key', 40)),
      integer('version'),
      json('value'),
      instant('updated_at'),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('ui_preferences');
  }
}
