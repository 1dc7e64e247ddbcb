import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { IssueActionRules } from '../issues/issue.action-rules.js';
import { isWithdrawable } from './closure-applications.service.js';
import { ClosureQueries, currentStep } from './closure.queries.js';
import { isMinor } from './immediate-closure.service.js';
import { Lookbacks } from './lookbacks.service.js';
import { reviewBar } from './review-chain.js';

/** Tells the issue room which close-out steps a caller could take now, for `allowedActions`. */
@Injectable()
export class ClosureActionRules implements OnModuleInit {
  constructor(
    private readonly rules: IssueActionRules,
    private readonly queries: ClosureQueries,
    private readonly units: UnitCatalog,
    private readonly lookbacks: Lookbacks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.addReviewRules();
    const noneWaits = (_db: unknown, issue: { extensionPending: number }) =>
      Promise.resolve(!issue.extensionPending);
    for (const action of ['applyClosure', 'carryOver', 'merge', 'void', 'transfer'] as const) {
      this.rules.add(action, noneWaits);
    }
    this.rules.add('requestExtension', (_db, issue) =>
      Promise.resolve(
        !issue.extensionPending && (issue.currentDeadline ?? '') >= this.clock.today(),
      ),
    );
    this.rules.add('decideExtension', (_db, issue) =>
      Promise.resolve(Boolean(issue.extensionPending)),
    );
    this.rules.add('closeImmediately', (_db, issue, caller) =>
      Promise.resolve(isMinor(issue) && issue.createdBy !== caller.userId),
    );
    this.rules.add('reopen', async (db, issue, caller) => {
      const failed = await this.lookbacks.failedLookback(db, issue);
      return failed !== undefined && failed.checkerId !== caller.userId;
    });
  }

  private addReviewRules(): void {
    this.rules.add('reviewClosure', async (db, issue, caller) => {
      const application = await this.queries.pendingOf(db, issue.id);
      if (!application) return false;
      const tree = await this.units.load(db);
      const step = currentStep(application);
      return reviewBar(caller, step, application.steps, application, tree) === null;
    });
    this.rules.add('withdrawClosure', async (db, issue) => {
      const application = await this.queries.pendingOf(db, issue.id);
      return application !== undefined && isWithdrawable(application);
    });
  }
}
