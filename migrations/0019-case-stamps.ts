import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  dropColumns,
  integer,
  json,
  nullable,
  string,
  withDefault,
} from '../src/platform/database/schema.js';

/**
 * In what state a case was signed in a bulletin, or handed to the bureau above. Of older hand-overs the
 * case is taken to be as it was sent, so that correcting it lets it be handed up again.
 */
export class CaseStamps1700000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'bulletins', [nullable(json('signed_cases'))]);
    await addColumns(runner, 'case_hand_overs', [
      withDefault(integer('case_round'), 0),
      nullable(string('case_digest', 64)),
    ]);
    await runner.query(`UPDATE case_hand_overs SET case_round =
      (SELECT cases.round FROM cases WHERE cases.id = case_hand_overs.case_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'case_hand_overs', ['case_round', 'case_digest']);
    await dropColumns(runner, 'bulletins', ['signed_cases']);
  }
}
