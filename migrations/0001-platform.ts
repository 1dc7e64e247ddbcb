import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  big,
  code,
  createTable,
  dropAppendOnly,
  instant,
  json,
  looseRef,
  makeAppendOnly,
  nullable,
  primary,
  string,
  text,
} from '../src/platform/database/schema.js';

/** Counters, idempotency keys and the audit chain. */
export class Platform1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'counters', [primary(string('name', 100)), big('value')]);
    await createTable(runner, 'idempotency_keys', [
      primary(looseRef('user_id')),
      primary(string('key', 100)),
      string('request_hash', 64),
      text('response'),
      instant('created_at'),
    ]);
    await createTable(runner, 'audit_heads', [
      primary(string('chain', 64)),
      big('seq'),
      string('hash', 64),
    ]);
    await createTable(
      runner,
      'audit_entries',
      [
        primary(string('chain', 64)),
        primary(big('seq')),
        instant('recorded_at'),
        nullable(looseRef('actor_id')),
        string('actor_name', 100),
        nullable(looseRef('actor_unit_id')),
        code('action'),
        code('subject_type'),
        looseRef('subject_id'),
        json('detail'),
        string('previous_hash', 64),
        string('hash', 64),
      ],
      [
        { columns: ['subject_type', 'subject_id', 'seq'] },
        { columns: ['actor_id', 'recorded_at'] },
      ],
    );
    await makeAppendOnly(runner, 'audit_entries');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'audit_entries');
    for (const table of ['audit_entries', 'audit_heads', 'idempotency_keys', 'counters']) {
      await runner.dropTable(table);
    }
  }
}
