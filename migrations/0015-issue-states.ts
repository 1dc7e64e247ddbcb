import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  big,
  code,
  createTable,
  date,
  dropAppendOnly,
  dropColumns,
  fen,
  flag,
  instant,
  integer,
  looseRef,
  makeAppendOnly,
  nullable,
  primary,
  ref,
  string,
  withDefault,
} from '../src/platform/database/schema.js';

/**
 * What every issue was at any past instant, and the maintained sums for the present. Issues that are
 * already there get the state they have had since their last change, and before it what the ledger
 * entries tell, marked as known in part.
 */
export class IssueStates1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'issues', [
      withDefault(integer('closure_attempts'), 0),
      withDefault(integer('closure_returns'), 0),
      nullable(code('lookback_result')),
    ]);
    await createStates(runner);
    await createTable(runner, 'issue_tallies', [
      primary(looseRef('campaign_id')),
      primary(code('dimension')),
      primary(code('bucket')),
      primary(code('measure')),
      primary(string('slot', 24)),
      big('amount'),
    ]);
    await keepOnIssues(runner);
    await tellFromEntries(runner);
    await tellFromIssues(runner);
    await countIssues(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnly(runner, 'issue_states');
    for (const table of ['issue_tallies', 'issue_states']) await runner.dropTable(table);
    await dropColumns(runner, 'issues', ['closure_attempts', 'closure_returns', 'lookback_result']);
  }
}

async function createStates(runner: QueryRunner): Promise<void> {
  await createTable(runner, 'issue_states', [
    primary(ref('issue_id', 'issues')),
    primary(integer('version')),
    looseRef('campaign_id'),
    instant('recorded_at'),
    code('status'),
    integer('cycle_no'),
    looseRef('unit_id'),
    code('category'),
    code('source'),
    nullable(code('severity')),
    nullable(code('rectification_type')),
    nullable(code('verdict')),
    date('registered_on'),
    nullable(date('original_deadline')),
    nullable(date('current_deadline')),
    nullable(date('closed_on')),
    integer('extension_count'),
    nullable(fen('due_recovery_fen')),
    nullable(fen('recovered_fen')),
    nullable(fen('refunded_fen')),
    nullable(code('lookback_result')),
    integer('closure_attempts'),
    integer('closure_returns'),
    nullable(code('unresolved_reason')),
    nullable(date('expected_finish_on')),
    withDefault(flag('partial'), 0),
  ]);
  await makeAppendOnly(runner, 'issue_states');
}

const LATEST_LOOKBACK = `ORDER BY l.cycle_no DESC, l.checked_on DESC, l.recorded_at DESC, l.id DESC LIMIT 1`;

async function keepOnIssues(runner: QueryRunner): Promise<void> {
  await runner.query(`
    UPDATE issues SET
      closure_attempts = (SELECT COUNT(*) FROM closure_applications AS a WHERE a.issue_id = issues.id),
      closure_returns = (SELECT COUNT(*) FROM closure_applications AS a
        WHERE a.issue_id = issues.id AND a.status = 'RETURNED'),
      lookback_result = (SELECT l.result FROM lookbacks AS l
        WHERE l.issue_id = issues.id ${LATEST_LOOKBACK})`);
}

const COLUMNS = `issue_id, version, campaign_id, recorded_at, status, cycle_no, unit_id, category,
  source, severity, rectification_type, verdict, registered_on, original_deadline, current_deadline,
  closed_on, extension_count, due_recovery_fen, recovered_fen, refunded_fen, lookback_result,
  closure_attempts, closure_returns, unresolved_reason, expected_finish_on, partial`;

/**
 * Before its last change: status, round, unit and category from the postings; the deadlines of a
 * closed round from its application. Versions from 0 downwards, so that they sort before the real one.
 */
async function tellFromEntries(runner: QueryRunner): Promise<void> {
  await runner.query(`
    INSERT INTO issue_states (${COLUMNS})
    SELECT e.issue_id, e.place - e.places, e.campaign_id, e.recorded_at,
      CASE e.kind WHEN 'OPENED' THEN 'REGISTERED' WHEN 'CORRECTED' THEN 'REGISTERED'
        WHEN 'TRANSFERRED_IN' THEN 'ASSIGNED' WHEN 'REOPENED' THEN 'RECTIFYING'
        WHEN 'TRANSFERRED_OUT' THEN 'TRANSFERRED' ELSE e.kind END,
      e.cycle_no, e.unit_id, e.category, COALESCE(i.source, ''), i.severity, i.rectification_type,
      NULL, COALESCE(i.registered_on, e.business_date), a.original_deadline, a.deadline,
      CASE WHEN e.kind = 'CLOSED' THEN e.business_date END,
      0, i.due_recovery_fen, a.recovered_fen, a.refunded_fen,
      (SELECT l.result FROM lookbacks AS l
        WHERE l.issue_id = e.issue_id AND l.recorded_at <= e.recorded_at ${LATEST_LOOKBACK}),
      (SELECT COUNT(*) FROM closure_applications AS x
        WHERE x.issue_id = e.issue_id AND x.applied_at <= e.recorded_at),
      (SELECT COUNT(*) FROM closure_applications AS x
        WHERE x.issue_id = e.issue_id AND x.status = 'RETURNED' AND x.decided_at <= e.recorded_at),
      NULL, NULL, 1
    FROM (
      SELECT ledger_entries.*,
        ROW_NUMBER() OVER (PARTITION BY issue_id ORDER BY seq) AS place,
        COUNT(*) OVER (PARTITION BY issue_id) AS places,
        LEAD(kind) OVER (PARTITION BY issue_id ORDER BY seq) AS next_kind
      FROM ledger_entries
    ) AS e
    JOIN issues AS i ON i.id = e.issue_id
    LEFT JOIN closure_applications AS a ON e.kind = 'CLOSED' AND a.issue_id = e.issue_id
      AND a.cycle_no = e.cycle_no AND a.status = 'APPROVED'
    WHERE e.delta = 1 OR e.kind IN ('CLOSED', 'MERGED', 'VOIDED')
      OR (e.kind = 'TRANSFERRED_OUT' AND COALESCE(e.next_kind, '') <> 'TRANSFERRED_IN')`);
}

