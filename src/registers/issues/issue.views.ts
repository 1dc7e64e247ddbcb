import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { NamedRef } from '../../platform/http/output.js';
import { IssueActionRules } from './issue.action-rules.js';
import { overdueDaysOf } from './issue.base-sets.js';
import type { IssueBody, IssueListItem } from './issue.body.js';
import { IssueLifecycle, type IssueRow } from './issue.lifecycle.js';
import { issueLight } from './issue.light.js';

/** Columns that a list line is made of. */
export type IssueListRow = Pick<
  IssueRow,
  | 'id'
  | 'issueNo'
  | 'campaignId'
  | 'status'
  | 'cycleNo'
  | 'statement'
  | 'source'
  | 'category'
  | 'severity'
  | 'rectificationType'
  | 'isKey'
  | 'responsibleUnitId'
  | 'foundOn'
  | 'assignedOn'
  | 'originalDeadline'
  | 'currentDeadline'
  | 'percent'
  | 'closedOn'
  | 'version'
  | 'lastProgressMonth'
  | 'returnCount'
  | 'nextReviewOn'
  | 'planSubmittedBy'
>;

/** Columns that answers do not show, or show by another name. */
const HIDDEN: ReadonlySet<string> = new Set([
  'planSubmittedBy',
  'disputeCount',
  'closureAttempts',
  'closureReturns',
  'lookbackResult',
  'updatedBy',
  'endedOn',
  'registeredUnitId',
  'responsibleUnitId',
  'bureauId',
]);

/** Turns rows into answers: names for ids, lights and overdue derived for today. */
@Injectable()
export class IssueViews {
  constructor(
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly actionRules: IssueActionRules,
    private readonly clock: Clock,
  ) {}

  async body(db: Queryable, row: IssueRow, caller: Caller): Promise<IssueBody> {
    const tree = await this.units.load(db);
    const campaign = await this.campaigns.get(db, row.campaignId);
    const allowed = this.lifecycle.allowedActions(row, caller, tree);
    // Built in one go, member by member: taking members away again makes V8 treat it as a dictionary.
    const shown: Record<string, unknown> = {};
    for (const column in row)
      if (!HIDDEN.has(column)) shown[column] = row[column as keyof IssueRow];
    const item = itemOf(row, tree, campaign, this.clock.today());
    return Object.assign(shown as unknown as IssueBody, item, {
      extensionPending: Boolean(row.extensionPending),
      bureau: refOf(tree, row.bureauId),
      registeredUnit: refOf(tree, row.registeredUnitId),
      allowedActions: await this.actionRules.refine(db, allowed, row, caller),
    });
  }

  async items(db: Queryable, rows: readonly IssueListRow[]): Promise<IssueListItem[]> {
    const tree = await this.units.load(db);
    const today = this.clock.today();
    const campaigns = new Map<string, LoadedCampaign>();
    for (const { campaignId } of rows) {
      if (campaigns.has(campaignId)) continue;
      campaigns.set(campaignId, await this.campaigns.get(db, campaignId));
    }
    return rows.map((row) =>
      itemOf(row, tree, campaigns.get(row.campaignId) as LoadedCampaign, today),
    );
  }
}

function itemOf(
  row: IssueListRow,
  tree: UnitTree,
  campaign: LoadedCampaign,
  today: string,
): IssueListItem {
  const overdueDays = overdueDaysOf(row, today);
  return {
    id: row.id,
    issueNo: row.issueNo,
    campaignId: row.campaignId,
    status: row.status,
    cycleNo: row.cycleNo,
    statement: row.statement,
    source: row.source,
    category: row.category,
    severity: row.severity,
    rectificationType: row.rectificationType,
    isKey: Boolean(row.isKey),
    responsibleUnit: row.responsibleUnitId === null ? null : refOf(tree, row.responsibleUnitId),
    foundOn: row.foundOn,
    originalDeadline: row.originalDeadline,
    currentDeadline: row.currentDeadline,
    percent: row.percent,
    closedOn: row.closedOn,
    light: issueLight(row, today, campaign.definition.lightRule),
    overdue: overdueDays > 0,
    overdueDays,
    version: row.version,
  };
}

export const refOf = (tree: UnitTree, id: string): NamedRef => ({
  id,
  name: tree.find(id)?.name ?? '',
});
