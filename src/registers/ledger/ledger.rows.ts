import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { empty, inList, type Queryable, raw, sql } from '../../platform/database/queryable.js';
import { progressOfIssues } from '../plans/progress.reads.js';
import { responsibilitiesOfIssues } from '../responsibilities/responsibility.reads.js';
import { tasksOfIssues } from '../tasks/task.reads.js';
import type { LedgerLine } from './ledger.body.js';
import {
  DERIVED_FROM,
  type LatestApplication,
  LINE_COLUMNS,
  type LedgerIssueRow,
  ledgerLine,
} from './ledger.line.js';

/**
 * Which lines: the issues named, in that order; or what a unit's ledger of a period lists, by number:
 * the issues its units answer for that were on their books at any time from `from` to `to` (both
 * business dates included), that is, open at the opening or put on the books within the period.
 */
export type LedgerSelection =
  | { readonly issueIds: readonly string[] }
  | {
      readonly campaignId: string;
      /** Undefined for every unit of the campaign. */
      readonly unitIds?: readonly string[] | undefined;
      readonly from: string;
      readonly to: string;
    };

export interface LedgerMoment {
  /** Business date for which lights and overdue are judged. */
  readonly asOf: string;
  /** Month whose progress entries are listed; by default that of `asOf`. */
  readonly month?: string | undefined;
  /** Leaves out progress recorded after this instant. */
  readonly recordedUpTo?: string | undefined;
}

/** Lines read in one go. Between batches other requests have their turn: SQLite reads block. */
const BATCH = 500;

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const COLUMNS = raw(
  [...LINE_COLUMNS, ...DERIVED_FROM].map((column) => `i.${snakeCase(column)}`).join(', '),
);

/** Loads lines of 整改台账, one query per register whatever their number (one for each 500). */
@Injectable()
export class LedgerRows {
  constructor(
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
  ) {}

  /** Says nothing about scope: pass ids or units that the caller may read. Unknown ids are left out. */
  async load(db: Queryable, selection: LedgerSelection, at: LedgerMoment): Promise<LedgerLine[]> {
    const ids = 'issueIds' in selection ? selection.issueIds : await onTheBooks(db, selection);
    const tree = await this.units.load(db);
    const lines: LedgerLine[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      if (from > 0) await nextTurn();
      lines.push(...(await this.batch(db, ids.slice(from, from + BATCH), tree, at)));
    }
    return lines;
  }

  private async batch(
    db: Queryable,
    ids: readonly string[],
    tree: UnitTree,
    { asOf, month = asOf.slice(0, 7), recordedUpTo }: LedgerMoment,
  ): Promise<LedgerLine[]> {
    const issues = await db.all<LedgerIssueRow>(
      sql`SELECT ${COLUMNS} FROM issues AS i WHERE i.id IN ${inList(ids)}`,
    );
    const byId = new Map(issues.map((issue) => [issue.id, issue]));
    const tasks = await tasksOfIssues(db, ids);
    const duties = await responsibilitiesOfIssues(db, ids);
    const progress = await progressOfIssues(db, ids, { month, recordedUpTo });
    const applications = await latestApplications(db, ids);
    const campaigns = await this.campaignsOf(db, issues);
    return ids.flatMap((id) => {
      const issue = byId.get(id);
      const campaign = issue && campaigns.get(issue.campaignId);
      if (!campaign) return [];
      const parts = {
        tasks: tasks.get(id) ?? [],
        duties: duties.get(id) ?? [],
        progress: progress.get(id) ?? [],
        application: applications.get(id),
      };
      return [ledgerLine(issue, parts, campaign, tree, asOf)];
    });
  }

  private async campaignsOf(
    db: Queryable,
    issues: readonly LedgerIssueRow[],
  ): Promise<Map<string, LoadedCampaign>> {
    const ids = [...new Set(issues.map(({ campaignId }) => campaignId))];
    const campaigns = await Promise.all(ids.map((id) => this.campaigns.get(db, id)));
    return new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  }
}

async function onTheBooks(
  db: Queryable,
  { campaignId, unitIds, from, to }: Exclude<LedgerSelection, { issueIds: readonly string[] }>,
): Promise<string[]> {
  const accounts = unitIds ? sql`AND e.unit_id IN ${inList(unitIds)}` : empty;
  const answersFor = unitIds
    ? sql`AND COALESCE(i.responsible_unit_id, i.registered_unit_id) IN ${inList(unitIds)}`
    : empty;
  const rows = await db.all<{ id: string }>(sql`
    SELECT i.id FROM (
      SELECT e.issue_id FROM ledger_entries AS e
      WHERE e.campaign_id = ${campaignId} ${accounts} AND e.business_date <= ${to}
      GROUP BY e.issue_id
      HAVING SUM(CASE WHEN e.business_date < ${from} THEN e.delta ELSE 0 END) > 0
          OR MAX(CASE WHEN e.business_date >= ${from} THEN e.delta ELSE -1 END) > 0
    ) AS booked JOIN issues AS i ON i.id = booked.issue_id
    WHERE i.campaign_id = ${campaignId} ${answersFor}
    ORDER BY i.issue_no, i.id`);
  return rows.map(({ id }) => id);
}

/** The latest application of each issue that was not taken back. */
async function latestApplications(
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, LatestApplication>> {
  const rows = await db.all<LatestApplication>(sql`
    SELECT issue_id, result_person, rules_made, extended_check FROM closure_applications
    WHERE issue_id IN ${inList(ids)} AND status <> 'WITHDRAWN'
    ORDER BY issue_id, cycle_no, attempt`);
  return new Map(rows.map((row) => [row.issueId, row]));
}
