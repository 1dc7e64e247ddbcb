import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { newId } from '../../platform/database/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, forbidden, Problem, staleVersion } from '../../platform/http/problem.js';
import type { CaseBody } from './case.body.js';
import type { CaseReviewBody } from './case.dto.js';
import { CaseReview } from './case.entity.js';
import { CaseMessages } from './case.messages.js';
import { CaseQueries } from './case.queries.js';
import { assertDemand, statusAfter } from './case.rules.js';
import { reviewBar, waitingStep } from './case.views.js';
import { CaseWriter } from './case-writer.js';

/** Decisions on cases: 事实核实 by the resident group, then 审核 by the deputy director. */
@Injectable()
export class CaseReviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly writer: CaseWriter,
    private readonly messages: CaseMessages,
  ) {}

  /**
   * @throws 403 for the wrong role, people of another bureau, the drafter, or somebody who decided this
   *   round before; 412 for all but one of several who decide at once.
   */
  decide(caller: Caller, id: string, version: number, body: CaseReviewBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      await this.writer.assertReach(tx, caller, row, 'case.review');
      if (row.version !== version) throw staleVersion();
      const step = waitingStep(row);
      if (!step) throw conflict('WRONG_STATUS', '该案例目前不在审核中。');
      assertDemand(body);
      const status = statusAfter(step, body);
      // The row first: of decisions made at once it lets one go on, which then sees all reviews there are.
      const after = await this.writer.change(tx, caller, row, { status }, 'case.review', {
        step,
        ...body,
      });
      const tree = await this.units.load(tx);
      const asked = await facingRecord(tx, caller, id);
      const bar = reviewBar(asked, row, await this.queries.acts(tx, id), step, tree);
      if (bar !== null) throw barProblem(bar);
      const { opinion, demand, organ } = body;
      await this.writer.assertClean(tx, row, { opinion, demand, organ });
      await tx.insert(CaseReview, {
        id: newId(),
        caseId: id,
        round: row.round,
        step,
        decision: body.decision,
        opinion: body.opinion,
        demand: body.demand ?? null,
        decidedBy: caller.userId,
        decidedByName: caller.name,
        decidedAt: tx.now,
        organ: body.organ ?? tree.find(caller.unitId)?.name ?? null,
      });
      await this.messages.waiting(tx, after);
      return this.queries.body(tx, caller, after);
    });
  }
}

function barProblem(bar: 'NOT_REVIEWER' | 'SELF_REVIEW' | 'DECIDED_BEFORE'): Problem {
  switch (bar) {
    case 'NOT_REVIEWER':
      return forbidden('当前步骤不由您审核。');
    case 'SELF_REVIEW':
      return new Problem(403, 'SELF_REVIEW', '起草、报送案例的人不能审核它。');
    case 'DECIDED_BEFORE':
      return new Problem(403, 'DECIDED_BEFORE', '您已审核过前面的步骤，须由其他人审核本步。');
  }
}
