import { Injectable } from '@nestjs/common';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import type { EntryKind, IssueStatus } from '../codes.js';
import { LedgerEntry } from './ledger-entry.entity.js';

/** What a posting is about: the account (campaign, unit, category) and the issue's round. */
export interface Account {
  readonly campaignId: string;
  readonly unitId: string;
  readonly category: string;
  readonly issueId: string;
  readonly cycleNo: number;
}

const DELTA: Readonly<Record<Exclude<EntryKind, 'CORRECTED'>, 1 | -1>> = {
  OPENED: 1,
  REOPENED: 1,
  TRANSFERRED_IN: 1,
  CLOSED: -1,
  TRANSFERRED_OUT: -1,
  MERGED: -1,
  VOIDED: -1,
};

/**
 * The account book: posts entries and keeps their sums, always inside the transaction of the
 * transition that causes them. Nothing is ever changed; a mistake is put right by adding.
 */
@Injectable()
export class LedgerBook {
  /** Posts one entry dated today (Asia/Shanghai). */
  async post(tx: Tx, account: Account, kind: Exclude<EntryKind, 'CORRECTED'>): Promise<void> {
    await this.append(tx, account, kind, DELTA[kind], null);
  }

  /**
   * Moves an open issue from one account to another: a hand-over between units is 移出 and 移入; a
   * changed category is a pair of corrections that name the posting they correct.
   */
  async move(tx: Tx, from: Account, to: Account): Promise<void> {
    if (from.unitId !== to.unitId) {
      await this.append(tx, from, 'TRANSFERRED_OUT', -1, null);
      await this.append(tx, to, 'TRANSFERRED_IN', 1, null);
      return;
    }
    if (from.category === to.category) return;
    const corrected = await tx.one<{ id: string }>(sql`
      SELECT id FROM ledger_entries
      WHERE issue_id = ${from.issueId} AND delta = 1 AND category = ${from.category}
      ORDER BY seq DESC LIMIT 1`);
    await this.append(tx, from, 'CORRECTED', -1, corrected?.id ?? null);
    await this.append(tx, to, 'CORRECTED', 1, corrected?.id ?? null);
  }

  /** Keeps the number of issues by unit and status; `null` on either side for "did not exist". */
  async countStatus(
    tx: Tx,
    before: { unitId: string; status: IssueStatus } | null,
    after: { unitId: string; status: IssueStatus },
    campaignId: string,
  ): Promise<void> {
    if (before?.unitId === after.unitId && before.status === after.status) return;
    if (before) await this.addCount(tx, campaignId, before, -1);
    await this.addCount(tx, campaignId, after, 1);
  }

  /** As {@link countStatus}, for several new issues of one unit at once. */
  async countNew(
    tx: Tx,
    campaignId: string,
    at: { unitId: string; status: IssueStatus },
    count: number,
  ): Promise<void> {
    await this.addCount(tx, campaignId, at, count);
  }

  private async append(
    tx: Tx,
    account: Account,
    kind: EntryKind,
    delta: 1 | -1,
    correctsId: string | null,
  ): Promise<void> {
    const date = businessDate(tx.now);
    // The counter's row stays locked until commit, so the order of numbers is the order of commits.
    const seq = await tx.nextNumber(`ledger:${account.campaignId}`);
    await tx.insert(LedgerEntry, {
      id: newId(),
      ...account,
      seq,
      kind,
      delta,
      businessDate: date,
      recordedAt: tx.now,
      correctsId,
    });
    await tx.execute(sql`
      INSERT INTO ledger_totals (campaign_id, unit_id, category, month, kind, delta, count)
      VALUES (${account.campaignId}, ${account.unitId}, ${account.category},
              ${date.slice(0, 7)}, ${kind}, ${delta}, 1)
      ON CONFLICT (campaign_id, unit_id, category, month, kind, delta)
      DO UPDATE SET count = ledger_totals.count + 1`);
  }

  private async addCount(
    tx: Tx,
    campaignId: string,
    at: { unitId: string; status: IssueStatus },
    by: number,
  ): Promise<void> {
    await tx.execute(sql`
      INSERT INTO issue_counts (campaign_id, unit_id, status, count)
      VALUES (${campaignId}, ${at.unitId}, ${at.status}, ${by})
      ON CONFLICT (campaign_id, unit_id, status)
      DO UPDATE SET count = issue_counts.count + ${by}`);
  }
}
