import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  date,
  dropAppendOnly,
  flag,
  id,
  instant,
  integer,
  json,
  looseRef,
  makeAppendOnly,
  nullable,
  ref,
  rowVersion,
  string,
  text,
  withDefault,
} from '../src/platform/database/schema.js';

/** What a notice says; nobody may change it once the notice has been issued. */
const CONTENT = [
  ...['kind', 'campaign_id', 'bureau_id', 'doc_no', 'level', 'title', 'content'],
  ...['instructing_leader', 'instruction', 'lead_leader', 'co_leaders', 'lead_unit_id'],
  ...['co_unit_ids', 'issue_ids', 'due_on', 'feedback_type', 'feedback_cycle', 'source'],
  ...['source_doc_no', 'requirements', 'feedback_form', 'feedback_required', 'materials'],
  ...['contact', 'phone', 'origin', 'ladder_issue_id', 'ladder_cycle_no', 'basis', 'mark_on'],
  ...['issued_on', 'issued_at', 'issued_by', 'issued_by_name', 'sign_due_on'],
];

/** 督办单, 交办单 and their replies, 督办措施, 催办. */
export class Supervision1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createNotices(runner);
    await freezeIssued(runner);
    await this.createAddressees(runner);
    await this.createReplies(runner);
    await this.createMeasures(runner);
    await this.createUrges(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'issue_urges',
      'supervision_measures',
      'supervision_reviews',
      'supervision_replies',
      'supervision_notice_units',
      'supervision_notice_issues',
      'supervision_notices',
    ]) {
      await runner.dropTable(table);
      if (APPEND_ONLY.includes(table)) await dropAppendOnly(runner, table);
    }
    await thawIssued(runner);
  }

  private createNotices(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'supervision_notices',
      [...said(), ...life()],
      [
        { columns: ['bureau_id', 'doc_no'], unique: true },
        {
          columns: ['ladder_issue_id', 'ladder_cycle_no', 'basis', 'mark_on', 'level'],
          unique: true,
        },
        { columns: ['campaign_id', 'status', 'id'] },
        { columns: ['bureau_id', 'created_at', 'id'] },
        { columns: ['campaign_id', 'lead_unit_id', 'level', 'issued_on'] },
      ],
    );
  }

  /** Written when a notice is issued: whom it reaches and what it is about. */
  private async createAddressees(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'supervision_notice_units',
      [id(), ref('notice_id', 'supervision_notices'), ref('unit_id', 'units'), code('part')],
      [{ columns: ['notice_id', 'unit_id'], unique: true }, { columns: ['unit_id', 'notice_id'] }],
    );
    await makeAppendOnly(runner, 'supervision_notice_units');
    await createTable(
      runner,
      'supervision_notice_issues',
      [
        id(),
        ref('notice_id', 'supervision_notices'),
        ref('issue_id', 'issues'),
        integer('cycle_no'),
      ],
      [
        { columns: ['notice_id', 'issue_id'], unique: true },
        { columns: ['issue_id', 'cycle_no', 'notice_id'] },
      ],
    );
    await makeAppendOnly(runner, 'supervision_notice_issues');
  }

  private async createReplies(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'supervision_replies',
      [
        id(),
        ref('notice_id', 'supervision_notices'),
        integer('reply_no'),
        code('status'),
        nullable(date('due_on')),
        text('process'),
        code('conclusion'),
        text('opinion'),
        string('handler', 60),
        json('evidence_ids'),
        nullable(text('attachment_note')),
        looseRef('replied_by'),
        string('replied_by_name', 100),
        instant('replied_at'),
        nullable(looseRef('signed_by')),
        nullable(string('signed_by_name', 100)),
        nullable(instant('signed_at')),
        nullable(date('signed_on')),
      ],
      [{ columns: ['notice_id', 'reply_no'], unique: true }],
    );
    await createTable(
      runner,
      'supervision_reviews',
      [
        id(),
        ref('reply_id', 'supervision_replies'),
        ref('notice_id', 'supervision_notices'),
        code('verdict'),
        flag('facts_clear'),
        flag('problem_solved'),
        flag('measures_compliant'),
        flag('papers_in_order'),
        text('opinion'),
        nullable(text('demand')),
        nullable(date('due_on')),
        looseRef('reviewed_by'),
        string('reviewed_by_name', 100),
        instant('reviewed_at'),
      ],
      [{ columns: ['reply_id'], unique: true }, { columns: ['notice_id'] }],
    );
    await makeAppendOnly(runner, 'supervision_reviews');
  }

  private createMeasures(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'supervision_measures',
      [
        id(),
        ref('campaign_id', 'campaigns'),
        ref('bureau_id', 'units'),
        code('kind'),
        code('status'),
        ref('unit_id', 'units'),
        text('reason'),
        json('issue_ids'),
        nullable(ref('notice_id', 'supervision_notices')),
        nullable(string('quarter', 6)),
        nullable(looseRef('proposed_by')),
        string('proposed_by_name', 100),
        instant('proposed_at'),
        nullable(looseRef('decided_by')),
        nullable(string('decided_by_name', 100)),
        nullable(instant('decided_at')),
        nullable(text('decision_note')),
        nullable(date('done_on')),
        nullable(text('done_note')),
        nullable(string('done_by_name', 100)),
        rowVersion(),
      ],
      [
        { columns: ['campaign_id', 'unit_id', 'quarter', 'kind'], unique: true },
        { columns: ['bureau_id', 'status', 'id'] },
        { columns: ['campaign_id', 'status', 'id'] },
        { columns: ['notice_id'] },
      ],
    );
  }

  private async createUrges(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'issue_urges',
      [
        id(),
        ref('issue_id', 'issues'),
        integer('cycle_no'),
        ref('unit_id', 'units'),
        nullable(text('note')),
        looseRef('urged_by'),
        string('urged_by_name', 100),
        instant('urged_at'),
      ],
      [{ columns: ['issue_id', 'urged_at'] }],
    );
    await makeAppendOnly(runner, 'issue_urges');
  }
}

