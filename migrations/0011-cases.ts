import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  code,
  createTable,
  date,
  dropAppendOnly,
  id,
  instant,
  integer,
  looseRef,
  makeAppendOnly,
  nullable,
  ref,
  rowVersion,
  string,
  text,
} from '../src/platform/database/schema.js';

/** Column and its type. TypeORM would rebuild the table on SQLite and lose its triggers. */
const ADDED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  cases: [
    ['place_unit_id', 'varchar(36)'],
    ['due_fen', 'bigint'],
    ['waived_fen', 'bigint'],
    ['waiver_note', 'text'],
    ['concluded_on', 'varchar(10)'],
  ],
  case_reviews: [['organ', 'varchar(100)']],
  bulletins: [
    ['notice_kind', 'varchar(64)'],
    ['target_id', 'varchar(36)'],
    ['reason', 'text'],
    ['changes', 'text'],
    ['case_order', 'varchar(64)'],
    ['receiver_ids', 'text'],
    ['legal_check', 'integer NOT NULL DEFAULT 0'],
    ['round', 'integer NOT NULL DEFAULT 0'],
    ['chain', 'text'],
    ['submitted_by', 'varchar(36)'],
    ['signed_on', 'varchar(10)'],
    ['signed_document', 'text'],
  ],
};

/** Names of people in cases (encrypted), 称谓确认, 案例上报; approval, follow-up and notices of 通报. */
export class Cases1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(ADDED)) {
      for (const [name, type] of columns) {
        await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
      }
    }
    await this.createPeople(runner);
    await this.createHandOvers(runner);
    await this.createBulletinTables(runner);
    await nameOldPersons(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'bulletin_steps');
    await dropAppendOnly(runner, 'case_maskings');
    for (const table of [
      'bulletin_follow_ups',
      'bulletin_steps',
      'case_hand_overs',
      'case_maskings',
      'case_people',
    ]) {
      await runner.dropTable(table);
    }
    for (const [table, columns] of Object.entries(ADDED)) {
      for (const [name] of columns) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }

  private async createPeople(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'case_people',
      [
        id(),
        ref('case_id', 'cases'),
        text('sealed_name'),
        string('name_hash', 64),
        nullable(string('id_hash', 64)),
        instant('created_at'),
        instant('updated_at'),
        nullable(instant('removed_at')),
      ],
      [{ columns: ['case_id'] }, { columns: ['name_hash'] }],
    );
    await createTable(
      runner,
      'case_maskings',
      [
        id(),
        ref('case_id', 'cases'),
        string('digest', 64),
        text('opinion'),
        looseRef('confirmed_by'),
        string('confirmed_by_name', 100),
        instant('confirmed_at'),
      ],
      [{ columns: ['case_id', 'confirmed_at'] }],
    );
    await makeAppendOnly(runner, 'case_maskings');
  }

  private createHandOvers(runner: QueryRunner): Promise<void> {
    return createTable(
      runner,
      'case_hand_overs',
      [
        id(),
        ref('case_id', 'cases'),
        ref('from_bureau_id', 'units'),
        ref('to_bureau_id', 'units'),
        string('period', 10),
        nullable(looseRef('campaign_id')),
        nullable(code('rule_code')),
        code('status'),
        nullable(text('note')),
        looseRef('sent_by'),
        string('sent_by_name', 100),
        instant('sent_at'),
        nullable(looseRef('decided_by')),
        nullable(string('decided_by_name', 100)),
        nullable(instant('decided_at')),
        nullable(text('opinion')),
        nullable(text('demand')),
        rowVersion(),
      ],
      [
        { columns: ['to_bureau_id', 'period', 'id'] },
        { columns: ['from_bureau_id', 'period', 'id'] },
        { columns: ['case_id'] },
      ],
    );
  }

  private async createBulletinTables(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'bulletin_steps',
      [
        id(),
        ref('bulletin_id', 'bulletins'),
        integer('round'),
        code('step'),
        code('decision'),
        text('opinion'),
        nullable(text('demand')),
        looseRef('decided_by'),
        string('decided_by_name', 100),
        string('decided_by_post', 100),
        instant('decided_at'),
      ],
      [{ columns: ['bulletin_id', 'round', 'step'], unique: true }],
    );
    await makeAppendOnly(runner, 'bulletin_steps');
    await createTable(
      runner,
      'bulletin_follow_ups',
      [
        id(),
        ref('bulletin_id', 'bulletins'),
        ref('unit_id', 'units'),
        date('due_on'),
        code('status'),
        nullable(instant('acknowledged_at')),
        nullable(string('acknowledged_by_name', 100)),
        nullable(text('answer')),
        nullable(integer('found_count')),
        nullable(instant('answered_at')),
        nullable(date('answered_on')),
        nullable(string('answered_by_name', 100)),
        nullable(text('demand')),
        nullable(string('decided_by_name', 100)),
        nullable(instant('decided_at')),
        rowVersion(),
      ],
      [{ columns: ['bulletin_id', 'unit_id'], unique: true }, { columns: ['unit_id', 'due_on'] }],
    );
  }
}

/** People of older cases get ids; their real names were never kept. */
async function nameOldPersons(runner: QueryRunner): Promise<void> {
  const rows = (await runner.query('SELECT id, persons FROM cases')) as {
    id: string;
    persons: string;
  }[];
  const [first, second] = runner.dataSource.options.type === 'postgres' ? ['$1', '$2'] : ['?', '?'];
  for (const row of rows) {
    const persons = (JSON.parse(row.persons) as object[]).map((person) => ({
      id: globalThis.crypto.randomUUID(),
      ...person,
    }));
    await runner.query(`UPDATE cases SET persons = ${first} WHERE id = ${second}`, [
      JSON.stringify(persons),
      row.id,
    ]);
  }
}
