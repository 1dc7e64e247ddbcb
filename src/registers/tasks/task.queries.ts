import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import {
  empty,
  inList,
  join,
  type Queryable,
  raw,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import {
  type FilterContext,
  isCountable,
  isGiven,
  issueFilterSql,
} from '../issues/issue.filter.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { IssueQueries } from '../issues/issue.queries.js';
import type { TaskBody, TaskListItem } from './task.body.js';
import type { TaskListQuery } from './task.dto.js';
import {
  taskOf,
  type TaskRecord,
  type TaskRow,
  tasksOfIssue,
  tasksOfIssues,
} from './task.reads.js';
import { WORKING_STATUSES } from './task.rules.js';
import { taskBody } from './task.views.js';

/** SQL order of each sort; drafts without a day come first, as SQLite's own indexes have it. */
const ORDER: Readonly<Record<string, Sql>> = {
  dueOn: raw('t.due_on NULLS FIRST, t.id'),
  '-dueOn': raw('t.due_on DESC NULLS LAST, t.id DESC'),
  taskNo: raw('t.task_no, t.id'),
  '-taskNo': raw('t.task_no DESC, t.id DESC'),
};

type ListRow = TaskRow &
  Pick<
    IssueRow,
    | 'issueNo'
    | 'statement'
    | 'category'
    | 'rectificationType'
    | 'bureauId'
    | 'registeredUnitId'
    | 'responsibleUnitId'
  > & {
    issueStatus: IssueRow['status'];
    issueCycleNo: number;
    issueVersion: number;
  };

/** 任务清单: the measures of the issues that the filter and the caller's scope leave. */
@Injectable()
export class TaskQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly issues: IssueQueries,
    private readonly lifecycle: IssueLifecycle,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: TaskListQuery): Promise<Page<TaskListItem>> {
    const context = await this.issues.context(caller, query);
    const today = this.clock.today();
    const order = ORDER[query.sort] ?? ORDER.dueOn ?? empty;
    const from = fromSql(query, context);
    const rows = await this.reader.all<ListRow>(sql`
      SELECT t.*, i.issue_no, i.statement, i.category, i.rectification_type,
             i.bureau_id, i.registered_unit_id, i.responsible_unit_id, i.status AS issue_status, i.cycle_no AS issue_cycle_no, i.version AS issue_version
      FROM (
        SELECT t.id ${from} ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}
      ) AS page
      JOIN tasks AS t ON t.id = page.id JOIN issues AS i ON i.id = t.issue_id
      ORDER BY ${order}`);
    const counted = await this.reader.one<{ total: number }>(sql`SELECT COUNT(*) AS total ${from}`);
    const items = rows.map((row) => this.lineOf(row, caller, context.tree, today));
    return { items, total: counted?.total ?? 0, page: query.page, pageSize: query.pageSize };
  }

  private lineOf(row: ListRow, caller: Caller, tree: UnitTree, today: string): TaskListItem {
    const issue = {
      ...row,
      status: row.issueStatus,
      cycleNo: row.issueCycleNo,
      version: row.issueVersion,
    };
    const allowed = this.lifecycle.allowedActions(issue, caller, tree);
    const canReport = allowed.includes('addProgress') && row.cycleNo === row.issueCycleNo;
    return { ...taskBody(taskOf(row), issue, tree, today), canReport };
  }

  /**
   * The current measures of the issues as plain data, issue by issue in their printed order, for the
   * rooms above. Says nothing about scope: pass ids that the caller may read.
   */
  async currentOf(db: Queryable, issueIds: readonly string[]): Promise<TaskRecord[]> {
    return [...(await tasksOfIssues(db, issueIds)).values()].flat();
  }

  /** The measures of one issue, of all its rounds, in their printed order. */
  async ofIssue(caller: Caller, issueId: string): Promise<TaskBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    const tree = await this.units.load();
    const tasks = await tasksOfIssue(this.reader, issue.id);
    return tasks.map((task) => taskBody(task, issue, tree, this.clock.today()));
  }
}

/**
 * The tasks that a query asks for. Where the caller reads the whole campaign and nothing about the
 * issue is filtered, the tasks' own covering index answers, without a look at the issues.
 */
function fromSql(query: TaskListQuery, context: FilterContext): Sql {
  const { campaignId, taskStatus, taskOverdue, ...issueFilter } = query;
  const own = [
    ...(campaignId ? [sql`t.campaign_id = ${campaignId}`] : []),
    sql`t.superseded_at IS NULL`,
    ...(taskStatus && taskStatus.length > 0 ? [sql`t.status IN ${inList(taskStatus)}`] : []),
  ];
  const { unitId, status } = issueFilter;
  const wholeCampaign = isCountable({ ...issueFilter, campaignId }, context);
  if (wholeCampaign && !unitId && !isGiven(status) && taskOverdue === undefined) {
    return sql`FROM tasks AS t WHERE ${join(own, ' AND ')}`;
  }
  const late = overdueSql(context.today);
  const all = [
    issueFilterSql(query, context),
    ...own,
    ...(taskOverdue === undefined ? [] : [taskOverdue ? late : sql`NOT ${late}`]),
  ];
  return sql`FROM tasks AS t JOIN issues AS i ON i.id = t.issue_id WHERE ${join(all, ' AND ')}`;
}

const overdueSql = (today: string): Sql => sql`(t.status <> 'DONE' AND t.cycle_no = i.cycle_no
  AND COALESCE(t.due_on, ${today}) < ${today} AND i.status IN ${inList(WORKING_STATUSES)})`;
