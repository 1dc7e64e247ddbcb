import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { TaskBody } from '../tasks/task.body.js';
import type { TaskLine } from './task-list.printing.js';

const BATCH = 5000;

interface PlanOfIssue {
  readonly id: string;
  readonly campaignId: string;
  readonly checkItem: string | null;
  readonly goal: string | null;
}

/**
 * Finds the campaign's 重点任务 that a measure falls under, by the check item of its issue, and the goal
 * of the plan for measures without one of their own.
 */
@Injectable()
export class TaskGroups {
  constructor(private readonly campaigns: CampaignCatalog) {}

  async linesOf(db: Queryable, tasks: readonly TaskBody[]): Promise<TaskLine[]> {
    const groups = await this.groupsByItem(db);
    const issueIds = [...new Set(tasks.map(({ issueId }) => issueId))];
    const plans = new Map<string, PlanOfIssue>();
    for (let from = 0; from < issueIds.length; from += BATCH) {
      const rows = await db.all<PlanOfIssue>(sql`
        SELECT id, campaign_id, check_item, goal FROM issues
        WHERE id IN ${inList(issueIds.slice(from, from + BATCH))}`);
      for (const row of rows) plans.set(row.id, row);
    }
    return tasks.map((task) => {
      const plan = plans.get(task.issueId);
      const taskGroup = groups.get(`${plan?.campaignId ?? ''}/${plan?.checkItem ?? ''}`) ?? '';
      return { task, taskGroup, goal: task.goal ?? plan?.goal ?? '' };
    });
  }

  private async groupsByItem(db: Queryable): Promise<Map<string, string>> {
    const campaigns = await this.campaigns.all(db);
    return new Map(
      campaigns.flatMap(({ id, definition }) =>
        definition.tasks.flatMap(({ title, items }) =>
          items.map((item): [string, string] => [`${id}/${item.id}`, title]),
        ),
      ),
    );
  }
}
