import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  big,
  code,
  createTable,
  date,
  dropAppendOnly,
  fen,
  flag,
  id,
  instant,
  integer,
  looseRef,
  makeAppendOnly,
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
  nullable(code('source_level')),
  nullable(string('source_doc_no', 100)),
  nullable(string('source_item_no', 40)),
  nullable(date('found_on')),
  nullable(string('finder', 100)),
  nullable(code('category')),
  nullable(code('check_item')),
  text('statement'),
  nullable(text('detail')),
  nullable(string('area_code', 12)),
  nullable(integer('household_count')),
  nullable(integer('person_count')),
  nullable(fen('amount_involved_fen')),
  nullable(code('nature')),
  nullable(code('scope')),
  nullable(code('severity')),
  withDefault(flag('is_key'), 0),
  nullable(code('rectification_type')),
  nullable(text('remark')),
  ref('registered_unit_id', 'units'),
  looseRef('created_by'),
  instant('created_at'),
  nullable(date('registered_on')),
];

const assignment: PortableColumn[] = [
  nullable(ref('responsible_unit_id', 'units')),
  nullable(code('handling_mode')),
  nullable(date('assigned_on')),
  nullable(text('assignment_note')),
  nullable(date('receipt_due_on')),
  nullable(date('acknowledged_on')),
  withDefault(integer('dispute_count'), 0),
  nullable(date('ordered_deadline')),
  nullable(date('original_deadline')),
  nullable(date('current_deadline')),
];

const rectification: PortableColumn[] = [
  nullable(text('cause_analysis')),
  nullable(text('goal')),
  nullable(looseRef('plan_submitted_by')),
  nullable(date('plan_approved_on')),
  nullable(text('stage_goal')),
  nullable(date('next_review_on')),
  nullable(date('expected_finish_on')),
  withDefault(integer('percent'), 0),
  nullable(string('last_progress_month', 7)),
  nullable(text('latest_progress')),
  nullable(text('effect')),
  nullable(date('rectified_on')),
  nullable(code('verdict')),
  withDefault(integer('return_count'), 0),
  withDefault(integer('extension_count'), 0),
  withDefault(flag('extension_pending'), 0),
  nullable(fen('due_recovery_fen')),
  nullable(fen('recovered_fen')),
  nullable(fen('refunded_fen')),
  nullable(string('closure_no', 48)),
  nullable(date('closed_on')),
  nullable(code('unresolved_reason')),
  nullable(text('unresolved_note')),
  nullable(text('next_step')),
  nullable(ref('parent_issue_id', 'issues')),
  nullable(ref('merged_into_id', 'issues')),
  nullable(text('ending_note')),
  nullable(date('ended_on')),
];

/** 问题 and the account book. */
export class Issues1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'issues',
      [
        id(),
        nullable(string('issue_no', 32)),
        ref('campaign_id', 'campaigns'),
        ref('bureau_id', 'units'),
        code('status'),
        withDefault(integer('cycle_no'), 1),
        ...finding,
        ...assignment,
        ...rectification,
        looseRef('updated_by'),
        instant('updated_at'),
        rowVersion(),
      ],
      [
        { columns: ['campaign_id', 'current_deadline', 'id', 'status'] },
        { columns: ['campaign_id', 'status', 'current_deadline', 'id'] },
        { columns: ['campaign_id', 'responsible_unit_id', 'status', 'current_deadline', 'id'] },
        { columns: ['campaign_id', 'created_at', 'id'] },
        { columns: ['campaign_id', 'issue_no'] },
        { columns: ['registered_unit_id'] },
        { columns: ['source_doc_no', 'source_item_no'] },
      ],
    );
    await this.createBook(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'ledger_entries');
    for (const table of ['issue_counts', 'ledger_totals', 'ledger_entries', 'issues']) {
      await runner.dropTable(table);
    }
  }

  private async createBook(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'ledger_entries',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        big('seq'),
        ref('unit_id', 'units'),
        code('category'),
        looseRef('issue_id'),
        integer('cycle_no'),
        code('kind'),
        integer('delta'),
        date('business_date'),
        instant('recorded_at'),
        nullable(looseRef('corrects_id')),
      ],
      [
        { columns: ['campaign_id', 'seq'], unique: true },
        { columns: ['campaign_id', 'unit_id', 'business_date'] },
        { columns: ['issue_id'] },
      ],
    );
    await makeAppendOnly(runner, 'ledger_entries');
    await createTable(runner, 'ledger_totals', [
      primary(looseRef('campaign_id')),
      primary(looseRef('unit_id')),
      primary(code('category')),
      primary(string('month', 7)),
      primary(code('kind')),
      primary(integer('delta')),
      integer('count'),
    ]);
    await createTable(runner, 'issue_counts', [
      primary(looseRef('campaign_id')),
      primary(looseRef('unit_id')),
      primary(code('status')),
      integer('count'),
    ]);
  }
}
