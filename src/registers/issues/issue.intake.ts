import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { type Queryable, raw, sql, type Sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { conflict, forbidden, notFound } from '../../platform/http/problem.js';
import { LedgerBook } from '../entries/ledger-book.js';

/** What a source of many drafts gives for each, in this order, after `id`. */
const GIVEN = `source, source_doc_no, source_item_no, found_on, category, statement, detail, area_code,
  household_count, person_count, amount_involved_fen, nature, scope, severity, rectification_type,
  cause_analysis, responsible_unit_id, remark`;

/** Who logs findings, and for which unit. */
type Registrar = Pick<Caller, 'unitId' | 'userId'>;

/** Where findings come in: who may log them, and many drafts at once. */
@Injectable()
export class IssueIntake {
  constructor(
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly book: LedgerBook,
  ) {}

  /**
   * The campaign to which the caller may add findings.
   * @throws 404 when it does not bind the caller's unit, 403 without the permission, 409 when it is over.
   */
  async campaignFor(db: Queryable, caller: Caller, campaignId: string): Promise<LoadedCampaign> {
    const tree = await this.units.load(db);
    const campaign = await this.campaigns.find(db, campaignId);
    const scope = Scope.of(caller, 'issue.create', tree);
    if (!campaign || !tree.isWithin(caller.unitId, campaign.ownerUnitId)) throw notFound();
    if (!scope?.covers(caller.unitId)) throw forbidden();
    if (campaign.status !== 'ACTIVE') {
      throw conflict('CAMPAIGN_CLOSED', '该专项治理已结束，不能再登记问题。');
    }
    return campaign;
  }

  /**
   * Inserts drafts from rows that were checked and stored before, in one statement. `source` is the
   * table and condition, whose columns have the names of those of issues, and `issue_id` for the id.
   * Counts and audit are the caller's: {@link countDrafts}.
   */
  async insertDrafts(
    tx: Tx,
    by: Registrar,
    campaign: Pick<LoadedCampaign, 'id' | 'ownerUnitId'>,
    source: Sql,
  ): Promise<void> {
    await tx.execute(sql`
      INSERT INTO issues (id, campaign_id, bureau_id, status, registered_unit_id, created_by,
                          created_at, updated_by, updated_at, ${raw(GIVEN)})
      SELECT issue_id, ${campaign.id}, ${campaign.ownerUnitId}, 'DRAFT', ${by.unitId},
             ${by.userId}, ${tx.now}, ${by.userId}, ${tx.now}, ${raw(GIVEN)}
      FROM ${source}`);
  }

  /** Adds the new drafts to the counts by unit; `null` stands for no responsible unit. */
  async countDrafts(
    tx: Tx,
    by: Registrar,
    campaignId: string,
    counts: readonly { readonly unitId: string | null; readonly count: number }[],
  ): Promise<void> {
    for (const { unitId, count } of counts) {
      const at = { unitId: unitId ?? by.unitId, status: 'DRAFT' } as const;
      await this.book.countNew(tx, campaignId, at, count);
    }
  }
}
