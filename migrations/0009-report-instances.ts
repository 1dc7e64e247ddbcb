import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  addIndex,
  dropColumns,
  dropIndex,
  json,
  looseRef,
  nullable,
} from '../src/platform/database/schema.js';

const BY_RECEIVER = ['receiver_unit_id', 'status', 'due_on', 'id'];

/** Reports know who receives them, and keep the terms under which they are owed. */
export class ReportInstances1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'reports', [
      nullable(looseRef('receiver_unit_id')),
      nullable(looseRef('receiver_division_id')),
      nullable(json('terms')),
    ]);
    await addIndex(runner, 'reports', { columns: BY_RECEIVER });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'reports', BY_RECEIVER);
    await dropColumns(runner, 'reports', ['receiver_unit_id', 'receiver_division_id', 'terms']);
  }
}
