import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type FieldFault, ruleBroken } from '../../platform/http/problem.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { IssueViews } from '../issues/issue.views.js';
import { carryOverObstacle } from './closure.rules.js';
import { measureLimitFaults } from './measure-limit.js';
import type { CarryOverInput, ResumptionInput } from './closure.dto.js';

/** 挂账（持续整改）: what cannot be solved in time stays open, with stage goals, counted apart. */
@Injectable()
export class CarryOver {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly views: IssueViews,
  ) {}

  /** T18. Not for 立行立改; the next review must come soon enough. */
  approve(
    caller: Caller,
    issueId: string,
    version: number,
    input: CarryOverInput,
  ): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'carryOver', version);
      const { issue } = step;
      const obstacle = carryOverObstacle(issue);
      if (obstacle) throw obstacle;
      const { definition } = await this.campaigns.get(tx, issue.campaignId);
      const today = businessDate(tx.now);
      const lastReview = addDays(today, definition.parameters.carryOverReviewDaysMax);
      const faults = [
        ...dateFault('nextReviewOn', '下次复评时间', input.nextReviewOn, today, lastReview),
        ...dateFault('expectedFinishOn', '预计完成时间', input.expectedFinishOn, today),
      ];
      if (faults.length > 0) throw ruleBroken('CARRY_OVER_DATES', '挂账日期有误。', faults);
      const after = await this.lifecycle.complete(
        tx,
        step,
        { ...input, verdict: 'CONTINUING' },
        { ...input },
      );
      return this.views.body(tx, after, caller);
    });
  }

  /** T19: the condition is met, or the review failed: work goes on with a new deadline. */
  resume(
    caller: Caller,
    issueId: string,
    version: number,
    input: ResumptionInput,
  ): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'resume', version);
      const faults = [
        ...dateFault('deadline', '新的整改时限', input.deadline, businessDate(tx.now)),
        ...(await measureLimitFaults(tx, issueId, input.deadline)),
      ];
      if (faults.length > 0) throw ruleBroken('RESUMPTION_DATES', '恢复整改日期有误。', faults);
      const after = await this.lifecycle.complete(
        tx,
        step,
        { currentDeadline: input.deadline, verdict: null },
        { ...input },
      );
      return this.views.body(tx, after, caller);
    });
  }
}

/** A date that must lie after today and, if given, not after `latest`. */
function dateFault(
  path: string,
  label: string,
  date: string,
  today: string,
  latest?: string,
): FieldFault[] {
  if (date <= today) return [{ path, code: 'NOT_LATER', message: `${label}应晚于今天` }];
  if (latest !== undefined && date > latest) {
    return [{ path, code: 'TOO_LATE', message: `${label}不能晚于${latest}` }];
  }
  return [];
}
