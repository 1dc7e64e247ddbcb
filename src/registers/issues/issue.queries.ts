import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { AUDIT_ACTION } from '../../identity/audit.codes.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { empty, inList, join, raw, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../../platform/http/paging.js';
import { IssueActionRules } from './issue.action-rules.js';
import type { IssueBody, IssueHistoryItem, IssueListItem } from './issue.body.js';
import { countedCampaigns, type FilterContext, issueFilterSql } from './issue.filter.js';
import { IssueLifecycle } from './issue.lifecycle.js';
import type { IssueFilters, IssueListQuery } from './issue.list-query.js';
import { ISSUE_WORKFLOW } from './issue.transitions.js';
import { type IssueListRow, IssueViews } from './issue.views.js';

/** The columns of `issues AS i` that a list line is made of. */
export const LIST_COLUMNS = raw(
  [
    'id',
    'issue_no',
    'campaign_id',
    'status',
    'cycle_no',
    'statement',
    'source',
    'category',
    'severity',
    'rectification_type',
    'is_key',
    'responsible_unit_id',
    'found_on',
    'assigned_on',
    'original_deadline',
    'current_deadline',
    'percent',
    'closed_on',
    'version',
    'last_progress_month',
    'return_count',
    'next_review_on',
    'plan_submitted_by',
  ]
    .map((column) => `i.${column}`)
    .join(', '),
);

/** SQL order of each sort; SQLite's own place for empty values, so that its indexes serve. */
const ORDER: Readonly<Record<string, Sql>> = {
  createdAt: raw('i.created_at, i.id'),
  '-createdAt': raw('i.created_at DESC, i.id DESC'),
  currentDeadline: raw('i.current_deadline NULLS FIRST, i.id'),
  '-currentDeadline': raw('i.current_deadline DESC NULLS LAST, i.id DESC'),
  issueNo: raw('i.issue_no NULLS FIRST, i.id'),
  '-issueNo': raw('i.issue_no DESC NULLS LAST, i.id DESC'),
};

interface AuditRow {
  seq: number;
  recordedAt: string;
  actorName: string;
  actorUnitId: string | null;
  action: string;
  detail: string;
}

