import { getMetadataArgsStorage } from 'typeorm';
import { ENTITIES } from '../../../src/app.parts.js';
import { raw, sql } from '../../../src/platform/database/queryable.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import type { TestApp } from '../../support/app.js';
import { PAYLOADS } from './payloads.js';

/** Columns that no person's text gets into, or from which the program lives; all others are poisoned. */
const NOT_TYPED: Readonly<Record<string, string>> = {
  'audit_entries.action': 'code of the program',
  'audit_entries.chain': 'name of a chain, made by the program',
  'bulletins.quarter': 'period',
  'campaigns.template_code': 'code of a template',
  'case_hand_overs.period': 'period',
  'cases.case_no': 'number that the program gives',
  'closure_applications.closure_no': 'number that the program gives',
  'counters.name': 'name that the program gives',
  'evidence.mime': 'told by the content',
  'idempotency_keys.key': 'never shown',
  'idempotency_keys.response': 'never shown',
  'issues.closure_no': 'number that the program gives',
  'issues.issue_no': 'number that the program gives',
  'issues.area_code': 'twelve digits',
  'issue_import_rows.area_code': 'twelve digits',
  'notifications.dedupe_key': 'made by the program, never shown',
  'issue_tallies.slot': 'code or day',
  'jobs.input': 'settings of the program, never shown',
  'jobs.owner_scope': 'ids',
  'jobs.result_mime': 'told by the program',
  'outbox_messages.dedupe_key': 'made by the program, never shown',
  'outbox_messages.payload': 'a copy of what people were told; the screen shows only whom',
  'outbox_messages.lane': 'made by the program, never shown',
  'report_attachments.mime': 'told by the content',
  'report_urges.once_key': 'made by the program, never shown',
  'stored_files.mime': 'told by the content',
  'tasks.task_no': 'number that the program gives',
  'ui_preferences.key': 'name of a list',
  'ui_preferences.value': 'choices of columns',
  'notification_preferences.email_choices': 'choices of topics',
  'units.area_code': 'twelve digits',
  'units.path': 'ids',
  'users.username': 'letters and digits, by which the people of this test sign in',
};
/** Columns that no screen of this test shows, and where they are seen instead. */
export const NOT_SHOWN: Readonly<Record<string, string>> = {
  'bulletin_follow_ups.acknowledged_by_name': 'only once somebody has signed for it',
  'bulletin_follow_ups.answered_by_name': 'only once somebody has answered',
  'bulletin_follow_ups.decided_by_name': 'only once somebody has decided',
  'bulletins.signed_document': 'between signature and issuance; then the sealed copy is shown',
  'case_hand_overs.note': 'told to the receiver in a message',
  'case_maskings.confirmed_by_name': 'a masking of other words does not count any more',
  'case_maskings.opinion': 'a masking of other words does not count any more',
  'delegated_acts.actor_name': 'the title of the dialog names both people',
  'delegations.created_by_name': 'in a column that is off until somebody wants it',
  'issue_import_rows.cause_analysis': 'the cells of the file are shown; this goes into the issue',
  'issue_import_rows.detail': 'the cells of the file are shown; this goes into the issue',
  'issue_import_rows.remark': 'the cells of the file are shown; this goes into the issue',
  'issue_import_rows.source_doc_no': 'the cells of the file are shown; this goes into the issue',
  'issue_import_rows.source_item_no': 'the cells of the file are shown; this goes into the issue',
  'issue_import_rows.statement': 'the cells of the file are shown; this goes into the issue',
  'issue_imports.withdrawn_reason': 'only of an import that was taken back',
  'issues.stage_goal': 'a copy of that of the plan, which is shown',
  'lookbacks.checker_name': 'the names that he has entered are shown',
  'plan_reviews.contents': 'only of a plan that was handed in more than once',
  'plan_reviews.demand': 'only of a plan that was returned',
  'report_attachments.withdrawn_reason': 'only of one that was taken back',
  'report_urges.answered_by': 'in the dialog of whoever may urge once more',
  'report_urges.note': 'in the dialog of whoever may urge once more',
  'report_urges.urged_by_name': 'in the dialog of whoever may urge once more',
  'report_versions.summary': 'figures for whoever adds them up',
  'reports.exempt_reason': 'the history of the report tells it',
  'reports.narrative': 'while a report is written; then the sealed version is shown',
  'responsibilities.phone': 'all but its ends is masked',
  'tasks.title': 'printed in documents',
  'users.email': 'in the form of the account, behind a menu',
};
/** Ciphers, keyed hashes and digests: shown to nobody. */
const SEALED = /\.(sealed_\w+|\w*hash|\w*sha256|\w*digest)$|^second_factors\.(pending_)?secret$/;
/** Lengths of columns that hold ids, codes, instants, days, months and quarters, unless something else is in them. */
const LENGTHS_OF_CODES = new Set([36, 64, 24, 10, 7, 6, 5]);
const LOOKS_LIKE_A_CODE = /^[\w.:-]*$/;
/** People type Chinese; what else a JSON column keeps as text are codes, ids and days. */
const TYPED = /\p{Script=Han}/u;

