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

/** 报告 with their sealed versions, 典型案例 with their reviews, 通报. */
export class Reporting1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createReports(runner);
    await this.createVersions(runner);
    await this.createCases(runner);
    await this.createBulletins(runner);
    await freezeIssued(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'report_versions');
    await dropAppendOnly(runner, 'case_reviews');
    await thawIssued(runner);
    for (const table of ['bulletins', 'case_reviews', 'cases', 'report_versions', 'reports']) {
      await runner.dropTable(table);
    }
  }

  private createReports(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'reports',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        ref('unit_id', 'units'),
        code('rule_code'),
        string('period', 10),
        string('period_label', 40),
        code('report_type'),
        code('status'),
        date('opens_on'),
        date('covers_from'),
        date('covers_to'),
        nullable(date('due_on')),
        nullable(string('due_time', 5)),
        nullable(instant('due_at')),
        nullable(date('suggested_on')),
        nullable(instant('as_of')),
        withDefault(flag('is_nil'), 0),
        nullable(instant('first_submitted_at')),
        withDefault(flag('is_late'), 0),
        nullable(integer('late_days')),
        json('narrative'),
        looseRef('prepared_by'),
        string('prepared_by_name', 100),
        instant('created_at'),
        instant('updated_at'),
        rowVersion(),
      ],
      [
        { columns: ['campaign_id', 'unit_id', 'rule_code', 'period'], unique: true },
        { columns: ['campaign_id', 'due_on', 'id'] },
        { columns: ['unit_id', 'due_on', 'id'] },
      ],
    );
  }

  private async createVersions(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'report_versions',
      [
        id(),
        ref('report_id', 'reports'),
        ref('unit_id', 'units'),
        integer('seal_no'),
        integer('version_no'),
        instant('as_of'),
        big('from_seq'),
        big('to_seq'),
        text('snapshot'),
        string('sha256', 64),
        nullable(string('previous_hash', 64)),
        looseRef('sealed_by'),
        string('sealed_by_name', 100),
        instant('sealed_at'),
      ],
      [
        { columns: ['report_id', 'version_no'], unique: true },
        { columns: ['unit_id', 'seal_no'], unique: true },
      ],
    );
    await makeAppendOnly(runner, 'report_versions');
  }

  private async createCases(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'cases',
      [
        id(),
        string('case_no', 32),
        ref('campaign_id', 'campaigns'),
        ref('bureau_id', 'units'),
        ref('unit_id', 'units'),
        string('quarter', 6),
        nullable(ref('issue_id', 'issues')),
        string('title', 200),
        code('violation_type'),
        json('persons'),
        text('facts'),
        nullable(integer('household_count')),
        nullable(integer('person_count')),
        nullable(fen('amount_fen')),
        nullable(fen('recovered_fen')),
        text('rectification'),
        text('analysis'),
        text('lesson'),
        code('disclosure'),
        code('mode'),
        code('status'),
        withDefault(integer('round'), 0),
        looseRef('drafted_by'),
        string('drafted_by_name', 100),
        nullable(looseRef('submitted_by')),
        instant('created_at'),
        instant('updated_at'),
        rowVersion(),
      ],
      [
        { columns: ['case_no'], unique: true },
        { columns: ['bureau_id', 'quarter', 'case_no'] },
        { columns: ['issue_id'] },
      ],
    );
    await createTable(
      runner,
      'case_reviews',
      [
        id(),
        ref('case_id', 'cases'),
        integer('round'),
        code('step'),
        code('decision'),
        text('opinion'),
        nullable(text('demand')),
        looseRef('decided_by'),
        string('decided_by_name', 100),
        instant('decided_at'),
      ],
      [{ columns: ['case_id', 'round', 'step'], unique: true }],
    );
    await makeAppendOnly(runner, 'case_reviews');
  }

  private createBulletins(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'bulletins',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        ref('bureau_id', 'units'),
        code('status'),
        nullable(string('doc_no', 60)),
        string('quarter', 6),
        json('case_ids'),
        nullable(string('title', 200)),
        nullable(text('opening')),
        nullable(text('analysis')),
        nullable(json('demands')),
        nullable(text('follow_up')),
        nullable(date('feedback_on')),
        nullable(string('recipients', 500)),
        string('copies', 500),
        json('co_unit_ids'),
        code('disclosure'),
        looseRef('composed_by'),
        string('composed_by_name', 100),
        instant('created_at'),
        instant('updated_at'),
        nullable(date('issued_on')),
        nullable(instant('issued_at')),
        nullable(looseRef('issued_by')),
        nullable(string('issued_by_name', 100)),
        nullable(text('snapshot')),
        nullable(string('sha256', 64)),
        rowVersion(),
      ],
      [
        { columns: ['bureau_id', 'doc_no'], unique: true },
        { columns: ['bureau_id', 'quarter', 'id'] },
      ],
    );
  }
}

const FROZEN = 'an issued bulletin cannot be changed';

/** Makes the database itself refuse to change or delete a bulletin that has been issued. */
async function freezeIssued(runner: QueryRunner): Promise<void> {
  if (runner.dataSource.options.type === 'postgres') {
    await runner.query(
      `CREATE FUNCTION bulletins_frozen() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '${FROZEN}'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER bulletins_frozen BEFORE UPDATE OR DELETE ON bulletins
       FOR EACH ROW WHEN (OLD.status = 'ISSUED') EXECUTE FUNCTION bulletins_frozen()`,
    );
    return;
  }
  for (const event of ['UPDATE', 'DELETE']) {
    await runner.query(
      `CREATE TRIGGER bulletins_frozen_${event.toLowerCase()} BEFORE ${event} ON bulletins
       WHEN OLD.status = 'ISSUED' BEGIN SELECT RAISE(ABORT, '${FROZEN}'); END`,
    );
  }
}

async function thawIssued(runner: QueryRunner): Promise<void> {
  if (runner.dataSource.options.type !== 'postgres') return;
  await runner.query('DROP FUNCTION IF EXISTS bulletins_frozen() CASCADE');
}
