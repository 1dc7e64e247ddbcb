import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, nullable, string } from '../src/platform/database/schema.js';

/** Jobs belong to a person at a place: who has moved on leaves what was made there behind. */
export class JobOwners1700000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'jobs', [nullable(string('owner_scope', 100))]);
    // The place of that day, not of today: from the import whose id the job was given, or the audit log.
    await runner.query(`
      UPDATE jobs SET owner_scope = COALESCE(
        (SELECT i.unit_id FROM issue_imports AS i
         WHERE jobs.kind LIKE 'issueImport.%' AND i.id = SUBSTR(jobs.input, 14, 36)),
        (SELECT MAX(a.actor_unit_id) FROM audit_entries AS a
         WHERE a.subject_type = 'job' AND a.subject_id = jobs.id AND a.action = 'export.request'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'jobs', ['owner_scope']);
  }
}
