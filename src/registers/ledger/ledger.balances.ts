import { Injectable } from '@nestjs/common';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { CampaignQueries } from '../../campaigns/campaigns.queries.js';
import { PROBLEM_CATEGORY, type ProblemCategory } from '../../campaigns/codes/problem-category.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { earlierOf } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { empty, inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { ruleBroken } from '../../platform/http/problem.js';
import { ISSUE_STATUS, type IssueStatus } from '../codes.js';
import {
  addBalance,
  type Balance,
  BalanceQueries,
  emptyBalance,
} from '../entries/balance.queries.js';
import type { BalanceBody, BalanceRow, CountsBody, StatusNumbers } from './balance.body.js';
import { type Accounts, accountsOf } from './ledger.accounts.js';
import type { LedgerBalanceQuery, LedgerCountsQuery } from './ledger.dto.js';
import { rollUp } from './unit-roll-up.js';

/** 对账数: balances and numbers by status, limited to the accounts the caller may see. */
@Injectable()
export class LedgerBalances {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignQueries,
    private readonly balances: BalanceQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws 404 for a campaign or unit out of scope, 422 when the period ends before it begins. */
  async balance(caller: Caller, query: LedgerBalanceQuery): Promise<BalanceBody> {
    const { by, campaignId, unitId } = query;
    const campaign = await this.campaigns.load(caller, campaignId);
    const tree = await this.units.load();
    const accounts = accountsOf(caller, campaign, tree, unitId);
    const { from, to } = this.period(campaign, query);
    const { unitIds } = accounts;
    const range = { campaignId, unitIds, from, to };
    const figures = withoutIdle(await this.balances.balances(this.reader, range, by));
    const rows =
      by === 'unit' ? unitRows(tree, figures, accounts) : categoryRows(campaign, figures);
    const total = [...figures.values()].reduce(addBalance, emptyBalance());
    return { campaignId, from, to, by, rows, total };
  }

  /** One balance over all accounts of a campaign that the caller may see, or of a unit's subtree. */
  async total(
    caller: Caller,
    campaign: Pick<LoadedCampaign, 'id' | 'ownerUnitId'>,
    { unitId, from, to }: { unitId?: string | undefined; from: string; to: string },
  ): Promise<Balance> {
    const { unitIds } = accountsOf(caller, campaign, await this.units.load(), unitId);
    return this.balances.total(this.reader, { campaignId: campaign.id, unitIds, from, to });
  }

  /** Numbers by unit and status from the maintained counts. */
  async counts(caller: Caller, { campaignId, unitId }: LedgerCountsQuery): Promise<CountsBody> {
    const campaign = await this.campaigns.load(caller, campaignId);
    const tree = await this.units.load();
    const { unitIds, covers } = accountsOf(caller, campaign, tree, unitId);
    const counted = await this.reader.all<{ unitId: string; status: IssueStatus; count: number }>(
      sql`SELECT unit_id, status, count FROM issue_counts WHERE campaign_id = ${campaignId}
          ${unitIds ? sql`AND unit_id IN ${inList(unitIds)}` : empty} AND count <> 0`,
    );
    const own = new Map<string, StatusNumbers>();
    for (const { unitId: id, status, count } of counted) {
      own.set(id, { ...(own.get(id) ?? NO_ISSUES), [status]: count });
    }
    const rows = rollUp(tree, own, NO_ISSUES, addCounts, covers).map((row) => ({
      unit: { id: row.unit.id, name: row.unit.name },
      parentId: row.parentId,
      counts: row.sum,
      own: row.own,
      total: sumOf(row.sum),
    }));
    const counts = [...own.values()].reduce(addCounts, NO_ISSUES);
    return { campaignId, rows, counts, total: sumOf(counts) };
  }

  private period(
    campaign: LoadedCampaign,
    query: LedgerBalanceQuery,
  ): { from: string; to: string } {
    const to = query.to ?? this.clock.today();
    const from = query.from ?? earlierOf(campaign.startsOn, to);
    if (from <= to) return { from, to };
    const message = `起始日期不能晚于截止日期${to}`;
    throw ruleBroken('PERIOD_REVERSED', `${message}。`, [
      { path: 'from', code: 'AFTER_END', message },
    ]);
  }
}

const NO_ISSUES = Object.freeze(
  Object.fromEntries(ISSUE_STATUS.codes.map((status) => [status, 0])),
) as StatusNumbers;

const addCounts = (a: StatusNumbers, b: StatusNumbers): StatusNumbers =>
  Object.fromEntries(
    ISSUE_STATUS.codes.map((status) => [status, a[status] + b[status]]),
  ) as StatusNumbers;

const sumOf = (counts: StatusNumbers): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Leaves out accounts that were cleared before the period and rested within it. */
const withoutIdle = (figures: ReadonlyMap<string, Balance>): Map<string, Balance> =>
  new Map([...figures].filter(([, balance]) => Object.values(balance).some((n) => n !== 0)));

function unitRows(
  tree: UnitTree,
  figures: ReadonlyMap<string, Balance>,
  { covers }: Accounts,
): BalanceRow[] {
  return rollUp(tree, figures, emptyBalance(), addBalance, covers).map(
    ({ unit, parentId, own, sum }) => ({
      ...sum,
      unit: { id: unit.id, name: unit.name },
      parentId,
      category: null,
      name: unit.name,
      own,
    }),
  );
}

function categoryRows(
  campaign: LoadedCampaign,
  figures: ReadonlyMap<string, Balance>,
): BalanceRow[] {
  const { codes } = PROBLEM_CATEGORY;
  const place = (category: string) => codes.indexOf(category as ProblemCategory);
  return [...figures]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([category, own]) => ({
      ...own,
      unit: null,
      parentId: null,
      category,
      name: campaign.categoryLabel(category as ProblemCategory) ?? category,
      own,
    }));
}
