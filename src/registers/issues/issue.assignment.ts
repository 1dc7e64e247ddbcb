import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { defaultDeadline, latestDeadline } from '../../campaigns/deadline.rules.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ruleBroken } from '../../platform/http/problem.js';
import { IssueActionRules } from './issue.action-rules.js';
import type { IssueBody } from './issue.body.js';
import type { AssignBody, ReasonBody } from './issue.dto.js';
import { IssueLifecycle } from './issue.lifecycle.js';
import { deadlineFaults, disputeObstacle } from './issue.rules.js';
import { IssueViews } from './issue.views.js';

/** 交办, 签收, 管辖异议. */
@Injectable()
export class IssueAssignment implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly views: IssueViews,
    private readonly actionRules: IssueActionRules,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.actionRules.add('dispute', (_db, issue) =>
      Promise.resolve(disputeObstacle(issue, this.clock.today()) === undefined),
    );
  }

  /**
   * T02: hands the issue to its responsible unit with a deadline and starts the receipt clock. A unit
   * other than the registered one takes the issue over in the ledger (移出, 移入).
   */
  assign(caller: Caller, id: string, version: number, body: AssignBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'assign', version);
      const { issue, tree } = step;
      const campaign = await this.campaigns.get(tx, issue.campaignId);
      const today = businessDate(tx.now);
      const unitId = body.responsibleUnitId ?? issue.responsibleUnitId ?? issue.registeredUnitId;
      const type = (issue.rectificationType ?? 'TIME_LIMITED') as RectificationType;
      const foundOn = issue.foundOn ?? today;
      const { definition } = campaign;
      const deadline = body.deadline ?? defaultDeadline(definition, type, foundOn, today);
      const latest = latestDeadline(definition, type, foundOn);
      const faults = deadlineFaults(deadline, { foundOn, latest });
      if (!tree.isWithin(unitId, issue.bureauId) || tree.get(unitId).disabledAt !== null) {
        faults.push({
          path: 'responsibleUnitId',
          code: 'UNKNOWN_UNIT',
          message: '没有这个责任单位',
        });
      }
      if (faults.length > 0) throw ruleBroken('ASSIGNMENT_FIELDS', '交办内容有误。', faults);
      const after = await this.lifecycle.complete(
        tx,
        step,
        {
          responsibleUnitId: unitId,
          orderedDeadline: deadline,
          currentDeadline: deadline,
          handlingMode: body.handlingMode ?? 'ASSIGN',
          assignmentNote: body.note ?? null,
          assignedOn: today,
          receiptDueOn: addWorkdays(today, definition.parameters.receiptWorkdays),
          acknowledgedOn: null,
        },
        { responsibleUnit: tree.get(unitId).name, deadline, note: body.note },
      );
      return this.views.body(tx, after, caller);
    });
  }

  /** T03: the responsible unit signs for the issue. */
  acknowledge(caller: Caller, id: string, version: number): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'acknowledge', version);
      const acknowledgedOn = businessDate(tx.now);
      const { receiptDueOn } = step.issue;
      const late = receiptDueOn !== null && acknowledgedOn > receiptDueOn;
      const after = await this.lifecycle.complete(tx, step, { acknowledgedOn }, { late });
      return this.views.body(tx, after, caller);
    });
  }

  /** T04: sends the issue back once, within the receipt clock, when another unit is competent. */
  dispute(caller: Caller, id: string, version: number, body: ReasonBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'dispute', version);
      const { issue } = step;
      const obstacle = disputeObstacle(issue, businessDate(tx.now));
      if (obstacle) throw obstacle;
      const after = await this.lifecycle.complete(
        tx,
        step,
        { disputeCount: issue.disputeCount + 1, assignedOn: null, receiptDueOn: null },
        { reason: body.reason },
      );
      return this.views.body(tx, after, caller);
    });
  }
}
