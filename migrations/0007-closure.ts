import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  date,
  dropAppendOnly,
  fen,
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
} from '../src/platform/database/schema.js';

/** 对账销号: applications and their review steps, extensions, lookbacks. */
export class Closure1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createApplications(runner);
    await this.createSteps(runner);
    await createTable(
      runner,
      'extensions',
      [
        id(),
        ref('issue_id', 'issues'),
        looseRef('bureau_id'),
        integer('cycle_no'),
        date('old_deadline'),
        date('requested_deadline'),
        nullable(date('granted_deadline')),
        text('reason'),
        text('progress_so_far'),
        code('status'),
        looseRef('applied_by'),
        string('applied_by_name', 100),
        instant('applied_at'),
        nullable(looseRef('decided_by')),
        nullable(string('decided_by_name', 100)),
        nullable(text('opinion')),
        nullable(instant('decided_at')),
        rowVersion(),
      ],
      [{ columns: ['issue_id', 'cycle_no'] }, { columns: ['status', 'bureau_id'] }],
    );
    await createTable(
      runner,
      'lookbacks',
      [
        id(),
        ref('issue_id', 'issues'),
        integer('cycle_no'),
        date('checked_on'),
        json('methods'),
        text('persons'),
        code('result'),
        text('opinion'),
        looseRef('checker_id'),
        string('checker_name', 100),
        instant('recorded_at'),
      ],
      [{ columns: ['issue_id', 'cycle_no'] }],
    );
    await makeAppendOnly(runner, 'lookbacks');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'lookbacks');
    for (const table of ['lookbacks', 'extensions', 'closure_steps', 'closure_applications']) {
      await runner.dropTable(table);
    }
  }

  private async createApplications(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'closure_applications',
      [
        id(),
        ref('issue_id', 'issues'),
        looseRef('campaign_id'),
        ref('bureau_id', 'units'),
        ref('unit_id', 'units'),
        integer('cycle_no'),
        integer('attempt'),
        string('closure_no', 48),
        code('status'),
        looseRef('applicant_id'),
        string('applicant_name', 100),
        instant('applied_at'),
        nullable(date('deadline')),
        nullable(date('original_deadline')),
        nullable(fen('recovered_fen')),
        nullable(fen('refunded_fen')),
        date('rectified_on'),
        json('measure_results'),
        text('result_person'),
        text('result_fact'),
        text('result_outcome'),
        json('standards'),
        nullable(text('extended_check')),
        nullable(text('rules_made')),
        nullable(code('beneficiary_opinion')),
        nullable(text('repayment_plan')),
        json('evidence_ids'),
        integer('current_step'),
        date('review_due_on'),
        nullable(instant('decided_at')),
        rowVersion(),
      ],
      [
        { columns: ['issue_id', 'cycle_no', 'attempt'], unique: true },
        { columns: ['status', 'bureau_id', 'applied_at'] },
      ],
    );
  }

  private async createSteps(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'closure_steps',
      [
        id(),
        ref('application_id', 'closure_applications'),
        integer('seq'),
        code('kind'),
        json('roles'),
        code('unit'),
        flag('site_check_required'),
        flag('minutes_required'),
        nullable(code('decision')),
        nullable(text('opinion')),
        nullable(code('reason_code')),
        nullable(text('demand')),
        nullable(text('site_check')),
        nullable(string('minutes_no', 100)),
        nullable(looseRef('decided_by')),
        nullable(string('decided_by_name', 100)),
        nullable(instant('decided_at')),
      ],
      [{ columns: ['application_id', 'seq'], unique: true }],
    );
  }
}
