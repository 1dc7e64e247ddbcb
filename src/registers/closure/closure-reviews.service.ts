import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import {
  conflict,
  forbidden,
  Problem,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { TaskBook } from '../tasks/task.book.js';
import type { ApplicationBody } from './closure.body.js';
import type { ReviewInput } from './closure.dto.js';
import { ClosureApplication, ClosureStepRecord } from './closure.entity.js';
import { ClosureQueries, currentStep, type LoadedApplication } from './closure.queries.js';
import { reviewFaults } from './closure.rules.js';
import { checkFaults } from './standard-checks.js';
import { reviewBar, type ReviewBar, type StepRow } from './review-chain.js';

type Outcome = 'NEXT' | 'RETURNED' | 'CLOSED';

/** Decisions on close-out applications: one step after the other, each by somebody else. */
@Injectable()
export class ClosureReviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: ClosureQueries,
    private readonly tasks: TaskBook,
  ) {}

  /**
   * Decides the step that waits. Of several decisions at once exactly one wins; the others get 412
   * (or 409 when the application is already decided).
   */
  decide(
    caller: Caller,
    id: string,
    version: number,
    input: ReviewInput,
  ): Promise<ApplicationBody> {
    return this.uow.run(async (tx) => {
      const application = await this.queries.load(tx, caller, id);
      const step = await this.reviewableStep(tx, caller, application, version);
      const faults = [...reviewFaults(input, step), ...checkFaults(input, application.standards)];
      if (faults.length > 0) throw ruleBroken('REVIEW_INCOMPLETE', '审核意见不完整。', faults);
      const last = application.steps.at(-1)?.seq === step.seq;
      const outcome: Outcome =
        input.decision === 'RETURNED' ? 'RETURNED' : last ? 'CLOSED' : 'NEXT';
      await this.recordDecision(tx, caller, application, step, input, outcome);
      await this.advanceIssue(tx, caller, application, step, input, outcome);
      return this.queries.body(tx, caller, await this.queries.load(tx, caller, id));
    });
  }

  private async reviewableStep(
    tx: Tx,
    caller: Caller,
    application: LoadedApplication,
    version: number,
  ): Promise<StepRow> {
    const step = currentStep(application);
    const tree = await this.units.load(tx);
    const asked = await facingRecord(tx, caller, application.issueId);
    const bar = reviewBar(asked, step, application.steps, application, tree);
    // Whoever could never decide here learns nothing about the state of the application.
    if (bar === 'NOT_REVIEWER') throw barProblem(bar);
    if (application.status !== 'PENDING') {
      throw conflict('ALREADY_DECIDED', '该申请已经办结，请刷新查看结果。');
    }
    if (bar !== null) throw barProblem(bar);
    if (application.version !== version) throw staleVersion();
    return step;
  }

  private async recordDecision(
    tx: Tx,
    caller: Caller,
    application: LoadedApplication,
    step: StepRow,
    input: ReviewInput,
    outcome: Outcome,
  ): Promise<void> {
    const { definition } = await this.campaigns.get(tx, application.campaignId);
    const changed = await tx.update(
      ClosureApplication,
      { id: application.id, version: application.version },
      {
        version: application.version + 1,
        ...(outcome === 'NEXT'
          ? {
              currentStep: step.seq + 1,
              reviewDueOn: addWorkdays(businessDate(tx.now), definition.parameters.reviewWorkdays),
            }
          : { status: outcome === 'CLOSED' ? 'APPROVED' : 'RETURNED', decidedAt: tx.now }),
      },
    );
    if (changed === 0) throw staleVersion();
    await tx.update(
      ClosureStepRecord,
      { id: step.id },
      {
        decision: input.decision,
        opinion: input.opinion,
        reasonCode: input.reasonCode ?? null,
        demand: input.demand ?? null,
        siteCheck: input.siteCheck ?? null,
        minutesNo: input.minutesNo ?? null,
        checks:
          input.checks?.map(({ standard, verdict, note }) => ({ standard, verdict, note })) ?? null,
        decidedBy: caller.userId,
        decidedByName: caller.name,
        decidedAt: tx.now,
      },
    );
  }

  private async advanceIssue(
    tx: Tx,
    caller: Caller,
    application: LoadedApplication,
    step: StepRow,
    input: ReviewInput,
    outcome: Outcome,
  ): Promise<void> {
    const action =
      outcome === 'CLOSED' ? 'close' : outcome === 'RETURNED' ? 'returnClosure' : 'reviewClosure';
    const begun = await this.lifecycle.begin(tx, caller, application.issueId, action);
    const patch =
      outcome === 'CLOSED'
        ? { closedOn: businessDate(tx.now), closureNo: application.closureNo, percent: 100 }
        : outcome === 'RETURNED'
          ? {
              returnCount: begun.issue.returnCount + 1,
              closureReturns: begun.issue.closureReturns + 1,
              verdict: null,
              rectifiedOn: null,
            }
          : {};
    if (outcome === 'CLOSED') await this.tasks.finishAll(tx, application.issueId);
    await this.lifecycle.complete(tx, begun, patch, {
      closureNo: application.closureNo,
      step: step.kind,
      ...input,
    });
  }
}

function barProblem(bar: Exclude<ReviewBar, null>): Problem {
  switch (bar) {
    case 'NOT_REVIEWER':
      return forbidden('当前步骤不由您审核。');
    case 'SELF_REVIEW':
      return new Problem(403, 'SELF_REVIEW', '申请人不能审核自己的销号申请。');
    case 'DECIDED_BEFORE':
      return new Problem(403, 'DECIDED_BEFORE', '您已审核过前面的步骤，须由其他人审核本步。');
  }
}