/** Since its last change an issue has been what it is. */
async function tellFromIssues(runner: QueryRunner): Promise<void> {
  await runner.query(`
    INSERT INTO issue_states (${COLUMNS})
    SELECT id, version, campaign_id, updated_at, status, cycle_no,
      COALESCE(responsible_unit_id, registered_unit_id), COALESCE(category, ''),
      COALESCE(source, ''), severity, rectification_type, verdict, registered_on, original_deadline,
      current_deadline, closed_on, extension_count, due_recovery_fen, recovered_fen, refunded_fen,
      lookback_result, closure_attempts, closure_returns, unresolved_reason, expected_finish_on, 0
    FROM issues WHERE registered_on IS NOT NULL AND status <> 'DRAFT'`);
}

const CLOSED = `status IN ('CLOSED', 'ARCHIVED')`;
const DUE = `status NOT IN ('CARRIED_OVER', 'TRANSFERRED') AND NOT (${CLOSED})`;

/** Measures with slot, amount and condition, as `issue.tallies.ts` had them when this was written. */
const MEASURES: readonly (readonly [string, string, string, string])[] = [
  ['STATUS', 'status', '1', '1 = 1'],
  ['REOPENED', 'status', '1', 'cycle_no > 1'],
  ['EXTRA_ROUNDS', `''`, 'cycle_no - 1', 'cycle_no > 1'],
  ['REGISTERED', 'registered_on', '1', '1 = 1'],
  [
    'RECTIFIED',
    `''`,
    '1',
    `verdict = 'RECTIFIED' AND status <> 'CARRIED_OVER' AND NOT (${CLOSED})`,
  ],
  ['DUE_OPEN', 'current_deadline', '1', `current_deadline IS NOT NULL AND ${DUE}`],
  [
    'DUE_OPEN_REOPENED',
    'current_deadline',
    '1',
    `current_deadline IS NOT NULL AND cycle_no > 1 AND ${DUE}`,
  ],
  ['DUE_ON_TIME', 'current_deadline', '1', `${CLOSED} AND closed_on <= current_deadline`],
  ['DUE_LATE', 'current_deadline', '1', `${CLOSED} AND closed_on > current_deadline`],
  ['ORIGINAL_OPEN', 'original_deadline', '1', `original_deadline IS NOT NULL AND ${DUE}`],
  ['ORIGINAL_ON_TIME', 'original_deadline', '1', `${CLOSED} AND closed_on <= original_deadline`],
  ['ORIGINAL_LATE', 'original_deadline', '1', `${CLOSED} AND closed_on > original_deadline`],
  ['EXTENDED', `''`, '1', 'extension_count > 0'],
  ['ATTEMPTS', `''`, 'closure_attempts', 'closure_attempts > 0'],
  ['RETURNS', `''`, 'closure_returns', 'closure_returns > 0'],
  ['CHECKED', 'lookback_result', '1', 'lookback_result IS NOT NULL'],
  ['DUE_RECOVERY', `''`, 'due_recovery_fen', 'due_recovery_fen > 0'],
  ['RECOVERED_OF_DUE', `''`, 'recovered_fen', 'recovered_fen > 0 AND due_recovery_fen > 0'],
  ['RECOVERED', `''`, 'recovered_fen', 'recovered_fen > 0'],
  ['REFUNDED', `''`, 'refunded_fen', 'refunded_fen > 0'],
];

const DIMENSIONS: readonly (readonly [string, string])[] = [
  ['CAMPAIGN', `''`],
  ['UNIT', 'COALESCE(responsible_unit_id, registered_unit_id)'],
  ['CATEGORY', `COALESCE(category, '')`],
  ['SOURCE', `COALESCE(source, '')`],
];

async function countIssues(runner: QueryRunner): Promise<void> {
  const days =
    runner.dataSource.options.type === 'postgres'
      ? `CAST(CAST(closed_on AS date) - CAST(registered_on AS date) AS text)`
      : `CAST(CAST(julianday(closed_on) - julianday(registered_on) AS INTEGER) AS TEXT)`;
  const measures = [...MEASURES, ['DAYS_TAKEN', days, '1', `${CLOSED} AND closed_on IS NOT NULL`]];
  for (const [dimension, bucket] of DIMENSIONS) {
    for (const [measure, slot, amount, condition] of measures) {
      await runner.query(`
        INSERT INTO issue_tallies (campaign_id, dimension, bucket, measure, slot, amount)
        SELECT campaign_id, '${dimension}', bucket, '${measure}', slot, SUM(amount)
        FROM (SELECT campaign_id, ${bucket} AS bucket, ${slot} AS slot, ${amount} AS amount
          FROM issues WHERE registered_on IS NOT NULL
            AND status NOT IN ('DRAFT', 'VOIDED', 'MERGED') AND ${condition}) AS counted
        GROUP BY campaign_id, bucket, slot`);
    }
  }
}