/** What a notice says. */
const said = () => [
  id(),
  code('kind'),
  ref('campaign_id', 'campaigns'),
  ref('bureau_id', 'units'),
  code('status'),
  nullable(string('doc_no', 40)),
  nullable(code('level')),
  string('title', 200),
  text('content'),
  nullable(string('instructing_leader', 60)),
  nullable(text('instruction')),
  nullable(string('lead_leader', 60)),
  nullable(string('co_leaders', 200)),
  ref('lead_unit_id', 'units'),
  json('co_unit_ids'),
  json('issue_ids'),
  nullable(date('due_on')),
  nullable(code('feedback_type')),
  nullable(code('feedback_cycle')),
  nullable(code('source')),
  nullable(string('source_doc_no', 100)),
  nullable(text('requirements')),
  nullable(code('feedback_form')),
  withDefault(flag('feedback_required'), 1),
  json('materials'),
  nullable(string('contact', 60)),
  nullable(string('phone', 40)),
  code('origin'),
  nullable(ref('ladder_issue_id', 'issues')),
  nullable(integer('ladder_cycle_no')),
  nullable(code('basis')),
  nullable(date('mark_on')),
];

/** Who made it, and what has become of it. */
const life = () => [
  nullable(looseRef('drafted_by')),
  string('drafted_by_name', 100),
  instant('created_at'),
  instant('updated_at'),
  nullable(date('issued_on')),
  nullable(instant('issued_at')),
  nullable(looseRef('issued_by')),
  nullable(string('issued_by_name', 100)),
  nullable(date('sign_due_on')),
  nullable(date('signed_on')),
  nullable(instant('signed_at')),
  nullable(string('signed_by_name', 100)),
  nullable(date('feedback_due_on')),
  withDefault(integer('reply_count'), 0),
  withDefault(integer('return_count'), 0),
  nullable(date('finished_on')),
  nullable(text('closing_note')),
  nullable(looseRef('closed_by')),
  nullable(string('closed_by_name', 100)),
  rowVersion(),
];

const APPEND_ONLY = [
  'issue_urges',
  'supervision_reviews',
  'supervision_notice_units',
  'supervision_notice_issues',
];
const FROZEN = 'an issued supervision notice cannot be changed';
const KEPT = 'supervision notices are never deleted';

/**
 * Makes the database itself refuse to change what an issued notice says, or to delete any notice. What
 * happens to it afterwards (signing, replies, verdict, withdrawal) is kept in other columns, which move.
 */
async function freezeIssued(runner: QueryRunner): Promise<void> {
  const row = (side: string) => `(${CONTENT.map((column) => `${side}.${column}`).join(', ')})`;
  if (runner.dataSource.options.type === 'postgres') {
    await runner.query(
      `CREATE FUNCTION supervision_notices_frozen() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '${KEPT}'; END IF;
       RAISE EXCEPTION '${FROZEN}'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER supervision_notices_frozen_update BEFORE UPDATE ON supervision_notices
       FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL AND ${row('OLD')} IS DISTINCT FROM ${row('NEW')})
       EXECUTE FUNCTION supervision_notices_frozen()`,
    );
    await runner.query(
      `CREATE TRIGGER supervision_notices_frozen_delete BEFORE DELETE ON supervision_notices
       FOR EACH ROW EXECUTE FUNCTION supervision_notices_frozen()`,
    );
    return;
  }
  await runner.query(
    `CREATE TRIGGER supervision_notices_frozen_update BEFORE UPDATE ON supervision_notices
     WHEN OLD.issued_at IS NOT NULL AND ${row('OLD')} IS NOT ${row('NEW')}
     BEGIN SELECT RAISE(ABORT, '${FROZEN}'); END`,
  );
  await runner.query(
    `CREATE TRIGGER supervision_notices_frozen_delete BEFORE DELETE ON supervision_notices
     BEGIN SELECT RAISE(ABORT, '${KEPT}'); END`,
  );
}

async function thawIssued(runner: QueryRunner): Promise<void> {
  if (runner.dataSource.options.type !== 'postgres') return;
  await runner.query('DROP FUNCTION IF EXISTS supervision_notices_frozen() CASCADE');
}
