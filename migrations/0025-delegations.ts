import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  date,
  dropAppendOnly,
  id,
  instant,
  looseRef,
  makeAppendOnly,
  nullable,
  ref,
  rowVersion,
  string,
} from '../src/platform/database/schema.js';

/** Who stands in for whom while on leave, and what was done in another's name. */
export class Delegations1700000025000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'delegations',
      [
        id(),
        ref('delegator_id', 'users'),
        string('delegator_name', 100),
        ref('delegator_unit_id', 'units'),
        ref('deputy_id', 'users'),
        string('deputy_name', 100),
        ref('deputy_unit_id', 'units'),
        date('from_date'),
        date('to_date'),
        string('reason', 200),
        ref('created_by', 'users'),
        string('created_by_name', 100),
        instant('created_at'),
        nullable(instant('ended_at')),
        nullable(code('end_kind')),
        nullable(string('end_reason', 200)),
        nullable(looseRef('ended_by')),
        nullable(string('ended_by_name', 100)),
        rowVersion(),
      ],
      [{ columns: ['delegator_id', 'to_date'] }, { columns: ['deputy_id', 'to_date'] }],
    );
    await createTable(
      runner,
      'delegated_acts',
      [
        id(),
        instant('recorded_at'),
        looseRef('delegation_id'),
        looseRef('actor_id'),
        string('actor_name', 100),
        looseRef('on_behalf_of_id'),
        code('action'),
        code('subject_type'),
        looseRef('subject_id'),
      ],
      [
        { columns: ['subject_id', 'actor_id'] },
        { columns: ['on_behalf_of_id'] },
        { columns: ['delegation_id', 'recorded_at'] },
      ],
    );
    await makeAppendOnly(runner, 'delegated_acts');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'delegated_acts');
    await runner.dropTable('delegated_acts');
    await runner.dropTable('delegations');
  }
}
