import { Injectable } from '@nestjs/common';
import { empty, inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type TallyMeasure, tallyIssue } from '../../registers/issues/issue.tallies.js';
import { othersTurn } from '../../registers/ledger/turns.js';
import { StateBatches, type StateRow } from './state-batches.js';
import { branchOf, type StatisticsScope } from './statistics.scope.js';
import { Tallies } from './tallies.js';

/** What figures are told apart by; `branch` is the unit of the next level below. */
export type GroupBy = 'all' | 'branch' | 'category' | 'source';

export interface GroupedTallies {
  readonly groups: ReadonlyMap<string, Tallies>;
  /** Issues of which only ledger entries tell, because the instant lies before the history. */
  readonly partial: number;
}

interface KeptRow {
  readonly bucket: string;
  readonly measure: TallyMeasure;
  readonly slot: string;
  readonly amount: number;
}

type Dimension = 'CAMPAIGN' | 'UNIT' | 'CATEGORY' | 'SOURCE';

/** Sums of many buckets are read so many at a time, so that others have their turn. */
const BUCKETS_AT_ONCE = 20;

/**
 * Adds up what issues contribute to the figures. The present is answered from maintained sums where
 * they are kept for what is asked; everything else is added up from the issues' states.
 */
@Injectable()
export class StatisticsTallies {
  constructor(
    private readonly reader: Reader,
    private readonly states: StateBatches,
  ) {}

  async total(scope: StatisticsScope): Promise<{ tallies: Tallies; partial: number }> {
    const { groups, partial } = await this.grouped(scope, 'all');
    return { tallies: groups.get('') ?? new Tallies(), partial };
  }

  grouped(scope: StatisticsScope, by: GroupBy): Promise<GroupedTallies> {
    const kept = keptDimension(scope, by);
    return kept ? this.kept(scope, by, kept) : this.folded(scope, by);
  }

  private async kept(
    scope: StatisticsScope,
    by: GroupBy,
    { dimension, buckets }: KeptSums,
  ): Promise<GroupedTallies> {
    const groups = new Map<string, Tallies>();
    if (by === 'all') {
      const tallies = new Tallies();
      for (const row of await this.sums(scope, dimension, buckets)) {
        tallies.add(row.measure, row.slot, row.amount);
      }
      return { groups: new Map([['', tallies]]), partial: 0 };
    }
    const all = buckets ?? (await this.bucketsOf(scope, dimension));
    for (let from = 0; from < all.length; from += BUCKETS_AT_ONCE) {
      if (from > 0) await othersTurn(this.reader);
      for (const row of await this.rows(
        scope,
        dimension,
        all.slice(from, from + BUCKETS_AT_ONCE),
      )) {
        const key = by === 'branch' ? branchOf(scope.tree, scope.root, row.bucket) : row.bucket;
        tallyOf(groups, key).add(row.measure, row.slot, row.amount);
      }
    }
    return { groups, partial: 0 };
  }

  private async folded(scope: StatisticsScope, by: GroupBy): Promise<GroupedTallies> {
    const groups = new Map<string, Tallies>();
    const keyOf = groupKey(scope, by);
    let partial = 0;
    for await (const batch of this.states.of(scope)) {
      for (const state of batch) {
        tallyIssue(state, tallyOf(groups, keyOf(state)).add);
        partial += state.partial;
      }
    }
    return { groups, partial };
  }

  private sums(
    scope: StatisticsScope,
    dimension: Dimension,
    buckets: readonly string[] | undefined,
  ): Promise<KeptRow[]> {
    return this.reader.all<KeptRow>(sql`
      SELECT measure, slot, CAST(SUM(amount) AS bigint) AS amount FROM issue_tallies
      WHERE ${keptSql(scope, dimension, buckets)} AND amount <> 0 GROUP BY measure, slot`);
  }

  private rows(
    scope: StatisticsScope,
    dimension: Dimension,
    buckets: readonly string[],
  ): Promise<KeptRow[]> {
    return this.reader.all<KeptRow>(sql`
      SELECT bucket, measure, slot, amount FROM issue_tallies
      WHERE ${keptSql(scope, dimension, buckets)} AND amount <> 0`);
  }

  private async bucketsOf(scope: StatisticsScope, dimension: Dimension): Promise<string[]> {
    const rows = await this.reader.all<{ bucket: string }>(sql`
      SELECT DISTINCT bucket FROM issue_tallies
      WHERE campaign_id = ${scope.campaign.id} AND dimension = ${dimension}`);
    return rows.map(({ bucket }) => bucket);
  }
}

interface KeptSums {
  readonly dimension: Dimension;
  /** Undefined for all of them. */
  readonly buckets: readonly string[] | undefined;
}

/** The sums that answer the question; undefined when none do and the states must be added up. */
function keptDimension(
  { moment, unitIds, attributes }: StatisticsScope,
  by: GroupBy,
): KeptSums | undefined {
  const { category, source, severity, rectificationType } = attributes;
  if (!moment.live || severity || rectificationType) return undefined;
  if (by === 'branch' || unitIds) {
    const plain = !category && !source && (by === 'branch' || by === 'all');
    return plain ? { dimension: 'UNIT', buckets: unitIds } : undefined;
  }
  if (by === 'category' || (by === 'all' && category)) {
    return source ? undefined : { dimension: 'CATEGORY', buckets: category };
  }
  if (by === 'source' || source) {
    return category ? undefined : { dimension: 'SOURCE', buckets: source };
  }
  return { dimension: 'CAMPAIGN', buckets: [''] };
}

const keptSql = (
  { campaign }: StatisticsScope,
  dimension: Dimension,
  buckets: readonly string[] | undefined,
): Sql => sql`campaign_id = ${campaign.id} AND dimension = ${dimension}
  ${buckets ? sql`AND bucket IN ${inList(buckets)}` : empty}`;

function groupKey({ tree, root }: StatisticsScope, by: GroupBy): (state: StateRow) => string {
  switch (by) {
    case 'all':
      return () => '';
    case 'category':
      return ({ category }) => category;
    case 'source':
      return ({ source }) => source;
    case 'branch': {
      const branches = new Map<string, string>();
      return ({ unitId }) => {
        let branch = branches.get(unitId);
        if (branch === undefined) branches.set(unitId, (branch = branchOf(tree, root, unitId)));
        return branch;
      };
    }
  }
}

function tallyOf(groups: Map<string, Tallies>, key: string): Tallies {
  let tallies = groups.get(key);
  if (!tallies) groups.set(key, (tallies = new Tallies()));
  return tallies;
}