/** Reads of issues, each limited to the caller's scope. */
@Injectable()
export class IssueQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly views: IssueViews,
    private readonly actionRules: IssueActionRules,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, id: string): Promise<IssueBody> {
    const row = await this.lifecycle.load(this.reader, caller, id);
    return this.views.body(this.reader, row, caller);
  }

  async list(caller: Caller, query: IssueListQuery): Promise<Page<IssueListItem>> {
    const context = await this.context(caller, query);
    const where = issueFilterSql(query, context);
    const order = ORDER[query.sort] ?? ORDER['-createdAt'] ?? empty;
    // The page's ids come from an index alone; only the rows of the page are then looked up.
    const rows = await this.reader.all<IssueListRow>(sql`
      SELECT ${LIST_COLUMNS} FROM (
        SELECT i.id FROM issues AS i WHERE ${where}
        ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}
      ) AS page JOIN issues AS i ON i.id = page.id ORDER BY ${order}`);
    return {
      items: await this.views.items(this.reader, rows),
      total: await this.total(query, context, where),
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** How many issues each of the filters finds in the whole scope, in one statement. */
  async counts(
    caller: Caller,
    filters: readonly Omit<FiltersOf<IssueFilters>, 'campaignId'>[],
  ): Promise<number[]> {
    const context = await this.context(caller, {});
    const columns = filters.map(
      (filter, at) => sql`
        (SELECT COUNT(*) FROM issues AS i WHERE ${issueFilterSql(filter, context)})
        AS ${raw(`n${at}`)}`,
    );
    const row = await this.reader.one<Record<string, number>>(sql`SELECT ${join(columns)}`);
    return filters.map((_filter, at) => row?.[`n${at}`] ?? 0);
  }

  /** What filters need besides themselves; used by every view of the issue set. */
  async context(caller: Caller, filter: FiltersOf<IssueFilters>): Promise<FilterContext> {
    const tree = await this.units.load();
    const campaigns = filter.campaignId
      ? await this.campaignsById(filter.campaignId)
      : await this.campaigns.all(this.reader);
    return {
      caller,
      tree,
      today: this.clock.today(),
      dialect: this.reader.dialect,
      campaigns,
      campaignOwnerId: filter.campaignId ? campaigns[0]?.ownerUnitId : undefined,
      actionRules: this.actionRules,
    };
  }

  /** Who did what to the issue, oldest first. */
  async history(caller: Caller, id: string): Promise<IssueHistoryItem[]> {
    const issue = await this.lifecycle.load(this.reader, caller, id);
    const tree = await this.units.load();
    const rows = await this.reader.all<AuditRow>(sql`
      SELECT seq, recorded_at, actor_name, actor_unit_id, action, detail FROM audit_entries
      WHERE subject_type = 'issue' AND subject_id = ${issue.id} ORDER BY recorded_at, seq`);
    return [...(await this.importOf(issue.id)), ...rows].map((row) => ({
      seq: row.seq,
      at: row.recordedAt,
      actorName: row.actorName,
      unitName: row.actorUnitId === null ? null : (tree.find(row.actorUnitId)?.name ?? null),
      action: row.action,
      label: labelOfAct(row.action),
      detail: JSON.parse(row.detail) as Record<string, unknown>,
    }));
  }

  /** The import an issue came with, which is one act for all its issues. */
  private async importOf(issueId: string): Promise<AuditRow[]> {
    // Asks the table of the imports room by name: the room itself comes after this one.
    const from = await this.reader.one<{ importId: string; rowNo: number }>(sql`
      SELECT import_id, row_no FROM issue_import_rows WHERE issue_id = ${issueId}`);
    if (!from) return [];
    const acts = await this.reader.all<AuditRow>(sql`
      SELECT seq, recorded_at, actor_name, actor_unit_id, action, detail FROM audit_entries
      WHERE subject_type = 'issueImport' AND subject_id = ${from.importId}
        AND action = 'issueImport.apply'`);
    return acts.map((act) => {
      const { fileName, sha256 } = JSON.parse(act.detail) as Record<string, unknown>;
      const detail = JSON.stringify({ importId: from.importId, fileName, sha256, row: from.rowNo });
      return { ...act, detail };
    });
  }

  private async campaignsById(id: string): ReturnType<CampaignCatalog['all']> {
    const campaign = await this.campaigns.find(this.reader, id);
    return campaign ? [campaign] : [];
  }

  private async total(filter: IssueFilters, context: FilterContext, where: Sql): Promise<number> {
    const campaigns = countedCampaigns(filter, context);
    const counted = campaigns
      ? this.reader.one<{ total: number | null }>(sql`
          SELECT SUM(count) AS total FROM issue_counts
          WHERE campaign_id IN ${inList(campaigns)}
          ${filter.unitId ? sql`AND unit_id IN ${inList(context.tree.subtree(filter.unitId))}` : empty}
          ${filter.status?.length ? sql`AND status IN ${inList(filter.status)}` : empty}`)
      : this.reader.one<{ total: number }>(
          sql`SELECT COUNT(*) AS total FROM issues AS i WHERE ${where}`,
        );
    return (await counted)?.total ?? 0;
  }
}

/** Acts on an issue that are not steps of the table. */
const OTHER_ACTS: Readonly<Record<string, string>> = {
  create: '登记',
  withdrawEvidence: '撤回佐证',
  'issueImport.apply': '导入登记',
  urge: '催办',
  supervise: '督办单',
  assignNotice: '交办单',
};

/** Chinese name of an act in the history; steps take theirs from the transition table, others from the log. */
function labelOfAct(action: string): string {
  const name = action.replace(/^issue\./, '');
  const extra = OTHER_ACTS[name];
  if (extra) return extra;
  return ISSUE_WORKFLOW.transitions.find((row) => row.action === name)?.label ?? nameInLog(action);
}

const nameInLog = (action: string): string =>
  (AUDIT_ACTION.labels as Readonly<Record<string, string>>)[action] ?? action;
