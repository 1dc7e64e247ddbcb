import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { nextDocNo } from '../../registers/doc-no.js';
import { CaseQueries } from '../cases/case.queries.js';
import type { BulletinBody } from './bulletin.body.js';
import { BULLETIN_STATUS, BULLETIN_STEP } from './bulletin.codes.js';
import type { DispatchBody } from './bulletin.dto.js';
import { type Bulletin, BulletinFollowUp } from './bulletin.entity.js';
import { type BulletinDocument, finished, type IssuedBulletin, sealed } from './bulletin.model.js';
import { BulletinMessages } from './bulletin.messages.js';
import { BulletinNames } from './bulletin-names.js';
import { BulletinQueries } from './bulletin.queries.js';
import { isWithdrawn } from './bulletin.views.js';
import { awaitedStep } from './bulletin-chain.rules.js';
import { defaultReceivers } from './bulletin-receivers.rules.js';
import { BulletinWriter } from './bulletin-writer.js';

type DispatchStep = 'NUMBERING' | 'ISSUANCE' | 'PUBLICATION';

/** 编号用印, 印发, 公开: what the office does with a signed bulletin. */
@Injectable()
export class BulletinDispatch {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly names: BulletinNames,
    private readonly queries: BulletinQueries,
    private readonly writer: BulletinWriter,
    private readonly messages: BulletinMessages,
  ) {}

  number(caller: Caller, id: string, version: number, body: DispatchBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version, 'NUMBERING');
      await this.writer.assertAsSigned(tx, row);
      const bureau = (await this.units.load(tx)).get(row.bureauId);
      const docNo = await nextDocNo(tx, bureau, '发', (row.signedOn ?? '').slice(0, 4));
      const patch = { status: 'NUMBERED', docNo } as const;
      const after = await this.writer.change(tx, caller, row, patch, 'bulletin.number', { docNo });
      await this.record(tx, caller, row, 'NUMBERING', body, `编号${docNo}，用印`);
      return this.queries.body(tx, caller, after);
    });
  }

  /**
   * 印发: seals the document, freezes the row, tells the receivers and gives each its self-check task.
   * @throws 422 when a gate that held at the signature does not hold any more, or when the signed document
   *   is not what its cases now say.
   */
  issue(caller: Caller, id: string, version: number, body: DispatchBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version, 'ISSUANCE');
      const issuedOn = businessDate(tx.now);
      await this.writer.assertGates(tx, row);
      await this.writer.assertAsSigned(tx, row);
      await this.assertNames(tx, row, issuedOn);
      const { text, sha256 } = sealed(await this.issuedContent(tx, row, issuedOn));
      const patch = {
        status: 'ISSUED',
        issuedOn,
        issuedAt: tx.now,
        snapshot: text,
        sha256,
      } as const;
      const detail = { docNo: row.docNo, sha256 };
      const after = await this.writer.change(tx, caller, row, patch, 'bulletin.issue', detail);
      await this.record(tx, caller, row, 'ISSUANCE', body, '印发');
      await this.messages.issued(tx, after);
      await this.createFollowUps(tx, after);
      return this.queries.body(tx, caller, after);
    });
  }

  /** 公开 on the portal: a record; the issued bulletin itself cannot change any more. */
  publish(caller: Caller, id: string, version: number, body: DispatchBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      // The row stays as it is, so the counter makes two who publish at once wait for each other.
      await tx.nextNumber(`bulletin-publication:${id}`);
      const row = await this.begin(tx, caller, id, version, 'PUBLICATION');
      if (isWithdrawn(await this.queries.notices(tx, id))) {
        throw conflict('WITHDRAWN', '该通报已经撤回，不能再公开。');
      }
      await this.writer.assertAsSigned(tx, row);
      await this.record(tx, caller, row, 'PUBLICATION', body, '已公开发布');
      this.writer.record(tx, caller, row, 'bulletin.publish', { docNo: row.docNo, ...body });
      return this.queries.body(tx, caller, row);
    });
  }

  private async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    version: number,
    wanted: DispatchStep,
  ): Promise<Bulletin> {
    const row = await this.queries.load(tx, caller, id);
    await this.writer.assertReach(tx, caller, row, 'bulletin.dispatch');
    if (row.version !== version) throw staleVersion();
    const step = awaitedStep(row, await this.queries.steps(tx, id));
    if (step === wanted) {
      await this.writer.assertMayTake(tx, caller, row, step);
      return row;
    }
    const where = step
      ? `现在等待的步骤是“${labelOf(BULLETIN_STEP, step)}”。`
      : `通报目前为“${labelOf(BULLETIN_STATUS, row.status)}”。`;
    throw conflict('WRONG_STEP', where);
  }

  private async record(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    step: DispatchStep,
    { note }: DispatchBody,
    done: string,
  ): Promise<void> {
    await this.writer.assertClean(tx, row, { note });
    const opinion = note ? `${done}（${note}）` : done;
    await this.writer.recordStep(tx, caller, row, { step, decision: 'APPROVED', opinion });
  }

  /** The name check of the signature once more: consent may have been taken back since. */
  private async assertNames(tx: Tx, row: Bulletin, today: string): Promise<void> {
    const { document } = JSON.parse(row.signedDocument ?? '') as BulletinDocument;
    const cases = await this.cases.byIds(tx, row.caseIds);
    const faults = await this.names.faults(tx, document, cases, today);
    if (faults.length > 0) throw ruleBroken('BULLETIN_GATES', '通报不能印发。', faults);
  }

  private async issuedContent(tx: Tx, row: Bulletin, issuedOn: string): Promise<IssuedBulletin> {
    const docNo = row.docNo ?? '';
    const signed = JSON.parse(row.signedDocument ?? '') as BulletinDocument;
    const { kind, document } = finished(signed, docNo, issuedOn);
    const cases = await this.cases.byIds(tx, row.caseIds);
    return {
      format: 1,
      kind,
      bulletinId: row.id,
      docNo,
      issuedOn,
      issuedByName: row.issuedByName ?? '',
      composedByName: row.composedByName,
      cases: cases.map(({ id: caseId, caseNo }) => ({ id: caseId, caseNo })),
      document,
    };
  }

  /** One task for each receiver, when a day for the feedback is set. */
  private async createFollowUps(tx: Tx, row: Bulletin): Promise<void> {
    const { feedbackOn, noticeKind } = row;
    if (feedbackOn === null || noticeKind !== null) return;
    const tree = await this.units.load(tx);
    for (const unitId of row.receiverIds ?? defaultReceivers(row.bureauId, tree)) {
      const task = { id: newId(), bulletinId: row.id, unitId, dueOn: feedbackOn };
      await tx.insert(BulletinFollowUp, { ...task, status: 'SENT', version: 1 });
      await this.messages.selfCheck(tx, task, row.docNo ?? '');
    }
  }
}
