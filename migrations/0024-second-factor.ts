import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  code,
  createTable,
  dropColumns,
  flag,
  id,
  instant,
  integer,
  nullable,
  primary,
  ref,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

const SESSION_COLUMNS = ['method', 'password_due', 'second_factor_due'];
const TABLES = [
  'password_history',
  'used_sign_in_states',
  'sign_in_challenges',
  'recovery_codes',
  'second_factors',
];

/** One-time codes beside the password, sign-in through another provider, and passwords used before. */
export class SecondFactor1700000024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'second_factors', [
      primary(ref('user_id', 'users')),
      nullable(text('secret')),
      nullable(text('pending_secret')),
      nullable(instant('pending_since')),
      nullable(instant('enrolled_at')),
      withDefault(integer('last_step'), 0),
    ]);
    await createTable(
      runner,
      'recovery_codes',
      [
        primary(string('code_hash', 64)),
        ref('user_id', 'users'),
        instant('created_at'),
        nullable(instant('used_at')),
      ],
      [{ columns: ['user_id'] }],
    );
    await createTable(
      runner,
      'sign_in_challenges',
      [
        primary(string('token_hash', 64)),
        ref('user_id', 'users'),
        code('via'),
        code('method'),
        instant('created_at'),
        instant('expires_at'),
        withDefault(integer('attempts'), 0),
      ],
      [{ columns: ['user_id'] }],
    );
    await createTable(runner, 'used_sign_in_states', [
      primary(string('state_hash', 64)),
      instant('expires_at'),
    ]);
    await createTable(
      runner,
      'password_history',
      [id(), ref('user_id', 'users'), string('password_hash', 255), instant('replaced_at')],
      [{ columns: ['user_id'] }],
    );
    await addColumns(runner, 'sessions', [
      nullable(code('method')),
      withDefault(flag('password_due'), 0),
      withDefault(flag('second_factor_due'), 0),
    ]);
    // Sessions that are open keep waiting for the password that they waited for.
    await runner.query(
      `UPDATE sessions SET password_due = 1
       WHERE user_id IN (SELECT id FROM users WHERE must_change_password = 1)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'sessions', SESSION_COLUMNS);
    for (const table of TABLES) await runner.dropTable(table);
  }
}
