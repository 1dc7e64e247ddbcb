import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { sql } from '../../platform/database/queryable.js';
import { IssueActionRules } from '../issues/issue.action-rules.js';
import { isWithdrawable } from './closure-applications.service.js';
import { ClosureQueries, currentStep } from './closure.queries.js';
import { carryOverObstacle } from './closure.rules.js';
import { mayDecideSql } from './extension.rules.js';
import { ImmediateClosure } from './immediate-closure.service.js';
import { Extensions } from './extensions.service.js';
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
    private readonly extensions: Extensions,
    private readonly immediate: ImmediateClosure,
  ) {}

  onModuleInit(): void {
    this.addReviewRules();
    const noneWaits = (_db: unknown, issue: { extensionPending: number }) =>
      Promise.resolve(!issue.extensionPending);
    for (const action of ['applyClosure', 'merge', 'void', 'transfer'] as const) {
      this.rules.add(action, noneWaits, () => sql`i.extension_pending = 0`);
    }
    this.rules.add('requestExtension', (db, issue) => this.extensions.mayApply(db, issue));
    this.rules.add(
      'decideExtension',
      (db, issue, caller) => this.extensions.mayDecide(db, issue, caller),
      mayDecideSql,
    );
    this.rules.add('carryOver', (_db, issue) =>
      Promise.resolve(carryOverObstacle(issue) === undefined),
    );
    this.rules.add('closeImmediately', (db, issue, caller) =>
      this.immediate.mayClose(db, issue, caller),
    );
    this.addLookbackRules();
  }

  private addLookbackRules(): void {
    this.rules.add(
      'recordLookback',
      async (db, issue, caller) => !(await this.lookbacks.isInvolved(db, issue, caller)),
    );
    this.rules.add('reopen', (db, issue, caller) => this.lookbacks.mayReopen(db, issue, caller));
    this.rules.add('archive', (db, issue) => this.lookbacks.mayArchive(db, issue));
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
