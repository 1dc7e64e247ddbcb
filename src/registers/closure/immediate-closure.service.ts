import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Problem, ruleBroken } from '../../platform/http/problem.js';
import { EvidenceQueries } from '../evidence/evidence.queries.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle, type IssueRow, type Step } from '../issues/issue.lifecycle.js';
import { IssueRegistration } from '../issues/issue.registration.js';
import { IssueViews } from '../issues/issue.views.js';
import { closureNoOf } from './closure-applications.service.js';
import type { ImmediateClosureInput } from './closure.dto.js';
import { ClosureApplication, ClosureStepRecord } from './closure.entity.js';

/** True for issues that two people may close in one step: minor, 立行立改. */
export const isMinor = (issue: Pick<IssueRow, 'severity' | 'rectificationType'>): boolean =>
  issue.severity === 'GENERAL' && issue.rectificationType === 'IMMEDIATE';

/**
 * 立行立改一步销号 (T17): one person logged the finding and its proof, a second one strikes it off. A
 * draft is put on the books and struck off in the same step, so the ledger shows both.
 */
@Injectable()
export class ImmediateClosure {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly registration: IssueRegistration,
    private readonly evidence: EvidenceQueries,
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
      const evidenceIds = await this.check(tx, step.issue, caller, input);
      const closureNo = closureNoOf(step.issue, 1);
      await this.insertRecord(tx, step, input, closureNo, evidenceIds);
      const after = await this.lifecycle.complete(
        tx,
        step,
        {
          effect: input.effect,
          rectifiedOn: input.rectifiedOn,
          verdict: 'RECTIFIED',
          percent: 100,
          closedOn: businessDate(tx.now),
          closureNo,
        },
        { closureNo, opinion: input.opinion },
      );
      return this.views.body(tx, after, caller);
    });
  }

  private async check(
    tx: Tx,
    issue: IssueRow,
    caller: Caller,
    input: ImmediateClosureInput,
  ): Promise<string[]> {
    if (!isMinor(issue)) {
      throw ruleBroken('NOT_MINOR', '只有程度一般、立行立改的问题可以一步销号。');
    }
    if (issue.createdBy === caller.userId) {
      throw new Problem(403, 'SELF_REVIEW', '一步销号须由登记人以外的人办理。');
    }
    const evidence = await this.evidence.onFile(tx, issue.id, issue.cycleNo);
    if (evidence.length === 0) {
      throw ruleBroken('EVIDENCE_REQUIRED', '一步销号须先上传佐证材料。', [
        { path: 'evidence', code: 'EVIDENCE_MISSING', message: '缺少佐证材料' },
      ]);
    }
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
    return evidence.map((item) => item.id);
  }

  private async insertRecord(
    tx: Tx,
    { issue, caller }: Step,
    input: ImmediateClosureInput,
    closureNo: string,
    evidenceIds: string[],
  ): Promise<void> {
    const id = newId();
    await tx.insert(ClosureApplication, {
      id,
      issueId: issue.id,
      campaignId: issue.campaignId,
      bureauId: issue.bureauId,
      unitId: issue.responsibleUnitId ?? issue.registeredUnitId,
      cycleNo: issue.cycleNo,
      attempt: 1,
      closureNo,
      status: 'APPROVED',
      applicantId: issue.createdBy,
      applicantName: '登记人',
      appliedAt: tx.now,
      deadline: issue.currentDeadline,
      rectifiedOn: input.rectifiedOn,
      measureResults: [],
      resultPerson: input.resultPerson,
      resultFact: input.resultFact,
      resultOutcome: input.resultOutcome,
      standards: [],
      extendedCheck: null,
      rulesMade: null,
      beneficiaryOpinion: null,
      repaymentPlan: null,
      evidenceIds,
      currentStep: 1,
      reviewDueOn: businessDate(tx.now),
      decidedAt: tx.now,
      version: 1,
    });
    await tx.insert(ClosureStepRecord, {
      id: newId(),
      applicationId: id,
      seq: 1,
      kind: 'FINAL_APPROVAL',
      roles: [...caller.roles],
      unit: 'bureau',
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
