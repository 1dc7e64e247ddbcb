import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, code, dropColumns, nullable } from '../src/platform/database/schema.js';

/** Which second factor opened a session: a deputy's powers may ask for it later. */
export class SessionSecondFactor1700000028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'sessions', [nullable(code('second_factor'))]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'sessions', ['second_factor']);
  }
}
