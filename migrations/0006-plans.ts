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
  withDefault,
} from '../src/platform/database/schema.js';

/** 任务清单, 责任清单, 整改方案 and 整改进展. */
export class Plans1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTasks(runner);
    await createResponsibilities(runner);
    await createPlans(runner);
    await createProgress(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['progress_entries', 'plan_reviews']) {
      await dropAppendOnly(runner, table);
      await runner.dropTable(table);
    }
    for (const table of ['plans', 'responsibilities', 'tasks']) await runner.dropTable(table);
  }
}

async function createTasks(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'tasks',
    [
      id(),
      ref('issue_id', 'issues'),
      ref('campaign_id', 'campaigns'),
      integer('cycle_no'),
      integer('seq'),
      string('task_no', 32),
      nullable(string('title', 200)),
      text('measure'),
      nullable(text('goal')),
      nullable(date('due_on')),
      withDefault(flag('continues'), 0),
      json('milestones'),
      ref('lead_unit_id', 'units'),
      nullable(ref('lead_division_id', 'units')),
      json('co_unit_ids'),
      nullable(string('owner_name', 100)),
      nullable(string('owner_post', 100)),
      withDefault(integer('percent'), 0),
      code('status'),
      nullable(text('result')),
      nullable(date('finished_on')),
      instant('created_at'),
      instant('updated_at'),
      nullable(instant('superseded_at')),
      rowVersion(),
    ],
    [
      { columns: ['task_no'], unique: true },
      { columns: ['issue_id', 'seq'] },
      { columns: ['campaign_id', 'superseded_at', 'due_on', 'id'] },
    ],
  );
}

async function createResponsibilities(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'responsibilities',
    [
      id(),
      ref('issue_id', 'issues'),
      integer('cycle_no'),
      code('kind'),
      integer('seq'),
      ref('unit_id', 'units'),
      nullable(ref('user_id', 'users')),
      nullable(string('person_name', 100)),
      nullable(string('post', 100)),
      nullable(string('phone', 40)),
      text('duty'),
      instant('created_at'),
      nullable(instant('superseded_at')),
    ],
    [{ columns: ['issue_id', 'seq'] }],
  );
}

async function createPlans(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'plans',
    [
      id(),
      ref('issue_id', 'issues'),
      integer('cycle_no'),
      nullable(text('cause_analysis')),
      nullable(text('goal')),
      nullable(code('rectification_type')),
      nullable(date('deadline')),
      nullable(text('stage_goal')),
      nullable(date('next_review_on')),
      nullable(date('expected_finish_on')),
      withDefault(integer('attempt'), 0),
      nullable(looseRef('submitted_by')),
      nullable(instant('submitted_at')),
      looseRef('updated_by'),
      instant('updated_at'),
    ],
    [{ columns: ['issue_id', 'cycle_no'], unique: true }],
  );
  await createTable(
    runner,
    'plan_reviews',
    [
      id(),
      ref('issue_id', 'issues'),
      integer('cycle_no'),
      integer('attempt'),
      looseRef('submitted_by'),
      instant('submitted_at'),
      code('decision'),
      text('opinion'),
      nullable(code('reason_code')),
      nullable(text('demand')),
      looseRef('decided_by'),
      instant('decided_at'),
      json('contents'),
    ],
    [{ columns: ['issue_id', 'cycle_no', 'attempt'], unique: true }],
  );
  await makeAppendOnly(runner, 'plan_reviews');
}

async function createProgress(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'progress_entries',
    [
      id(),
      ref('issue_id', 'issues'),
      integer('cycle_no'),
      date('as_of'),
      string('month', 7),
      text('text'),
      integer('percent'),
      nullable(text('effect')),
      nullable(code('verdict')),
      nullable(code('unresolved_reason')),
      nullable(text('unresolved_note')),
      nullable(text('next_step')),
      nullable(fen('recovered_fen')),
      nullable(fen('refunded_fen')),
      looseRef('recorded_by'),
      ref('unit_id', 'units'),
      instant('recorded_at'),
    ],
    [{ columns: ['issue_id', 'as_of', 'recorded_at'] }, { columns: ['issue_id', 'month'] }],
  );
  await makeAppendOnly(runner, 'progress_entries');
}
