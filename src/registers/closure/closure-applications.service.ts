import { Injectable } from '@nestjs/common';
import type { IssueScope } from '../../campaigns/codes/issue-codes.js';
import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { closureStepsFor } from '../../campaigns/closure-policy.rules.js';
import type { ClosureStep } from '../../campaigns/definition/closure-policy.js';
import { requiredEvidenceFor } from '../../campaigns/evidence.rules.js';
import type { Caller } from '../../identity/caller.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { EvidenceQueries } from '../evidence/evidence.queries.js';
import { IssueLifecycle, type IssueRow, type Step } from '../issues/issue.lifecycle.js';
import { TaskQueries } from '../tasks/task.queries.js';
import type { ApplicationBody } from './closure.body.js';
import type { ClosureApplicationInput } from './closure.dto.js';
import { ClosureApplication, ClosureStepRecord } from './closure.entity.js';
import { ClosureQueries, type LoadedApplication } from './closure.queries.js';
import { applicationFaults } from './closure.rules.js';
import { belongsTo, policyFactsOf } from './review-chain.js';

/** 申请销号 (T08) and taking an application back (T09). */
@Injectable()
export class ClosureApplications {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly tasks: TaskQueries,
    private readonly evidence: EvidenceQueries,
    private readonly queries: ClosureQueries,
  ) {}

  /**
   * Applies for striking the issue off. The review chain is fixed now, from the campaign's policy.
   * @throws 422 naming every missing answer, standard and proof.
   */
  apply(
    caller: Caller,
    issueId: string,
    version: number,
    input: ClosureApplicationInput,
  ): Promise<ApplicationBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'applyClosure', version);
      if (step.issue.extensionPending) {
        throw conflict('EXTENSION_PENDING', '该问题有延期申请正在审批，请先办结再申请销号。');
      }
      const evidenceIds = await this.check(tx, step.issue, input);
      const money = {
        recoveredFen: input.recoveredFen ?? step.issue.recoveredFen,
        refundedFen: input.refundedFen ?? step.issue.refundedFen,
      };
      const issue = { ...step.issue, ...money };
      const application = await this.insert(tx, { ...step, issue }, input, evidenceIds);
      await this.lifecycle.complete(
        tx,
        step,
        {
          effect: input.effect,
          rectifiedOn: input.rectifiedOn,
          verdict: 'RECTIFIED',
          closureAttempts: step.issue.closureAttempts + 1,
          ...money,
        },
        { closureNo: application.closureNo },
      );
      return this.queries.body(tx, caller, await this.queries.load(tx, caller, application.id));
    });
  }

  /** T09: the applying unit takes the application back before anybody outside it has decided. */
  withdraw(caller: Caller, id: string, version: number): Promise<ApplicationBody> {
    return this.uow.run(async (tx) => {
      const application = await this.queries.load(tx, caller, id);
      const step = await this.lifecycle.begin(tx, caller, application.issueId, 'withdrawClosure');
      if (application.version !== version) throw staleVersion();
      if (!isWithdrawable(application)) {
        throw conflict('ALREADY_REVIEWED', '该申请已有审核意见，不能撤回。');
      }
      const changed = await tx.update(
        ClosureApplication,
        { id, version },
        { status: 'WITHDRAWN', decidedAt: tx.now, version: version + 1 },
      );
      if (changed === 0) throw staleVersion();
      await this.lifecycle.complete(
        tx,
        step,
        { verdict: null, rectifiedOn: null },
        { closureNo: application.closureNo },
      );
      return this.queries.body(tx, caller, await this.queries.load(tx, caller, id));
    });
  }

  /** Throws when the application is not complete; returns the ids of the evidence on file. */
  private async check(tx: Tx, issue: IssueRow, input: ClosureApplicationInput): Promise<string[]> {
    const { definition } = await this.campaigns.get(tx, issue.campaignId);
    const tasks = await this.tasks.currentOf(tx, [issue.id]);
    const evidence = await this.evidence.onFile(tx, issue.id, issue.cycleNo);
    const faults = applicationFaults(input, {
      today: businessDate(tx.now),
      foundOn: issue.foundOn,
      scope: issue.scope as IssueScope | null,
      source: issue.source,
      dueRecoveryFen: issue.dueRecoveryFen,
      recoveredFen: issue.recoveredFen,
      rectificationType: issue.rectificationType,
      nextReviewOn: issue.nextReviewOn,
      taskIds: tasks.map((task) => task.id),
      requiredEvidence: requiredEvidenceFor(
        definition,
        issue.category as ProblemCategory,
        (issue.dueRecoveryFen ?? 0) > 0,
      ),
      attachedEvidence: evidence.map((item) => item.type),
      evidenceIds: evidence.map((item) => item.id),
    });
    if (faults.length > 0)
      throw ruleBroken('CLOSURE_INCOMPLETE', '还不能申请销号，请补充。', faults);
    return evidence.map((item) => item.id);
  }

  private async insert(
    tx: Tx,
    { issue, caller, tree }: Step,
    input: ClosureApplicationInput,
    evidenceIds: string[],
  ): Promise<{ id: string; closureNo: string }> {
    const { definition } = await this.campaigns.get(tx, issue.campaignId);
    const steps = closureStepsFor(definition, policyFactsOf(issue, tree));
    const attempt = await this.nextAttempt(tx, issue);
    const unitId = issue.responsibleUnitId ?? issue.registeredUnitId;
    const first = steps[0];
    // A leader who applies in person has signed by applying: the unit's confirmation is given.
    const signed =
      first?.kind === 'UNIT_CONFIRMATION' &&
      caller.roles.some((role) => first.roles.includes(role)) &&
      belongsTo(caller, first.unit, { bureauId: issue.bureauId, unitId }, tree);
    const id = newId();
    const closureNo = closureNoOf(issue, attempt);
    await tx.insert(ClosureApplication, {
      id,
      issueId: issue.id,
      campaignId: issue.campaignId,
      bureauId: issue.bureauId,
      unitId,
      cycleNo: issue.cycleNo,
      attempt,
      closureNo,
      status: 'PENDING',
      applicantId: caller.userId,
      applicantName: caller.name,
      appliedAt: tx.now,
      ...factsToKeep(issue),
      ...statementOf(input),
      evidenceIds,
      currentStep: signed ? 2 : 1,
      reviewDueOn: addWorkdays(businessDate(tx.now), definition.parameters.reviewWorkdays),
      decidedAt: null,
      version: 1,
    });
    await tx.insert(
      ClosureStepRecord,
      steps.map((step, index) => ({
        ...stepRecord(id, index + 1, step),
        ...(signed && index === 0 ? signatureOf(caller, tx.now) : {}),
      })),
    );
    return { id, closureNo };
  }

  private async nextAttempt(tx: Tx, issue: IssueRow): Promise<number> {
    const last = await tx.one<{ attempt: number | null }>(sql`
      SELECT MAX(attempt) AS attempt FROM closure_applications
      WHERE issue_id = ${issue.id} AND cycle_no = ${issue.cycleNo}`);
    return (last?.attempt ?? 0) + 1;
  }
}

