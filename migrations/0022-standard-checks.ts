import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, json, nullable } from '../src/platform/database/schema.js';

/** What a reviewer found about each closing standard; before, it stood in the words of the opinion. */
export class StandardChecks1700000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'closure_steps', [nullable(json('checks'))]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'closure_steps', ['checks']);
  }
}
