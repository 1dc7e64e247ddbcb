import { Injectable } from '@nestjs/common';
import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import { missingEvidence, requiredEvidenceFor } from '../../campaigns/evidence.rules.js';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { closureStepsFor } from '../../campaigns/closure-policy.rules.js';
import { type Caller, isBehind, peopleBehind } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Problem, ruleBroken } from '../../platform/http/problem.js';
import { type EvidenceOnFile, EvidenceQueries } from '../evidence/evidence.queries.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle, type IssueRow, type Step } from '../issues/issue.lifecycle.js';
import { IssueRegistration } from '../issues/issue.registration.js';
import { IssueViews } from '../issues/issue.views.js';
import { closureNoOf, factsToKeep } from './closure-applications.service.js';
import type { ImmediateClosureInput } from './closure.dto.js';
import { ClosureApplication, ClosureStepRecord } from './closure.entity.js';
import { oneStepObstacle } from './immediate-closure.rules.js';
import { belongsTo, policyFactsOf } from './review-chain.js';

/**
 * 立行立改一步销号 (T17): others logged the finding and gave the proof, a second person strikes it off.
 * A draft is put on the books and struck off in the same step, so the ledger shows both.
 */
@Injectable()
export class ImmediateClosure {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly registration: IssueRegistration,
    private readonly evidence: EvidenceQueries,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly views: IssueViews,
  ) {}

  close(
    caller: Caller,
    issueId: string,
    version: number,
    input: ImmediateClosureInput,
  ): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const loaded = await this.lifecycle.load(tx, caller, issueId);
      if (loaded.status === 'DRAFT') {
        const register = await this.lifecycle.begin(tx, caller, issueId, 'register', version);
        await this.registration.registerStep(tx, register);
      }
      const expected = loaded.status === 'DRAFT' ? version + 1 : version;
      const step = await this.lifecycle.begin(tx, caller, issueId, 'closeImmediately', expected);
      const evidence = await this.check(tx, step.issue, caller, input);
      const closureNo = closureNoOf(step.issue, 1);
      await this.insertRecord(tx, step, input, closureNo, evidence);
      const after = await this.lifecycle.complete(
        tx,
        step,
        {
          effect: input.effect,
          rectifiedOn: input.rectifiedOn,
          verdict: 'RECTIFIED',
          percent: 100,
          closureAttempts: step.issue.closureAttempts + 1,
          closedOn: businessDate(tx.now),
          closureNo,
        },
        { closureNo, opinion: input.opinion },
      );
      return this.views.body(tx, after, caller);
    });
  }

  /** True when the caller could strike the registered issue off now. */
  async mayClose(db: Queryable, issue: IssueRow, caller: Caller): Promise<boolean> {
    const evidence = await this.evidence.onFile(db, issue.id, issue.cycleNo);
    return (await this.obstacle(db, issue, caller, evidence)) === undefined;
  }

  private async check(
    tx: Tx,
    issue: IssueRow,
    caller: Caller,
    input: ImmediateClosureInput,
  ): Promise<EvidenceOnFile[]> {
    const evidence = await this.evidence.onFile(tx, issue.id, issue.cycleNo);
    const obstacle = await this.obstacle(tx, issue, caller, evidence);
    if (obstacle) throw obstacle;
    const tooEarly = issue.foundOn !== null && input.rectifiedOn < issue.foundOn;
    if (input.rectifiedOn > businessDate(tx.now) || tooEarly) {
      throw ruleBroken('CLOSURE_DATE', '整改完成时间应在发现之后、今天之前。', [
        {
          path: 'rectifiedOn',
          code: 'OUT_OF_RANGE',
          message: '整改完成时间应在发现之后、今天之前',
        },
      ]);
    }
    return evidence;
  }

  private async obstacle(
    db: Queryable,
    issue: IssueRow,
    caller: Caller,
    evidence: readonly EvidenceOnFile[],
  ): Promise<Problem | undefined> {
    const { definition } = await this.campaigns.get(db, issue.campaignId);
    const facts = policyFactsOf(issue, await this.units.load(db));
    const chain = closureStepsFor(definition, facts).map(({ kind }) => kind);
    const required = requiredEvidenceFor(definition, issue.category as ProblemCategory);
    const types = evidence.map(({ type }) => type);
    const missing = missingEvidence(required, types).map(({ label }) => label);
    const people = peopleBehind(await facingRecord(db, caller, issue.id));
    return oneStepObstacle({ issue, chain, evidence, missing }, people);
  }

  /** The record of the close-out: whoever gave the proof has applied, the caller has approved. */
  private async insertRecord(
    tx: Tx,
    { issue, caller, tree }: Step,
    input: ImmediateClosureInput,
    closureNo: string,
    evidence: readonly EvidenceOnFile[],
  ): Promise<void> {
    const asked = await facingRecord(tx, caller, issue.id);
    const proof = evidence.find(({ uploadedBy }) => !isBehind(asked, uploadedBy));
    if (!proof) throw new Error(`Issue ${issue.id} has no evidence of a second person`);
    const id = newId();
    const unitId = issue.responsibleUnitId ?? issue.registeredUnitId;
    await tx.insert(ClosureApplication, {
      id,
      issueId: issue.id,
      campaignId: issue.campaignId,
      bureauId: issue.bureauId,
      unitId,
      cycleNo: issue.cycleNo,
      attempt: 1,
      closureNo,
      status: 'APPROVED',
      applicantId: proof.uploadedBy,
      applicantName: proof.uploadedByName,
      appliedAt: tx.now,
      ...factsToKeep(issue),
      rectifiedOn: input.rectifiedOn,
      measureResults: [],
      resultPerson: input.resultPerson,
      resultFact: input.resultFact,
      resultOutcome: input.resultOutcome,
      standards: [],
      evidenceIds: evidence.map((item) => item.id),
      currentStep: 1,
      reviewDueOn: businessDate(tx.now),
      decidedAt: tx.now,
      version: 1,
    });
    const place = { bureauId: issue.bureauId, unitId };
    await tx.insert(ClosureStepRecord, {
      id: newId(),
      applicationId: id,
      seq: 1,
      kind: 'FINAL_APPROVAL',
      roles: [...caller.roles],
      unit: belongsTo(caller, 'responsible', place, tree) ? 'responsible' : 'bureau',
      siteCheckRequired: false,
      minutesRequired: false,
      decision: 'APPROVED',
      opinion: input.opinion,
      decidedBy: caller.userId,
      decidedByName: caller.name,
      decidedAt: tx.now,
    });
  }
}
