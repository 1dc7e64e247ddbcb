import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  id,
  instant,
  integer,
  looseRef,
  nullable,
  ref,
  rowVersion,
  string,
  text,
} from '../src/platform/database/schema.js';

/** 涉及对象 of issues, sealed. */
export class IssuePersons1700000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'issue_persons',
      [
        id(),
        ref('issue_id', 'issues'),
        integer('seq'),
        text('sealed_name'),
        nullable(text('sealed_id_number')),
        nullable(text('sealed_phone')),
        nullable(text('sealed_household_head')),
        nullable(text('sealed_household_no')),
        nullable(text('sealed_note')),
        string('name_hash', 64),
        nullable(string('id_hash', 64)),
        nullable(string('phone_hash', 64)),
        nullable(code('relation_to_head')),
        looseRef('created_by'),
        instant('created_at'),
        looseRef('updated_by'),
        instant('updated_at'),
        nullable(instant('voided_at')),
        nullable(looseRef('voided_by')),
        nullable(text('void_reason')),
        rowVersion(),
      ],
      [
        { columns: ['issue_id', 'seq'], unique: true },
        { columns: ['id_hash'] },
        { columns: ['phone_hash'] },
        { columns: ['name_hash'] },
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('issue_persons');
  }
}
