import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { assertDemand } from '../cases/case.rules.js';
import { CaseQueries } from '../cases/case.queries.js';
import { stampOf } from '../cases/case-masking.rules.js';
import type { BulletinBody } from './bulletin.body.js';
import { BULLETIN_STATUS, BULLETIN_STEP, type BulletinStep } from './bulletin.codes.js';
import { BulletinDocuments } from './bulletin.documents.js';
import type { BulletinReviewBody } from './bulletin.dto.js';
import type { Bulletin } from './bulletin.entity.js';
import { documentOf, sealed } from './bulletin.model.js';
import { BulletinNames } from './bulletin-names.js';
import { BulletinQueries } from './bulletin.queries.js';
import { awaitedStep, BULLETIN_CHAIN } from './bulletin-chain.rules.js';
import { type BulletinPatch, BulletinWriter } from './bulletin-writer.js';

/** 会签, 核稿, 审查, 审核 and 签发 of bulletins, one step after the other. */
@Injectable()
export class BulletinReviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly names: BulletinNames,
    private readonly queries: BulletinQueries,
    private readonly documents: BulletinDocuments,
    private readonly writer: BulletinWriter,
  ) {}

  /** Decides the step that waits, up to the deputy director's. A return begins a new round. */
  decide(
    caller: Caller,
    id: string,
    version: number,
    body: BulletinReviewBody,
  ): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const { row, step } = await this.begin(tx, caller, id, version, 'bulletin.review');
      if (BULLETIN_CHAIN[step].action !== 'bulletin.review') throw wrongStep(step);
      await this.writer.assertMayTake(tx, caller, row, step);
      return this.record(tx, caller, row, step, body, {});
    });
  }

  /**
   * 签发: the document is fixed as it stands, with real names where the rules of 实名 hold.
   * @throws 422 naming each case, person and reason that forbid it; 403 for the composer.
   */
  async sign(
    caller: Caller,
    id: string,
    version: number,
    body: BulletinReviewBody,
  ): Promise<BulletinBody> {
    // What cannot be printed is refused while it can still be corrected.
    await this.documents.pdf(caller, id);
    return this.uow.run(async (tx) => {
      const { row, step } = await this.begin(tx, caller, id, version, 'bulletin.issue');
      await this.writer.assertMayTake(tx, caller, row, step);
      if (step !== 'SIGNATURE') throw wrongStep(step);
      if (body.decision === 'RETURNED') return this.record(tx, caller, row, step, body, {});
      // The counter makes signers of one bureau wait for each other, so that the second sees which
      // cases the first has published.
      await tx.nextNumber(`bulletin-signatures:${row.bureauId}`);
      await this.writer.assertGates(tx, row);
      const patch = await this.signedPatch(tx, caller, row);
      return this.record(tx, caller, row, step, body, patch);
    });
  }

  private async signedPatch(tx: Tx, caller: Caller, row: Bulletin): Promise<BulletinPatch> {
    const signedOn = businessDate(tx.now);
    const matter = await this.queries.matter(tx, row);
    const stored = await this.cases.byIds(tx, row.caseIds);
    const cases = await this.names.printed(tx, stored, signedOn);
    const subject = { ...matter.subject, cases };
    const signed = documentOf(
      { ...row, signedOn },
      { ...matter, subject },
      await this.units.load(tx),
    );
    const faults = await this.names.faults(tx, signed.document, stored, signedOn);
    if (faults.length > 0) throw ruleBroken('BULLETIN_GATES', '通报还不能签发。', faults);
    return {
      title: signed.document.title,
      signedOn,
      issuedBy: caller.userId,
      issuedByName: caller.name,
      signedDocument: sealed(signed).text,
      signedCases: stored.map((row) => ({ id: row.id, caseNo: row.caseNo, ...stampOf(row) })),
    };
  }

  private async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    version: number,
    action: 'bulletin.review' | 'bulletin.issue',
  ): Promise<{ row: Bulletin; step: BulletinStep }> {
    const row = await this.queries.load(tx, caller, id);
    await this.writer.assertReach(tx, caller, row, action);
    if (row.version !== version) throw staleVersion();
    const step = awaitedStep(row, await this.queries.steps(tx, id));
    if (!step || row.status !== 'REVIEW') {
      const status = labelOf(BULLETIN_STATUS, row.status);
      throw conflict('WRONG_STATUS', `通报目前为“${status}”，不在审批中。`);
    }
    return { row, step };
  }

  private async record(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    step: BulletinStep,
    { decision, opinion, demand }: BulletinReviewBody,
    patch: BulletinPatch,
  ): Promise<BulletinBody> {
    assertDemand({ decision, demand });
    await this.writer.assertClean(tx, row, { opinion, demand });
    const status = decision === 'RETURNED' ? 'RETURNED' : BULLETIN_CHAIN[step].next;
    const action = step === 'SIGNATURE' ? 'bulletin.sign' : 'bulletin.review';
    const detail = { step, round: row.round, decision, opinion, demand: demand ?? null };
    const after = await this.writer.change(tx, caller, row, { ...patch, status }, action, detail);
    await this.writer.recordStep(tx, caller, row, { step, decision, opinion, demand });
    return this.queries.body(tx, caller, after);
  }
}

const wrongStep = (step: BulletinStep) =>
  conflict('WRONG_STEP', `现在等待的步骤是“${labelOf(BULLETIN_STEP, step)}”。`);
