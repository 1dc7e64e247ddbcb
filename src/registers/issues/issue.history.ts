import { Injectable } from '@nestjs/common';
import { join, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { IssueState } from './issue-state.entity.js';
import type { IssueRow } from './issue.lifecycle.js';
import { type TallyMeasure, tallyIssue } from './issue.tallies.js';

/** The unit an issue counts for: the responsible unit, before there is one the unit that logged it. */
export const unitOf = (issue: Pick<IssueRow, 'responsibleUnitId' | 'registeredUnitId'>): string =>
  issue.responsibleUnitId ?? issue.registeredUnitId;

/** Columns of the state that are the issue's own. */
const KEPT = [
  'status',
  'cycleNo',
  'severity',
  'rectificationType',
  'verdict',
  'originalDeadline',
  'currentDeadline',
  'closedOn',
  'extensionCount',
  'dueRecoveryFen',
  'recoveredFen',
  'refundedFen',
  'lookbackResult',
  'closureAttempts',
  'closureReturns',
  'unresolvedReason',
  'expectedFinishOn',
] as const satisfies readonly (keyof IssueRow & keyof IssueState)[];

/** Parts of a key of `issue_tallies`, joined by a character that no code, date or id contains. */
const SEPARATOR = '|';

/**
 * Keeps what figures are made of, in the transaction of the step that changes it: the state that the
 * issue now has, and the sums over all issues.
 */
@Injectable()
export class IssueHistory {
  /** Steps that change nothing a figure looks at leave no state; drafts are not on the books. */
  async record(tx: Tx, before: IssueRow, patched: IssueRow): Promise<void> {
    const after = settled(before, patched);
    if (after.registeredOn === null || !isNews(before, after)) return;
    await tx.insert(IssueState, stateOf(after, tx.now));
    await this.keepTallies(tx, before, after);
  }

  private async keepTallies(tx: Tx, before: IssueRow, after: IssueRow): Promise<void> {
    const changes = new Map<string, number>();
    collect(changes, before, -1);
    collect(changes, after, 1);
    // In one order for all, so that two transactions do not wait for each other.
    const rows = [...changes].filter(([, amount]) => amount !== 0).sort(byKey);
    if (rows.length === 0) return;
    const values = rows.map(([key, amount]) => {
      const [dimension, bucket, measure, slot] = key.split(SEPARATOR);
      return sql`(${after.campaignId}, ${dimension}, ${bucket}, ${measure}, ${slot}, ${amount})`;
    });
    await tx.execute(sql`
      INSERT INTO issue_tallies (campaign_id, dimension, bucket, measure, slot, amount)
      VALUES ${join(values)}
      ON CONFLICT (campaign_id, dimension, bucket, measure, slot)
      DO UPDATE SET amount = issue_tallies.amount + excluded.amount`);
  }
}

/** As the row now stands: what a patch leaves undefined has kept its value. */
const settled = (before: IssueRow, after: IssueRow): IssueRow =>
  Object.values<unknown>(after).includes(undefined) ? { ...before, ...definedOf(after) } : after;

const definedOf = (row: IssueRow): Partial<IssueRow> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

const byKey = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);

function isNews(before: IssueRow, after: IssueRow): boolean {
  return (
    before.registeredOn !== after.registeredOn ||
    before.category !== after.category ||
    before.source !== after.source ||
    unitOf(before) !== unitOf(after) ||
    KEPT.some((column) => before[column] !== after[column])
  );
}

function stateOf(issue: IssueRow, now: string): IssueState {
  const kept = Object.fromEntries(KEPT.map((column) => [column, issue[column]])) as Pick<
    IssueState,
    (typeof KEPT)[number]
  >;
  return {
    ...kept,
    issueId: issue.id,
    version: issue.version,
    campaignId: issue.campaignId,
    recordedAt: now,
    unitId: unitOf(issue),
    category: issue.category ?? '',
    source: issue.source ?? '',
    registeredOn: issue.registeredOn ?? '',
    partial: false,
  };
}

/** Adds what an issue contributes, under each dimension that sums are kept by. */
function collect(changes: Map<string, number>, issue: IssueRow, sign: 1 | -1): void {
  const { registeredOn } = issue;
  if (registeredOn === null) return;
  const places = [
    `CAMPAIGN${SEPARATOR}`,
    `UNIT${SEPARATOR}${unitOf(issue)}`,
    `CATEGORY${SEPARATOR}${issue.category ?? ''}`,
    `SOURCE${SEPARATOR}${issue.source ?? ''}`,
  ];
  const add = (measure: TallyMeasure, slot: string, amount: number): void => {
    for (const place of places) {
      const key = `${place}${SEPARATOR}${measure}${SEPARATOR}${slot}`;
      changes.set(key, (changes.get(key) ?? 0) + sign * amount);
    }
  };
  tallyIssue({ ...issue, registeredOn }, add);
}
