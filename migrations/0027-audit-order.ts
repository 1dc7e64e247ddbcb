import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../src/platform/database/schema.js';

const ORDER = ['recorded_at', 'chain', 'seq'];

/** The audit log in the order of time, as it is read and exported. */
export class AuditOrder1700000027000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'audit_entries', { columns: ORDER });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'audit_entries', ORDER);
  }
}
