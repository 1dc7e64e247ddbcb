import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  big,
  code,
  createTable,
  date,
  dropAppendOnly,
  dropColumns,
  flag,
  id,
  instant,
  integer,
  json,
  looseRef,
  makeAppendOnly,
  nullable,
  ref,
  rowVersion,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

const APPEND_ONLY = ['report_reviews', 'report_files', 'consolidation_versions'] as const;

/** 接收、退回、更正、附件、汇总: what happens to a report after it has been handed in. */
export class ReportLife1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'reports', [
      nullable(integer('official_version_no')),
      withDefault(integer('return_count'), 0),
      nullable(date('resubmit_on')),
      nullable(date('paper_received_on')),
      withDefault(flag('is_missed'), 0),
      nullable(json('draft_figures')),
    ]);
    await addColumns(runner, 'report_versions', [nullable(text('summary'))]);
    await this.createReviews(runner);
    await this.createAttachments(runner);
    await this.createCorrections(runner);
    await this.createFiles(runner);
    await this.createConsolidations(runner);
    for (const table of APPEND_ONLY) await makeAppendOnly(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of APPEND_ONLY) await dropAppendOnly(runner, table);
    const tables = ['report_corrections', 'report_attachments', 'report_consolidations'];
    for (const table of [...APPEND_ONLY, ...tables]) await runner.dropTable(table);
    await dropColumns(runner, 'report_versions', ['summary']);
    await dropColumns(runner, 'reports', [
      'official_version_no',
      'return_count',
      'resubmit_on',
      'paper_received_on',
      'is_missed',
      'draft_figures',
    ]);
  }

  private createReviews(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'report_reviews',
      [
        id(),
        ref('report_id', 'reports'),
        integer('seq'),
        integer('version_no'),
        code('decision'),
        nullable(code('reason_code')),
        json('items'),
        nullable(text('demand')),
        nullable(text('opinion')),
        nullable(date('day')),
        ref('unit_id', 'units'),
        looseRef('decided_by'),
        string('decided_by_name', 100),
        instant('decided_at'),
      ],
      [{ columns: ['report_id', 'seq'], unique: true }],
    );
  }

  private createAttachments(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'report_attachments',
      [
        id(),
        ref('report_id', 'reports'),
        integer('seq'),
        nullable(string('slot', 300)),
        string('file_name', 200),
        string('sha256', 64),
        string('mime', 100),
        big('size'),
        nullable(text('note')),
        looseRef('uploaded_by'),
        string('uploaded_by_name', 100),
        instant('uploaded_at'),
        nullable(instant('withdrawn_at')),
        nullable(looseRef('withdrawn_by')),
        nullable(text('withdrawn_reason')),
        rowVersion(),
      ],
      [{ columns: ['report_id', 'seq'], unique: true }, { columns: ['sha256'] }],
    );
  }

  private createCorrections(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'report_corrections',
      [
        id(),
        ref('report_id', 'reports'),
        integer('seq'),
        code('status'),
        integer('of_version_no'),
        integer('version_no'),
        text('reason'),
        json('changes'),
        looseRef('requested_by'),
        string('requested_by_name', 100),
        instant('requested_at'),
        nullable(looseRef('decided_by')),
        nullable(string('decided_by_name', 100)),
        nullable(instant('decided_at')),
        nullable(text('opinion')),
        rowVersion(),
      ],
      [{ columns: ['report_id', 'seq'], unique: true }, { columns: ['report_id', 'status'] }],
    );
  }

  private createFiles(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'report_files',
      [
        id(),
        looseRef('sealed_id'),
        code('format'),
        string('sha256', 64),
        big('size'),
        instant('rendered_at'),
      ],
      [{ columns: ['sealed_id', 'format'], unique: true }],
    );
  }

  private async createConsolidations(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'report_consolidations',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        ref('unit_id', 'units'),
        code('rule_code'),
        string('period', 10),
        string('period_label', 40),
        string('title', 200),
        integer('version_no'),
        instant('as_of'),
        instant('created_at'),
        instant('updated_at'),
        rowVersion(),
      ],
      [
        { columns: ['campaign_id', 'unit_id', 'rule_code', 'period'], unique: true },
        { columns: ['unit_id', 'period', 'id'] },
      ],
    );
    await createTable(
      runner,
      'consolidation_versions',
      [
        id(),
        ref('consolidation_id', 'report_consolidations'),
        integer('version_no'),
        instant('as_of'),
        text('snapshot'),
        string('sha256', 64),
        nullable(string('previous_hash', 64)),
        looseRef('sealed_by'),
        string('sealed_by_name', 100),
        instant('sealed_at'),
      ],
      [{ columns: ['consolidation_id', 'version_no'], unique: true }],
    );
  }
}
