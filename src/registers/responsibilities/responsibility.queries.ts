import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Reader } from '../../platform/database/reader.js';
import type { Page } from '../../platform/http/paging.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import type { IssueListQuery } from '../issues/issue.list-query.js';
import { IssueQueries } from '../issues/issue.queries.js';
import { tasksOfIssues } from '../tasks/task.reads.js';
import type { ResponsibilityBody, ResponsibilityLine } from './responsibility.body.js';
import { responsibilitiesOfIssue, responsibilitiesOfIssues } from './responsibility.reads.js';
import { responsibilityBody, responsibilityLine } from './responsibility.views.js';

/** 责任清单: the same issues as 问题清单, one line each, told by who answers for them. */
@Injectable()
export class ResponsibilityQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly issues: IssueQueries,
    private readonly lifecycle: IssueLifecycle,
  ) {}

  async list(caller: Caller, query: IssueListQuery): Promise<Page<ResponsibilityLine>> {
    const page = await this.issues.list(caller, query);
    const ids = page.items.map(({ id }) => id);
    const tree = await this.units.load();
    const rows = await responsibilitiesOfIssues(this.reader, ids);
    const tasks = await tasksOfIssues(this.reader, ids);
    const items = page.items.map((issue) => {
      const taskNos = (tasks.get(issue.id) ?? []).map(({ taskNo }) => taskNo);
      return responsibilityLine(issue, rows.get(issue.id) ?? [], taskNos, tree);
    });
    return { ...page, items };
  }

  /** Every current duty of one issue. */
  async ofIssue(caller: Caller, issueId: string): Promise<ResponsibilityBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    const tree = await this.units.load();
    const rows = await responsibilitiesOfIssue(this.reader, issue.id);
    return rows.map((row) => responsibilityBody(row, tree));
  }
}
