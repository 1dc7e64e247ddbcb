import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CampaignQueries } from '../../campaigns/campaigns.queries.js';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { ruleBroken } from '../../platform/http/problem.js';
import { accountsOf } from './ledger.accounts.js';
import {
  type CheckBody,
  RECONCILIATION_CHECK,
  type ReconciliationBody,
} from './reconciliation.body.js';
import {
  entrySequence,
  openingEqualsClosing,
  totalsEqualEntries,
} from './reconciliation.book-checks.js';
import { closedComplete } from './reconciliation.closure-check.js';
import type { Check, CheckContext } from './reconciliation.context.js';
import { ISSUE_CHECKS } from './reconciliation.issue-checks.js';
import { ledgerEqualsOpen } from './reconciliation.ledger-check.js';
import { monthlyProgress } from './reconciliation.progress-check.js';
import { parentEqualsChildren } from './reconciliation.tree-check.js';

const CHECKS: readonly Check[] = [
  ledgerEqualsOpen,
  totalsEqualEntries,
  parentEqualsChildren,
  openingEqualsClosing,
  entrySequence,
  ...ISSUE_CHECKS,
  monthlyProgress,
  closedComplete,
];

/** 对账: proves that the account book and the registers agree, or names what does not. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks the campaign for its bureau and those above; for others the accounts of their own units.
   * For a past date the book is taken up to that date; the registers are read as they stand.
   * @throws 404 for a campaign out of scope, 403 for callers without any account in it, 422 for a date
   *   in the future.
   */
  async run(caller: Caller, campaignId: string, date?: string): Promise<ReconciliationBody> {
    const campaign = await this.campaigns.load(caller, campaignId);
    const { unitIds } = accountsOf(caller, campaign, await this.units.load());
    return this.check(campaign, { unitIds, asOf: date });
  }

  /** The same for programs: the whole campaign, or the accounts given, past every scope. */
  async check(
    campaign: LoadedCampaign,
    { unitIds, asOf: date }: { unitIds?: readonly string[] | undefined; asOf?: string | undefined },
  ): Promise<ReconciliationBody> {
    const today = this.clock.today();
    const asOf = date ?? today;
    if (asOf > today) {
      const message = '对账日期不能晚于今天';
      throw ruleBroken('AS_OF_IN_FUTURE', `${message}。`, [
        { path: 'asOf', code: 'IN_FUTURE', message },
      ]);
    }
    const { dialect } = this.reader;
    const tree = await this.units.load();
    const context = { db: this.reader, dialect, campaign, tree, asOf, today, unitIds };
    const checks: CheckBody[] = [];
    for (const check of CHECKS) {
      if (check.wholeCampaignOnly && unitIds !== undefined) continue;
      // SQLite reads block: between two checks other requests have their turn.
      await nextTurn();
      checks.push(await resultOf(check, context));
    }
    const failed = checks.filter(({ passed }) => !passed).length;
    return {
      campaign: { id: campaign.id, name: campaign.title },
      wholeCampaign: unitIds === undefined,
      asOf,
      checkedAt: this.clock.now(),
      passed: failed === 0,
      summary: {
        checks: checks.length,
        passed: checks.length - failed,
        failed,
        offending: checks.reduce((sum, { offendingTotal }) => sum + offendingTotal, 0),
      },
      checks,
    };
  }
}

async function resultOf({ code, basis, run }: Check, context: CheckContext): Promise<CheckBody> {
  const { checked, total, offending } = await run(context);
  return {
    code,
    title: RECONCILIATION_CHECK.labels[code],
    basis,
    passed: total === 0,
    checked,
    offendingTotal: total,
    offending: [...offending],
  };
}