/** A column of text, and what has been appended to it. */
export interface Poisoned {
  readonly name: string;
  /** Stands before each payload, with the payload's number. */
  readonly mark: (payload: number) => string;
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly json: boolean;
}

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Every column of every table that may hold text, by the entities. */
function columnsOfText(): (Column & { readonly mayBeCode: boolean })[] {
  const { tables, columns } = getMetadataArgsStorage();
  return ENTITIES.flatMap((entity) => {
    const table = tables.find(({ target }) => target === entity)?.name ?? '';
    return columns
      .filter(
        ({ target, options }) => target === entity && /^(varchar|text)$/.test(String(options.type)),
      )
      .map(({ propertyName, options }) => ({
        table,
        name: snake(propertyName),
        json: options.transformer !== undefined,
        mayBeCode: LENGTHS_OF_CODES.has(Number(options.length)),
      }))
      .filter(({ name }) => {
        const full = `${table}.${name}`;
        return !(full in NOT_TYPED) && !SEALED.test(full);
      });
  });
}

/** Appends payloads to everything that people may have typed, past all rules; the database is of no use afterwards. */
export class Poisoner {
  readonly columns: Poisoned[] = [];
  /** Tables of whose columns nothing can be said: they are empty. */
  readonly empty: string[] = [];
  values = 0;

  async poison(app: TestApp): Promise<this> {
    await app.uow.run(async (tx) => {
      const triggers = await tx.all<{ name: string }>(
        sql`SELECT name FROM sqlite_master WHERE type = 'trigger'`,
      );
      for (const { name } of triggers) await tx.execute(sql`DROP TRIGGER ${raw(name)}`);
      for (const column of columnsOfText()) await this.poisonColumn(tx, column);
      // Units and campaigns are kept in memory until somebody changes them.
      await tx.execute(sql`UPDATE campaigns SET version = version + 1`);
      await tx.execute(sql`UPDATE counters SET value = value + 1 WHERE name = 'units'`);
    });
    return this;
  }

  private async poisonColumn(tx: Tx, column: Column & { mayBeCode: boolean }): Promise<void> {
    const table = raw(column.table);
    const name = raw(column.name);
    const rows = await tx.all<{ at: number; value: string | null }>(
      sql`SELECT rowid AS at, ${name} AS value FROM ${table} ORDER BY rowid`,
    );
    if (rows.length === 0 && !column.mayBeCode) this.empty.push(`${column.table}.${column.name}`);
    const isCode = rows.every(({ value }) => LOOKS_LIKE_A_CODE.test(value ?? ''));
    if (rows.length === 0 || (column.mayBeCode && isCode)) return;
    const json = column.json || rows.some(({ value }) => /^[[{]/.test(value ?? ''));
    const no = this.columns.length;
    const mark = (payload: number): string => `〔${no}.${payload}〕`;
    let wrote = false;
    for (const [index, { at, value }] of rows.entries()) {
      const turn = (no + index) % PAYLOADS.length;
      const payload = mark(turn) + PAYLOADS[turn];
      const text = json ? inJson(value, payload) : (value ?? '') + payload;
      if (text === value) continue;
      await tx.execute(sql`UPDATE ${table} SET ${name} = ${text} WHERE rowid = ${at}`);
      this.values += 1;
      wrote = true;
    }
    if (wrote) this.columns.push({ name: `${column.table}.${column.name}`, mark });
  }
}

/** Only strings that people have typed; what else stands there stays whole. */
function inJson(value: string | null, payload: string): string | null {
  if (value === null) return null;
  return JSON.stringify(JSON.parse(value), (_key, part: unknown) =>
    typeof part === 'string' && TYPED.test(part) ? part + payload : part,
  );
}
