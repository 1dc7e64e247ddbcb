import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  addIndex,
  code,
  createTable,
  date,
  dropAppendOnly,
  dropColumns,
  dropIndex,
  id,
  instant,
  integer,
  looseRef,
  makeAppendOnly,
  nullable,
  ref,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

const BY_REMINDER = ['next_reminder_on', 'id'];
const BY_URGE = ['next_urge_at', 'id'];
const COLUMNS = [
  nullable(date('printed_due_on')),
  nullable(looseRef('shift_id')),
  withDefault(integer('urge_count'), 0),
  nullable(text('exempt_reason')),
  nullable(date('next_reminder_on')),
  nullable(instant('next_urge_at')),
];

/** 报送日程: periods opened, 顺延 and 催报 as registers, and on each report what falls due next. */
export class Schedule1700000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'reports', COLUMNS);
    await addIndex(runner, 'reports', { columns: BY_REMINDER });
    await addIndex(runner, 'reports', { columns: BY_URGE });
    await runner.query(`UPDATE reports SET printed_due_on = due_on`);
    await runner.query(
      `UPDATE reports SET next_reminder_on = due_on, next_urge_at = due_at
       WHERE status IN ('PENDING', 'DRAFT')`,
    );
    await createOpenings(runner);
    await createUrges(runner);
    await createShifts(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['report_urges', 'report_shifts']) {
      await dropAppendOnly(runner, table);
      await runner.dropTable(table);
    }
    await runner.dropTable('report_openings');
    await dropIndex(runner, 'reports', BY_REMINDER);
    await dropIndex(runner, 'reports', BY_URGE);
    await dropColumns(
      runner,
      'reports',
      COLUMNS.map(({ name }) => name),
    );
  }
}

function createOpenings(runner: QueryRunner): Promise<void> {
  return createTable(
    runner,
    'report_openings',
    [
      id(),
      ref('campaign_id', 'campaigns'),
      code('rule_code'),
      string('period', 10),
      date('opens_on'),
      integer('owner_count'),
      instant('opened_at'),
    ],
    [{ columns: ['campaign_id', 'rule_code', 'period'], unique: true }],
  );
}

async function createUrges(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'report_urges',
    [
      id(),
      ref('report_id', 'reports'),
      code('channel'),
      string('once_key', 100),
      nullable(date('due_on_then')),
      text('note'),
      nullable(string('answered_by', 100)),
      nullable(looseRef('urged_by')),
      string('urged_by_name', 100),
      instant('urged_at'),
    ],
    [{ columns: ['report_id', 'once_key'], unique: true }],
  );
  await makeAppendOnly(runner, 'report_urges');
}

async function createShifts(runner: QueryRunner): Promise<void> {
  await createTable(
    runner,
    'report_shifts',
    [
      id(),
      ref('campaign_id', 'campaigns'),
      code('rule_code'),
      string('period', 10),
      string('period_label', 40),
      ref('receiver_unit_id', 'units'),
      integer('shift_no'),
      date('printed_due_on'),
      string('printed_due_time', 5),
      date('previous_due_on'),
      date('new_due_on'),
      string('new_due_time', 5),
      nullable(string('notice_no', 100)),
      text('reason'),
      integer('report_count'),
      looseRef('issued_by'),
      string('issued_by_name', 100),
      instant('issued_at'),
    ],
    [
      {
        columns: ['campaign_id', 'rule_code', 'period', 'receiver_unit_id', 'shift_no'],
        unique: true,
      },
    ],
  );
  await makeAppendOnly(runner, 'report_shifts');
}
