import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  date,
  id,
  instant,
  json,
  looseRef,
  nullable,
  ref,
  rowVersion,
  string,
} from '../src/platform/database/schema.js';

/** Campaigns with their definitions. */
export class Campaigns1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'campaigns',
      [
        id(),
        ref('owner_unit_id', 'units'),
        string('code', 40),
        nullable(string('template_code', 100)),
        string('title', 200),
        date('starts_on'),
        date('ends_on'),
        code('status'),
        json('definition'),
        looseRef('created_by'),
        instant('created_at'),
        rowVersion(),
      ],
      [{ columns: ['owner_unit_id'] }],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('campaigns');
  }
}