/** Facts of the issue that a later round changes and this round's form goes on to print. */
export const factsToKeep = (issue: IssueRow) => ({
  deadline: issue.currentDeadline,
  originalDeadline: issue.originalDeadline,
  recoveredFen: issue.recoveredFen,
  refundedFen: issue.refundedFen,
});

const statementOf = (input: ClosureApplicationInput) => ({
  rectifiedOn: input.rectifiedOn,
  measureResults: input.measureResults.map(({ taskId, text }) => ({ taskId, text })),
  resultPerson: input.resultPerson,
  resultFact: input.resultFact,
  resultOutcome: input.resultOutcome,
  standards: input.standards.map(({ standard, answer, note, evidenceIds }) => ({
    standard,
    answer,
    note,
    evidenceIds,
  })),
  extendedCheck: input.extendedCheck ?? null,
  rulesMade: input.rulesMade ?? null,
  beneficiaryOpinion: input.beneficiaryOpinion ?? null,
  repaymentPlan: input.repaymentPlan ?? null,
});

/** issueNo-XH-round.attempt (domain §1.1). */
export const closureNoOf = (issue: IssueRow, attempt: number): string =>
  `${issue.issueNo ?? ''}-XH-${issue.cycleNo}.${attempt}`;

export function stepRecord(applicationId: string, seq: number, step: ClosureStep) {
  return {
    id: newId(),
    applicationId,
    seq,
    kind: step.kind,
    roles: [...step.roles],
    unit: step.unit,
    siteCheckRequired: step.siteCheck,
    minutesRequired: step.minutesNumberRequired,
    decision: null,
    opinion: null,
    reasonCode: null,
    demand: null,
    siteCheck: null,
    minutesNo: null,
    checks: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
  };
}

const signatureOf = (caller: Caller, at: string) => ({
  decision: 'APPROVED' as const,
  opinion: '本人申请并签字确认。',
  decidedBy: caller.userId,
  decidedByName: caller.name,
  decidedAt: at,
});

/** Only the applying unit's own confirmation may have been given. */
export const isWithdrawable = (application: LoadedApplication): boolean =>
  application.status === 'PENDING' &&
  application.steps.every((step) => step.decision === null || step.kind === 'UNIT_CONFIRMATION');
