import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, type Queryable, raw, sql } from '../../platform/database/queryable.js';
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
import { othersTurn } from './turns.js';

export interface LedgerMoment {
  /** Business date for which lights and overdue are judged. */
  readonly asOf: string;
  /** Month whose progress entries are listed; by default that of `asOf`. */
  readonly month?: string | undefined;
}

/** Lines read in one go. */
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

  /**
   * The lines of the issues, in their order; unknown ids are left out. Says nothing about scope: pass
   * ids that the caller may read.
   */
  async load(db: Queryable, ids: readonly string[], at: LedgerMoment): Promise<LedgerLine[]> {
    const tree = await this.units.load(db);
    const lines: LedgerLine[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      if (from > 0) await othersTurn(db);
      lines.push(...(await this.batch(db, ids.slice(from, from + BATCH), tree, at)));
    }
    return lines;
  }

  private async batch(
    db: Queryable,
    ids: readonly string[],
    tree: UnitTree,
    { asOf, month = asOf.slice(0, 7) }: LedgerMoment,
  ): Promise<LedgerLine[]> {
    const issues = await db.all<LedgerIssueRow>(
      sql`SELECT ${COLUMNS} FROM issues AS i WHERE i.id IN ${inList(ids)}`,
    );
    const byId = new Map(issues.map((issue) => [issue.id, issue]));
    const tasks = await tasksOfIssues(db, ids);
    const duties = await responsibilitiesOfIssues(db, ids);
    const progress = await progressOfIssues(db, ids, { month });
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
