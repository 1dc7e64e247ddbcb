import { Injectable } from '@nestjs/common';
import { empty, inList, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import type { EntryKind } from '../codes.js';

/** 期初 + 新增 + 重开 + 移入 − 销号 − 移出 − 撤并 = 期末. A changed category counts as 移出 and 移入. */
export interface Balance {
  opening: number;
  opened: number;
  reopened: number;
  transferredIn: number;
  closed: number;
  transferredOut: number;
  removed: number;
  closing: number;
}

export interface BalanceQuery {
  readonly campaignId: string;
  /** Units whose accounts are summed; undefined for all units of the campaign. */
  readonly unitIds?: readonly string[] | undefined;
  /** First and last business date, both included. */
  readonly from: string;
  readonly to: string;
}

export type BalanceBy = 'unit' | 'category';

interface Movement {
  key: string;
  beforeFrom: number;
  kind: EntryKind;
  delta: 1 | -1;
  count: number;
}

export const emptyBalance = (): Balance => ({
  opening: 0,
  opened: 0,
  reopened: 0,
  transferredIn: 0,
  closed: 0,
  transferredOut: 0,
  removed: 0,
  closing: 0,
});

export function addBalance(sum: Balance, row: Balance): Balance {
  const result = emptyBalance();
  for (const field of Object.keys(result) as (keyof Balance)[]) {
    result[field] = sum[field] + row[field];
  }
  return result;
}

/** Reads balances from the maintained monthly sums; only months cut by `from` or `to` touch entries. */
@Injectable()
export class BalanceQueries {
  /** Balances by unit id or category code; accounts without any movement are left out. */
  async balances(db: Queryable, query: BalanceQuery, by: BalanceBy): Promise<Map<string, Balance>> {
    const movements = await db.all<Movement>(movementsSql(query, by));
    const result = new Map<string, Balance>();
    for (const movement of movements) {
      const balance = result.get(movement.key) ?? emptyBalance();
      post(balance, movement);
      result.set(movement.key, balance);
    }
    return result;
  }

  /** One balance over all accounts of the query. */
  async total(db: Queryable, query: BalanceQuery): Promise<Balance> {
    const rows = await this.balances(db, query, 'unit');
    return [...rows.values()].reduce(addBalance, emptyBalance());
  }
}

function post(balance: Balance, { beforeFrom, kind, delta, count }: Movement): void {
  balance.closing += delta * count;
  if (beforeFrom === 1) {
    balance.opening += delta * count;
    return;
  }
  balance[columnOf(kind, delta)] += count;
}

/** The column of a balance in which a posting is counted. */
export function columnOf(kind: EntryKind, delta: 1 | -1): keyof Balance {
  switch (kind) {
    case 'OPENED':
      return 'opened';
    case 'REOPENED':
      return 'reopened';
    case 'TRANSFERRED_IN':
      return 'transferredIn';
    case 'CLOSED':
      return 'closed';
    case 'TRANSFERRED_OUT':
      return 'transferredOut';
    case 'MERGED':
    case 'VOIDED':
      return 'removed';
    case 'CORRECTED':
      return delta === 1 ? 'transferredIn' : 'transferredOut';
  }
}

function movementsSql({ campaignId, unitIds, from, to }: BalanceQuery, by: BalanceBy): Sql {
  const key = by === 'unit' ? sql`unit_id` : sql`category`;
  const units = unitIds ? sql`AND unit_id IN ${inList(unitIds)}` : empty;
  const fromMonth = from.slice(0, 7);
  const toMonth = to.slice(0, 7);
  // Whole months come from the sums; the two months that `from` and `to` may cut come from the entries.
  return sql`
    SELECT ${key} AS key, before_from, kind, delta, SUM(count) AS count FROM (
      SELECT unit_id, category, CASE WHEN month < ${fromMonth} THEN 1 ELSE 0 END AS before_from,
             kind, delta, count
      FROM ledger_totals
      WHERE campaign_id = ${campaignId} ${units}
        AND month < ${toMonth} AND month <> ${fromMonth}
      UNION ALL
      SELECT unit_id, category, CASE WHEN business_date < ${from} THEN 1 ELSE 0 END AS before_from,
             kind, delta, 1 AS count
      FROM ledger_entries
      WHERE campaign_id = ${campaignId} ${units}
        AND business_date <= ${to}
        AND (business_date BETWEEN ${fromMonth} AND ${`${fromMonth}-31`}
          OR business_date BETWEEN ${toMonth} AND ${`${toMonth}-31`})
    ) AS movements
    GROUP BY ${key}, before_from, kind, delta`;
}
