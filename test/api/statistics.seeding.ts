import { join, raw, sql } from '../../src/platform/database/queryable.js';
import type { Tx } from '../../src/platform/database/tx.js';
import type { Issue } from '../../src/registers/issues/issue.entity.js';
import { tallyIssue, type TalliedIssue } from '../../src/registers/issues/issue.tallies.js';
import type { Caller } from '../../src/identity/caller.js';
import type { TestApp } from '../support/app.js';
import type { Life, Posting, Snapshot } from './statistics.lives.js';

const CHUNK = 300;

/** Writes invented lives straight into the tables: issues, states, postings and all maintained sums. */
export async function seedLives(
  app: TestApp,
  caller: Caller,
  campaign: { id: string; bureauId: string },
  lives: readonly Life[],
): Promise<void> {
  await app.uow.run(async (tx) => {
    await insertIssues(tx, caller, campaign, lives);
    await insertStates(tx, campaign.id, lives);
    await insertPostings(tx, campaign.id, lives);
    await insertTallies(tx, campaign.id, lives);
  });
}

async function insertIssues(
  tx: Tx,
  caller: Caller,
  campaign: { id: string; bureauId: string },
  lives: readonly Life[],
): Promise<void> {
  const rows = lives.map(({ snapshots }, index) => {
    const last = snapshots.at(-1) as Snapshot;
    return {
      ...issueOf(last),
      campaignId: campaign.id,
      bureauId: campaign.bureauId,
      issueNo: `B-${String(index + 1).padStart(5, '0')}`,
      statement: `虚构的第${index + 1}个问题`,
      registeredUnitId: caller.unitId,
      createdBy: caller.userId,
      createdAt: (snapshots[0] as Snapshot).at,
      updatedBy: caller.userId,
      updatedAt: last.at,
      version: snapshots.length,
    };
  });
  const names = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
  const columns = names.map((name) => name.replace(/[A-Z]/g, (mark) => `_${mark.toLowerCase()}`));
  await insertMany(
    tx,
    'issues',
    columns,
    rows.map((row) => names.map((name) => row[name])),
  );
}

const issueOf = (last: Snapshot): Partial<Issue> => ({
  id: last.issueId,
  status: last.status as Issue['status'],
  cycleNo: last.cycleNo,
  responsibleUnitId: last.unitId,
  category: last.category,
  source: last.source,
  severity: last.severity,
  rectificationType: last.rectificationType,
  verdict: last.verdict,
  registeredOn: last.registeredOn,
  originalDeadline: last.originalDeadline,
  currentDeadline: last.currentDeadline,
  closedOn: last.closedOn,
  extensionCount: last.extensionCount,
  dueRecoveryFen: last.dueRecoveryFen,
  recoveredFen: last.recoveredFen,
  refundedFen: last.refundedFen,
  closureAttempts: last.applications,
  closureReturns: last.returns,
  lookbackResult: last.lookback,
  unresolvedReason: last.unresolvedReason,
});

async function insertMany(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => sql`(${join(row)})`);
    await tx.execute(
      sql`INSERT INTO ${raw(table)} (${raw(columns.join(', '))}) VALUES ${join(values)}`,
    );
  }
}

async function insertStates(tx: Tx, campaignId: string, lives: readonly Life[]): Promise<void> {
  const rows = lives.flatMap(({ snapshots }) =>
    snapshots.map((state, index) => [
      ...[state.issueId, index + 1, campaignId, state.at, state.status, state.cycleNo],
      ...[state.unitId, state.category, state.source, state.severity, state.rectificationType],
      ...[state.verdict, state.registeredOn, state.originalDeadline, state.currentDeadline],
      ...[state.closedOn, state.extensionCount, state.dueRecoveryFen, state.recoveredFen],
      ...[state.refundedFen, state.lookback, state.applications, state.returns],
      state.unresolvedReason,
    ]),
  );
  await insertMany(
    tx,
    'issue_states',
    [
      ...['issue_id', 'version', 'campaign_id', 'recorded_at', 'status', 'cycle_no', 'unit_id'],
      ...['category', 'source', 'severity', 'rectification_type', 'verdict', 'registered_on'],
      ...['original_deadline', 'current_deadline', 'closed_on', 'extension_count'],
      ...['due_recovery_fen', 'recovered_fen', 'refunded_fen', 'lookback_result'],
      ...['closure_attempts', 'closure_returns', 'unresolved_reason'],
    ],
    rows,
  );
}

async function insertPostings(tx: Tx, campaignId: string, lives: readonly Life[]): Promise<void> {
  const entries: unknown[][] = [];
  const totals = new Map<string, number>();
  const post = (posting: Posting, issueId: string): void => {
    const date = new Date(Date.parse(posting.at) + 8 * 3_600_000).toISOString().slice(0, 10);
    const seq = entries.length + 1;
    entries.push([
      ...[`${String(seq).padStart(8, '0')}-0000-7000-8000-000000000000`, campaignId, seq],
      ...[posting.unitId, posting.category, issueId, posting.cycleNo, posting.kind],
      ...[posting.delta, date, posting.at],
    ]);
    const key = [posting.unitId, posting.category, date.slice(0, 7), posting.kind, posting.delta];
    totals.set(key.join('|'), (totals.get(key.join('|')) ?? 0) + 1);
  };
  for (const { snapshots, postings } of lives) {
    for (const posting of postings) post(posting, (snapshots[0] as Snapshot).issueId);
  }
  const columns = ['id', 'campaign_id', 'seq', 'unit_id', 'category', 'issue_id', 'cycle_no'];
  await insertMany(
    tx,
    'ledger_entries',
    [...columns, 'kind', 'delta', 'business_date', 'recorded_at'],
    entries,
  );
  await insertMany(
    tx,
    'ledger_totals',
    ['campaign_id', 'unit_id', 'category', 'month', 'kind', 'delta', 'count'],
    [...totals].map(([key, count]) => {
      const [unitId, category, month, kind, delta] = key.split('|');
      return [campaignId, unitId, category, month, kind, Number(delta), count];
    }),
  );
  await tx.execute(
    sql`INSERT INTO counters (name, value) VALUES (${`ledger:${campaignId}`}, ${entries.length})`,
  );
}

async function insertTallies(tx: Tx, campaignId: string, lives: readonly Life[]): Promise<void> {
  const sums = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { snapshots } of lives) {
    const last = snapshots.at(-1) as Snapshot;
    const place = `${last.unitId}|${last.status}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
    const places = [
      'CAMPAIGN|',
      `UNIT|${last.unitId}`,
      `CATEGORY|${last.category}`,
      `SOURCE|${last.source}`,
    ];
    tallyIssue(issueOf(last) as TalliedIssue, (measure, slot, amount) => {
      for (const bucket of places) {
        const key = `${bucket}|${measure}|${slot}`;
        sums.set(key, (sums.get(key) ?? 0) + amount);
      }
    });
  }
  await insertMany(
    tx,
    'issue_tallies',
    ['campaign_id', 'dimension', 'bucket', 'measure', 'slot', 'amount'],
    [...sums].map(([key, amount]) => [campaignId, ...key.split('|'), amount]),
  );
  await insertMany(
    tx,
    'issue_counts',
    ['campaign_id', 'unit_id', 'status', 'count'],
    [...counts].map(([key, count]) => [campaignId, ...key.split('|'), count]),
  );
}
