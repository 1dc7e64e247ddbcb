import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  big,
  code,
  createTable,
  date,
  flag,
  id,
  instant,
  integer,
  looseRef,
  nullable,
  primary,
  ref,
  rowVersion,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

/** 佐证材料 and the objects of the file store. */
export class Evidence1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'stored_files', [
      primary(string('sha256', 64)),
      big('size'),
      string('mime', 100),
      instant('created_at'),
    ]);
    await createTable(
      runner,
      'evidence',
      [
        id(),
        ref('issue_id', 'issues'),
        ref('campaign_id', 'campaigns'),
        integer('cycle_no'),
        integer('seq'),
        nullable(looseRef('task_id')),
        code('type'),
        string('file_name', 200),
        string('sha256', 64),
        string('mime', 100),
        big('size'),
        nullable(integer('page_count')),
        ref('source_unit_id', 'units'),
        nullable(date('document_date')),
        nullable(instant('taken_at')),
        nullable(text('note')),
        withDefault(flag('is_sensitive'), 0),
        looseRef('uploaded_by'),
        instant('uploaded_at'),
        nullable(instant('withdrawn_at')),
        nullable(looseRef('withdrawn_by')),
        nullable(text('withdrawn_reason')),
        rowVersion(),
      ],
      [{ columns: ['issue_id', 'seq'], unique: true }, { columns: ['sha256'] }],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('evidence');
    await runner.dropTable('stored_files');
  }
}
