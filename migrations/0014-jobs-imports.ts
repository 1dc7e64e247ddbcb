import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  big,
  code,
  createTable,
  date,
  fen,
  flag,
  id,
  instant,
  integer,
  json,
  looseRef,
  nullable,
  type PortableColumn,
  primary,
  ref,
  rowVersion,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

const finding: PortableColumn[] = [
  nullable(code('source')),
  nullable(string('source_doc_no', 100)),
  nullable(string('source_item_no', 40)),
  nullable(date('found_on')),
  nullable(code('category')),
  nullable(text('statement')),
  nullable(text('detail')),
  nullable(string('area_code', 12)),
  nullable(integer('household_count')),
  nullable(integer('person_count')),
  nullable(fen('amount_involved_fen')),
  nullable(code('nature')),
  nullable(code('scope')),
  nullable(code('severity')),
  nullable(code('rectification_type')),
  nullable(text('cause_analysis')),
  nullable(looseRef('responsible_unit_id')),
  nullable(text('remark')),
];

/** Background jobs and the import of findings. */
export class JobsImports1700000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'jobs',
      [
        id(),
        code('kind'),
        string('title', 200),
        code('status'),
        looseRef('owner_id'),
        json('input'),
        withDefault(integer('done'), 0),
        nullable(integer('total')),
        nullable(text('message')),
        nullable(code('error_code')),
        nullable(string('result_sha256', 64)),
        nullable(string('result_name', 200)),
        nullable(string('result_mime', 100)),
        nullable(big('result_size')),
        instant('created_at'),
        nullable(instant('started_at')),
        nullable(instant('finished_at')),
        nullable(instant('cancel_requested_at')),
        nullable(looseRef('leased_by')),
        nullable(instant('lease_until')),
        withDefault(integer('attempts'), 0),
      ],
      [{ columns: ['status', 'created_at'] }, { columns: ['owner_id', 'created_at'] }],
    );
    await this.createImports(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['issue_import_rows', 'issue_imports', 'jobs']) {
      await runner.dropTable(table);
    }
  }

  private async createImports(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'issue_imports',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        ref('unit_id', 'units'),
        code('status'),
        string('file_name', 200),
        string('sha256', 64),
        code('format'),
        nullable(looseRef('job_id')),
        withDefault(integer('total_rows'), 0),
        withDefault(integer('valid_rows'), 0),
        withDefault(integer('warning_rows'), 0),
        withDefault(integer('error_rows'), 0),
        json('notes'),
        nullable(text('failure')),
        nullable(code('mode')),
        withDefault(flag('register'), 0),
        withDefault(integer('applied_rows'), 0),
        withDefault(integer('registered_rows'), 0),
        looseRef('created_by'),
        instant('created_at'),
        nullable(instant('applied_at')),
        nullable(instant('withdrawn_at')),
        nullable(text('withdrawn_reason')),
        rowVersion(),
      ],
      [{ columns: ['created_by', 'created_at'] }, { columns: ['campaign_id', 'sha256'] }],
    );
    await createTable(
      runner,
      'issue_import_rows',
      [
        primary(looseRef('import_id')),
        primary(integer('seq')),
        integer('row_no'),
        code('state'),
        json('cells'),
        json('notes'),
        looseRef('issue_id'),
        nullable(text('register_fault')),
        ...finding,
      ],
      [{ columns: ['import_id', 'state', 'seq'] }, { columns: ['issue_id'] }],
    );
  }
}
