import { join, raw, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import type { StoredRow } from './import.checked-file.js';

/** A checked row with the issue it would become. */
export type NewRow = StoredRow & { readonly importId: string; readonly issueId: string };

const COLUMNS = {
  importId: 'import_id',
  seq: 'seq',
  rowNo: 'row_no',
  state: 'state',
  cells: 'cells',
  notes: 'notes',
  issueId: 'issue_id',
  source: 'source',
  sourceDocNo: 'source_doc_no',
  sourceItemNo: 'source_item_no',
  foundOn: 'found_on',
  category: 'category',
  statement: 'statement',
  detail: 'detail',
  areaCode: 'area_code',
  householdCount: 'household_count',
  personCount: 'person_count',
  amountInvolvedFen: 'amount_involved_fen',
  nature: 'nature',
  scope: 'scope',
  severity: 'severity',
  rectificationType: 'rectification_type',
  causeAnalysis: 'cause_analysis',
  responsibleUnitId: 'responsible_unit_id',
  remark: 'remark',
} as const satisfies Record<keyof NewRow, string>;

const FIELDS = Object.keys(COLUMNS) as (keyof NewRow)[];
const NAMES = raw(Object.values(COLUMNS).join(', '));

/** Inserts a portion of rows in one statement: one by one, PostgreSQL spends its time on the way. */
export async function insertRows(tx: Tx, rows: readonly NewRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => sql`(${join(FIELDS.map((field) => stored(row[field])))})`);
  await tx.execute(sql`INSERT INTO issue_import_rows (${NAMES}) VALUES ${join(values)}`);
}

const stored = (value: NewRow[keyof NewRow]): string | number | null =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
